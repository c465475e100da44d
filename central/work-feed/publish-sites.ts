import { isoInstant } from '../../kernel/clock.ts';
import { listProducts, publishProduct } from '../catalog/product-store.ts';
import type { CentralContext } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { withTransaction } from '../database/transaction.ts';
import { retireCancelled } from '../release/cancel-order.ts';
import { publishSite, putRules, rulesOf } from '../rules/rules-store.ts';

const productsAtATime = 500;

/** At the start: every site of the configuration gets its settings, and a site that is new gets all products. */
export async function publishSites(context: CentralContext): Promise<void> {
  for (const [site, { rules, timeZone = null }] of Object.entries(context.config.sites)) {
    const at = isoInstant(context.clock.now());
    await withTransaction(context, async (trx) => {
      const isNew = !(await hasDocuments(trx, site));
      if (rules !== undefined && (await rulesOf(trx, site)) === undefined)
        await putRules(trx, context.config, site, { rules, timeZone, at, by: 'configuration' });
      await publishSite(trx, context.config, site);
      await retireCancelled(trx, site, at);
      if (isNew) await publishCatalog(trx, site);
    });
  }
}

async function hasDocuments(trx: Trx, site: string): Promise<boolean> {
  const any = await trx.selectFrom('work_documents').select('id').where('site', '=', site).executeTakeFirst();
  return any !== undefined;
}

async function publishCatalog(trx: Trx, site: string): Promise<void> {
  let after: string | undefined = '';
  while (after !== undefined) {
    const products = await listProducts(trx, after, productsAtATime);
    for (const product of products) await publishProduct(trx, product, [site]);
    after = products.at(-1)?.sku;
  }
}
