import type { Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import type { FactMisfit } from '../facts/fact-store.ts';
import { addContent, findLocation, publishLocation } from '../locations/location-store.ts';
import { retryBackOrders } from '../release/release-order.ts';
import type { OrderProgress } from '../shipments/order-progress.ts';
import type { Returned } from '../shipments/returned.ts';
import { addMovement, stockLevel } from '../stock/stock-store.ts';

type ReturnLine = Database['return_lines'];

/** A line that is counted anew, and by how many units more or fewer. */
interface Recount {
  readonly line: ReturnLine;
  readonly units: number;
}

/**
 * Books what counts of what came back: what may be sold again is in stock. What came goes in before what did not come
 * after all goes out, and only then do back-orders take theirs, so that units that another desk brought earlier are
 * never missed in between.
 *
 * @returns STOCK_TOO_LOW for units that are promised to orders already.
 */
export async function bookReturned(
  trx: Trx,
  progresses: readonly OrderProgress[],
  at: string,
): Promise<FactMisfit[]> {
  const recounts: Recount[] = [];
  for (const { order, returned } of progresses) {
    for (const one of returned.filter(({ counted, booked }) => counted !== booked))
      recounts.push({ line: await recount(trx, order.site, one), units: one.counted - one.booked });
  }
  const sold = recounts.filter(({ line }) => line.disposition === 'restock');
  for (const one of sold.filter(({ units }) => units > 0)) await putIn(trx, one, at);
  const misfits: FactMisfit[] = [];
  for (const one of sold.filter(({ units }) => units < 0)) misfits.push(...(await takeOut(trx, one, at)));
  for (const site of new Set(sold.map(({ line }) => line.site)))
    await retryBackOrders(trx, site, skusIn(sold, site), at);
  return misfits;
}

function skusIn(recounts: readonly Recount[], site: string): string[] {
  const came = recounts.filter(({ line, units }) => line.site === site && units > 0);
  return [...new Set(came.map(({ line }) => line.sku))];
}

async function recount(trx: Trx, site: string, one: Returned): Promise<ReturnLine> {
  return trx
    .updateTable('return_lines')
    .set((eb) => ({ counted: one.counted, recounts: eb('recounts', '+', 1) }))
    .where('site', '=', site)
    .where('return_id', '=', one.name)
    .where('station', '=', one.station)
    .where('seq', '=', one.seq)
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function putIn(trx: Trx, { line, units }: Recount, at: string): Promise<void> {
  const { site, sku } = line;
  await addMovement(trx, { site, sku, units, reason: 'return', reference: referenceOf(line), at });
  await putBack(trx, line, units);
}

async function takeOut(trx: Trx, { line, units }: Recount, at: string): Promise<FactMisfit[]> {
  const { site, sku } = line;
  const { onHand, reserved } = await stockLevel(trx, site, sku);
  const taken = Math.min(-units, onHand - reserved);
  if (taken > 0)
    await addMovement(trx, { site, sku, units: -taken, reason: 'return', reference: referenceOf(line), at });
  await putBack(trx, line, units);
  const missing = -units - taken;
  if (missing === 0) return [];
  const message = `${missing} of ${sku} that did not come back after all are promised to orders already: count ${sku} at ${site}.`;
  return [{ code: 'STOCK_TOO_LOW', message, fact: line }];
}

/** Kept apart from what a person books under the same reason, and from what was booked of it before. */
function referenceOf({ return_id: name, station, seq, recounts }: ReturnLine): string {
  const first = `${name} ${station}/${seq}`;
  return recounts === 1 ? first : `${first} #${recounts}`;
}

async function putBack(trx: Trx, line: ReturnLine, units: number): Promise<void> {
  const { site, location, sku, lot, expiry } = line;
  if (location === null || (await findLocation(trx, site, location)) === undefined) return;
  await addContent(trx, {
    ...{ site, location, sku, units },
    ...(lot === null ? {} : { lot }),
    ...(expiry === null ? {} : { expiry }),
  });
  await publishLocation(trx, site, location);
}
