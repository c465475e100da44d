import type { TagRead } from '../../../protocols/rfid/tag-read.ts';
import { type ClassOf, Expectation, type ExpectedList } from './expected-list.ts';
import { type ReadPoint, ReadPoints } from './read-points.ts';
import { decideSession } from './session-decision.ts';
import type { SessionDecision } from './session-outcome.ts';
import { SessionTag, tallyAt } from './session-tag.ts';
import type { SessionSettings, SmoothingSettings } from './settings.ts';
import { TagTable } from './tag-table.ts';

/** More than any number of reads. */
const expectedWorth = 1e12;

export interface ReadSessionOptions {
  readonly settings: SessionSettings;
  /** All antennas of the site, as the smoothing knows them. */
  readonly points: SmoothingSettings['points'];
  /** The zones that the session is about; what is read in all others counts as elsewhere. */
  readonly zones: readonly string[];
  readonly expected: ExpectedList;
  readonly classOf: ClassOf;
  /** Earlier reads do not count. */
  readonly openedMs: number;
}

export interface SessionProgress {
  /** Tags read here, whatever will be made of them. */
  readonly seen: number;
  readonly expected: number;
  /** How many of the expected ones were read, single tags and quantities together. */
  readonly expectedSeen: number;
  /** When the last tag was read here for the first time. */
  readonly lastNewMs: number | null;
  /** No new tag for `settleMs`: closing early is reasonable. */
  readonly settled: boolean;
}

/**
 * What was read while a parcel lay on the desk, went through the tunnel, a pallet through the portal: fed with *all* reads of
 * the site, so that what lies next door can be told from what lies here. It has no clock. Make it to open it.
 */
export class ReadSession {
  readonly #settings: SessionSettings;
  readonly #zones: ReadonlySet<string>;
  readonly #classOf: ClassOf;
  readonly #openedMs: number;
  readonly #points: ReadPoints;
  readonly #expectation: Expectation;
  readonly #tags: TagTable<SessionTag>;
  /** How many tags of each expected class were read. */
  readonly #seenOfClass = new Map<string, number>();
  #seen = 0;
  #epcsSeen = 0;
  #evicted = 0;
  #lastNewMs: number | null = null;

  constructor({ settings, points, zones, expected, classOf, openedMs }: ReadSessionOptions) {
    this.#settings = settings;
    this.#zones = new Set(zones);
    this.#classOf = classOf;
    this.#openedMs = openedMs;
    this.#points = new ReadPoints(points, settings.floorDbm);
    this.#expectation = new Expectation(expected);
    this.#tags = new TagTable({
      limit: settings.maxTags,
      make: (index) => new SessionTag(index),
      worth: worthOf,
      evicted: ({ here }) => {
        if (here.length > 0) this.#evicted++;
      },
    });
  }

  /** Takes a read that was made at the given time of our clock. */
  read(reader: string, read: TagRead, atMs: number): void {
    if (!(atMs >= this.#openedMs)) return;
    const point = this.#points.find(reader, read.antenna);
    if (point === null) return;
    const levelDbm = rssiAt(point, read.rssiDbm);
    if ((levelDbm ?? this.#settings.unknownDbm) < point.floorDbm) return;
    const tag = this.#tags.get(read.epc) ?? this.#begin(read.epc);
    const here = this.#zones.has(point.zone);
    if (here) this.#noteFirst(tag, atMs);
    tallyAt(here ? tag.here : tag.elsewhere, point).add(levelDbm, atMs, atMs, Math.max(1, read.count));
  }

  progress(nowMs: number): SessionProgress {
    let expectedSeen = this.#epcsSeen;
    for (const [itsClass, quantity] of this.#expectation.classes)
      expectedSeen += Math.min(quantity, this.#seenOfClass.get(itsClass) ?? 0);
    return {
      seen: this.#seen,
      expected: this.#expectation.total,
      expectedSeen,
      lastNewMs: this.#lastNewMs,
      settled: this.#lastNewMs !== null && nowMs - this.#lastNewMs >= this.#settings.settleMs,
    };
  }

  /** The decision on what was read so far; a session may be asked again after more reads. */
  close(): SessionDecision {
    const reads = {
      tags: [...this.#tags.values()],
      expectation: this.#expectation,
      evicted: this.#evicted,
    };
    return decideSession(reads, this.#settings);
  }

  #begin(epc: string): SessionTag {
    const tag = this.#tags.claim(epc);
    tag.begin(this.#expectation.epcs.has(epc), this.#classOf(epc));
    return tag;
  }

  #noteFirst(tag: SessionTag, atMs: number): void {
    if (tag.here.length > 0) return;
    this.#seen++;
    this.#lastNewMs = Math.max(this.#lastNewMs ?? atMs, atMs);
    if (tag.expected) this.#epcsSeen++;
    else if (tag.class !== null && this.#expectation.classes.has(tag.class))
      this.#seenOfClass.set(tag.class, (this.#seenOfClass.get(tag.class) ?? 0) + 1);
  }
}

/** Forgotten first: what was read elsewhere only, then what is seldom read here; expected tags last. */
function worthOf({ expected, here }: SessionTag): number {
  const reads = here.reduce((sum, { tally }) => sum + tally.reads, 0);
  return reads + (expected ? expectedWorth : 0);
}

function rssiAt(point: ReadPoint, rssiDbm: number | null): number | null {
  return rssiDbm !== null && Number.isFinite(rssiDbm) ? rssiDbm + point.correctionDb : null;
}
