import { assertTax } from '../catalog/product.ts';
import { findProducts, unknownProduct } from '../catalog/product-store.ts';
import { centralErrors } from '../central-errors.ts';
import { assertCurrency, customerOf } from '../customers/customer-store.ts';
import type { Trx } from '../database/database.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/schema.ts';
import { displayMinor } from '../money.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { firstOrderStatus } from '../process/order-states.ts';
import { contentHash, type Stored } from '../stored.ts';
import { type OrderInput, orderDetails, type ShipTo } from './order.ts';
import { netOf, type Totals, totalsOf } from './pricing.ts';

type LineRow = Database['order_lines'];

/** What entering needs to know: the currency of the books, the order's site and the time. */
interface Entry {
  readonly currency: string;
  readonly site: string;
  readonly at: string;
}

const receivedType = 'order.received';

/**
 * Enters an order with the prices that hold now. It is `received`; credit and stock are decided by its release.
 *
 * @returns `same` if exactly this order was entered before.
 * @throws CONTENT_DIFFERS if the number is taken by another order; CUSTOMER_UNKNOWN, PRODUCT_UNKNOWN, CURRENCY_DIFFERS,
 *   TAX_INVALID, AMOUNT_TOO_LARGE
 */
export async function enterOrder(trx: Trx, input: OrderInput, entry: Entry): Promise<Stored> {
  const content = contentHash(input);
  const known = await contentOfOrder(trx, input.number);
  if (known === content) return 'same';
  if (known !== undefined) {
    throw centralErrors.fault('CONTENT_DIFFERS', `order ${input.number} is stored with other content`, {
      place: 'number',
    });
  }
  assertCurrency(input.currency, entry.currency);
  const customer = await customerOf(trx, input.customer);
  const lines = await priceLines(trx, input);
  const totals = totalsOf(lines.map(pricingOf), input.freightMinor);
  assertCountable(lines, totals, entry.currency);
  await trx
    .insertInto('orders')
    .values(orderRow(input, entry, input.shipTo ?? addressOf(customer), totals))
    .execute();
  await insertRows(trx, 'order_lines', lines);
  const summary = `${lines.length} line${lines.length === 1 ? '' : 's'} for ${customer.name}, ${displayMinor(totals.grossMinor, entry.currency)} gross.`;
  const { grossMinor } = totals;
  const data = { content, channel: input.channel, grossMinor, lines: lines.length, customer: customer.name };
  await recordOrderEvents(trx, [{ order: input.number, at: entry.at, type: receivedType, summary, data }]);
  return 'added';
}

/** Sums of many invoices have to be exact too, so that one is kept far below what a number can hold. */
const mostMinor = 1_000_000_000_000;

function assertCountable(lines: readonly LineRow[], totals: Totals, currency: string): void {
  const amounts = [totals.grossMinor, ...lines.map(({ net_minor }) => net_minor)];
  if (amounts.every((minor) => minor <= mostMinor)) return;
  const most = displayMinor(mostMinor, currency);
  throw centralErrors.fault('AMOUNT_TOO_LARGE', `the order comes to more than ${most}`, { place: 'lines' });
}

/** The hash of what an order was entered as; its history keeps it. */
async function contentOfOrder(trx: Trx, number: string): Promise<string | undefined> {
  const event = await trx
    .selectFrom('order_events')
    .select('data')
    .where('order_number', '=', number)
    .where('type', '=', receivedType)
    .executeTakeFirst();
  return event === undefined ? undefined : (JSON.parse(event.data) as { content: string }).content;
}

async function priceLines(trx: Trx, input: OrderInput): Promise<LineRow[]> {
  const products = await findProducts(trx, [...new Set(input.lines.map(({ sku }) => sku))]);
  return input.lines.map((line, nth) => {
    const product = products.get(line.sku);
    if (product === undefined) throw unknownProduct(line.sku, `lines.${nth}.sku`);
    const price = {
      units: line.units,
      unitPriceMinor: line.unitPriceMinor ?? product.unitPriceMinor,
      discountBp: line.discountBp,
      taxCategory: line.taxCategory ?? product.taxCategory,
      taxRateBp: line.taxRateBp ?? product.taxRateBp,
    };
    assertTax(price, `lines.${nth}.taxCategory`);
    return {
      order_number: input.number,
      line: line.line ?? nth + 1,
      sku: line.sku,
      description: product.name,
      units: price.units,
      unit_price_minor: price.unitPriceMinor,
      discount_bp: price.discountBp,
      tax_category: price.taxCategory,
      tax_rate_bp: price.taxRateBp,
      net_minor: netOf(price),
      picked: 0,
      packed: 0,
      shipped: 0,
      shorted: 0,
      reserved: 0,
      lot: line.lot ?? null,
      substitution: line.substitution ?? null,
      returned: 0,
      back_ordered: 0,
    };
  });
}

function pricingOf(row: LineRow) {
  return {
    units: row.units,
    unitPriceMinor: row.unit_price_minor,
    discountBp: row.discount_bp,
    taxCategory: row.tax_category,
    taxRateBp: row.tax_rate_bp,
  };
}

function addressOf(customer: Database['customers']): ShipTo {
  return {
    name: customer.name,
    street: customer.street,
    city: customer.city,
    postalCode: customer.postal_code,
    country: customer.country,
  };
}

/** JSON of what only stations and carriers have to know; null if there is nothing. */
function detailsOf(input: OrderInput): string | null {
  const details = orderDetails.parse(input);
  return Object.keys(details).length === 0 ? null : JSON.stringify(details);
}

function orderRow(input: OrderInput, entry: Entry, shipTo: ShipTo, totals: Totals): Database['orders'] {
  return {
    number: input.number,
    customer_id: input.customer,
    site: entry.site,
    channel: input.channel,
    status: firstOrderStatus,
    currency: entry.currency,
    customer_reference: input.customerReference,
    ordered_on: input.orderedOn ?? entry.at.slice(0, 10),
    promised_on: input.promisedOn,
    ship_to: JSON.stringify(shipTo),
    net_minor: totals.netMinor,
    freight_minor: totals.freightMinor,
    tax_minor: totals.taxMinor,
    gross_minor: totals.grossMinor,
    received_at: entry.at,
    released_at: null,
    dispatched_at: null,
    closed_at: null,
    held_by: null,
    uninvoiced_minor: totals.grossMinor,
    details: detailsOf(input),
    cancelled_at: null,
    cancel_reason: null,
    back_order_of: input.backOrderOf ?? null,
  };
}
