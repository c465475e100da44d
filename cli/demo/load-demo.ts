import { callService } from '../call-service.ts';
import { demoCustomers, demoOrders, demoProducts, demoStock } from './demo-data.ts';

/**
 * Enters the demo company through central's public routes, as anybody could. Everything has a key, so a second start on the same state
 * changes nothing.
 */
export async function loadDemo(centralUrl: string): Promise<{ readonly orders: number }> {
  const post = (path: string, body: unknown) =>
    callService(`${centralUrl}${path}`, { method: 'POST', body, timeoutMs: 10_000 });
  for (const customer of demoCustomers) await post('/v1/customers', customer);
  for (const product of demoProducts) await post('/v1/products', product);
  for (const { sku, units } of demoStock) {
    await post('/v1/stock/movements', { sku, units, reason: 'opening', reference: 'demo' });
  }
  for (const order of demoOrders) await post('/v1/orders', orderBody(order));
  return { orders: demoOrders.length };
}

function orderBody({ number, customer, freightMinor, lines }: (typeof demoOrders)[number]): object {
  return {
    number,
    customer,
    channel: 'web',
    // A fixed day, so that the same order is the same at each start.
    orderedOn: '2026-01-05',
    freightMinor,
    lines: lines.map(([sku, units, discountBp = 0]) => ({ sku, units, discountBp })),
  };
}
