import type { Fact } from '../../protocols/wire/fact.ts';
import { type ChainHead, genesis } from '../../protocols/wire/fact-chain.ts';
import type { Disk } from './disk.ts';

/** What the file of a station holds. */
export interface StationState {
  /** The facts that are still held, in order. */
  readonly facts: readonly Fact[];
  readonly head: ChainHead;
  readonly acknowledged: number;
}

export const freshStation: StationState = { facts: [], head: genesis, acknowledged: 0 };

/** The durable log of a station (edge/facts/fact-log.ts) in memory; `station-log.contract.ts` holds the two to the same behaviour. */
export class StationLogModel {
  private readonly disk: Disk<StationState>;
  private readonly keep: number;

  constructor(disk: Disk<StationState>, keep: number) {
    this.disk = disk;
    this.keep = keep;
  }

  get lastSeq(): number {
    return this.disk.state.head.upTo;
  }

  get head(): ChainHead {
    return this.disk.state.head;
  }

  get acknowledged(): number {
    return this.disk.state.acknowledged;
  }

  get oldestHeld(): number {
    return this.disk.state.facts[0]?.seq ?? this.lastSeq + 1;
  }

  /** Stores sealed facts that follow the head, all or none. */
  append(facts: readonly Fact[]): void {
    const { state } = this.disk;
    const last = facts.at(-1);
    if (last === undefined) return;
    const head = { upTo: last.seq, hash: last.hash };
    this.disk.write({ ...state, facts: [...state.facts, ...facts], head });
  }

  read(fromSeq: number, limit: number): Fact[] {
    const { facts } = this.disk.state;
    const start = Math.max(0, fromSeq - this.oldestHeld);
    return facts.slice(start, start + limit);
  }

  /** The hash of a fact that is held, or of the beginning (0). */
  hashAt(seq: number): string | undefined {
    return seq === 0 ? genesis.hash : this.disk.state.facts[seq - this.oldestHeld]?.hash;
  }

  acknowledge(upTo: number): void {
    const { state } = this.disk;
    const deleteTo = upTo - this.keep;
    const facts = deleteTo < this.oldestHeld ? state.facts : state.facts.filter(({ seq }) => seq > deleteTo);
    this.disk.write({ ...state, facts, acknowledged: upTo });
  }
}
