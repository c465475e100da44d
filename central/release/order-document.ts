import { siteId } from '../../protocols/wire/ids.ts';
import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import { customerOf } from '../customers/customer-store.ts';
import type { Trx } from '../database/database.ts';
import { shipTo } from '../orders/order.ts';
import { orderLinesOf, orderOf } from '../orders/order-store.ts';
import { deleteDocument, publishDocument } from '../work-feed/work-documents.ts';

/** Sends an order to the stations of its site: as released, or as on hold with the reason for the person there. */
export async function publishOrder(trx: Trx, number: string, holdReason: string | null): Promise<void> {
  const order = await orderOf(trx, number);
  const customer = await customerOf(trx, order.customer_id);
  const lines = await orderLinesOf(trx, number);
  const document: OrderDocument = {
    order: number,
    status: holdReason === null ? 'released' : 'on_hold',
    ...(holdReason === null ? {} : { holdReason: holdReason.slice(0, 200) }),
    customer: { id: customer.id, name: customer.name },
    shipTo: shipTo.parse(JSON.parse(order.ship_to)),
    promised: order.promised_on,
    lines: lines.map(({ line, sku, description, units }) => ({ line, sku, name: description, units })),
  };
  await publishDocument(trx, order.site, 'order', number, document);
}

/** Takes an order off the stations of `site`: it was dispatched or cancelled. Nothing happens if it is not there. */
export async function retireOrderDocument(trx: Trx, site: string, order: string): Promise<void> {
  await deleteDocument(trx, siteId.parse(site), 'order', order);
}
