import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import type { WorkReplica } from '../../work/work-replica.ts';

const pageSize = 1_000;

/**
 * The products of the site's work, with their packagings. One that is withdrawn stays known: its facts may still come.
 */
export function createKnownProducts(work: Pick<WorkReplica, 'page' | 'served'>) {
  const products = new Map<string, ProductDocument>();
  let epoch: string | undefined;
  let cursor = 0;

  return {
    /** False as long as no work has come to this site. */
    ready: (): boolean => work.served() !== null,
    /** All products as of now; the same map as long as nothing changed. */
    current(): ReadonlyMap<string, ProductDocument> {
      const served = work.served();
      if (served === null || (served.epoch === epoch && served.cursor === cursor)) return products;
      for (let more = true; more; ) {
        const page = work.page({
          after: served.epoch === epoch ? cursor : 0,
          epoch: served.epoch,
          limit: pageSize,
        });
        for (const { kind, data } of page.documents)
          if (kind === 'product' && data !== null) products.set(data.sku, data);
        epoch = page.epoch;
        cursor = page.cursor;
        more = page.more;
      }
      return products;
    },
  };
}
