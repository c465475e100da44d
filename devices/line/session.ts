import type { DeviceState } from '../device-state.ts';

/** The connection to a device. `attempt` counts the failed tries since it was last connected. */
export type Session =
  | { readonly phase: 'stopped' }
  | { readonly phase: 'waiting'; readonly attempt: number }
  | { readonly phase: 'opening'; readonly attempt: number }
  | { readonly phase: 'connected' }
  /** It is gone or given up, and the connection that is left of it is being closed. */
  | { readonly phase: 'closing' };

export type SessionInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'opened' }
  | { readonly kind: 'open-failed'; readonly missing: boolean; readonly message: string }
  | { readonly kind: 'vanished'; readonly detail?: string }
  | { readonly kind: 'appeared' }
  | { readonly kind: 'closed'; readonly detail?: string }
  | { readonly kind: 'retry-due' }
  | { readonly kind: 'stop' };

export type SessionEffect =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'retry'; readonly attempt: number }
  | { readonly kind: 'announce'; readonly state: DeviceState; readonly detail?: string };

export interface SessionStep {
  readonly session: Session;
  readonly effects: readonly SessionEffect[];
}

export const freshSession: Session = { phase: 'stopped' };

/** Decides what a connection does next; an input that does not fit the phase changes nothing. */
export function stepSession(session: Session, input: SessionInput): SessionStep {
  if (input.kind === 'stop') return { session: { phase: 'stopped' }, effects: [{ kind: 'close' }] };
  switch (session.phase) {
    case 'stopped':
      return input.kind === 'start' ? open(0) : stay(session);
    case 'waiting':
      return input.kind === 'retry-due' || input.kind === 'appeared' ? open(session.attempt) : stay(session);
    case 'opening':
      return stepOpening(session, input);
    case 'connected':
      return stepConnected(session, input);
    case 'closing':
      return input.kind === 'closed' ? wait(0, []) : stay(session);
  }
}

function stepOpening(session: Session & { phase: 'opening' }, input: SessionInput): SessionStep {
  if (input.kind === 'opened') {
    return { session: { phase: 'connected' }, effects: [{ kind: 'announce', state: 'connected' }] };
  }
  if (input.kind !== 'open-failed') return stay(session);
  const state = input.missing ? 'disconnected' : 'failed';
  return wait(session.attempt + 1, [{ kind: 'announce', state, detail: input.message }]);
}

function stepConnected(session: Session, input: SessionInput): SessionStep {
  if (input.kind === 'closed') return wait(0, [disconnected(input.detail)]);
  if (input.kind === 'vanished') {
    return { session: { phase: 'closing' }, effects: [disconnected(input.detail), { kind: 'close' }] };
  }
  return stay(session);
}

function disconnected(detail: string | undefined): SessionEffect {
  return { kind: 'announce', state: 'disconnected', ...(detail === undefined ? {} : { detail }) };
}

function open(attempt: number): SessionStep {
  return { session: { phase: 'opening', attempt }, effects: [{ kind: 'open' }] };
}

function wait(attempt: number, effects: readonly SessionEffect[]): SessionStep {
  return { session: { phase: 'waiting', attempt }, effects: [...effects, { kind: 'retry', attempt }] };
}

function stay(session: Session): SessionStep {
  return { session, effects: [] };
}
