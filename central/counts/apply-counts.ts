import type { KnownFact } from '../../protocols/wire/fact.ts';
import type { Trx } from '../database/database.ts';
import type { FactMisfit } from '../facts/fact-store.ts';
import { contentsOf, findLocation, publishLocation, replaceContents } from '../locations/location-store.ts';
import { groupBy } from '../process/rows.ts';
import { receiveGoods } from '../release/receive-goods.ts';
import type { FactOf } from '../shipments/proofs.ts';
import { addMovement, stockLevel } from '../stock/stock-store.ts';

type Closed = FactOf<'count.closed'>;

/**
 * What was counted is what lies there: the books of the place are replaced, and the difference is booked for the house. What
 * cannot be booked is named.
 */
export async function applyCounts(trx: Trx, facts: readonly KnownFact[], at: string): Promise<FactMisfit[]> {
  const misfits: FactMisfit[] = [];
  for (const fact of facts) {
    if (fact.type === 'count.closed') misfits.push(...(await applyCount(trx, fact, at)));
  }
  return misfits;
}

async function applyCount(trx: Trx, fact: Closed, at: string): Promise<FactMisfit[]> {
  const { site, data } = fact;
  if ((await findLocation(trx, site, data.location)) === undefined) {
    const message = `Count ${data.count} is of ${data.location}, which ${site} does not have: enter the location and count it again.`;
    return [{ code: 'LOCATION_UNKNOWN', message, fact }];
  }
  const counted = data.results.filter((result) => result.counted > 0 || result.expected !== null);
  const unknown = await unknownProducts(trx, [...new Set(counted.map(({ sku }) => sku))]);
  const results = counted.filter(({ sku }) => !unknown.includes(sku));
  const misfits = unknown.map((sku): FactMisfit => {
    const message = `Count ${data.count} found ${sku} at ${data.location}, which is no product: enter it and count again.`;
    return { code: 'PRODUCT_UNKNOWN', message, fact };
  });
  for (const [sku, units] of await differences(trx, fact, results)) {
    const misfit = await book(trx, fact, sku, units, at);
    if (misfit !== null) misfits.push(misfit);
  }
  await replace(trx, fact, results);
  return misfits;
}

async function unknownProducts(trx: Trx, skus: readonly string[]): Promise<string[]> {
  if (skus.length === 0) return [];
  const rows = await trx.selectFrom('products').select('sku').where('sku', 'in', skus).execute();
  const known = new Set(rows.map(({ sku }) => sku));
  return skus.filter((sku) => !known.has(sku));
}

/** Per product, counted against what the books say that lies there; a product that nobody found is gone. */
async function differences(
  trx: Trx,
  { site, data }: Closed,
  results: Closed['data']['results'],
): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  const add = (sku: string, units: number) => sums.set(sku, (sums.get(sku) ?? 0) + units);
  for (const { sku, units } of await contentsOf(trx, site, data.location)) add(sku, -units);
  for (const { sku, counted } of results) add(sku, counted);
  return sums;
}

async function book(
  trx: Trx,
  fact: Closed,
  sku: string,
  units: number,
  at: string,
): Promise<FactMisfit | null> {
  if (units === 0) return null;
  const { site, station, seq, data } = fact;
  const movement = { site, sku, reason: 'count', reference: `${data.count} ${station}/${seq}`, at } as const;
  if (units > 0) {
    await receiveGoods(trx, { ...movement, units });
    return null;
  }
  const { onHand, reserved } = await stockLevel(trx, site, sku);
  const taken = Math.min(-units, onHand - reserved);
  if (taken > 0) await addMovement(trx, { ...movement, units: -taken });
  if (taken === -units) return null;
  const missing = -units - taken;
  const message =
    `${missing} of ${sku} are missing at ${data.location} and promised to orders all the same: hold or cancel orders of ${sku}, ` +
    'and book the difference as an adjustment.';
  return { code: 'COUNT_BELOW_RESERVED', message, fact };
}

/** The expiry of a lot is as the books had it: a count does not ask for it. */
async function replace(trx: Trx, { site, data }: Closed, results: Closed['data']['results']): Promise<void> {
  const before = await contentsOf(trx, site, data.location);
  const groups = groupBy(
    results.filter(({ counted }) => counted > 0),
    ({ sku, lot }) => JSON.stringify([sku, lot ?? '']),
  );
  const contents = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { sku, lot } = first;
    const known = before.find((row) => row.sku === sku && row.lot === (lot ?? ''));
    const units = group.reduce((sum, { counted }) => sum + counted, 0);
    const expiry = known?.expiry ?? '';
    return [{ sku, units, ...(lot === undefined ? {} : { lot }), ...(expiry === '' ? {} : { expiry }) }];
  });
  await replaceContents(trx, site, data.location, contents);
  await publishLocation(trx, site, data.location);
}
