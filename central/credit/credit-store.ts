import { customerOf } from '../customers/customer-store.ts';
import type { Db, Trx } from '../database/database.ts';
import { nextNumber } from '../database/number-series.ts';
import type { Database } from '../database/schema.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { type CreditDecision, decideCredit } from './credit-rule.ts';

/** Decides the credit of an order on what is open now, and keeps the decision with its reason. */
export async function decideOrderCredit(
  trx: Trx,
  order: Database['orders'],
  at: string,
): Promise<CreditDecision> {
  const customer = await customerOf(trx, order.customer_id);
  const decision = decideCredit({
    currency: order.currency,
    limitMinor: customer.credit_limit_minor,
    invoicedMinor: await openInvoices(trx, customer.id),
    releasedMinor: await releasedOrders(trx, customer.id, order.number),
    orderMinor: order.gross_minor,
  });
  const numbers = {
    decision: decision.decision,
    limit_minor: customer.credit_limit_minor,
    exposure_minor: decision.exposureMinor,
    order_minor: order.gross_minor,
    reason: decision.reason,
  };
  const id = await nextNumber(trx, 'credit_decision');
  await trx
    .insertInto('credit_decisions')
    .values({ id, order_number: order.number, at, ...numbers })
    .execute();
  const type = decision.decision === 'approved' ? 'credit.approved' : 'credit.held';
  const data = {
    limitMinor: numbers.limit_minor,
    exposureMinor: numbers.exposure_minor,
    orderMinor: numbers.order_minor,
  };
  await recordOrderEvents(trx, [{ order: order.number, at, type, summary: decision.reason, data }]);
  return decision;
}

async function openInvoices(db: Db, customer: string): Promise<number> {
  const { open } = await db
    .selectFrom('invoices')
    .select((eb) => eb.fn.sum<number | null>(eb('gross_minor', '-', eb.ref('paid_minor'))).as('open'))
    .where('customer_id', '=', customer)
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(open ?? 0);
}

/** Orders that were released, or already left, and have no invoice that would count instead. */
async function releasedOrders(db: Db, customer: string, except: string): Promise<number> {
  const { gross } = await db
    .selectFrom('orders')
    .select((eb) => eb.fn.sum<number | null>('gross_minor').as('gross'))
    .where('customer_id', '=', customer)
    .where('status', 'in', ['released', 'in_fulfilment', 'dispatched'])
    .where('number', '<>', except)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('invoices')
            .select('invoices.number')
            .whereRef('invoices.order_number', '=', 'orders.number'),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(gross ?? 0);
}
