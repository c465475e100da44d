import type { WeightReading } from '../../protocols/scale/weight.ts';
import type { ScaleFailure, StableWeight } from './scale.ts';

export interface Why {
  readonly failure: ScaleFailure;
  readonly detail: string;
}

export interface ReadingLimits {
  readonly minMilligrams?: number | undefined;
  readonly maxMilligrams?: number | undefined;
}

export type Verdict =
  | { readonly kind: 'weight'; readonly weight: StableWeight }
  /** It may still come right. */
  | { readonly kind: 'wait'; readonly why: Why }
  | { readonly kind: 'over'; readonly why: Why };

/** A parcel that is put down hard overloads a scale for a moment. */
const lastingMs = 1_000;

const troubles: Readonly<Partial<Record<WeightReading['condition'], Why>>> = {
  overload: { failure: 'overload', detail: 'the load is above what the scale can weigh' },
  underload: { failure: 'underload', detail: 'the load is below what the scale can weigh' },
  'zero-fault': { failure: 'zero_fault', detail: 'the scale has not found its zero: empty it' },
};
const moving: Why = { failure: 'unstable', detail: 'the weight did not come to rest' };

/** What a reading means for a weighing; `troubleMs` is for how long the scale has had the same trouble. */
export function verdictOn(reading: WeightReading, troubleMs: number, limits: ReadingLimits): Verdict {
  const trouble = troubles[reading.condition];
  if (trouble !== undefined) return { kind: troubleMs >= lastingMs ? 'over' : 'wait', why: trouble };
  const { milligrams, shown, kind, tareMilligrams } = reading;
  if (!reading.stable || milligrams === null || shown === null) return { kind: 'wait', why: moving };
  const { minMilligrams = Number.NEGATIVE_INFINITY, maxMilligrams = Number.POSITIVE_INFINITY } = limits;
  if (milligrams >= minMilligrams && milligrams <= maxMilligrams)
    return { kind: 'weight', weight: { milligrams, shown, kind, tareMilligrams } };
  const detail = `${milligrams} mg is outside of the range that is set`;
  return { kind: 'wait', why: { failure: 'out_of_range', detail } };
}
