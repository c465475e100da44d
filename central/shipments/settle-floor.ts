import type { Trx } from '../database/database.ts';
import { addContent, knownLocations, publishLocation } from '../locations/location-store.ts';
import { groupBy } from '../process/rows.ts';
import type { FreedStock } from '../release/offer-freed.ts';
import { addReserved } from '../stock/stock-store.ts';
import type { ContentMove, OrderProgress } from './order-progress.ts';

/**
 * What was found to be missing is no longer promised to its order; what others have reserved stays theirs.
 *
 * @returns of which products something is free now, by the books: until somebody has counted, nothing else is known.
 */
export async function freeShorts(trx: Trx, progresses: readonly OrderProgress[]): Promise<FreedStock> {
  const freedAt: FreedStock = new Map();
  for (const { order, changes } of progresses) {
    for (const { line, sku, units } of changes.shorts) {
      const row = await trx
        .selectFrom('order_lines')
        .select('reserved')
        .where('order_number', '=', order.number)
        .where('line', '=', line)
        .executeTakeFirst();
      const freed = Math.min(units, row?.reserved ?? 0);
      if (freed === 0) continue;
      await addReserved(trx, order.site, sku, -freed);
      freedAt.set(order.site, (freedAt.get(order.site) ?? new Set()).add(sku));
      await trx
        .updateTable('order_lines')
        .set((eb) => ({ reserved: eb('reserved', '-', freed) }))
        .where('order_number', '=', order.number)
        .where('line', '=', line)
        .execute();
    }
  }
  return freedAt;
}

/** Picks take from their places, and what is undone is put back there. Places that nobody entered are passed over. */
export async function moveContents(trx: Trx, moves: readonly ContentMove[]): Promise<void> {
  const touched = new Map<string, ContentMove>();
  const entered = new Map<string, ReadonlySet<string>>();
  for (const [site, own] of groupBy(moves, (move) => move.site))
    entered.set(site, await knownLocations(trx, site, [...new Set(own.map(({ location }) => location))]));
  for (const move of moves) {
    const { site, location, sku, units } = move;
    if (entered.get(site)?.has(location) !== true) continue;
    const { lot, expiry } = await lyingAs(trx, move);
    await addContent(trx, {
      ...{ site, location, sku, units },
      ...(lot === '' ? {} : { lot }),
      ...(expiry === '' ? {} : { expiry }),
    });
    touched.set(`${site} ${location}`, move);
  }
  for (const { site, location } of touched.values()) await publishLocation(trx, site, location);
}

/** A scan may not tell the lot or the expiry that the books have: then it was of the first that is there. */
async function lyingAs(trx: Trx, move: ContentMove): Promise<{ lot: string; expiry: string }> {
  const { site, location, sku, lot, expiry } = move;
  const known = await trx
    .selectFrom('location_contents')
    .select(['lot', 'expiry'])
    .where('site', '=', site)
    .where('location', '=', location)
    .where('sku', '=', sku)
    .$if(lot !== null, (query) => query.where('lot', 'in', [lot ?? '', '']))
    .$if(expiry !== null, (query) => query.where('expiry', 'in', [expiry ?? '', '']))
    .orderBy('lot', lot === null ? 'asc' : 'desc')
    .orderBy('expiry', expiry === null ? 'asc' : 'desc')
    .executeTakeFirst();
  return known ?? { lot: lot ?? '', expiry: expiry ?? '' };
}
