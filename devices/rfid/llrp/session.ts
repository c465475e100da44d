import type { LlrpReaderConfig } from './llrp-config.ts';
import { awaitGreeting, close, finish, lose, part, proceed, setUp, tryAgain } from './session-flow.ts';
import { takeMessage, takeReads } from './session-messages.ts';
import type { LlrpEffect, LlrpInput, LlrpSession, Pending } from './session-state.ts';
import { Turn } from './turn.ts';

export interface LlrpStep {
  readonly state: LlrpSession;
  readonly effects: readonly LlrpEffect[];
}

/** Decides what the client of one reader does next. Whatever comes, it goes on: see `llrpWakeAtMs`. */
export function llrpStep(settings: LlrpReaderConfig, state: LlrpSession, input: LlrpInput): LlrpStep {
  if (state.phase === 'closed') return { state, effects: [] };
  const turn = new Turn(settings, state, input);
  take(turn, input);
  return { state: turn.state, effects: turn.effects };
}

/** When the session wants a `tick`, by the monotonic clock; null only where there is no connection. */
export function llrpWakeAtMs(settings: LlrpReaderConfig, state: LlrpSession): number | null {
  if (state.phase === 'offline' || state.phase === 'closed') return null;
  const dues = [state.dueMs, state.pending?.dueMs ?? null, state.restartMs, silentAtMs(settings, state)];
  const times = dues.filter((due) => due !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** Two periods without any message: the reader is gone, or was never asked for keepalives. */
function silentAtMs({ keepaliveMs }: LlrpReaderConfig, { phase, heardMs }: LlrpSession): number | null {
  return phase === 'running' ? heardMs + 2 * keepaliveMs : null;
}

function take(turn: Turn, input: LlrpInput): void {
  switch (input.kind) {
    case 'connected':
      awaitGreeting(turn);
      break;
    case 'disconnected':
      part(turn, input);
      break;
    case 'message':
      takeMessage(turn, input.message);
      break;
    case 'reads':
      takeReads(turn, input.reads);
      break;
    case 'unreadable':
      lose(turn, input.reason);
      break;
    case 'tick':
      tick(turn);
      break;
    case 'reading':
      turn.set({ wanted: input.on });
      proceed(turn);
      break;
    case 'close':
      close(turn);
      break;
  }
}

function tick(turn: Turn): void {
  const { dueMs, pending, restartMs } = turn.state;
  const isDue = (atMs: number | null) => atMs !== null && atMs <= turn.atMs;
  if (isDue(dueMs)) phaseOver(turn);
  else if (pending !== null && isDue(pending.dueMs)) unanswered(turn, pending);
  else if (isDue(silentAtMs(turn.settings, turn.state))) silent(turn);
  else if (isDue(restartMs)) restart(turn);
}

function phaseOver(turn: Turn): void {
  switch (turn.state.phase) {
    case 'greeting':
      lose(turn, 'it does not greet as LLRP readers do: is this the port of one?');
      break;
    case 'refused':
      tryAgain(turn);
      break;
    case 'unusable':
      setUp(turn);
      break;
    case 'closing':
      finish(turn);
      break;
    default:
      turn.set({ dueMs: null });
  }
}

function unanswered(turn: Turn, { step, answer }: Pending): void {
  if (step === 'versions') {
    // Some readers of 1.0.1 do not even refuse the question.
    turn.set({ pending: null });
    proceed(turn);
  } else {
    lose(turn, `no ${answer} within ${turn.settings.requestTimeoutMs} ms`);
  }
}

function silent(turn: Turn): void {
  if (turn.state.keptAlive) {
    lose(turn, `silent for ${2 * turn.settings.keepaliveMs} ms`);
  } else {
    turn.set({ heardMs: turn.atMs, plan: [...turn.state.plan, 'probe'] });
    proceed(turn);
  }
}

/** Our ROSpec has ended, and this reader does not start it again by itself. */
function restart(turn: Turn): void {
  turn.set({ restartMs: null, plan: [...turn.state.plan, 'start-rospec'] });
  proceed(turn);
}
