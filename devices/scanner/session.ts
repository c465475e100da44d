import type { ScannerState } from './scanner.ts';

/** The connection of a scanner. `attempt` counts the failed tries since it was last connected. */
export type Session =
  | { readonly phase: 'stopped' }
  | { readonly phase: 'waiting'; readonly attempt: number }
  | { readonly phase: 'opening'; readonly attempt: number }
  | { readonly phase: 'connected' }
  /** Its node is gone, and the port that still hangs on it is being closed. */
  | { readonly phase: 'vanished' };

export type SessionInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'opened' }
  | { readonly kind: 'open-failed'; readonly missing: boolean; readonly message: string }
  | { readonly kind: 'node-vanished' }
  | { readonly kind: 'node-appeared' }
  | { readonly kind: 'port-closed' }
  | { readonly kind: 'retry-due' }
  | { readonly kind: 'stop' };

export type SessionEffect =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'retry'; readonly attempt: number }
  | { readonly kind: 'announce'; readonly state: ScannerState; readonly detail?: string };

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
      return input.kind === 'retry-due' || input.kind === 'node-appeared'
        ? open(session.attempt)
        : stay(session);
    case 'opening':
      return stepOpening(session, input);
    case 'connected':
      return stepConnected(session, input);
    case 'vanished':
      return input.kind === 'port-closed' ? wait(0, []) : stay(session);
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
  const gone: SessionEffect = { kind: 'announce', state: 'disconnected' };
  if (input.kind === 'port-closed') return wait(0, [gone]);
  if (input.kind === 'node-vanished')
    return { session: { phase: 'vanished' }, effects: [gone, { kind: 'close' }] };
  return stay(session);
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
