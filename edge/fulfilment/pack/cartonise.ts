/** One kind of goods that has to go into parcels, by its single unit. */
export interface CartonItem {
  readonly sku: string;
  readonly units: number;
  readonly sidesMm: readonly [number, number, number];
  readonly grams: number;
}

/** A packaging by its inside; `maxGrams` is what it may weigh in all. */
export interface Carton {
  readonly packaging: string;
  readonly sidesMm: readonly [number, number, number];
  readonly tareGrams: number;
  readonly maxGrams: number;
}

/** One parcel of the suggestion. */
export interface SuggestedParcel {
  readonly packaging: string;
  readonly items: readonly { readonly sku: string; readonly units: number }[];
}

/** Goods never fill a carton to its last corner: so much of its volume counts, unless a single unit fills it. */
export const usableShare = 0.85;
const maxSuggested = 100;

interface Bin {
  carton: Carton;
  readonly items: { readonly item: CartonItem; units: number }[];
}

/**
 * Suggests which packagings to take: first-fit decreasing by volume (Johnson 1974, "Fast algorithms for bin packing", for one
 * dimension), with the sides of each unit compared with those of the carton, and with its weight. Parcels begin with the
 * largest carton and are then given the smallest that holds them. It places volumes and does not lay the units out, so a person
 * may find that one more parcel is needed.
 *
 * @returns null if something fits in no carton, or more than a hundred would be needed.
 */
export function cartonise(
  items: readonly CartonItem[],
  cartons: readonly Carton[],
): SuggestedParcel[] | null {
  const bySize = [...cartons].sort((a, b) => volumeOf(b.sidesMm) - volumeOf(a.sidesMm));
  const bins: Bin[] = [];
  for (const item of [...items].sort((a, b) => volumeOf(b.sidesMm) - volumeOf(a.sidesMm))) {
    if (!place(item, bins, bySize)) return null;
  }
  const ascending = bySize.reverse();
  return bins.map((bin) => ({
    packaging: (ascending.find((carton) => holds(carton, bin)) ?? bin.carton).packaging,
    items: bin.items.map(({ item, units }) => ({ sku: item.sku, units })),
  }));
}

/** Each unit into the first parcel that takes it, else into a new one of the largest carton that does. */
function place(item: CartonItem, bins: Bin[], cartons: readonly Carton[]): boolean {
  let left = item.units;
  for (const bin of bins) {
    const units = Math.min(left, room(bin.carton, bin, item));
    if (units > 0) bin.items.push({ item, units });
    left -= units;
    if (left === 0) return true;
  }
  while (left > 0) {
    const carton = cartons.find((one) => room(one, null, item) > 0);
    if (carton === undefined || bins.length >= maxSuggested) return false;
    const units = Math.min(left, room(carton, null, item));
    bins.push({ carton, items: [{ item, units }] });
    left -= units;
  }
  return true;
}

/** How many more units of an item a parcel takes. */
function room(carton: Carton, bin: Bin | null, item: CartonItem): number {
  if (!fits(item.sidesMm, carton.sidesMm)) return 0;
  const used = bin === null ? { volume: 0, grams: 0 } : loadOf(bin);
  const freeGrams = carton.maxGrams - carton.tareGrams - used.grams;
  const byWeight = item.grams === 0 ? Number.MAX_SAFE_INTEGER : Math.floor(freeGrams / item.grams);
  const freeVolume = volumeOf(carton.sidesMm) * usableShare - used.volume;
  const byVolume = Math.floor(freeVolume / volumeOf(item.sidesMm));
  const alone = bin === null ? 1 : 0;
  return Math.max(0, Math.min(byWeight, Math.max(byVolume, alone)));
}

function holds(carton: Carton, bin: Bin): boolean {
  const { volume, grams } = loadOf(bin);
  const units = bin.items.reduce((sum, one) => sum + one.units, 0);
  return (
    bin.items.every(({ item }) => fits(item.sidesMm, carton.sidesMm)) &&
    grams + carton.tareGrams <= carton.maxGrams &&
    (units === 1 || volume <= volumeOf(carton.sidesMm) * usableShare)
  );
}

function loadOf({ items }: Bin): { readonly volume: number; readonly grams: number } {
  let volume = 0;
  let grams = 0;
  for (const { item, units } of items) {
    volume += units * volumeOf(item.sidesMm);
    grams += units * item.grams;
  }
  return { volume, grams };
}

/** Turned as it fits best: the longest side along the longest. */
function fits(inner: readonly number[], outer: readonly number[]): boolean {
  const [a, b] = [sorted(inner), sorted(outer)];
  return a.every((side, index) => side <= (b[index] ?? 0));
}

function sorted(sides: readonly number[]): number[] {
  return [...sides].sort((a, b) => a - b);
}

function volumeOf(sides: readonly number[]): number {
  return sides.reduce((product, side) => product * side, 1);
}
