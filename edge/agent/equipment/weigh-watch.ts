import type { ScaleEvent } from '../../../devices/scale/scale.ts';
import type { WeightReading } from '../../../protocols/scale/weight.ts';
import type { WeightInput } from '../../fulfilment/input.ts';

const milligramsPerGram = 1_000;
/** A load that rests shows the last digit up and down; less than this is the same weighing. */
const sameWithinGrams = 2;

/** Gross, and what of it the scale showed where it shows net. */
type Weighed = Pick<WeightInput, 'grams' | 'netGrams' | 'tareGrams'>;

/** Watches what a scale shows, and tells a weight at rest once where somebody waits for it. */
export class WeighWatch {
  private readonly minGrams: number;
  private resting: Weighed | null = null;
  private told: Weighed | null = null;

  constructor(minGrams: number) {
    this.minGrams = minGrams;
  }

  heard(event: ScaleEvent): void {
    if (event.kind === 'state' && event.state !== 'connected') this.resting = null;
    if (event.kind !== 'weight') return;
    const { condition, stable } = event.reading;
    const weighed = condition === 'ok' && stable ? weighedOf(event.reading) : null;
    this.resting = weighed !== null && weighed.grams >= this.minGrams ? weighed : null;
  }

  /** The weight that was not told yet; null where there is none. While nobody waits, what was told is forgotten. */
  take(wanted: boolean): Weighed | null {
    if (!wanted) this.told = null;
    const { resting, told } = this;
    if (!wanted || resting === null) return null;
    if (told !== null && isSame(told, resting)) return null;
    this.told = resting;
    return resting;
  }
}

/** A tare that was set on the scale itself is added again, where the scale tells it. */
function weighedOf({ milligrams, kind, tareMilligrams }: WeightReading): Weighed | null {
  if (milligrams === null) return null;
  const netGrams = Math.round(milligrams / milligramsPerGram);
  if (kind === 'gross') return { grams: netGrams };
  if (tareMilligrams === null) return { grams: netGrams, netGrams };
  const tareGrams = Math.round(tareMilligrams / milligramsPerGram);
  // What holds less than its tare was is no parcel.
  return netGrams < 0 ? null : { grams: netGrams + tareGrams, netGrams, tareGrams };
}

/** A net weight is another one than the same as gross. */
function isSame(one: Weighed, other: Weighed): boolean {
  return one.tareGrams === other.tareGrams && Math.abs(one.grams - other.grams) <= sameWithinGrams;
}
