import { z } from 'zod';
import { centralErrors } from '../central-errors.ts';
import type { Db, Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { chunksOf } from '../process/rows.ts';
import { irregular } from './irregular.ts';

export const settlement = z.strictObject({ at: z.string(), by: z.string(), reason: z.string() });

type Settlement = z.output<typeof settlement>;
type ExceptionKey = Pick<Database['exception_settlements'], 'site' | 'station' | 'seq' | 'code'>;

export function exceptionKey({ site, station, seq, code }: ExceptionKey): string {
  return `${site}/${station}/${seq}/${code}`;
}

/**
 * Keeps who settled an exception and why, also in the history of its order. Facts stay as they are, and nothing is booked: one
 * that waits for others is applied all the same should they come.
 *
 * @throws EXCEPTION_UNKNOWN
 */
export async function settleException(trx: Trx, key: ExceptionKey, settled: Settlement): Promise<void> {
  const { site, station, seq, code } = key;
  const found = await irregular(trx)
    .where('site', '=', site)
    .where('station', '=', station)
    .where('seq', '=', seq)
    .where('code', '=', code)
    .executeTakeFirst();
  if (found === undefined) {
    const message = `there is no exception ${code} of fact ${seq} of ${station} at ${site}`;
    throw centralErrors.fault('EXCEPTION_UNKNOWN', message, { place: 'path' });
  }
  await trx
    .insertInto('exception_settlements')
    .values({ site, station, seq, code, ...settled })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  if (found.order_number !== null) await tellOrder(trx, found.order_number, key, settled);
}

/** A fact may name an order that nobody here knows. */
async function tellOrder(trx: Trx, number: string, key: ExceptionKey, settled: Settlement): Promise<void> {
  const order = trx.selectFrom('orders').select('number').where('number', '=', number);
  if ((await order.executeTakeFirst()) === undefined) return;
  const { at, by, reason } = settled;
  const summary = `${key.code} of fact ${key.seq} of ${key.station} was settled by ${by}: ${reason}`;
  const data = { ...key, by, reason };
  await recordOrderEvents(trx, [{ order: number, at, type: 'exception.settled', summary, data }]);
}

/** The last settlement of each of these, by `exceptionKey`. */
export async function settlementsOf(
  db: Db,
  keys: readonly ExceptionKey[],
): Promise<ReadonlyMap<string, Settlement>> {
  const found = new Map<string, Settlement>();
  for (const chunk of chunksOf(keys)) {
    const rows = await db
      .selectFrom('exception_settlements')
      .selectAll()
      .where('station', 'in', [...new Set(chunk.map(({ station }) => station))])
      .where('site', 'in', [...new Set(chunk.map(({ site }) => site))])
      .where('seq', 'in', [...new Set(chunk.map(({ seq }) => seq))])
      .orderBy('at')
      .execute();
    for (const { at, by, reason, ...key } of rows) found.set(exceptionKey(key), { at, by, reason });
  }
  return found;
}
