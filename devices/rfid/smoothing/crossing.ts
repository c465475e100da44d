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
  }

  #startEarlier(atMs: number, tauMs: number): void {
    const kept = weightAt(this.#startMs - atMs, tauMs);
    this.#outside.start *= kept;
    this.#inside.start *= kept;
    this.#startMs = atMs;
    this.#firstMs = atMs;
  }

  #goOn(atMs: number, tauMs: number): void {
    const kept = weightAt(atMs - this.#endMs, tauMs);
    this.#outside.end *= kept;
    this.#inside.end *= kept;
    this.#endMs = atMs;
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
      firstSeenMs: this.#firstMs,
      lastSeenMs: this.#endMs,
    };
  }
}

function directionOf(evidence: CrossingEvidence, { decideDb, peakDbm }: CrossingSettings): CrossingDirection {
  const { startDb, endDb } = evidence;
  if (Math.min(Math.abs(startDb), Math.abs(endDb)) < decideDb) return 'undecided';
  const low = Math.min(evidence.outsidePeakDbm ?? -Infinity, evidence.insidePeakDbm ?? -Infinity);
  const high = Math.max(evidence.outsidePeakDbm ?? -Infinity, evidence.insidePeakDbm ?? -Infinity);
  if (startDb > 0 === endDb > 0) return high < peakDbm ? 'undecided' : 'turned-back';
  if (low < peakDbm) return 'undecided';
  return startDb > 0 ? 'in' : 'out';
}

/**
 * (1 - e^(-lead / decideDb)) x (1 - e^(-reads / 1.5)): the lead is the smaller of those at the start and at the end; the
 * reads are those of the side heard less often, or of both together where the tag stayed on one side.
 */
function confidenceOf(
  direction: CrossingDirection,
  evidence: CrossingEvidence,
  { decideDb }: CrossingSettings,
): number {
  if (direction === 'undecided') return 0;
  const { startDb, endDb, outsideReads, insideReads } = evidence;
  const lead = Math.min(Math.abs(startDb), Math.abs(endDb));
  const reads =
    direction === 'turned-back' ? outsideReads + insideReads : Math.min(outsideReads, insideReads);
  return (1 - Math.exp(-lead / decideDb)) * (1 - Math.exp(-reads / readsPerNeper));
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
