import { siteId } from '../../protocols/wire/ids.ts';
import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import { customerOf } from '../customers/customer-store.ts';
import type { Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { detailsOf, shipTo } from '../orders/order.ts';
import { orderLinesOf, orderOf } from '../orders/order-store.ts';
import { deleteDocument, publishDocument } from '../work-feed/work-documents.ts';

/** Why an order may not go on, for the person at the station. */
export interface Stop {
  readonly status: 'on_hold' | 'cancelled';
  readonly reason: string | null;
}

/** Sends an order to the stations of its site: as released, or as stopped with the reason for the person there. */
export async function publishOrder(trx: Trx, number: string, stop: Stop | null): Promise<void> {
  const order = await orderOf(trx, number);
  const customer = await customerOf(trx, order.customer_id);
  const lines = await orderLinesOf(trx, number);
  const details = detailsOf(order);
  const document: OrderDocument = {
    order: number,
    status: stop?.status ?? 'released',
    ...(stop === null || stop.reason === null ? {} : { holdReason: stop.reason.slice(0, 200) }),
    customer: { id: customer.id, name: customer.name },
    shipTo: shipTo.parse(JSON.parse(order.ship_to)),
    promised: order.promised_on,
    ...details,
    lines: lines.map(lineOf),
  };
  await publishDocument(trx, order.site, 'order', number, document);
}

function lineOf(row: Database['order_lines']): OrderDocument['lines'][number] {
  const { line, sku, description, units, lot, substitution } = row;
  return {
    ...{ line, sku, name: description, units },
    ...(lot === null ? {} : { lot }),
    ...(substitution === null ? {} : { substitution: substitution as 'allowed' | 'refused' }),
  };
}

/** Takes an order off the stations of `site`: it was dispatched, or cancelled long ago. Nothing happens if it is not there. */
export async function retireOrderDocument(trx: Trx, site: string, order: string): Promise<void> {
  await deleteDocument(trx, siteId.parse(site), 'order', order);
}
