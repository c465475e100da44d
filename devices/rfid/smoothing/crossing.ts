import type { SmoothingSettings } from './settings.ts';
import type { CrossingDirection, CrossingEvidence } from './smoothing-event.ts';

type CrossingSettings = SmoothingSettings['crossing'];

export type Side = 'outside' | 'inside';

export interface CrossingJudgement {
  readonly direction: CrossingDirection;
  readonly confidence: number;
  readonly evidence: CrossingEvidence;
}

/** Amplitudes are taken relative to this level, so that the sums stay near 1. */
const referenceDbm = -60;
/** The share of the stronger side that the weaker one is taken to have at least: leads stay below 34 dB. */
const leastShare = 0.02;
const dbPerNeper = 20 / Math.LN10;
/** How many reads of the side heard less often make that part of the confidence 63 %. */
const readsPerNeper = 1.5;
/** No turn is surer than this: that the other side did not hear a tag is no proof. */
const turnAtMost = 0.85;
/** Beyond this many time constants an exponential view weighs nothing. */
const viewEnds = 30;

/** One side of a portal: its amplitude in the view of the start and in the view of the end. */
interface SideView {
  start: number;
  end: number;
  reads: number;
  peakDbm: number;
}

/**
 * One tag at one portal. Each read adds its amplitude to two sums of its side: the view of the start, whose weights fall off
 * with the time since the first read, and the view of the end, whose weights fall off with the time before the last. So the side
 * that leads at the start and the side that leads at the end are known at any moment, from eight numbers, in whatever
 * order the reads came: a pass shows as a lead that changes sides, a turn as a lead that comes back.
 */
export class Crossing {
  readonly #outside: SideView = { start: 0, end: 0, reads: 0, peakDbm: Number.NEGATIVE_INFINITY };
  readonly #inside: SideView = { start: 0, end: 0, reads: 0, peakDbm: Number.NEGATIVE_INFINITY };
  /** The moments at which a read weighs 1 in the view of the start, and in that of the end. */
  #startMs = 0;
  #endMs = 0;
  #firstMs = 0;
  /** The levels of the first read and of the last, on whichever side. */
  #firstDbm = Number.NEGATIVE_INFINITY;
  #lastDbm = Number.NEGATIVE_INFINITY;
  /** A passage of this presence was told already. */
  told = false;
  /** Since when the judgement has been that the tag went this way. */
  pending: { readonly direction: CrossingDirection; readonly sinceMs: number } | null = null;

  get lastMs(): number {
    return this.#endMs;
  }

  get active(): boolean {
    return this.#outside.reads + this.#inside.reads > 0;
  }

