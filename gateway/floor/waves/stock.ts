import { textOrder } from '../../../kernel/text-order.ts';
import type { LocationDocument } from '../../../protocols/wire/work/location-document.ts';
import type { DataOf } from '../fold/floor-books.ts';
import { groupBy } from './group-by.ts';

type Stop = DataOf<'task'>['stops'][number];

/** So many units of a product at one place. */
interface Lot {
  readonly location: string;
  readonly zone: string | undefined;
  readonly walk: number;
  readonly sku: string;
  readonly lot: string | undefined;
  readonly expiry: string | undefined;
  units: number;
}

/** Units to be taken from one place; without a lot the books know none. */
export interface Taken {
  readonly from: Omit<Lot, 'units'> | undefined;
  readonly units: number;
}

const lotKey = (location: string | undefined, { sku, lot, expiry }: Pick<Stop, 'sku' | 'lot' | 'expiry'>) =>
  JSON.stringify([location, sku, lot, expiry]);

/**
 * What the books say lies where, less what tasks are to take already. Units are given out first expired, first out; then in
 * the order of the walk.
 */
export function createStock(locations: Iterable<LocationDocument>, reserved: readonly Stop[]) {
  const lots = new Map<string, Lot>();
  for (const { location, zone, walk, contents } of locations) {
    for (const { sku, lot, expiry, units } of contents) {
      const key = lotKey(location, { sku, lot, expiry });
      const before = lots.get(key);
      if (before !== undefined) before.units += units;
      else lots.set(key, { location, zone, walk, sku, lot, expiry, units });
    }
  }
  for (const stop of reserved) {
    const lot = lots.get(lotKey(stop.location, stop));
    const units = stop.parts.reduce((sum, part) => sum + part.units, 0);
    if (lot !== undefined) lot.units = Math.max(0, lot.units - units);
  }
  const bySku = groupBy([...lots.values()].sort(byAge), ({ sku }) => sku);

  return {
    /** @param lot only this lot, where the order asks for it. */
    take(sku: string, units: number, lot: string | undefined): Taken[] {
      const taken: Taken[] = [];
      let left = units;
      for (const from of bySku.get(sku) ?? []) {
        if (left === 0) break;
        if (lot !== undefined && from.lot !== lot) continue;
        const some = Math.min(left, from.units);
        if (some === 0) continue;
        from.units -= some;
        left -= some;
        taken.push({ from, units: some });
      }
      return left === 0 ? taken : [...taken, { from: undefined, units: left }];
    },
  };
}

const lastDay = '9999-12-31';

function byAge(a: Lot, b: Lot): number {
  return (
    textOrder(a.expiry ?? lastDay, b.expiry ?? lastDay) ||
    a.walk - b.walk ||
    textOrder(a.location, b.location) ||
    textOrder(a.lot ?? '', b.lot ?? '')
  );
}
