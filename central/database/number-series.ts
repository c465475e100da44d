import type { Trx } from './database.ts';

/**
 * Draws the next number of a series, from 1. It is gapless: a transaction that fails gives its number back.
 *
 * @param series for example `invoice` or `journal`; a series starts when it is first drawn from.
 */
export async function nextNumber(trx: Trx, series: string): Promise<number> {
  const row = await trx
    .insertInto('number_series')
    .values({ name: series, last: 1 })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({ last: eb('number_series.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return row.last;
}

/** Draws the next `count` numbers of a series in one statement; as gapless as `nextNumber`. */
export async function nextNumbers(trx: Trx, series: string, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { last } = await trx
    .insertInto('number_series')
    .values({ name: series, last: count })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({ last: eb('number_series.last', '+', count) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return Array.from({ length: count }, (_, nth) => last - count + 1 + nth);
}
