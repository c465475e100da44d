import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../kernel/package-root.ts';
import { onPostgres } from '../database/test-database.ts';
import { testContext } from '../test-context.ts';
import { importMapping } from './mapping.ts';
import { runImport } from './run-import.ts';

const folder = join(process.env.PACKPROOF_DATA ?? join(packageRoot, '..', 'shared', 'data'), 'northwind');
const isHere = existsSync(join(folder, 'orders.csv'));
const required = process.env.CI === 'true';
const reason = isHere ? '' : ` (skipped: ${folder} is not there; set PACKPROOF_DATA)`;

const mapping = importMapping.parse(
  JSON.parse(readFileSync(join(packageRoot, 'test', 'scenario', 'northwind.mapping.json'), 'utf8')),
);

function northwind(): Record<string, string> {
  const names = ['customers.csv', 'products.csv', 'orders.csv', 'order_details.csv'];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

test.skipIf(!isHere && !required)(
  `Northwind comes in whole, to the cent${reason}`,
  async () => {
    const context = await testContext();
    const started = process.cpuUsage();
    const result = await runImport(context, mapping, northwind());
    // Processor time, as other tests share the machine; nothing is waited for.
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000_000).toBeLessThan(onPostgres ? 30 : 10);
    expect(result).toEqual({
      v: 1,
      customers: { added: 91, same: 0 },
      locations: { added: 0, same: 0 },
      products: { added: 77, same: 0 },
      stock: { added: 77, same: 0 },
      orders: { added: 830, same: 0 },
      orderLines: 2155,
      statuses: { released: 809, received: 21 },
    });
    const lines = await context.db
      .selectFrom('order_lines')
      .select((eb) => [
        eb.fn.sum<number>('net_minor').as('net'),
        eb.fn.sum<number>('reserved').as('reserved'),
      ])
      .executeTakeFirstOrThrow();
    const orders = await context.db
      .selectFrom('orders')
      .select((eb) => [
        eb.fn.sum<number>('net_minor').as('net'),
        eb.fn.sum<number>('freight_minor').as('freight'),
      ])
      .executeTakeFirstOrThrow();
    expect([lines.net, orders.net, orders.freight]).toEqual([126_579_329, 126_579_329, 6_494_269]);
    const stock = await context.db
      .selectFrom('stock')
      .select((eb) => eb.fn.sum<number>('reserved').as('reserved'))
      .executeTakeFirstOrThrow();
    expect([lines.reserved, stock.reserved]).toEqual([50_119, 50_119]);
    const cases = await context.db
      .selectFrom('product_packagings')
      .select(['gtin', 'level', 'sku', 'units'])
      .where('sku', '=', '2')
      .orderBy('units')
      .execute();
    expect(cases).toEqual([
      { gtin: '09520001000027', sku: '2', level: 'each', units: 1 },
      { gtin: '19520001000024', sku: '2', level: 'case', units: 24 },
    ]);

    // The same files again change nothing.
    expect(await runImport(context, mapping, northwind())).toMatchObject({
      customers: { added: 0, same: 91 },
      orders: { added: 0, same: 830 },
      stock: { added: 0, same: 77 },
      statuses: {},
    });
  },
  180_000,
);
