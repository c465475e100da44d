import type { TagRead } from '../../../protocols/rfid/tag-read.ts';
import { type AntennaSighting, evidenceOf } from './antenna-sighting.ts';
import { Location } from './location.ts';
import { type PortalJudgement, Portals } from './portals.ts';
import { type ReadPoint, ReadPoints } from './read-points.ts';
import type { SmoothingSettings } from './settings.ts';
import type { SmoothingEvent } from './smoothing-event.ts';
import { antennasPerTag, TagState } from './tag-state.ts';
import { TagTable } from './tag-table.ts';
import { TimerWheel } from './timer-wheel.ts';
import { WindowCounts } from './window-counts.ts';

const tickMs = 50;
/** A dB of RSSI is worth as much as this when it is decided which tag is forgotten. */
const msPerDb = 100;
/** Tags that have arrived are forgotten only when all that are compared have. */
const arrivedWorth = 1e15;

const nothing: readonly SmoothingEvent[] = [];

/** Reads, by what became of them; the last four are tags. */
export interface SmoothingCounts {
  reads: number;
  /** Below the antenna's floor. */
  weak: number;
  late: number;
  /** Cut to the latest time that is allowed, and used. */
  ahead: number;
  unknownAntenna: number;
  arrived: number;
  departed: number;
  /** Forgotten for want of room, after and before they arrived. */
  evictedPresent: number;
  evictedUnproven: number;
}

/**
 * Makes arrivals, moves, passages and departures out of single reads. It has no clock and does nothing by itself: `read` takes a
 * read, `advance` tells the time, at least every 100 ms, and each gives the events that follow. The same calls always give the
 * same events. Memory is bounded by `maxTags`; a read costs the same however many tags there are.
 */
export class Smoother {
  readonly counts: SmoothingCounts = {
    reads: 0,
    weak: 0,
    late: 0,
    ahead: 0,
    unknownAntenna: 0,
    arrived: 0,
    departed: 0,
    evictedPresent: 0,
    evictedUnproven: 0,
  };
  readonly #settings: SmoothingSettings;
  readonly #points: ReadPoints;
  readonly #tags: TagTable<TagState>;
  readonly #wheel: TimerWheel;
  readonly #antennaCounts: WindowCounts;
  readonly #tagCounts: WindowCounts;
  readonly #strongCounts: WindowCounts;
  readonly #location: Location;
  readonly #portals: Portals;
  /** Readers whose silence says nothing, and since when the others are up again. */
  readonly #down = new Set<string>();
  readonly #upSinceMs = new Map<string, number>();
  #nowMs: number | null = null;
  #events: SmoothingEvent[] = [];

