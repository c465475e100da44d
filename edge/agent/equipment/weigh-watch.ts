import type { ScaleEvent } from '../../../devices/scale/scale.ts';

const milligramsPerGram = 1_000;
/** A load that rests shows the last digit up and down; less than this is the same weighing. */
const sameWithinGrams = 2;

/** Watches what a scale shows, and tells a weight at rest once where somebody waits for it. */
export class WeighWatch {
  private readonly minGrams: number;
  private resting: number | null = null;
  private told: number | null = null;

  constructor(minGrams: number) {
    this.minGrams = minGrams;
  }

  heard(event: ScaleEvent): void {
    if (event.kind === 'state' && event.state !== 'connected') this.resting = null;
    if (event.kind !== 'weight') return;
    const { condition, stable, milligrams, kind, tareMilligrams } = event.reading;
    // A tare that was set on the scale itself is added again, where the scale tells it; where it does not, the parcel is too light.
    const tare = kind === 'net' ? (tareMilligrams ?? 0) : 0;
    const grams = milligrams === null ? null : Math.round((milligrams + tare) / milligramsPerGram);
    this.resting = condition === 'ok' && stable && grams !== null && grams >= this.minGrams ? grams : null;
  }

  /** The weight in grams that was not told yet; null where there is none. While nobody waits, what was told is forgotten. */
  take(wanted: boolean): number | null {
    if (!wanted) this.told = null;
    const { resting, told } = this;
    if (!wanted || resting === null) return null;
    if (told !== null && Math.abs(resting - told) <= sameWithinGrams) return null;
    this.told = resting;
    return resting;
  }
}
