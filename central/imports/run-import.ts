import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import type { Fault } from '../../kernel/errors.ts';
import { addProduct } from '../catalog/product-store.ts';
import { centralErrors } from '../central-errors.ts';
import type { CentralContext } from '../context.ts';
import { addCustomer } from '../customers/customer-store.ts';
import type { Trx } from '../database/database.ts';
import { withTransaction } from '../database/transaction.ts';
import { putLocation } from '../locations/location-store.ts';
import { enterOrder } from '../orders/enter-order.ts';
import { receiveGoods } from '../release/receive-goods.ts';
import { releaseOrder } from '../release/release-order.ts';
import { knownSite, siteIds } from '../sites.ts';
import type { Stored } from '../stored.ts';
import { checkReferences } from './check-references.ts';
import type { ImportMapping } from './mapping.ts';
import { type LocationEntry, readLocations } from './read-locations.ts';
import {
  faultsOf,
  type OrderEntry,
  type ProductEntry,
  readCustomers,
  readOrders,
  readProducts,
} from './read-rows.ts';
import { readTables } from './read-tables.ts';
import type { Draft } from './row-reader.ts';

const maxListed = 50;

const counts = z.strictObject({ added: z.number().int(), same: z.number().int() });

/** What an import did. `same` was stored before with the same content and is untouched. */
export const importResult = z.strictObject({
  v: z.literal(1),
  customers: counts,
  products: counts,
  stock: counts,
  orders: counts,
  locations: counts,
  orderLines: z.number().int(),
  /** Status of the orders that were added -> how many. */
  statuses: z.record(z.string(), z.number().int()),
});
export type ImportResult = z.output<typeof importResult>;

/**
 * Brings CSV files in through a mapping: all of it or nothing. The same files again change nothing.
 *
 * @param files name -> text of the file.
 * @throws IMPORT_INVALID with the faults of the files, each at `file:line:column`; at most 50 are listed, all are counted.
 */
export async function runImport(
  context: CentralContext,
  mapping: ImportMapping,
  files: Readonly<Record<string, string>>,
): Promise<ImportResult> {
  const faults: Fault[] = [];
  const tables = readTables(mapping, files, faults);
  refuseIfFaulty(faults);
  const read = {
    customers: readCustomers(mapping, tables, faults),
    products: readProducts(mapping, tables, faults),
    orders: readOrders(mapping, tables, faults),
    locations: readLocations(mapping, tables, faults),
  };
  refuseIfFaulty(faults);
  await checkReferences(context.db, read, faults);
  refuseIfFaulty(faults);
  return withTransaction(context, async (trx) => {
    const run = new ImportRun(trx, context, mapping);
    for (const { input, draft } of read.customers) {
      await run.enter('customers', draft, () => addCustomer(trx, input, run.entry));
    }
    for (const product of read.products) await run.enterProduct(product);
    for (const order of read.orders) await run.enterOrder(order);
    for (const location of read.locations) await run.enterLocation(location);
    refuseIfFaulty(run.faults);
    return run.result;
  });
}

/** Entering inside the one transaction; refusals are collected, so that a person can mend all at once. */
class ImportRun {
  readonly faults: Fault[] = [];
  readonly result: ImportResult = {
    v: 1,
    customers: { added: 0, same: 0 },
    products: { added: 0, same: 0 },
    stock: { added: 0, same: 0 },
    orders: { added: 0, same: 0 },
    locations: { added: 0, same: 0 },
    orderLines: 0,
    statuses: {},
  };
  readonly entry;
  private readonly trx: Trx;
  private readonly context: CentralContext;
  private readonly stockSite: string | undefined;
  private readonly locationSite: string | undefined;

  constructor(trx: Trx, context: CentralContext, mapping: ImportMapping) {
    this.trx = trx;
    this.context = context;
    this.stockSite = mapping.products?.openingStock?.site;
    this.locationSite = mapping.locations?.site;
    const { config, clock } = context;
    this.entry = { currency: config.currency, sites: siteIds(config), at: isoInstant(clock.now()) };
  }

  async enter(
    kind: 'customers' | 'products' | 'stock' | 'orders' | 'locations',
    draft: Draft,
    action: () => Promise<Stored>,
  ): Promise<Stored | null> {
    try {
      const stored = await action();
      this.result[kind][stored] += 1;
      return stored;
    } catch (thrown) {
      this.faults.push(...faultsOf(thrown, draft));
      return null;
    }
  }

  async enterProduct({ input, draft, openingUnits }: ProductEntry): Promise<void> {
    const stored = await this.enter('products', draft, () => addProduct(this.trx, input, this.entry));
    if (stored === null || openingUnits === 0) return;
    await this.enter('stock', draft, async () =>
      receiveGoods(this.trx, {
        site: knownSite(this.context.config, this.stockSite),
        sku: input.sku,
        units: openingUnits,
        reason: 'opening',
        reference: 'import',
        at: this.entry.at,
      }),
    );
  }

  async enterLocation({ input, location, draft }: LocationEntry): Promise<void> {
    await this.enter('locations', draft, async () => {
      const site = knownSite(this.context.config, this.locationSite);
      return putLocation(this.trx, site, location, { input, at: this.entry.at });
    });
  }

  async enterOrder({ input, draft, release }: OrderEntry): Promise<void> {
    const stored = await this.enter('orders', draft, async () => {
      const site = knownSite(this.context.config, input.site);
      return enterOrder(this.trx, input, { ...this.entry, site });
    });
    if (stored !== 'added') return;
    const status = release ? await releaseOrder(this.trx, input.number, this.entry.at) : 'received';
    this.result.statuses[status] = (this.result.statuses[status] ?? 0) + 1;
    this.result.orderLines += input.lines.length;
  }
}

function refuseIfFaulty(faults: readonly Fault[]): void {
  const first = faults[0];
  if (first === undefined) return;
  const more = faults.length > maxListed ? `; the first ${maxListed} are listed` : '';
  throw centralErrors.fault(
    'IMPORT_INVALID',
    `nothing was imported: ${faults.length} fault(s)${more}. ${first.place}: ${first.message}`,
    { place: first.place, faults: faults.slice(0, maxListed) },
  );
}
