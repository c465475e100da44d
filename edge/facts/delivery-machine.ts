import type { FactAck } from '../../protocols/wire/fact-delivery.ts';

/** How much may be on its way, and when it is signed. */
export interface DeliveryLimits {
  /** Facts sent and not acknowledged. */
  readonly windowFacts: number;
  readonly batchFacts: number;
  /** After so many time-outs without any progress the connection is given up. */
  readonly patience: number;
  /** At least one of so many facts is signed; 0 if this station has no key. */
  readonly factsPerHead: number;
}

/** Why nothing is sent any more: a code of the error table, and what was found. */
export interface DeliveryStop {
  readonly code: 'STATION_LOG_BEHIND' | 'STATION_LOG_FRESH' | 'STATION_LOG_FORKED' | 'STATION_FACTS_GONE';
  readonly reason: string;
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
  /** The last fact that was sent with a signature. */
  readonly signed: number;
  /** Whether enough time is over since the last signature for one that only the end of the log asks for. */
  readonly maySign: boolean;
  /** The gap that was answered by a rewind already: what is still on its way repeats it. */
  readonly rewound: number | null;
  readonly timeouts: number;
  /** Why the receiver does not take what it is sent, as long as that lasts. */
  readonly refused: string | null;
  /** Set for good: the receiver and this log contradict each other, and a person has to look. */
  readonly stopped: DeliveryStop | null;
}

/** An acknowledgement, with what this log holds under the seqs that it names. */
interface CheckedAck {
  readonly ack: FactAck;
  /** The hash of the fact `ack.upTo` here; null if it is not held. */
  readonly heldHash: string | null;
  /** Whether the fact that was refused is one of this log. */
  readonly refusedIsOurs: boolean;
}

export type DeliveryInput =
  | { readonly kind: 'connected' }
  | { readonly kind: 'disconnected' }
  /** The log grew, or let go of old facts. */
  | { readonly kind: 'log'; readonly lastSeq: number; readonly oldestHeld: number }
  | ({ readonly kind: 'ack' } & CheckedAck)
  | { readonly kind: 'timeout' }
  /** The pause between two signatures is over. */
  | { readonly kind: 'may-sign' };

export type DeliveryEffect =
  | { readonly kind: 'send'; readonly from: number; readonly to: number; readonly sign: boolean }
  /** Note in the log what the receiver has. */
  | { readonly kind: 'acknowledge'; readonly upTo: number }
  /** Wait anew for an acknowledgement; or, with nothing on its way, for none. */
  | { readonly kind: 'timer'; readonly wanted: boolean }
  /** Tell when the pause between two signatures is over. */
  | { readonly kind: 'pause-signing' }
  | { readonly kind: 'reconnect' }
  | ({ readonly kind: 'stop' } & DeliveryStop);

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
    signed: 0,
    maySign: true,
    rewound: null,
    timeouts: 0,
    refused: null,
    stopped: null,
  };
}

/**
 * Decides what is sent. Everything not acknowledged is sent again on each connection, after a time-out, and from a gap
 * that the receiver names; so nothing depends on what the broker or the network kept.
 *
 * What is signed: the end of the log, with a pause after each such signature, and at least one of `factsPerHead` facts. So a
 * station that is used by a person signs what it sends, and one that sends as fast as it can is not held up by signing.
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
      return pump(anew(state), limits, true);
    case 'disconnected':
      return { state: { ...state, connected: false }, effects: [{ kind: 'timer', wanted: false }] };
    case 'log':
      return pump({ ...state, lastSeq: input.lastSeq, oldestHeld: input.oldestHeld }, limits, false);
    case 'timeout':
      return afterTimeout(state, limits);
    case 'may-sign':
      return pump({ ...state, maySign: true }, limits, false);
    case 'ack':
      return afterAck(state, input, limits);
  }
}

function isConnected(state: DeliveryState, input: DeliveryInput): boolean {
  return input.kind === 'connected' || (input.kind !== 'disconnected' && state.connected);
}

/** Each connection begins where the receiver stands, with a signature over the end of the log. */
function anew(state: DeliveryState): DeliveryState {
  const { acknowledged } = state;
  const begun = {
    ...state,
    connected: true,
    timeouts: 0,
    maySign: true,
    signed: Math.max(0, acknowledged - 1),
  };
  return rewind(begun, acknowledged);
}

function afterTimeout(state: DeliveryState, limits: DeliveryLimits): DeliveryStep {
  if (!state.connected || state.sent === state.acknowledged) return { state, effects: [] };
  if (state.timeouts + 1 >= limits.patience) {
    return { state: { ...state, timeouts: 0 }, effects: [{ kind: 'reconnect' }] };
  }
  return pump(rewind({ ...state, timeouts: state.timeouts + 1 }, state.acknowledged), limits, true);
}

function afterAck(state: DeliveryState, checked: CheckedAck, limits: DeliveryLimits): DeliveryStep {
  const contradiction = contradictionOf(state, checked);
  if (contradiction !== null) return stop(state, contradiction);
  const { ack, refusedIsOurs } = checked;
  const advanced = ack.upTo > state.acknowledged;
  const told = refusedIsOurs ? { ...state, refused: ack.refused?.code ?? null } : state;
  const moved = advanced ? advance(told, ack.upTo) : told;
  const noted: DeliveryEffect[] = advanced ? [{ kind: 'acknowledge', upTo: ack.upTo }] : [];
  const missing = missingFrom(moved, ack);
  const step = missing === null ? pump(moved, limits, advanced) : afterGap(moved, missing, limits);
  return { state: step.state, effects: [...noted, ...step.effects] };
}

