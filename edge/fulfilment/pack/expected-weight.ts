import type { WeightInput } from '../input.ts';
import type { WorkView } from '../work-view.ts';
import { openItems, type PackSession, type Weighing } from './pack-session.ts';

/** Fewer weighings than these say nothing of how much they scatter. */
const fewestSamples = 3;
/** Two standard deviations hold 95 of 100 (the figure that ShipHero's weight check uses, too). */
const deviations = 2;

export interface ExpectedWeight {
  readonly grams: number;
  readonly toleranceGrams: number;
}

/** What one unit weighs. `variance`, in square grams, is null where nobody has weighed it often enough. */
interface UnitWeight {
  readonly grams: number;
  readonly samples: number;
  readonly variance: number | null;
}

/**
 * What the open parcel should weigh: tare and contents. Of goods that were weighed often the tolerance is two standard
 * deviations of their sum (of single units, and of the mean itself); of all else it is the site's percentage. It is never
 * below the site's grams.
 *
 * @returns null where the weight of an item is not known, or that of the packaging.
 */
export function expectedWeight(session: PackSession, work: WorkView): ExpectedWeight | null {
  const { packagings, weightTolerance } = work.rules().pack;
  const { packaging } = session.open;
  if (packaging === null && packagings.length > 0) return null;
  let guessed = packaging?.tareGrams ?? 0;
  let learned = 0;
  let variance = 0;
  for (const { sku, units } of openItems(session)) {
    const unit = unitWeight(sku, work);
    if (unit === null) return null;
    if (unit.variance === null) guessed += units * unit.grams;
    else {
      learned += units * unit.grams;
      variance += units * unit.variance + (units * units * unit.variance) / unit.samples;
    }
  }
  const tolerance = (guessed * weightTolerance.percent) / 100 + deviations * Math.sqrt(variance);
  return {
    grams: Math.round(guessed + learned),
    toleranceGrams: Math.ceil(Math.max(weightTolerance.grams, tolerance)),
  };
}

function unitWeight(sku: string, work: WorkView): UnitWeight | null {
  const learned = work.floor.itemWeight(sku);
  if (learned !== undefined && learned.samples >= fewestSamples) {
    return { grams: learned.meanGrams, samples: learned.samples, variance: learned.sdGrams ** 2 };
  }
  const product = work.productBySku(sku);
  const weighed = product?.packagings.find(({ grams }) => grams !== undefined);
  const grams =
    weighed?.grams === undefined ? product?.catchWeight?.nominalGrams : weighed.grams / weighed.units;
  return grams === undefined ? null : { grams, samples: 0, variance: null };
}

/**
 * What the scale says of the open parcel. A net weight is made gross by the tare that the scale tells, or by that of the chosen
 * packaging; without either it says nothing of the parcel, whatever it shows.
 */
export function weigh(session: PackSession, work: WorkView, read: Weighed): Weighing {
  const shown = grossOf(session, read);
  const expected = expectedWeight(session, work);
  if (isNetOnly(shown)) {
    const { grams: expectedGrams = null, toleranceGrams = null } = expected ?? {};
    return { ...shown, expectedGrams, toleranceGrams, outcome: 'too_light' };
  }
  if (expected === null) return { ...shown, expectedGrams: null, toleranceGrams: null, outcome: 'unknown' };
  const { toleranceGrams } = expected;
  const over = shown.grams - expected.grams;
  const outcome = Math.abs(over) <= toleranceGrams ? 'within' : over < 0 ? 'too_light' : 'too_heavy';
  return { ...shown, expectedGrams: expected.grams, toleranceGrams, outcome };
}

type Weighed = Pick<WeightInput, 'grams' | 'netGrams' | 'tareGrams'>;

/** Whether only the net weight is known. */
export function isNetOnly({ netGrams, tareGrams }: Pick<Weighing, 'netGrams' | 'tareGrams'>): boolean {
  return netGrams !== undefined && tareGrams === undefined;
}

function grossOf({ open }: PackSession, { grams, netGrams, tareGrams }: Weighed): Weighed {
  if (netGrams === undefined) return { grams };
  const tare = tareGrams ?? open.packaging?.tareGrams;
  return tare === undefined ? { grams, netGrams } : { grams: netGrams + tare, netGrams, tareGrams: tare };
}
