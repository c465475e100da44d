import { textOrder } from '../../../kernel/text-order.ts';
import { DecayedLevel } from './decayed-level.ts';
import type { ReadPoint } from './read-points.ts';
import { ReadTally } from './read-tally.ts';
import type { ReadEvidence } from './smoothing-event.ts';

/** A tag at one antenna. `row` is its row of window counts. */
export class AntennaSighting {
  readonly row: number;
  readonly tally = new ReadTally();
  readonly level = new DecayedLevel();
  point: ReadPoint;

  constructor(row: number, point: ReadPoint) {
    this.row = row;
    this.point = point;
  }

  begin(point: ReadPoint): void {
    this.point = point;
    this.tally.clear();
    this.level.clear();
  }
}

interface Sighting {
  readonly point: ReadPoint;
  readonly tally: ReadTally;
}

export function evidenceOf(sightings: readonly Sighting[]): ReadEvidence {
  const all = new ReadTally();
  for (const { tally } of sightings) all.absorb(tally);
  const antennas = sightings.map(({ point: { reader, antenna, zone }, tally: { reads, maxRssiDbm } }) => ({
    reader,
    antenna,
    zone,
    reads,
    maxRssiDbm,
  }));
  return {
    reads: all.reads,
    maxRssiDbm: all.maxRssiDbm,
    meanRssiDbm: all.meanRssiDbm,
    firstSeenMs: all.reads === 0 ? null : all.firstMs,
    lastSeenMs: all.reads === 0 ? null : all.lastMs,
    readers: [...new Set(antennas.map(({ reader }) => reader))].sort(),
    antennas: antennas.sort(
      (a, b) => b.reads - a.reads || textOrder(a.reader, b.reader) || a.antenna - b.antenna,
    ),
  };
}
