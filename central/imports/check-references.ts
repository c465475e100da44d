import type { Fault } from '../../kernel/errors.ts';
import type { Db } from '../database/database.ts';
import type { Entry, OrderEntry, ProductEntry } from './read-rows.ts';
import type { Draft } from './row-reader.ts';

interface Read {
  readonly customers: readonly Entry<{ readonly id: string }>[];
  readonly products: readonly ProductEntry[];
  readonly orders: readonly OrderEntry[];
}

/** Names what stands twice in the files, and what refers to something that is neither in them nor stored. */
export async function checkReferences(db: Db, read: Read, faults: Fault[]): Promise<void> {
  const ids = read.customers.map(({ input, draft }) => ({ key: input.id, draft }));
  const skus = read.products.map(({ input, draft }) => ({ key: input.sku, draft }));
  const numbers = read.orders.map(({ input, draft }) => ({ key: input.number, draft }));
  const customers = uniqueKeys(ids, 'id', faults);
  const products = uniqueKeys(skus, 'sku', faults);
  uniqueKeys(numbers, 'number', faults);
  for (const { id } of await db.selectFrom('customers').select('id').execute()) customers.add(id);
  for (const { sku } of await db.selectFrom('products').select('sku').execute()) products.add(sku);
  for (const { input, draft } of read.orders) {
    if (!customers.has(input.customer)) {
      faults.push(draft.faultAt('customer', `there is no customer "${input.customer}"`));
    }
    for (const [nth, { sku }] of input.lines.entries()) {
      if (!products.has(sku)) faults.push(draft.faultAt(`lines.${nth}.sku`, `there is no product "${sku}"`));
    }
  }
}

function uniqueKeys(
  entries: readonly { readonly key: string; readonly draft: Draft }[],
  path: string,
  faults: Fault[],
): Set<string> {
  const keys = new Set<string>();
  for (const { key, draft } of entries) {
    if (keys.has(key)) faults.push(draft.faultAt(path, `"${key}" stands twice`));
    keys.add(key);
  }
  return keys;
}
