import type { FactData, KnownFact } from '../../protocols/wire/fact.ts';
import type { Trx } from '../database/database.ts';
import { nextNumber } from '../database/number-series.ts';
import type { FactMisfit } from '../facts/fact-store.ts';
import { addContent, findLocation, publishLocation } from '../locations/location-store.ts';
import { receiveGoods } from '../release/receive-goods.ts';
import type { OrderProgress } from '../shipments/order-progress.ts';
import { addMovement, stockLevel } from '../stock/stock-store.ts';

/** Keeps what came back, line by line, and books into the stock what may be sold again. */
export async function storeReturns(
  trx: Trx,
  progresses: readonly OrderProgress[],
  at: string,
): Promise<FactMisfit[]> {
  const misfits: FactMisfit[] = [];
  for (const fact of progresses.flatMap(({ changes }) => changes.returns)) {
    const misfit = await storeReturn(trx, fact, at);
    if (misfit !== null) misfits.push(misfit);
  }
  return misfits;
}

async function storeReturn(trx: Trx, fact: KnownFact, at: string): Promise<FactMisfit | null> {
  switch (fact.type) {
    case 'return.started':
      await stamp(trx, fact, { started_at: fact.at, sscc: fact.data.sscc ?? null });
      return null;
    case 'return.closed':
      await stamp(trx, fact, { closed_at: fact.at });
      await numberClosing(trx, fact.site, fact.data.return);
      return null;
    case 'return.received':
      await stamp(trx, fact, {});
      await received(trx, fact, fact.data, at);
      return null;
    case 'return.undone':
      return undone(trx, fact, fact.data, at);
    default:
      return null;
  }
}

type Stamps = { started_at?: string; closed_at?: string; sscc?: string | null };

/** What a station says of a return may come before another one says that it was begun. */
async function stamp(
  trx: Trx,
  {
    site,
    data,
  }: { readonly site: string; readonly data: { readonly return: string; readonly order: string } },
  stamps: Stamps,
): Promise<void> {
  const none = { sscc: null, started_at: null, closed_at: null, closing: null };
  await trx
    .insertInto('returns')
    .values({ site, id: data.return, order_number: data.order, ...none, ...stamps })
    .onConflict((conflict) => {
      const key = conflict.columns(['site', 'id']);
      return Object.keys(stamps).length === 0 ? key.doNothing() : key.doUpdateSet(stamps);
    })
    .execute();
}

/** Once: what is credited for a return hangs on those that were closed before it. */
async function numberClosing(trx: Trx, site: string, id: string): Promise<void> {
  const open = await trx
    .selectFrom('returns')
    .select('id')
    .where('site', '=', site)
    .where('id', '=', id)
    .where('closing', 'is', null)
    .executeTakeFirst();
  if (open === undefined) return;
  const closing = await nextNumber(trx, 'return_closing');
  await trx.updateTable('returns').set({ closing }).where('site', '=', site).where('id', '=', id).execute();
}

async function received(
  trx: Trx,
  { site, station, seq, at: happenedAt }: KnownFact,
  data: FactData<'return.received'>,
  at: string,
): Promise<void> {
  const { line, sku, units, lot, expiry, serial, condition, disposition, location } = data;
  await trx
    .insertInto('return_lines')
    .values({
      ...{ site, return_id: data.return, station, seq, line, sku, units, condition, disposition },
      lot: lot ?? null,
      expiry: expiry ?? null,
      serial: serial ?? null,
      location: location ?? null,
      undone: 0,
      at: happenedAt,
    })
    .execute();
  if (disposition !== 'restock') return;
  const reference = referenceOf(data.return, station, seq);
  await receiveGoods(trx, { site, sku, units, reason: 'return', reference, at });
  await putBack(trx, { site, location, sku, lot, expiry, units });
}

/** Kept apart from what a person books under the same reason. */
function referenceOf(name: string, station: string, seq: number): string {
  return `${name} ${station}/${seq}`;
}

interface PutBack {
  readonly site: string;
  readonly location: string | null | undefined;
  readonly sku: string;
  readonly lot: string | undefined;
  readonly expiry: string | undefined;
  readonly units: number;
}

async function putBack(trx: Trx, { site, location, sku, lot, expiry, units }: PutBack): Promise<void> {
  if (location === undefined || location === null) return;
  if ((await findLocation(trx, site, location)) === undefined) return;
  await addContent(trx, {
    ...{ site, location, sku, units },
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
  });
  await publishLocation(trx, site, location);
}

async function undone(
  trx: Trx,
  fact: KnownFact,
  data: FactData<'return.undone'>,
  at: string,
): Promise<FactMisfit | null> {
  const { site, station } = fact;
  const row = await trx
    .updateTable('return_lines')
    .set({ undone: 1 })
    .where('site', '=', site)
    .where('return_id', '=', data.return)
    .where('station', '=', station)
    .where('seq', '=', data.receivedSeq)
    .returningAll()
    .executeTakeFirst();
  if (row?.disposition !== 'restock') return null;
  const { sku, units, location } = row;
  const { onHand, reserved } = await stockLevel(trx, site, sku);
  const reference = `${referenceOf(data.return, station, data.receivedSeq)} undone`;
  const taken = Math.min(units, onHand - reserved);
  if (taken > 0) await addMovement(trx, { site, sku, units: -taken, reason: 'return', reference, at });
  await putBack(trx, {
    site,
    location,
    sku,
    lot: row.lot ?? undefined,
    expiry: row.expiry ?? undefined,
    units: -units,
  });
  if (taken === units) return null;
  const message = `${units - taken} of ${sku} that did not come back after all are promised to orders already: count ${sku} at ${site}.`;
  return { code: 'STOCK_TOO_LOW', message, fact };
}
