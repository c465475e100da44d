import { z } from 'zod';
import { systemClock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import { callService } from '../call-service.ts';
import { demoCustomers, demoOrders, demoProducts, demoSite, demoStock } from './demo-data.ts';
import { demoLocations, demoPeople } from './demo-floor.ts';

/**
 * Enters the demo company through central's public routes, as anybody could. Everything has a key, so a second start on the same state
 * changes nothing, also one of a later version of the demo.
 */
export async function loadDemo(centralUrl: string): Promise<{ readonly orders: number }> {
  const post = (path: string, body: unknown) =>
    callService(`${centralUrl}${path}`, { method: 'POST', body, timeoutMs: 10_000 }).catch(unlessThere);
  for (const customer of demoCustomers) await post('/v1/customers', customer);
  for (const product of demoProducts) await post('/v1/products', product);
  for (const { sku, units } of demoStock) {
    if (units === 0) continue;
    await post('/v1/stock/movements', { sku, units, reason: 'opening', reference: 'demo' });
  }
  await loadFloor(`${centralUrl}/v1/sites/${demoSite}`);
  for (const order of demoOrders) await post('/v1/orders', orderBody(order));
  return { orders: demoOrders.length };
}

/** What an earlier version of the demo entered otherwise stays as it was. */
function unlessThere(thrown: unknown): void {
  if (!messageOf(thrown).includes('[CONTENT_DIFFERS]')) throw thrown;
}

const anyItems = z.object({ items: z.array(z.unknown()) });

/** People and places; only where there are none, as what was picked and counted since must stay. */
async function loadFloor(siteUrl: string): Promise<void> {
  const isEmpty = async (list: string) =>
    anyItems.parse(await callService(`${siteUrl}/${list}?limit=1`)).items.length === 0;
  const put = (path: string, body: unknown) => callService(`${siteUrl}/${path}`, { method: 'PUT', body });
  if (await isEmpty('people')) {
    for (const { badge, person } of demoPeople) await put(`people/${badge}`, person);
  }
  if (await isEmpty('locations')) {
    for (const { location, ...rest } of demoLocations(new Date(systemClock.now()).getUTCFullYear()))
      await put(`locations/${location}`, rest);
  }
}

function orderBody({ number, customer, freightMinor, lines, more }: (typeof demoOrders)[number]): object {
  return {
    number,
    customer,
    channel: 'web',
    // A fixed day, so that the same order is the same at each start.
    orderedOn: '2026-01-05',
    freightMinor,
    lines: lines.map(([sku, units, discountBp = 0]) => ({ sku, units, discountBp })),
    ...more,
  };
}