  get peakDbm(): number {
    return Math.max(this.#outside.peakDbm, this.#inside.peakDbm);
  }

  clear(): void {
    empty(this.#outside);
    empty(this.#inside);
    this.told = false;
    this.pending = null;
  }

  add(side: Side, levelDbm: number, atMs: number, count: number, tauMs: number): void {
    if (!this.active) this.#begin(atMs);
    else if (atMs < this.#startMs) this.#startEarlier(atMs, tauMs);
    if (atMs > this.#endMs) this.#goOn(atMs, tauMs);
    if (atMs === this.#startMs) this.#firstDbm = Math.max(this.#firstDbm, levelDbm);
    if (atMs === this.#endMs) this.#lastDbm = Math.max(this.#lastDbm, levelDbm);
    const view = side === 'outside' ? this.#outside : this.#inside;
    const amplitude = count * Math.exp((levelDbm - referenceDbm) / dbPerNeper);
    view.start += amplitude * weightAt(atMs - this.#startMs, tauMs);
    view.end += amplitude * weightAt(this.#endMs - atMs, tauMs);
    view.reads += count;
    if (levelDbm > view.peakDbm) view.peakDbm = levelDbm;
  }

  /** After a passage was told: what is the end now is the start of what may follow. */
  startAgain(): void {
    const stayed = this.#inside.end > this.#outside.end ? this.#inside : this.#outside;
    const left = stayed === this.#inside ? this.#outside : this.#inside;
    left.reads = 0;
    left.peakDbm = Number.NEGATIVE_INFINITY;
    for (const view of [stayed, left]) view.start = view.end;
    this.#startMs = this.#endMs;
    this.#firstMs = this.#endMs;
    this.#firstDbm = this.#lastDbm;
    this.told = true;
    this.pending = null;
  }

  judge(settings: CrossingSettings): CrossingJudgement {
    const evidence = this.#evidence();
    const direction = directionOf(evidence, settings);
    return { direction, confidence: confidenceOf(direction, evidence, settings), evidence };
  }

  #begin(atMs: number): void {
    this.#startMs = atMs;
    this.#endMs = atMs;
    this.#firstMs = atMs;
    this.#firstDbm = Number.NEGATIVE_INFINITY;
    this.#lastDbm = Number.NEGATIVE_INFINITY;
  }

  #startEarlier(atMs: number, tauMs: number): void {
    const kept = weightAt(this.#startMs - atMs, tauMs);
    this.#outside.start *= kept;
    this.#inside.start *= kept;
    this.#startMs = atMs;
    this.#firstMs = atMs;
    this.#firstDbm = Number.NEGATIVE_INFINITY;
  }

  #goOn(atMs: number, tauMs: number): void {
    const kept = weightAt(atMs - this.#endMs, tauMs);
    this.#outside.end *= kept;
    this.#inside.end *= kept;
    this.#endMs = atMs;
    this.#lastDbm = Number.NEGATIVE_INFINITY;
  }

  #evidence(): CrossingEvidence {
    const { reads: outsideReads, peakDbm: outsidePeak } = this.#outside;
    const { reads: insideReads, peakDbm: insidePeak } = this.#inside;
    return {
      startDb: leadDb(this.#outside.start, this.#inside.start),
      endDb: leadDb(this.#outside.end, this.#inside.end),
      outsideReads,
      insideReads,
      outsidePeakDbm: outsideReads === 0 ? null : outsidePeak,
      insidePeakDbm: insideReads === 0 ? null : insidePeak,
      riseDb: this.peakDbm - this.#firstDbm,
      fallDb: this.peakDbm - this.#lastDbm,
      firstSeenMs: this.#firstMs,
      lastSeenMs: this.#endMs,
    };
  }
}

function directionOf(evidence: CrossingEvidence, settings: CrossingSettings): CrossingDirection {
  const { startDb, endDb } = evidence;
  if (smallerLead(evidence) < settings.decideDb) return 'undecided';
  const outsideDbm = evidence.outsidePeakDbm ?? Number.NEGATIVE_INFINITY;
  const insideDbm = evidence.insidePeakDbm ?? Number.NEGATIVE_INFINITY;
  if (startDb > 0 !== endDb > 0) {
    if (Math.min(outsideDbm, insideDbm) < settings.peakDbm) return 'undecided';
    return startDb > 0 ? 'in' : 'out';
  }
  const cameAndWent = Math.min(evidence.riseDb, evidence.fallDb) >= settings.turnDb;
  return cameAndWent && Math.max(outsideDbm, insideDbm) >= settings.peakDbm ? 'turned-back' : 'undecided';
}

/**
 * Of a passage: (1 - e^(-lead / decideDb)) x (1 - e^(-reads / 1.5)), with the smaller of the leads at the start and at the end and
 * the reads of the side heard less often. Of a turn: 0.85 x the same with the reads of both sides together x (1 - e^(-swing / turnDb)), with the smaller of rise and fall: what falls silent close to the door may have gone through unheard.
 */
function confidenceOf(
  direction: CrossingDirection,
  evidence: CrossingEvidence,
  { decideDb, turnDb }: CrossingSettings,
): number {
  if (direction === 'undecided') return 0;
  const { outsideReads, insideReads, riseDb, fallDb } = evidence;
  const lead = growing(smallerLead(evidence), decideDb);
  if (direction !== 'turned-back') return lead * growing(Math.min(outsideReads, insideReads), readsPerNeper);
  const swing = growing(Math.min(riseDb, fallDb), turnDb);
  return turnAtMost * lead * swing * growing(outsideReads + insideReads, readsPerNeper);
}

function smallerLead({ startDb, endDb }: CrossingEvidence): number {
  return Math.min(Math.abs(startDb), Math.abs(endDb));
}

/** From 0 towards 1; 63 % at the scale. */
function growing(value: number, scale: number): number {
  return 1 - Math.exp(-value / scale);
}

function empty(view: SideView): void {
  view.start = 0;
  view.end = 0;
  view.reads = 0;
  view.peakDbm = Number.NEGATIVE_INFINITY;
}

function weightAt(ageMs: number, tauMs: number): number {
  if (ageMs === 0) return 1;
  return ageMs > viewEnds * tauMs ? 0 : Math.exp(-ageMs / tauMs);
}

function leadDb(outside: number, inside: number): number {
  const least = leastShare * Math.max(outside, inside);
  return least === 0 ? 0 : dbPerNeper * Math.log(Math.max(outside, least) / Math.max(inside, least));
}
