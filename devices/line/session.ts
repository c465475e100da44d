import type { DeviceState } from '../device-state.ts';

/**
 * The connection to a device. `attempt` counts the tries that failed, or held only briefly, since it was last
 * connected for longer.
 */
export type Session =
  | { readonly phase: 'stopped' }
  | { readonly phase: 'waiting'; readonly attempt: number }
  | { readonly phase: 'opening'; readonly attempt: number }
  | { readonly phase: 'connected'; readonly attempt: number }
  /** It is gone or given up, and the connection that is left of it is being closed; it may have appeared again. */
  | { readonly phase: 'closing'; readonly attempt: number; readonly appeared: boolean };

export type SessionInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'opened' }
  | { readonly kind: 'open-failed'; readonly missing: boolean; readonly message: string }
  /** `brief`: it was connected for a moment only. A device that hangs up on everybody is asked ever more seldom. */
  | { readonly kind: 'vanished'; readonly detail?: string; readonly brief?: boolean }
  | { readonly kind: 'appeared' }
  | { readonly kind: 'closed'; readonly detail?: string; readonly brief?: boolean }
  | { readonly kind: 'retry-due' }
  | { readonly kind: 'stop' };

export type SessionEffect =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'retry'; readonly attempt: number }
  | { readonly kind: 'announce'; readonly state: DeviceState; readonly detail?: string };

export interface SessionStep {
  readonly state: Session;
  readonly effects: readonly SessionEffect[];
}

export const freshSession: Session = { phase: 'stopped' };

/** Decides what a connection does next; an input that does not fit the phase changes nothing. */
export function stepSession(session: Session, input: SessionInput): SessionStep {
  if (input.kind === 'stop') return { state: { phase: 'stopped' }, effects: [{ kind: 'close' }] };
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
      return stepClosing(session, input);
  }
}

function stepOpening(session: Session & { phase: 'opening' }, input: SessionInput): SessionStep {
  if (input.kind === 'opened') {
    const { attempt } = session;
    return { state: { phase: 'connected', attempt }, effects: [{ kind: 'announce', state: 'connected' }] };
  }
  if (input.kind === 'closed') return wait(session.attempt + 1, [disconnected(input.detail)]);
  if (input.kind !== 'open-failed') return stay(session);
  const state = input.missing ? 'disconnected' : 'failed';
  return wait(session.attempt + 1, [{ kind: 'announce', state, detail: input.message }]);
}

function stepConnected(session: Session & { phase: 'connected' }, input: SessionInput): SessionStep {
  if (input.kind !== 'closed' && input.kind !== 'vanished') return stay(session);
  const attempt = input.brief === true ? session.attempt + 1 : 0;
  const gone = disconnected(input.detail);
  if (input.kind === 'closed') return wait(attempt, [gone]);
  return { state: { phase: 'closing', attempt, appeared: false }, effects: [gone, { kind: 'close' }] };
}

function stepClosing(session: Session & { phase: 'closing' }, input: SessionInput): SessionStep {
  if (input.kind === 'appeared') return { state: { ...session, appeared: true }, effects: [] };
  if (input.kind !== 'closed') return stay(session);
  return session.appeared ? open(session.attempt) : wait(session.attempt, []);
}

function disconnected(detail: string | undefined): SessionEffect {
  return { kind: 'announce', state: 'disconnected', ...(detail === undefined ? {} : { detail }) };
}

function open(attempt: number): SessionStep {
  return { state: { phase: 'opening', attempt }, effects: [{ kind: 'open' }] };
}

function wait(attempt: number, effects: readonly SessionEffect[]): SessionStep {
  return { state: { phase: 'waiting', attempt }, effects: [...effects, { kind: 'retry', attempt }] };
}

function stay(session: Session): SessionStep {
  return { state: session, effects: [] };
}
