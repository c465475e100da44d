import type { ReadPoint } from './read-points.ts';
import { ReadTally } from './read-tally.ts';
import type { TagEntry } from './tag-table.ts';

/** A further antenna is counted with the last of these. */
const antennasPerSide = 8;

export interface PointTally {
  readonly point: ReadPoint;
  readonly tally: ReadTally;
}

/** What a session knows of a tag: the reads at its own antennas and those at all others. */
export class SessionTag implements TagEntry {
  readonly index: number;
  epc = '';
  expected = false;
  /** As the session's `classOf` says. */
  class: string | null = null;
  readonly here: PointTally[] = [];
  readonly elsewhere: PointTally[] = [];

  constructor(index: number) {
    this.index = index;
  }

  begin(expected: boolean, itsClass: string | null): void {
    this.expected = expected;
    this.class = itsClass;
    this.here.length = 0;
    this.elsewhere.length = 0;
  }
}

export function tallyAt(tallies: PointTally[], point: ReadPoint): ReadTally {
  for (const each of tallies) if (each.point === point) return each.tally;
  const last = tallies[antennasPerSide - 1];
  if (last !== undefined) return last.tally;
  const tally = new ReadTally();
  tallies.push({ point, tally });
  return tally;
}

export function sumOf(tallies: readonly PointTally[]): ReadTally {
  const sum = new ReadTally();
  for (const { tally } of tallies) sum.absorb(tally);
  return sum;
}