  constructor(settings: SmoothingSettings) {
    this.#settings = settings;
    const { maxTags, windowMs } = settings;
    this.#points = new ReadPoints(settings.points, settings.floorDbm);
    this.#wheel = new TimerWheel(maxTags, tickMs);
    this.#antennaCounts = new WindowCounts(maxTags * antennasPerTag, windowMs);
    this.#tagCounts = new WindowCounts(maxTags, windowMs);
    this.#strongCounts = new WindowCounts(maxTags, windowMs);
    this.#location = new Location(this.#antennaCounts, settings);
    this.#portals = new Portals(settings);
    this.#tags = new TagTable({
      limit: maxTags,
      make: (index) => new TagState(index),
      worth: (tag) => (tag.zone === null ? 0 : arrivedWorth) + tag.lastMs + msPerDb * levelOf(tag),
      evicted: (tag) => this.#forget(tag),
    });
  }

  /** How many tags are remembered, and of these how many have arrived. */
  get tracked(): number {
    return this.#tags.size;
  }

  get present(): number {
    return this.counts.arrived - this.counts.departed;
  }

  /** In which zone a tag is; null where it is not. */
  zoneOf(epc: string): string | null {
    return this.#tags.get(epc)?.zone ?? null;
  }

  /** Takes a read that was made at the given time of our clock: that of `lastSeenUs`, with the reader's offset applied. */
  read(reader: string, read: TagRead, atMs: number): readonly SmoothingEvent[] {
    const count = Math.max(1, read.count);
    this.counts.reads += count;
    const point = this.#points.find(reader, read.antenna);
    if (point === null) this.counts.unknownAntenna += count;
    else this.#take(point, read, this.#admit(atMs, count), count);
    return this.#drain();
  }

  /** Tells the time; one that lies before what was told already changes nothing. */
  advance(nowMs: number): readonly SmoothingEvent[] {
    if (Number.isNaN(nowMs) || (this.#nowMs !== null && nowMs <= this.#nowMs)) return nothing;
    this.#nowMs = nowMs;
    this.#wheel.advance(nowMs, this.#lookAt);
    return this.#drain();
  }

  /** From now on the silence of a reader means nothing: the tags that it heard last do not depart. */
  readerDown(reader: string): void {
    this.#down.add(reader);
  }

  readerUp(reader: string): void {
    if (this.#down.delete(reader) && this.#nowMs !== null) this.#upSinceMs.set(reader, this.#nowMs);
  }

  /** The time of a read within what may be; NaN where it is too late. */
  #admit(atMs: number, count: number): number {
    if (this.#nowMs === null) this.advance(atMs);
    if (this.#nowMs === null) return Number.NaN;
    if (!(atMs >= this.#nowMs - this.#settings.lateMs)) {
      this.counts.late += count;
      return Number.NaN;
    }
    const latest = this.#nowMs + this.#settings.aheadMs;
    if (atMs <= latest) return atMs;
    this.counts.ahead += count;
    return latest;
  }

  #take(point: ReadPoint, read: TagRead, atMs: number, count: number): void {
    if (Number.isNaN(atMs)) return;
    const levelDbm = levelAt(point, read.rssiDbm);
    const weighedDbm = levelDbm ?? this.#settings.unknownDbm;
    if (weighedDbm < point.floorDbm) {
      this.counts.weak += count;
      return;
    }
    const tag = this.#tags.get(read.epc) ?? this.#begin(read.epc, atMs);
    if (atMs >= tag.lastMs) {
      tag.lastMs = atMs;
      tag.lastReader = point.reader;
    }
    tag.history.add(Math.floor(atMs / this.#settings.departure.epochMs));
    const sighting = tag.sightingAt(point) ?? this.#beginSighting(tag, point);
    const spanMs = Math.min(spanOf(read), this.#settings.windowMs);
    sighting.tally.add(levelDbm, atMs - spanMs, atMs, count);
    sighting.level.add(weighedDbm, atMs, count, this.#settings.rssiTauMs);
    this.#antennaCounts.add(sighting.row, atMs, count);
    this.#portals.hear(tag, point.zone, weighedDbm, atMs - spanMs / 2, count);
    if (tag.zone === null) this.#mayArrive(tag, weighedDbm, atMs, count);
    else this.#mayMove(tag, point.zone, atMs);
  }

  #begin(epc: string, atMs: number): TagState {
    const tag = this.#tags.claim(epc);
    tag.clear();
    this.#tagCounts.clear(tag.index);
    this.#strongCounts.clear(tag.index);
    this.#wheel.set(tag.index, atMs + this.#settings.departure.minMs);
    return tag;
  }

  #beginSighting(tag: TagState, point: ReadPoint): AntennaSighting {
    const sighting = tag.beginSighting(point);
    this.#antennaCounts.clear(sighting.row);
    return sighting;
  }

  #mayArrive(tag: TagState, levelDbm: number, atMs: number, count: number): void {
    const { reads, strongReads, strongDbm } = this.#settings.arrival;
    const enough = this.#tagCounts.add(tag.index, atMs, count) >= reads;
    // Of several reads in one report only the strongest is known to be strong.
    const strong = levelDbm >= strongDbm && this.#strongCounts.add(tag.index, atMs, 1) >= strongReads;
    if (!enough && !strong) return;
    const zone = this.#location.strongestZone(tag);
    tag.zone = zone;
    this.counts.arrived++;
    const by = strong ? 'strength' : 'reads';
    this.#events.push({
      kind: 'arrived',
      epc: tag.epc,
      atMs,
      zone,
      by,
      evidence: evidenceOf(tag.sightings),
    });
  }

  #mayMove(tag: TagState, zone: string, atMs: number): void {
    const change = this.#location.changeAfter(tag, zone, atMs);
    if (change === null) return;
    this.#events.push({
      kind: 'moved',
      epc: tag.epc,
      atMs,
      ...change,
      evidence: evidenceOf(tag.sightings),
    });
  }

  readonly #lookAt = (index: number): void => {
    const tag = this.#tags.at(index);
    if (tag === undefined || this.#nowMs === null) return;
    const nowMs = this.#nowMs;
    // Reads may still come for the time after this.
    const knownMs = nowMs - this.#settings.lateMs;
    const heardMs = Math.max(tag.lastMs, this.#upSinceMs.get(tag.lastReader) ?? tag.lastMs);
    const waitMs = this.#patienceMs(tag);
    if (this.#down.has(tag.lastReader)) this.#wheel.set(index, nowMs + this.#settings.departure.minMs);
    else if (knownMs - heardMs >= waitMs) this.#part(tag, nowMs);
    else this.#stay(tag, heardMs + waitMs + this.#settings.lateMs, nowMs);
  };

  #patienceMs(tag: TagState): number {
    const { minMs, maxMs, missChance, epochMs } = this.#settings.departure;
    if (tag.zone === null) return minMs;
    return Math.min(maxMs, Math.max(minMs, tag.history.epochsToWait(missChance) * epochMs));
  }

  #stay(tag: TagState, dueMs: number, nowMs: number): void {
    if (tag.zone !== null)
      this.#tellCrossings(tag, this.#portals.look(tag, nowMs - this.#settings.lateMs), nowMs);
    const lookMs = this.#portals.open(tag) ? nowMs + this.#portals.lookMs : dueMs;
    this.#wheel.set(tag.index, Math.min(dueMs, lookMs));
  }

  #part(tag: TagState, nowMs: number): void {
    if (tag.zone !== null) this.#tellDeparture(tag, tag.zone, 'silence', nowMs);
    this.#tags.release(tag);
  }

  /** The table takes the tag's place itself. */
  #forget(tag: TagState): void {
    this.#wheel.clear(tag.index);
    if (tag.zone === null) this.counts.evictedUnproven++;
    else {
      this.counts.evictedPresent++;
      this.#tellDeparture(tag, tag.zone, 'eviction', this.#nowMs ?? tag.lastMs);
    }
  }

  #tellDeparture(tag: TagState, zone: string, by: 'silence' | 'eviction', nowMs: number): void {
    this.counts.departed++;
    this.#tellCrossings(tag, this.#portals.leave(tag), nowMs);
    const silenceMs = Math.max(0, nowMs - tag.lastMs);
    const evidence = evidenceOf(tag.sightings);
    this.#events.push({ kind: 'departed', epc: tag.epc, atMs: nowMs, zone, by, silenceMs, evidence });
  }

  #tellCrossings(tag: TagState, judgements: readonly PortalJudgement[], atMs: number): void {
    for (const { portal, direction, confidence, evidence: crossing } of judgements)
      this.#events.push({ kind: 'crossed', epc: tag.epc, atMs, portal, direction, confidence, crossing });
  }

  #drain(): readonly SmoothingEvent[] {
    if (this.#events.length === 0) return nothing;
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

function levelAt(point: ReadPoint, rssiDbm: number | null): number | null {
  return rssiDbm !== null && Number.isFinite(rssiDbm) ? rssiDbm + point.correctionDb : null;
}

/** How long the reads of a report took, by the reader's own clock, so without regard to its offset. */
function spanOf({ firstSeenUs, lastSeenUs }: TagRead): number {
  return firstSeenUs === null || lastSeenUs === null ? 0 : Math.max(0, (lastSeenUs - firstSeenUs) / 1000);
}

function levelOf(tag: TagState): number {
  return tag.sightings.reduce((most, { level }) => Math.max(most, level.dbm), -120);
}
