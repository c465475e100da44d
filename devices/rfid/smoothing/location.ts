import type { AntennaSighting } from './antenna-sighting.ts';
import type { SmoothingSettings } from './settings.ts';
import type { TagState } from './tag-state.ts';
import type { WindowCounts } from './window-counts.ts';

export interface ZoneChange {
  readonly from: string;
  readonly zone: string;
  readonly leadDb: number | null;
}

/** Says in which zone a tag is, by the antennas that heard it within the window. */
export class Location {
  readonly #counts: WindowCounts;
  readonly #settings: SmoothingSettings;

  constructor(counts: WindowCounts, settings: SmoothingSettings) {
    this.#counts = counts;
    this.#settings = settings;
  }

  strongestZone(tag: TagState): string {
    let zone = tag.lastReader;
    let best = Number.NEGATIVE_INFINITY;
    for (const sighting of tag.sightings) {
      const strength = this.#strengthDb(tag, sighting);
      if (strength <= best) continue;
      best = strength;
      zone = sighting.point.zone;
    }
    return zone;
  }

  /**
   * Looks after a read in some zone whether the tag has moved there: the zone must have led by the hysteresis for the dwell, from
   * one of its reads to another.
   */
  changeAfter(tag: TagState, readZone: string, atMs: number): ZoneChange | null {
    const from = tag.zone;
    if (from === null || (readZone === from && tag.candidate === null)) return null;
    const zone = readZone === from ? (tag.candidate?.zone ?? from) : readZone;
    const leadDb = this.#zoneDb(tag, zone) - this.#zoneDb(tag, from);
    if (!(leadDb > this.#settings.move.hysteresisDb)) {
      if (tag.candidate?.zone === zone) tag.candidate = null;
      return null;
    }
    if (tag.candidate?.zone !== zone) tag.candidate = { zone, sinceMs: atMs };
    if (readZone === from || atMs - tag.candidate.sinceMs < this.#settings.move.dwellMs) return null;
    tag.candidate = null;
    tag.zone = zone;
    return { from, zone, leadDb: Number.isFinite(leadDb) ? leadDb : null };
  }

  #zoneDb(tag: TagState, zone: string): number {
    let best = Number.NEGATIVE_INFINITY;
    for (const sighting of tag.sightings)
      if (sighting.point.zone === zone) best = Math.max(best, this.#strengthDb(tag, sighting));
    return best;
  }

  /** The smoothed RSSI, and more for each doubling of the reads in the window; -Infinity where it heard nothing there. */
  #strengthDb(tag: TagState, { tally, level, row }: AntennaSighting): number {
    const { windowMs, move } = this.#settings;
    if (tally.lastMs <= tag.lastMs - windowMs) return Number.NEGATIVE_INFINITY;
    const reads = Math.max(1, this.#counts.total(row, tag.lastMs));
    return level.dbm + move.dbPerDoubling * Math.log2(reads);
  }
}
