/** Packet identifiers are 1 to 65535 (MQTT 3.1.1, 2.3.1). */
const packetIds = 65_535;

/** An event that was sent and not acknowledged yet. */
interface Flight {
  readonly cursor: number;
  readonly packetId: number;
  readonly bytes: number;
  readonly sentAtMs: number;
}

/** Where one subscriber stands: everything in the log up to `position` was looked at, `inFlight` waits for a PUBACK. */
export interface SendWindow {
  readonly position: number;
  /** In the order of the log. */
  readonly inFlight: readonly Flight[];
  readonly bytesInFlight: number;
  /** The newest event that was ever sent to it, also in earlier connections. */
  readonly sentUpTo: number;
}

export interface WindowLimits {
  /** The most events, and bytes, that wait for acknowledgement. */
  readonly events: number;
  readonly bytes: number;
  readonly ackTimeoutMs: number;
}

export type SendInput =
  /** The next entry of the log; `qos` is that of the subscription which matches, null if none does. */
  | {
      readonly kind: 'entry';
      readonly cursor: number;
      readonly qos: 0 | 1 | null;
      readonly bytes: number;
      readonly atMs: number;
    }
  /** PUBACK (MQTT 3.1.1, 3.4). */
  | { readonly kind: 'acked'; readonly packetId: number }
  | { readonly kind: 'tick'; readonly atMs: number };

type SendEffect =
  | { readonly kind: 'send'; readonly qos: 0 | 1; readonly packetId: number; readonly dup: boolean }
  /** There is no room for this entry: offer it again after an acknowledgement. */
  | { readonly kind: 'wait' }
  /** It takes events and never acknowledges them. */
  | { readonly kind: 'give-up' };

export interface SendStep {
  readonly window: SendWindow;
  readonly effect: SendEffect | null;
}

/** A subscriber that connects goes on behind what it has acknowledged. */
export function openWindow(cursor: number, sentUpTo: number): SendWindow {
  return { position: cursor, inFlight: [], bytesInFlight: 0, sentUpTo };
}

/** Everything up to here was acknowledged or does not concern the subscriber: where it goes on after a restart. */
export function acknowledgedUpTo(window: SendWindow): number {
  const oldest = window.inFlight[0];
  return oldest === undefined ? window.position : oldest.cursor - 1;
}

/**
 * The packet identifier of an event follows from its position, so that a repetition after a restart of either side has the
 * identifier of the first delivery (MQTT 3.1.1, 4.4) and nothing needs to be stored for it.
 */
export function packetIdOf(cursor: number): number {
  return (cursor % packetIds) + 1;
}

/** The next state of a subscriber's window, and what to do. */
export function stepWindow(window: SendWindow, input: SendInput, limits: WindowLimits): SendStep {
  switch (input.kind) {
    case 'entry':
      return offer(window, input, limits);
    case 'acked':
      return { window: release(window, input.packetId), effect: null };
    case 'tick': {
      const oldest = window.inFlight[0];
      const late = oldest !== undefined && input.atMs - oldest.sentAtMs > limits.ackTimeoutMs;
      return { window, effect: late ? { kind: 'give-up' } : null };
    }
  }
}

function offer(
  window: SendWindow,
  entry: Extract<SendInput, { kind: 'entry' }>,
  limits: WindowLimits,
): SendStep {
  const { cursor, qos, bytes, atMs } = entry;
  if (qos === null) return { window: { ...window, position: cursor }, effect: null };
  const packetId = packetIdOf(cursor);
  const sentUpTo = Math.max(window.sentUpTo, cursor);
  if (qos === 0) {
    // What is delivered at most once is done with when it is sent.
    return {
      window: { ...window, position: cursor, sentUpTo },
      effect: { kind: 'send', qos, packetId, dup: false },
    };
  }
  if (!hasRoom(window, entry, limits)) return { window, effect: { kind: 'wait' } };
  const inFlight = [...window.inFlight, { cursor, packetId, bytes, sentAtMs: atMs }];
  const bytesInFlight = window.bytesInFlight + bytes;
  const dup = cursor <= window.sentUpTo;
  return {
    window: { position: cursor, inFlight, bytesInFlight, sentUpTo },
    effect: { kind: 'send', qos, packetId, dup },
  };
}

function release(window: SendWindow, packetId: number): SendWindow {
  const index = window.inFlight.findIndex((flight) => flight.packetId === packetId);
  const flight = window.inFlight[index];
  if (flight === undefined) return window;
  const inFlight = window.inFlight.toSpliced(index, 1);
  return { ...window, inFlight, bytesInFlight: window.bytesInFlight - flight.bytes };
}

/** One event always fits, however large it is. A packet identifier in use is not used again (MQTT 3.1.1, 2.3.1). */
function hasRoom(
  { inFlight, bytesInFlight }: SendWindow,
  { cursor, bytes }: { readonly cursor: number; readonly bytes: number },
  limits: WindowLimits,
): boolean {
  const [oldest] = inFlight;
  if (oldest === undefined) return true;
  // Identifiers come again after so many positions.
  if (cursor - oldest.cursor >= packetIds) return false;
  return inFlight.length < limits.events && bytesInFlight + bytes <= limits.bytes;
}
