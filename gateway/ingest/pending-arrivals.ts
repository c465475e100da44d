import type { PackproofError } from '../../kernel/errors.ts';
import { bytesOf, messagesOf, type Waiting } from '../log/arrival.ts';

/** Something that arrived and waits for its commit; `settle` is called once, with the fault if it is not stored. */
export interface Pending {
  readonly arrival: Waiting;
  readonly settle: (fault: PackproofError | null) => void;
}

/** The places of what was taken are cut off in pieces, for a queue that never gets empty. */
const keptTaken = 1_024;
/** What a station brings together is stored together, in a run of the log; a turn of one message each would cost a row for each fact. */
const factsPerTurn = 64;
/** Of an ordinary fact in its batch. */
const bytesPerFact = 450;

interface StationQueue {
  /** A place whose message was taken is empty: messages are large, and the places of a busy station stay for long. */
  readonly waiting: (Pending | undefined)[];
  /** How many of them were taken. */
  taken: number;
  bytes: number;
}

/**
 * What waits for a commit, station by station. Groups are taken a few facts of each station in turn, so a station that
 * floods the gateway waits for itself and not the others for it; within a station the order of arrival is kept.
 */
export class PendingArrivals {
  readonly #queues = new Map<string, StationQueue>();
  readonly #maxBytes: number;
  #messages = 0;
  #bytes = 0;

  /** @param maxBytes how much may wait in all; a single station may fill an eighth of it. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get messages(): number {
    return this.#messages;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** False if there is no room for it; a station that has nothing waiting always has its share of an eighth. */
  push(pending: Pending): boolean {
    const { station } = pending.arrival;
    const size = bytesOf(pending.arrival);
    const queue = this.#queues.get(station);
    if (queue !== undefined && !this.#hasRoom(queue, size)) return false;
    if (queue === undefined) this.#queues.set(station, { waiting: [pending], taken: 0, bytes: size });
    else {
      queue.waiting.push(pending);
      queue.bytes += size;
    }
    this.#messages += messagesOf(pending.arrival);
    this.#bytes += size;
    return true;
  }

  #hasRoom(queue: StationQueue, size: number): boolean {
    return queue.bytes + size <= this.#maxBytes / 8 && this.#bytes + size <= this.#maxBytes;
  }

  /** Takes about so many facts, of each station in turn; the next take begins with who was not served this time. */
  take(maxFacts: number): Pending[] {
    const group: Pending[] = [];
    let facts = 0;
    // A queue that still holds something goes to the end of the map, where this loop meets it again.
    for (const [station, queue] of this.#queues) {
      if (facts >= maxFacts) break;
      facts += this.#takeTurn(queue, group);
      this.#queues.delete(station);
      if (queue.taken < queue.waiting.length) this.#queues.set(station, queue);
      this.#cutOff(queue);
    }
    return group;
  }

  /** What a station brings in its turn; returns about how many facts. */
  #takeTurn(queue: StationQueue, group: Pending[]): number {
    let facts = 0;
    while (facts < factsPerTurn && queue.taken < queue.waiting.length) {
      const pending = queue.waiting[queue.taken] as Pending;
      const size = bytesOf(pending.arrival);
      queue.waiting[queue.taken] = undefined;
      queue.taken += 1;
      queue.bytes -= size;
      this.#messages -= messagesOf(pending.arrival);
      this.#bytes -= size;
      group.push(pending);
      facts += factsOf(pending.arrival, size);
    }
    return facts;
  }

  #cutOff(queue: StationQueue): void {
    if (queue.taken < keptTaken) return;
    queue.waiting.splice(0, queue.taken);
    queue.taken = 0;
  }

  /** Takes everything. */
  takeAll(): Pending[] {
    return this.take(Number.POSITIVE_INFINITY);
  }
}

/** Messages that nobody has read yet are judged by their size. */
function factsOf(arrival: Waiting, size: number): number {
  if (arrival.kind === 'unread') return Math.ceil(size / bytesPerFact);
  return arrival.kind === 'batch' ? arrival.facts.length : 1;
}
