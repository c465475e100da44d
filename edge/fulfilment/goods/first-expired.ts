import type { LocationDocument } from '../../../protocols/wire/work/location-document.ts';
import { daysBetween } from './item-condition.ts';

type Content = LocationDocument['contents'][number];

/** Where an item is taken from, and what was taken there since the books were written. */
export interface Shelf {
  readonly contents: readonly Content[];
  takenOf(sku: string, lot: string | undefined): number;
}

/**
 * What should be taken before goods of this expiry (first expired, first out): known to lie there, older, and still good
 * enough for whoever asked.
 *
 * @param minDays days that must be left until its expiry.
 */
export function olderThan(
  shelf: Shelf,
  wanted: { readonly sku: string; readonly expiry: string; readonly today: string; readonly minDays: number },
): Content | undefined {
  const older = shelf.contents.filter(
    ({ sku, lot, expiry, units }) =>
      sku === wanted.sku &&
      expiry !== undefined &&
      expiry < wanted.expiry &&
      daysBetween(wanted.today, expiry) >= wanted.minDays &&
      units > shelf.takenOf(sku, lot),
  );
  return older.reduce<Content | undefined>(
    (first, one) => (first === undefined || (one.expiry ?? '') < (first.expiry ?? '') ? one : first),
    undefined,
  );
}
