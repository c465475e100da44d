import type { DataOf, FloorBooks, FloorRules } from './floor-books.ts';

/** Later weighings count as if there had been so many before, so that a changed product is learned anew. */
const maxSamples = 500;

/** What is known of a parcel before it is sealed. */
interface OpenParcel {
  readonly tareGrams: number;
  readonly weighedGrams: number | null;
}

const nameOf = (order: string, parcel: number) => `${order}/${parcel}`;
const unknown: OpenParcel = { tareGrams: 0, weighedGrams: null };

function remember(
  { memory }: FloorBooks,
  { order, parcel }: { readonly order: string; readonly parcel: number },
  more: Partial<OpenParcel>,
): void {
  const name = nameOf(order, parcel);
  memory.put('open_parcel', name, order, {
    ...(memory.get<OpenParcel>('open_parcel', name) ?? unknown),
    ...more,
  });
}

/**
 * One more weighing of so many units together. The mean and the deviation are carried on as B. P. Welford does
 * (Technometrics 4, 1962); the mean of n units deviates less than one of them by the square root of n.
 */
export function learn(
  sku: string,
  before: DataOf<'item_weight'> | undefined,
  { grams, units }: { readonly grams: number; readonly units: number },
): DataOf<'item_weight'> {
  const each = grams / units;
  const count = Math.min(before?.samples ?? 0, maxSamples);
  const mean = before?.meanGrams ?? 0;
  const squares = (before?.sdGrams ?? 0) ** 2 * Math.max(0, count - 1);
  const meanGrams = mean + (each - mean) / (count + 1);
  const more = count === 0 ? 0 : units * (each - mean) * (each - meanGrams);
  const sdGrams = count === 0 ? 0 : Math.sqrt((squares + more) / count);
  return { sku, samples: (before?.samples ?? 0) + 1, meanGrams, sdGrams };
}

/** What one unit of a product weighs, learned from parcels that hold nothing else. */
export const itemWeightRules: FloorRules = {
  'parcel.packaging_chosen': ({ data }, books) => remember(books, data, { tareGrams: data.tareGrams }),
  'parcel.weighed': ({ data }, books) => {
    // What was refused as too heavy or too light may hold something else than it should.
    const isSound = data.outcome === 'within' || data.outcome === 'unknown';
    remember(books, data, { weighedGrams: isSound ? data.grams : null });
  },
  'parcel.sealed': ({ data: { order, parcel, items } }, { documents, memory }) => {
    const name = nameOf(order, parcel);
    const { tareGrams, weighedGrams } = memory.get<OpenParcel>('open_parcel', name) ?? unknown;
    memory.remove('open_parcel', name);
    const [first, ...others] = items;
    const net = (weighedGrams ?? 0) - tareGrams;
    if (first === undefined || net <= 0 || others.some(({ sku }) => sku !== first.sku)) return;
    const units = items.reduce((sum, item) => sum + item.units, 0);
    const before = documents.get('item_weight', first.sku);
    documents.put('item_weight', first.sku, learn(first.sku, before, { grams: net, units }));
  },
};
