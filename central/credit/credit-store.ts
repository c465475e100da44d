import { customerOf } from '../customers/customer-store.ts';
import type { Db, Trx } from '../database/database.ts';
import { nextNumber } from '../database/number-series.ts';
import type { Database } from '../database/schema.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { type CreditDecision, type CreditQuestion, decideCredit } from './credit-rule.ts';

type OrderRow = Database['orders'];

/** What the limit of a customer covers on top of all that is open, in minor units; below zero if it does not cover that. */
export async function creditHeadroom(db: Db, id: string): Promise<number> {
  const { credit_limit_minor } = await customerOf(db, id);
  return credit_limit_minor - (await openInvoices(db, id)) - (await releasedOrders(db, id, null));
}

/** Decides the credit of an order on what is open now, and keeps the decision with its reason. */
export async function decideOrderCredit(trx: Trx, order: OrderRow, at: string): Promise<CreditDecision> {
  const question = await questionOf(trx, order);
  const decision = decideCredit(question);
  const numbers = {
    decision: decision.decision,
    limit_minor: question.limitMinor,
    exposure_minor: decision.exposureMinor,
    order_minor: question.orderMinor,
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

async function questionOf(db: Db, order: OrderRow): Promise<CreditQuestion> {
  const customer = await customerOf(db, order.customer_id);
  return {
    currency: order.currency,
    limitMinor: customer.credit_limit_minor,
    invoicedMinor: await openInvoices(db, customer.id),
    releasedMinor: await releasedOrders(db, customer.id, order.number),
    orderMinor: order.uninvoiced_minor,
  };
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

/** What is still to be invoiced of the orders that were released. */
async function releasedOrders(db: Db, customer: string, except: string | null): Promise<number> {
  const { open } = await db
    .selectFrom('orders')
    .select(({ fn }) => fn.sum<number | null>('uninvoiced_minor').as('open'))
    .where('customer_id', '=', customer)
    .where('status', 'in', ['released', 'in_fulfilment', 'dispatched'])
    .where('uninvoiced_minor', '>', 0)
    .$if(except !== null, (all) => all.where('number', '<>', except ?? ''))
    .executeTakeFirstOrThrow();
  return Number(open ?? 0);
}
