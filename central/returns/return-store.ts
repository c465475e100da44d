import type { FactData, KnownFact } from '../../protocols/wire/fact.ts';
import type { Trx } from '../database/database.ts';
import { nextNumber } from '../database/number-series.ts';
import type { OrderProgress } from '../shipments/order-progress.ts';

/** Keeps what came back, line by line. What of it counts is booked by `bookReturned`. */
export async function storeReturns(trx: Trx, progresses: readonly OrderProgress[]): Promise<void> {
  for (const fact of progresses.flatMap(({ changes }) => changes.returns)) await storeReturn(trx, fact);
}

async function storeReturn(trx: Trx, fact: KnownFact): Promise<void> {
  switch (fact.type) {
    case 'return.started':
      return stamp(trx, fact, { started_at: fact.at, sscc: fact.data.sscc ?? null });
    case 'return.closed':
      await stamp(trx, fact, { closed_at: fact.at });
      return numberClosing(trx, fact.site, fact.data.return);
    case 'return.received':
      await stamp(trx, fact, {});
      return received(trx, fact, fact.data);
    case 'return.undone':
      return undone(trx, fact, fact.data);
    default:
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
  { site, station, seq, at }: KnownFact,
  data: FactData<'return.received'>,
): Promise<void> {
  const { line, sku, units, lot, expiry, serial, condition, disposition, location } = data;
  await trx
    .insertInto('return_lines')
    .values({
      ...{ site, return_id: data.return, station, seq, line, sku, units, condition, disposition, at },
      lot: lot ?? null,
      expiry: expiry ?? null,
      serial: serial ?? null,
      location: location ?? null,
      undone: 0,
      counted: 0,
      recounts: 0,
    })
    .execute();
}

async function undone(
  trx: Trx,
  { site, station }: KnownFact,
  data: FactData<'return.undone'>,
): Promise<void> {
  await trx
    .updateTable('return_lines')
    .set({ undone: 1 })
    .where('site', '=', site)
    .where('return_id', '=', data.return)
    .where('station', '=', station)
    .where('seq', '=', data.receivedSeq)
    .execute();
}
