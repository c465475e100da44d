/** Packet identifiers are 1 to 65535 (MQTT 3.1.1, 2.3.1). */
const packetIds = 65_535;
/** The places of what was acknowledged are cut off in pieces. */
const keptPlaces = 1_024;

/** An event that was sent with QoS 1. */
interface Flight {
  readonly cursor: number;
  readonly packetId: number;
  readonly bytes: number;
  readonly sentAtMs: number;
  acknowledged: boolean;
}

export interface WindowLimits {
  /** The most events, and bytes, that wait for acknowledgement. */
  readonly events: number;
  readonly bytes: number;
  readonly ackTimeoutMs: number;
}

/** The next entry of the log; `qos` is that of the subscription which matches, null if none does. */
export interface WindowEntry {
  readonly cursor: number;
  readonly qos: 0 | 1 | null;
  readonly bytes: number;
  readonly atMs: number;
}

/** What becomes of an entry: it is sent, it does not concern the subscriber, or there is no room for it before an acknowledgement. */
export type Offered = 'sent' | 'passed' | 'no-room';

/**
 * The packet identifier of an event follows from its position, so that a repetition after a restart of either side has the
 * identifier of the first delivery (MQTT 3.1.1, 4.4) and nothing needs to be stored for it.
 */
export function packetIdOf(cursor: number): number {
  return (cursor % packetIds) + 1;
}

/**
 * Where one subscriber stands: everything in the log up to `position` was looked at, what is in flight waits for a PUBACK. It changes in place:
 * each event and each PUBACK is a change, and a window has hundreds of events.
 */
export class SendWindow {
  readonly #limits: WindowLimits;
  /** In the order of the log; those before `#oldest` are done with. */
  readonly #flights: Flight[] = [];
  readonly #inFlight = new Map<number, Flight>();
  #oldest = 0;
  #bytes = 0;
  #position: number;
  #sentUpTo: number;

  /** A subscriber that connects goes on behind what it has acknowledged. */
  constructor(limits: WindowLimits, cursor: number, sentUpTo: number) {
    this.#limits = limits;
    this.#position = cursor;
    this.#sentUpTo = sentUpTo;
  }

  get position(): number {
    return this.#position;
  }

  /** The newest event that was ever sent to it, also in earlier connections. */
  get sentUpTo(): number {
    return this.#sentUpTo;
  }

  /** How many events wait for acknowledgement. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Everything up to here was acknowledged or does not concern the subscriber: where it goes on after a restart. */
  get acknowledgedUpTo(): number {
    const oldest = this.#flights[this.#oldest];
    return oldest === undefined ? this.#position : oldest.cursor - 1;
  }

  /** Whether an event goes out as a repetition (MQTT 3.1.1, 3.3.1.1). */
  isRepetition(cursor: number): boolean {
    return cursor <= this.#sentUpTo;
  }

  /** Offers what stands next in the log. */
  offer({ cursor, qos, bytes, atMs }: WindowEntry): Offered {
    if (qos === 1) {
      if (!this.#hasRoom(cursor, bytes)) return 'no-room';
      this.#keep({ cursor, packetId: packetIdOf(cursor), bytes, sentAtMs: atMs, acknowledged: false });
    }
    // What is delivered at most once is done with when it is sent.
    this.#position = cursor;
    if (qos === null) return 'passed';
    this.#sentUpTo = Math.max(this.#sentUpTo, cursor);
    return 'sent';
  }

  /** PUBACK (MQTT 3.1.1, 3.4). */
  acked(packetId: number): void {
    const flight = this.#inFlight.get(packetId);
    if (flight === undefined) return;
    this.#inFlight.delete(packetId);
    this.#bytes -= flight.bytes;
    flight.acknowledged = true;
    while (this.#flights[this.#oldest]?.acknowledged === true) this.#oldest += 1;
    if (this.#oldest < keptPlaces) return;
    this.#flights.splice(0, this.#oldest);
    this.#oldest = 0;
  }

  /** Whether it takes events and never acknowledges them. */
  isLate(atMs: number): boolean {
    const oldest = this.#flights[this.#oldest];
    return oldest !== undefined && atMs - oldest.sentAtMs > this.#limits.ackTimeoutMs;
  }

  #keep(flight: Flight): void {
    this.#flights.push(flight);
    this.#inFlight.set(flight.packetId, flight);
    this.#bytes += flight.bytes;
  }

  /** One event always fits, however large it is. A packet identifier in use is not used again (MQTT 3.1.1, 2.3.1). */
  #hasRoom(cursor: number, bytes: number): boolean {
    const oldest = this.#flights[this.#oldest];
    if (oldest === undefined) return true;
    // Identifiers come again after so many positions.
    if (cursor - oldest.cursor >= packetIds) return false;
    return this.#inFlight.size < this.#limits.events && this.#bytes + bytes <= this.#limits.bytes;
  }
}
