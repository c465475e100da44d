import { noEstimate } from '../clock-estimate.ts';
import { factsText } from './reader-facts.ts';
import type { LlrpInput, StepName } from './session-state.ts';
import { setupPlan, setupSteps } from './session-steps.ts';
import type { Turn } from './turn.ts';

/** A reader that cannot be used, or does not take us, is tried again after this time. */
const retryMs = 10_000;
const goodbyeMs = 1_000;

/**
 * The reader speaks first (LLRP 1.0.1, 5.2). Nothing that was learned before is sure to hold: it may have been restarted.
 */
export function awaitGreeting(turn: Turn): void {
  if (turn.state.phase === 'closing') return;
  turn.set({
    phase: 'greeting',
    version: 1,
    pending: null,
    plan: [],
    enabled: false,
    dueMs: turn.atMs + turn.settings.requestTimeoutMs,
    restartMs: null,
    heardMs: turn.atMs,
    keptAlive: false,
    clock: noEstimate,
  });
}

export function part(turn: Turn, { state, detail }: LlrpInput & { kind: 'disconnected' }): void {
  const { phase } = turn.state;
  if (phase === 'closing') {
    finish(turn);
    return;
  }
  turn.set({ phase: 'offline', pending: null, plan: [], enabled: false, dueMs: null, restartMs: null });
  // Why it does not take us says more than that it has hung up.
  if (phase !== 'refused') turn.tellState(state, detail);
}

/** The reader does not take us. */
export function refuseConnection(turn: Turn, reason: string): void {
  turn.set({ phase: 'refused', dueMs: turn.atMs + retryMs });
  turn.tellState('failed', reason);
}

/** Stays refused, so that the reason is not followed by the news that there is no connection. */
export function tryAgain(turn: Turn): void {
  turn.reconnect('another try');
  turn.set({ dueMs: turn.atMs + retryMs });
}

export function setUp(turn: Turn): void {
  const { version } = turn.settings;
  turn.set({ phase: 'setup', dueMs: null, pending: null, enabled: false, plan: setupPlan(version) });
  proceed(turn);
}

/** Asks for the next thing, as long as nothing is under way. */
export function proceed(turn: Turn): void {
  while (turn.state.pending === null && isWorking(turn)) {
    const step = nextStep(turn);
    if (step === null) {
      settle(turn);
      return;
    }
    perform(turn, step);
  }
}

function isWorking({ state: { phase } }: Turn): boolean {
  return phase === 'setup' || phase === 'running';
}

function nextStep(turn: Turn): StepName | null {
  const { plan, wanted, enabled } = turn.state;
  const [step, ...rest] = plan;
  turn.set({ plan: rest });
  if (step !== undefined) return step;
  if (wanted === enabled) return null;
  return wanted ? 'enable-rospec' : 'disable-rospec';
}

function perform(turn: Turn, step: StepName): void {
  const { request, isSilent } = setupSteps[step];
  const asked = request(turn);
  if (asked === null) return;
  if (typeof asked === 'string') {
    giveUp(turn, asked);
    return;
  }
  const id = turn.send(asked);
  const dueMs = turn.atMs + turn.settings.requestTimeoutMs;
  if (isSilent !== true) turn.set({ pending: { step, id, answer: `${asked.type}_RESPONSE`, dueMs } });
}

function settle(turn: Turn): void {
  const { phase, facts } = turn.state;
  if (phase !== 'setup' || facts === null) return;
  turn.set({ phase: 'running', heardMs: turn.atMs });
  turn.tellState('connected', factsText(facts));
}

/** There it is and cannot be used: a person may have to do something, so it is asked again only after a while. */
export function giveUp(turn: Turn, reason: string): void {
  turn.set({ phase: 'unusable', pending: null, plan: [], restartMs: null, dueMs: turn.atMs + retryMs });
  turn.tellState('failed', reason);
}

/** The connection is of no more use. */
export function lose(turn: Turn, reason: string): void {
  const { phase } = turn.state;
  if (phase === 'closing') {
    finish(turn);
  } else if (phase !== 'offline') {
    turn.reconnect(reason);
    turn.set({ phase: 'offline' });
  }
}

export function close(turn: Turn): void {
  const { phase, enabled, pending } = turn.state;
  if (phase === 'closing') return;
  if (phase === 'offline' || phase === 'greeting' || phase === 'refused') {
    finish(turn);
    return;
  }
  const mayRead = enabled || pending?.step === 'enable-rospec';
  if (mayRead && turn.settings.onClose === 'stop') {
    turn.send({ type: 'DISABLE_ROSPEC', ROSpecID: turn.settings.roSpecId });
  }
  turn.send({ type: 'CLOSE_CONNECTION' });
  turn.set({ phase: 'closing', pending: null, plan: [], restartMs: null, dueMs: turn.atMs + goodbyeMs });
}

export function finish(turn: Turn): void {
  turn.set({ phase: 'closed', pending: null, plan: [], dueMs: null, restartMs: null });
  turn.effects.push({ kind: 'closed' });
}
