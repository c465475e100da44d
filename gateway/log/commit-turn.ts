import { sha256Hex } from '../../kernel/sha256.ts';
import type { ChainHead } from '../../protocols/wire/fact-chain.ts';
import {
  type Conflict,
  type Received,
  type Reception,
  receive,
  seqOf,
} from '../../protocols/wire/fact-receiver.ts';
import { PlainFact } from '../../protocols/wire/plain-fact.ts';
import type { SignedHead } from '../../protocols/wire/signed-head.ts';
import type { Arrival } from './arrival.ts';
import type { RefusedMessage } from './refused-messages.ts';
import type { LogEntry } from './run-store.ts';

/** What one station brought in a commit turn. */
interface StationTurn {
  head: ChainHead;
  readonly entries: LogEntry[];
}

/** What became of one message. */
export type Outcome =
  | {
      readonly kind: 'batch';
      readonly station: string;
      readonly head: SignedHead | undefined;
      readonly facts: number;
      /** How many of them have no place in any chain. */
      readonly unnumbered: number;
      readonly reception: Verdict;
    }
  | Pick<Extract<Arrival, { kind: 'refused' }>, 'kind' | 'code' | 'station' | 'head'>;

/** What the receiver said of a batch, without the facts. */
export type Verdict = Omit<Reception, 'received'> & {
  /** How many entries it brings to the log. */
  readonly added: number;
};

/**
 * Receives the messages of one commit turn, one after the other, before anything is written: a batch is judged by what came
 * before it in the same turn as by what is stored. Of each fact only what will be written is held: a turn takes a thousand, and what
 * lives as long as a turn is copied by the garbage collector.
 */
export class CommitTurn {
  readonly stations = new Map<string, StationTurn>();
  readonly refused: RefusedMessage[] = [];
  readonly conflicts: { readonly station: string; readonly conflict: Conflict }[] = [];
  readonly #site: string;
  readonly #headOf: (station: string) => ChainHead;
  readonly #storedHash: (station: string, seq: number) => string | undefined;

  constructor(
    site: string,
    headOf: (station: string) => ChainHead,
    storedHash: (station: string, seq: number) => string | undefined,
  ) {
    this.#site = site;
    this.#headOf = headOf;
    this.#storedHash = storedHash;
  }

  take(arrival: Arrival): Outcome {
    const { station, head } = arrival;
    if (arrival.kind === 'refused') {
      this.refused.push(arrival);
      return { kind: 'refused', code: arrival.code, station, head };
    }
    const { facts } = arrival;
    const reception = this.#receive(station, facts);
    for (const conflict of reception.conflicts) this.conflicts.push({ station, conflict });
    const unnumbered = facts.filter((fact) => seqOf(fact) === undefined).length;
    if (unnumbered > 0) this.refused.push({ ...arrival, code: 'FACT_WITHOUT_SEQ' });
    return { kind: 'batch', station, head, facts: facts.length, unnumbered, reception };
  }

  #receive(station: string, facts: readonly unknown[]): Verdict {
    const turn = this.#turnOf(station);
    const { head, received, conflicts, duplicates, gap } = receive(
      turn.head,
      { site: this.#site, station, fromGateway: false, digest: sha256Hex },
      facts,
      (seq) => hashWithin(turn.entries, seq) ?? this.#storedHash(station, seq),
    );
    turn.head = head;
    for (const entry of received) turn.entries.push(entryOf(entry));
    return { head, conflicts, duplicates, gap, added: received.length };
  }

  #turnOf(station: string): StationTurn {
    const known = this.stations.get(station);
    if (known !== undefined) return known;
    const turn = { head: this.#headOf(station), entries: [] };
    this.stations.set(station, turn);
    return turn;
  }
}

function entryOf(received: Received): LogEntry {
  if (received.kind === 'set-aside' || received instanceof PlainFact) return received;
  const { kind, seq, hash, text } = received;
  return { kind, seq, hash, text };
}

/** The entries of a station follow each other without a gap. */
function hashWithin(entries: readonly LogEntry[], seq: number): string | undefined {
  const first = entries[0];
  return first === undefined ? undefined : entries[seq - first.seq]?.hash;
}