/**
 * The first fact that the receiver lacks, if it says so. One that has less than it acknowledged before was put back to an old
 * state; without any new fact it would never see the gap itself.
 */
function missingFrom({ acknowledged }: DeliveryState, { upTo, gap }: FactAck): number | null {
  if (gap !== null) return gap.from;
  return upTo < acknowledged ? upTo + 1 : null;
}

/** Whether the receiver holds another chain than this log; nothing of that may be taken for acknowledged. */
function contradictionOf(
  state: DeliveryState,
  { ack, heldHash, refusedIsOurs }: CheckedAck,
): DeliveryStop | null {
  const { upTo, hash, refused } = ack;
  const fresh = state.acknowledged === 0;
  if (upTo > state.lastSeq) {
    const found = `the receiver has facts up to ${upTo}, this log ends at ${state.lastSeq}`;
    return fresh
      ? { code: 'STATION_LOG_FRESH', reason: `${found}, and none of it was ever acknowledged` }
      : { code: 'STATION_LOG_BEHIND', reason: `${found}, and ${state.acknowledged} were acknowledged` };
  }
  if (heldHash !== null && hash !== heldHash) {
    const found = `under seq ${upTo} the receiver holds ${named(hash)}, this log ${named(heldHash)}`;
    return { code: fresh ? 'STATION_LOG_FRESH' : 'STATION_LOG_FORKED', reason: found };
  }
  if (refusedIsOurs && refused?.code === 'FACT_CONFLICT') {
    const found = `the receiver has another history than fact ${refused.seq} (${named(refused.hash)}) of this log`;
    return { code: 'STATION_LOG_FORKED', reason: found };
  }
  return null;
}

function named(hash: string): string {
  return hash === '' ? 'a record without a hash' : hash.slice(0, 12);
}

function advance(state: DeliveryState, upTo: number): DeliveryState {
  const sent = Math.max(state.sent, upTo);
  return { ...state, acknowledged: upTo, sent, rewound: null, timeouts: 0, refused: null };
}

/** A gap below what was acknowledged means that the receiver lost its log; what is still held fills it again. */
function afterGap(state: DeliveryState, from: number, limits: DeliveryLimits): DeliveryStep {
  if (from > state.lastSeq || state.rewound === from) return pump(state, limits, false);
  if (from < state.oldestHeld) {
    const reason = `the receiver misses facts from ${from} on, this log holds them from ${state.oldestHeld}`;
    return stop(state, { code: 'STATION_FACTS_GONE', reason });
  }
  const back = Math.min(state.acknowledged, from - 1);
  const noted: DeliveryEffect[] = back < state.acknowledged ? [{ kind: 'acknowledge', upTo: back }] : [];
  const step = pump({ ...rewind({ ...state, acknowledged: back }, from - 1), rewound: from }, limits, true);
  return { state: step.state, effects: [...noted, ...step.effects] };
}

function rewind(state: DeliveryState, to: number): DeliveryState {
  return { ...state, sent: to, signed: Math.min(state.signed, to), rewound: null };
}

/** Sends as much as the window allows. */
function pump(state: DeliveryState, limits: DeliveryLimits, fresh: boolean): DeliveryStep {
  if (!state.connected) return { state, effects: [] };
  const { lastSeq } = state;
  const end = Math.min(lastSeq, state.acknowledged + limits.windowFacts);
  const effects: DeliveryEffect[] = [];
  let { sent, signed } = state;
  while (sent < end) {
    const to = Math.min(end, sent + limits.batchFacts, nextHead(sent, signed, limits));
    const sign =
      limits.factsPerHead > 0 && (to - signed >= limits.factsPerHead || (to === lastSeq && state.maySign));
    effects.push({ kind: 'send', from: sent + 1, to, sign });
    if (sign) signed = to;
    sent = to;
  }
  const idleBefore = state.sent === state.acknowledged;
  if (fresh || (idleBefore && effects.length > 0)) {
    effects.push({ kind: 'timer', wanted: sent > state.acknowledged });
  }
  return signEnd({ ...state, sent, signed }, effects, limits);
}

/** Where the next signature is due at the latest. */
function nextHead(sent: number, signed: number, { factsPerHead }: DeliveryLimits): number {
  return factsPerHead === 0 ? Number.POSITIVE_INFINITY : Math.max(sent + 1, signed + factsPerHead);
}

/** The end of the log is signed; if it was sent without, it is sent once more for that. */
function signEnd(
  state: DeliveryState,
  effects: readonly DeliveryEffect[],
  { factsPerHead }: DeliveryLimits,
): DeliveryStep {
  const { lastSeq, signed, sent, maySign, oldestHeld } = state;
  if (factsPerHead === 0 || !maySign || sent < lastSeq) return { state, effects };
  const again = signed < lastSeq && oldestHeld <= lastSeq;
  const signedNow = again || effects.some((effect) => effect.kind === 'send' && effect.sign);
  if (!signedNow) return { state, effects };
  const resend: DeliveryEffect = { kind: 'send', from: lastSeq, to: lastSeq, sign: true };
  return {
    state: { ...state, signed: lastSeq, maySign: false },
    effects: [...effects, ...(again ? [resend] : []), { kind: 'pause-signing' }],
  };
}

function stop(state: DeliveryState, stopped: DeliveryStop): DeliveryStep {
  return {
    state: { ...state, stopped },
    effects: [
      { kind: 'timer', wanted: false },
      { kind: 'stop', ...stopped },
    ],
  };
}
