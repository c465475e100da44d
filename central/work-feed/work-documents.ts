import { randomUUID } from 'node:crypto';
import type { LocationDocument } from '../../protocols/wire/work/location-document.ts';
import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import type { PersonDocument } from '../../protocols/wire/work/person-document.ts';
import type { ProductDocument } from '../../protocols/wire/work/product-document.ts';
import type { SiteDocument } from '../../protocols/wire/work/site-document.ts';
import type { Db, Trx } from '../database/database.ts';
import { nextNumber } from '../database/number-series.ts';
import { noteWorkChange } from '../database/transaction.ts';

interface DocumentData {
  order: OrderDocument;
  product: ProductDocument;
  site: SiteDocument;
  person: PersonDocument;
  location: LocationDocument;
}
type Kind = keyof DocumentData;

/**
 * Puts the newest version of a document into the work feed of a site. The same content again changes nothing, so it
 * may be called whenever the source may have changed.
 */
export async function publishDocument<K extends Kind>(
  trx: Trx,
  site: string,
  kind: K,
  id: string,
  data: DocumentData[K],
): Promise<void> {
  const known = await storedDocument(trx, site, kind, id);
  const json = JSON.stringify(data);
  if (known?.data !== json) await replaceDocument(trx, { site, kind, id }, (known?.version ?? 0) + 1, json);
}

/** Takes a document out of the work feed of a site: replicas drop it. Nothing happens if it is not there. */
export async function deleteDocument(trx: Trx, site: string, kind: Kind, id: string): Promise<void> {
  const known = await storedDocument(trx, site, kind, id);
  if (known === undefined || known.data === null) return;
  await replaceDocument(trx, { site, kind, id }, known.version + 1, null);
}

/** The name of this feed; it stays until central has lost something of it (`renewFeed`). */
export async function feedEpoch(db: Db): Promise<string> {
  const epoch = () => db.selectFrom('settings').select('value').where('key', '=', 'work_epoch');
  const known = await epoch().executeTakeFirst();
  if (known !== undefined) return known.value;
  await db
    .insertInto('settings')
    .values({ key: 'work_epoch', value: randomUUID() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await epoch().executeTakeFirstOrThrow()).value;
}

/** The cursor of the newest change of a site. */
export async function lastCursor(db: Db, site: string): Promise<number> {
  const row = await db
    .selectFrom('number_series')
    .select('last')
    .where('name', '=', feedSeries(site))
    .executeTakeFirst();
  return row?.last ?? 0;
}

/** Gives the feed another name, if it still has that one: every replica begins again. */
export async function renewFeed(db: Db, epoch: string): Promise<void> {
  await db
    .updateTable('settings')
    .set({ value: randomUUID() })
    .where('key', '=', 'work_epoch')
    .where('value', '=', epoch)
    .execute();
}

const feedSeries = (site: string) => `work/${site}`;

async function storedDocument(trx: Trx, site: string, kind: Kind, id: string) {
  return trx
    .selectFrom('work_documents')
    .select(['version', 'data'])
    .where('site', '=', site)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .executeTakeFirst();
}

async function replaceDocument(
  trx: Trx,
  key: { readonly site: string; readonly kind: Kind; readonly id: string },
  version: number,
  data: string | null,
): Promise<void> {
  const cursor = await nextNumber(trx, feedSeries(key.site));
  await trx
    .insertInto('work_documents')
    .values({ ...key, version, cursor, data })
    .onConflict((conflict) => conflict.columns(['site', 'kind', 'id']).doUpdateSet({ version, cursor, data }))
    .execute();
  noteWorkChange(trx, key.site);
}
