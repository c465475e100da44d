import { centralErrors } from '../central-errors.ts';
import type { Db, Trx } from '../database/database.ts';
import { type Stored, sameContent } from '../stored.ts';
import { type CustomerInput, customerView } from './customer.ts';

/** What entering needs to know: the currency of the books and the time. */
interface Entry {
  readonly currency: string;
  readonly at: string;
}

/**
 * Enters a customer.
 *
 * @throws CONTENT_DIFFERS if the id is taken by other content; CURRENCY_DIFFERS
 */
export async function addCustomer(trx: Trx, input: CustomerInput, entry: Entry): Promise<Stored> {
  const columns = columnsOf(input, entry);
  const known = await findCustomer(trx, input.id);
  if (known === undefined) {
    await trx
      .insertInto('customers')
      .values({ ...columns, created_at: entry.at, updated_at: entry.at })
      .execute();
    return 'added';
  }
  if (sameContent(customerView(known), customerView({ ...known, ...columns }))) return 'same';
  throw centralErrors.fault('CONTENT_DIFFERS', `customer ${input.id} is stored with other content`, {
    place: 'id',
  });
}

/**
 * Replaces what is known of a customer, for example with another credit limit. Orders and invoices keep what was true
 * when they were made.
 *
 * @throws CUSTOMER_UNKNOWN, CURRENCY_DIFFERS
 */
export async function changeCustomer(trx: Trx, input: CustomerInput, entry: Entry): Promise<void> {
  const changed = await trx
    .updateTable('customers')
    .set({ ...columnsOf(input, entry), updated_at: entry.at })
    .where('id', '=', input.id)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw unknownCustomer(input.id);
}

async function findCustomer(db: Db, id: string) {
  return db.selectFrom('customers').selectAll().where('id', '=', id).executeTakeFirst();
}

/** @throws CUSTOMER_UNKNOWN */
export async function customerOf(db: Db, id: string) {
  const customer = await findCustomer(db, id);
  if (customer === undefined) throw unknownCustomer(id);
  return customer;
}

function unknownCustomer(id: string) {
  return centralErrors.fault('CUSTOMER_UNKNOWN', `there is no customer ${id}`, { place: 'customer' });
}

function columnsOf(input: CustomerInput, { currency }: Entry) {
  assertCurrency(input.currency, currency);
  return {
    id: input.id,
    name: input.name,
    contact: input.contact,
    street: input.street,
    city: input.city,
    postal_code: input.postalCode,
    country: input.country,
    vat_id: input.vatId,
    email: input.email,
    currency,
    credit_limit_minor: input.creditLimitMinor,
    payment_terms_days: input.paymentTermsDays,
  };
}

/** @throws CURRENCY_DIFFERS unless amounts are in the currency of the books. */
export function assertCurrency(given: string | undefined, books: string): void {
  if (given === undefined || given === books) return;
  throw centralErrors.fault('CURRENCY_DIFFERS', `the amounts are in ${given}, the books are in ${books}`, {
    place: 'currency',
  });
}
