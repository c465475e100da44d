import { z } from 'zod';
import type { Db } from '../database/database.ts';
import { chunksOf } from '../process/rows.ts';
import { creditKey, loadCredits, type ReturnRow } from './load-credits.ts';
import { creditMembers, creditView } from './return-view.ts';

/** A return that is closed, and what a credit note over it would come to. */
export const returnToCredit = z.strictObject({
  return: z.string(),
  site: z.string(),
  order: z.string(),
  customer: z.strictObject({ id: z.string(), name: z.string() }),
  currency: z.string(),
  closedAt: z.string(),
  ...creditMembers.shape,
});
type ReturnToCredit = z.output<typeof returnToCredit>;

export interface CreditFilter {
  /** Where the page before ended: `closedAt/site/return`. */
  readonly after: string;
  readonly limit: number;
  /** ISO dates of the day on which it was closed, both included. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export function positionOf({ closedAt, site, return: name }: ReturnToCredit): string {
  return `${closedAt}/${site}/${name}`;
}

/** Closed returns of which something came back, the oldest first. */
export async function listReturnsToCredit(db: Db, filter: CreditFilter): Promise<ReturnToCredit[]> {
  const rows = await closedReturns(db, filter);
  const orders = rows.map(({ order_number }) => order_number);
  const credits = await loadCredits(db, orders);
  const buyers = await buyersOf(db, orders);
  return rows.flatMap((row) => {
    const buyer = buyers.get(row.order_number);
    return buyer === undefined ? [] : viewOf(row, buyer, creditView(credits.get(creditKey(row))));
  });
}

/** Asked by itself: of a join a database may begin with the customers, and sort all that ever came back. */
async function buyersOf(db: Db, orders: readonly string[]): Promise<ReadonlyMap<string, Buyer>> {
  const buyers = new Map<string, Buyer>();
  for (const chunk of chunksOf(orders)) {
    const rows = await db
      .selectFrom('orders')
      .innerJoin('customers', 'customers.id', 'orders.customer_id')
      .select(['orders.number', 'orders.currency', 'customers.id', 'customers.name'])
      .where('orders.number', 'in', chunk)
      .execute();
    for (const { number, currency, ...customer } of rows) buyers.set(number, { customer, currency });
  }
  return buyers;
}

type Buyer = Pick<ReturnToCredit, 'customer' | 'currency'>;

async function closedReturns(db: Db, { after, limit, from = '', to }: CreditFilter) {
  const [closedAt = '', site = '', ...name] = after.split('/');
  return db
    .selectFrom('returns')
    .selectAll()
    .where('returns.closed_at', '>=', from)
    .$if(to !== undefined, (query) => query.where('returns.closed_at', '<', `${to}U`))
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('returns.closed_at', 'returns.site', 'returns.id'),
        '>',
        tuple(closedAt, site, name.join('/')),
      ),
    )
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('return_lines')
          .select('return_lines.seq')
          .whereRef('return_lines.site', '=', 'returns.site')
          .whereRef('return_lines.return_id', '=', 'returns.id')
          .where('return_lines.counted', '>', 0),
      ),
    )
    .orderBy('returns.closed_at')
    .orderBy('returns.site')
    .orderBy('returns.id')
    .limit(limit)
    .execute();
}

function viewOf(
  row: ReturnRow,
  buyer: Buyer,
  credit: Pick<ReturnToCredit, 'toCreditMinor' | 'credits' | 'lines'>,
): ReturnToCredit {
  return {
    return: row.id,
    site: row.site,
    order: row.order_number,
    ...buyer,
    closedAt: row.closed_at ?? '',
    ...credit,
  };
}
