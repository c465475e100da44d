import type { ToteDocument } from './floor.ts';

/*
 * What lies in a tote or a slot, as facts put it in and take it out: the gateway follows those of all stations, and a station its own
 * that the gateway has not told yet. No tote is changed in place.
 */

type Item = ToteDocument['items'][number];

/** The goods of an item, without how many of them. */
export type ToteGoods = Pick<Item, 'line' | 'sku'> & {
  readonly [Name in 'lot' | 'expiry' | 'serial']?: string | undefined;
};

/** As many rows as a tote document may have. */
const maxItems = 2_000;

/** Goods are put in; where there are rows for no more, nothing is. */
export function withGoods(tote: ToteDocument, goods: ToteGoods, units: number): ToteDocument {
  const found = tote.items.find((item) => isSame(item, goods));
  if (found !== undefined) {
    const more = { ...found, units: found.units + units };
    return { ...tote, items: tote.items.map((item) => (item === found ? more : item)) };
  }
  if (tote.items.length >= maxItems) return tote;
  return { ...tote, items: [...tote.items, itemOf(goods, units)] };
}

/** Goods of a line are taken out, the piece with that serial if one is named, and of the lot first if one is; never more than lie there. */
export function withoutGoods(tote: ToteDocument, goods: ToteGoods, units: number): ToteDocument {
  const { line, sku, lot, serial } = goods;
  const fits = tote.items.filter(
    (item) => item.line === line && item.sku === sku && (serial === undefined || item.serial === serial),
  );
  const isOfLot = (item: Item) => lot === undefined || item.lot === lot;
  let left = units;
  const taken = new Map<Item, number>();
  for (const item of [...fits.filter(isOfLot), ...fits.filter((one) => !isOfLot(one))]) {
    const some = Math.min(left, item.units);
    taken.set(item, some);
    left -= some;
  }
  const items = tote.items.flatMap((item) => {
    const rest = item.units - (taken.get(item) ?? 0);
    return rest === 0 ? [] : [{ ...item, units: rest }];
  });
  return { ...tote, items };
}

/** Counts units that were packed out of it; less than nothing where a pack was undone. */
export function withPacked(
  tote: ToteDocument,
  { line, sku, units }: Pick<Item, 'line' | 'sku' | 'units'>,
): ToteDocument {
  const { packed = [], ...rest } = tote;
  const before = packed.find((one) => one.line === line && one.sku === sku);
  const others = packed.filter((one) => one !== before);
  const sum = (before?.units ?? 0) + units;
  const after = sum > 0 && others.length < maxItems ? [...others, { line, sku, units: sum }] : others;
  return after.length === 0 ? rest : { ...rest, packed: after };
}

function isSame(item: Item, { line, sku, lot, expiry, serial }: ToteGoods): boolean {
  return (
    item.line === line &&
    item.sku === sku &&
    item.lot === lot &&
    item.expiry === expiry &&
    item.serial === serial
  );
}

function itemOf({ line, sku, lot, expiry, serial }: ToteGoods, units: number): Item {
  return {
    ...{ line, sku, units },
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(serial === undefined ? {} : { serial }),
  };
}
