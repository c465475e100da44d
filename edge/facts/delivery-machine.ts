import type { FactAck } from '../../protocols/wire/fact-delivery.ts';

/** How much may be on its way. */
export interface DeliveryLimits {
  /** Facts sent and not acknowledged. */
  readonly windowFacts: number;
  readonly batchFacts: number;
  /** After so many time-outs without any progress the connection is given up. */
  readonly patience: number;
}

/** What the machine knows of the log and of the receiver; seqs throughout. */
export interface DeliveryState {
  readonly connected: boolean;
  /** The newest fact of the log, and the oldest that it still holds. */
  readonly lastSeq: number;
  readonly oldestHeld: number;
  /** The receiver has all up to here. */
  readonly acknowledged: number;
  /** Sent on this connection up to here; never below `acknowledged`. */
  readonly sent: number;
  /** The gap that was answered by a rewind already: what is still on its way repeats it. */
  readonly rewound: number | null;
  readonly timeouts: number;
  /** Set for good: the receiver and this log contradict each other, and a person has to look. */
  readonly stopped: string | null;
}

export type DeliveryInput =
  | { readonly kind: 'connected' }
  | { readonly kind: 'disconnected' }
  /** The log grew, or let go of old facts. */
  | { readonly kind: 'log'; readonly lastSeq: number; readonly oldestHeld: number }
  | { readonly kind: 'ack'; readonly ack: FactAck }
  | { readonly kind: 'timeout' };

export type DeliveryEffect =
  | { readonly kind: 'send'; readonly from: number; readonly to: number }
  /** Note in the log what the receiver has. */
  | { readonly kind: 'acknowledge'; readonly upTo: number }
  /** Wait anew for an acknowledgement; or, with nothing on its way, for none. */
  | { readonly kind: 'timer'; readonly wanted: boolean }
  | { readonly kind: 'reconnect' }
  | { readonly kind: 'stop'; readonly reason: string };

export interface DeliveryStep {
  readonly state: DeliveryState;
  readonly effects: readonly DeliveryEffect[];
}

export function freshDelivery(log: {
  readonly lastSeq: number;
  readonly oldestHeld: number;
  readonly acknowledged: number;
}): DeliveryState {
  const { lastSeq, oldestHeld, acknowledged } = log;
  return {
    connected: false,
    lastSeq,
    oldestHeld,
    acknowledged,
    sent: acknowledged,
    rewound: null,
    timeouts: 0,
    stopped: null,
  };
}

/**
 * Decides what is sent. Everything not acknowledged is sent again on each connection, after a time-out, and from a gap
 * that the receiver names; so nothing depends on what the broker or the network kept.
 */
export function stepDelivery(
  state: DeliveryState,
  input: DeliveryInput,
  limits: DeliveryLimits,
): DeliveryStep {
  if (state.stopped !== null)
    return { state: { ...state, connected: isConnected(state, input) }, effects: [] };
  switch (input.kind) {
    case 'connected':
      return pump(rewind({ ...state, connected: true, timeouts: 0 }, state.acknowledged), limits, true);
    case 'disconnected':
      return { state: { ...state, connected: false }, effects: [{ kind: 'timer', wanted: false }] };
    case 'log':
      return pump({ ...state, lastSeq: input.lastSeq, oldestHeld: input.oldestHeld }, limits, false);
    case 'timeout':
      return afterTimeout(state, limits);
    case 'ack':
      return afterAck(state, input.ack, limits);
  }
}

function isConnected(state: DeliveryState, input: DeliveryInput): boolean {
  return input.kind === 'connected' || (input.kind !== 'disconnected' && state.connected);
}

function afterTimeout(state: DeliveryState, limits: DeliveryLimits): DeliveryStep {
  if (!state.connected || state.sent === state.acknowledged) return { state, effects: [] };
  if (state.timeouts + 1 >= limits.patience) {
    return { state: { ...state, timeouts: 0 }, effects: [{ kind: 'reconnect' }] };
  }
  return pump(rewind({ ...state, timeouts: state.timeouts + 1 }, state.acknowledged), limits, true);
}

function afterAck(state: DeliveryState, ack: FactAck, limits: DeliveryLimits): DeliveryStep {
  if (ack.upTo > state.lastSeq) {
    return stop(
      state,
      `the receiver has facts up to ${ack.upTo}, this log ends at ${state.lastSeq}: the log was lost or put back, or another station has this identity`,
    );
  }
  const advanced = ack.upTo > state.acknowledged;
  const moved = advanced ? advance(state, ack.upTo) : state;
  const noted: DeliveryEffect[] = advanced ? [{ kind: 'acknowledge', upTo: ack.upTo }] : [];
  const step = ack.gap === null ? pump(moved, limits, advanced) : afterGap(moved, ack.gap.from, limits);
  return { state: step.state, effects: [...noted, ...step.effects] };
}

function advance(state: DeliveryState, upTo: number): DeliveryState {
  return { ...state, acknowledged: upTo, sent: Math.max(state.sent, upTo), rewound: null, timeouts: 0 };
}

/** A gap below what was acknowledged means that the receiver lost its log; what is still held fills it again. */
function afterGap(state: DeliveryState, from: number, limits: DeliveryLimits): DeliveryStep {
  if (from > state.lastSeq || state.rewound === from) return pump(state, limits, false);
  if (from < state.oldestHeld) {
    return stop(
      state,
      `the receiver misses facts from ${from} on, this log holds them from ${state.oldestHeld}`,
    );
  }
  const back = Math.min(state.acknowledged, from - 1);
  const noted: DeliveryEffect[] = back < state.acknowledged ? [{ kind: 'acknowledge', upTo: back }] : [];
  const step = pump({ ...rewind({ ...state, acknowledged: back }, from - 1), rewound: from }, limits, true);
  return { state: step.state, effects: [...noted, ...step.effects] };
}

function rewind(state: DeliveryState, to: number): DeliveryState {
  return { ...state, sent: to, rewound: null };
}

/** Sends as much as the window allows. */
function pump(state: DeliveryState, limits: DeliveryLimits, fresh: boolean): DeliveryStep {
  if (!state.connected) return { state, effects: [] };
  const end = Math.min(state.lastSeq, state.acknowledged + limits.windowFacts);
  const effects: DeliveryEffect[] = [];
  let sent = state.sent;
  while (sent < end) {
    const to = Math.min(end, sent + limits.batchFacts);
    effects.push({ kind: 'send', from: sent + 1, to });
    sent = to;
  }
  const idleBefore = state.sent === state.acknowledged;
  if (fresh || (idleBefore && effects.length > 0)) {
    effects.push({ kind: 'timer', wanted: sent > state.acknowledged });
  }
  return { state: { ...state, sent }, effects };
}

function stop(state: DeliveryState, reason: string): DeliveryStep {
  return {
    state: { ...state, stopped: reason },
    effects: [
      { kind: 'timer', wanted: false },
      { kind: 'stop', reason },
    ],
  };
}
