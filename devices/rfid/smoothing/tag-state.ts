import { AntennaSighting } from './antenna-sighting.ts';
import { Crossing } from './crossing.ts';
import { EpochHistory } from './epoch-history.ts';
import type { ReadPoint } from './read-points.ts';
import type { TagEntry } from './tag-table.ts';

/** A tag is told apart at no more antennas than these; a further one takes the place of the one heard longest ago. */
export const antennasPerTag = 8;

/** A zone that may become the tag's. */
interface Candidate {
  readonly zone: string;
  readonly sinceMs: number;
}

/** All that the smoothing knows of a tag. Used again for another tag after `clear`. */
export class TagState implements TagEntry {
  readonly index: number;
  epc = '';
  /** Null until it has arrived. */
  zone: string | null = null;
  candidate: Candidate | null = null;
  lastMs = Number.NEGATIVE_INFINITY;
  /** The reader that heard it last. */
  lastReader = '';
  readonly history = new EpochHistory();
  readonly sightings: AntennaSighting[] = [];
  /** By portal; made when that portal hears the tag for the first time. */
  readonly crossings: (Crossing | undefined)[] = [];
  readonly #spare: AntennaSighting[] = [];

  constructor(index: number) {
    this.index = index;
  }

  clear(): void {
    this.zone = null;
    this.candidate = null;
    this.lastMs = Number.NEGATIVE_INFINITY;
    this.history.clear();
    for (const crossing of this.crossings) crossing?.clear();
    this.#spare.push(...this.sightings);
    this.sightings.length = 0;
  }

  sightingAt(point: ReadPoint): AntennaSighting | null {
    for (const sighting of this.sightings) if (sighting.point === point) return sighting;
    return null;
  }

  /** A sighting for an antenna that has none. */
  beginSighting(point: ReadPoint): AntennaSighting {
    const full = this.sightings.length === antennasPerTag;
    const sighting = full ? oldest(this.sightings) : (this.#spare.pop() ?? this.#makeSighting(point));
    if (!full) this.sightings.push(sighting);
    sighting.begin(point);
    return sighting;
  }

  crossingAt(portal: number): Crossing {
    const known = this.crossings[portal];
    if (known !== undefined) return known;
    const crossing = new Crossing();
    this.crossings[portal] = crossing;
    return crossing;
  }

  #makeSighting(point: ReadPoint): AntennaSighting {
    return new AntennaSighting(this.index * antennasPerTag + this.sightings.length, point);
  }
}

function oldest(sightings: readonly AntennaSighting[]): AntennaSighting {
  return sightings.reduce((least, each) => (each.tally.lastMs < least.tally.lastMs ? each : least));
}
