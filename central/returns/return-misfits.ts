import type { Trx } from '../database/database.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/schema.ts';
import { chunksOf, groupBy } from '../process/rows.ts';
import { shareReturned } from '../shipments/count-returned.ts';
import type { Misfit, OrderProgress } from '../shipments/order-progress.ts';
import type { Returned } from '../shipments/returned.ts';

type ExceptionRow = Database['fact_exceptions'];

const codes: readonly Misfit['code'][] = ['RETURNED_TOO_MANY', 'RETURNED_TWICE'];

/**
 * What of a return does not count is an exception for a person, by itself: the rest of it is credited and in stock. One that
 * fits by now is none any longer, and one that stays as it was keeps its time, so that it is not listed anew after it was
 * settled.
 */
export async function storeReturnMisfits(
  trx: Trx,
  progresses: readonly OrderProgress[],
  at: string,
): Promise<void> {
  for (const progress of progresses.filter(({ returned }) => returned.length > 0)) {
    const now = misfitsOf(progress, at);
    const before = await loadMisfits(trx, progress);
    const same = new Set(before.filter((row) => now.some(sameAs(row))));
    for (const row of before) if (!same.has(row)) await remove(trx, row);
    const fresh = now.filter((row) => ![...same].some(sameAs(row)));
    await insertRows(trx, 'fact_exceptions', fresh);
  }
}

function sameAs(row: ExceptionRow) {
  return ({ station, seq, code, message }: ExceptionRow) =>
    station === row.station && seq === row.seq && code === row.code && message === row.message;
}

function misfitsOf({ order, lines, returned }: OrderProgress, at: string): ExceptionRow[] {
  return [...groupBy(returned, ({ line }) => line)].flatMap(([number, of]) =>
    [...shareReturned(of, lines.get(number)?.shipped ?? 0)].flatMap(([one, { twin }]) => {
      if (one.counted === one.units) return [];
      const { station, seq } = one;
      return [{ site: order.site, station, seq, at, waiting: 0, ...misfitOf(one, twin) }];
    }),
  );
}

function misfitOf({ station, line, serial, units, counted }: Returned, twin: Returned | null): Misfit {
  if (twin !== null) {
    const message = `Serial ${serial} of line ${line} came back at ${twin.station} already (fact ${twin.seq}). It is not counted, credited or in stock again.`;
    return { code: 'RETURNED_TWICE', message };
  }
  const excess = units - counted;
  const message = `Of ${units} of line ${line} that came back, ${counted} count: no more is known to have left. The other ${excess} are not credited or in stock. Take them back at ${station} if they were none, else settle this.`;
  return { code: 'RETURNED_TOO_MANY', message };
}

async function loadMisfits(trx: Trx, { order, returned }: OrderProgress): Promise<ExceptionRow[]> {
  const found: ExceptionRow[] = [];
  for (const [station, of] of groupBy(returned, (one) => one.station)) {
    for (const chunk of chunksOf(of)) {
      const rows = await trx
        .selectFrom('fact_exceptions')
        .selectAll()
        .where('site', '=', order.site)
        .where('station', '=', station)
        .where(
          'seq',
          'in',
          chunk.map(({ seq }) => seq),
        )
        .where('code', 'in', codes)
        .execute();
      found.push(...rows);
    }
  }
  return found;
}

async function remove(trx: Trx, { site, station, seq, code }: ExceptionRow): Promise<void> {
  await trx
    .deleteFrom('fact_exceptions')
    .where('site', '=', site)
    .where('station', '=', station)
    .where('seq', '=', seq)
    .where('code', '=', code)
    .execute();
}
