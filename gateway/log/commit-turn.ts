import { sha256Hex } from '../../kernel/sha256.ts';
import type { ChainHead } from '../../protocols/wire/fact-chain.ts';
import { type Received, type Reception, receive } from '../../protocols/wire/fact-receiver.ts';

/** What one station brought in a commit turn. */
export interface StationTurn {
  head: ChainHead;
  readonly entries: Received[];
}

/**
 * Receives the batches of one commit turn, station by station, before anything is written: a batch is judged by what came
 * before it in the same turn as by what is stored.
 */
export class CommitTurn {
  readonly stations = new Map<string, StationTurn>();
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

  receive(station: string, facts: readonly unknown[]): Reception {
    const turn = this.#turnOf(station);
    const reception = receive(
      turn.head,
      { site: this.#site, station, fromGateway: false, digest: sha256Hex },
      facts,
      (seq) => hashWithin(turn.entries, seq) ?? this.#storedHash(station, seq),
    );
    turn.head = reception.head;
    for (const entry of reception.received) turn.entries.push(entry);
    return reception;
  }

  #turnOf(station: string): StationTurn {
    const known = this.stations.get(station);
    if (known !== undefined) return known;
    const turn = { head: this.#headOf(station), entries: [] };
    this.stations.set(station, turn);
    return turn;
  }
}

/** The entries of a station follow each other without a gap. */
function hashWithin(entries: readonly Received[], seq: number): string | undefined {
  const first = entries[0];
  return first === undefined ? undefined : entries[seq - first.seq]?.hash;
}
