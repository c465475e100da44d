import type { ProductDocument } from '../../protocols/wire/work/product-document.ts';
import { centralErrors } from '../central-errors.ts';
import { assertCurrency } from '../customers/customer-store.ts';
import type { Db, Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { groupBy } from '../process/rows.ts';
import { type Stored, sameContent } from '../stored.ts';
import { publishDocument } from '../work-feed/work-documents.ts';
import { assertTax, byLevel, type Product, productDetails, productDocumentOf } from './product.ts';

/** What entering needs to know: the currency of the books, the sites whose stations scan the product, and the time. */
interface Entry {
  readonly currency: string;
  readonly sites: readonly string[];
  readonly at: string;
}

/**
 * Enters a product and sends its barcodes to the stations of every site.
 *
 * @throws CONTENT_DIFFERS if the SKU is taken by other content; GTIN_TAKEN; CURRENCY_DIFFERS; TAX_INVALID
 */
export async function addProduct(trx: Trx, product: Product, entry: Entry): Promise<Stored> {
  const columns = columnsOf(product, entry);
  const known = await findProduct(trx, product.sku);
  if (known === undefined) {
    await trx
      .insertInto('products')
      .values({ ...columns, created_at: entry.at, updated_at: entry.at })
      .execute();
    await storePackagings(trx, product);
    await publishProduct(trx, product, entry.sites);
    return 'added';
  }
  if (sameContent(known, { ...product, currency: entry.currency })) return 'same';
  throw centralErrors.fault('CONTENT_DIFFERS', `product ${product.sku} is stored with other content`, {
    place: 'sku',
  });
}

/**
 * Replaces what is known of a product. Orders keep the price and tax that they were entered with; stations get the new barcodes.
 *
 * @throws PRODUCT_UNKNOWN, GTIN_TAKEN, CURRENCY_DIFFERS, TAX_INVALID
 */
export async function changeProduct(trx: Trx, product: Product, entry: Entry): Promise<void> {
  const changed = await trx
    .updateTable('products')
    .set({ ...columnsOf(product, entry), updated_at: entry.at })
    .where('sku', '=', product.sku)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw unknownProduct(product.sku);
  await trx.deleteFrom('product_packagings').where('sku', '=', product.sku).execute();
  await storePackagings(trx, product);
  await publishProduct(trx, product, entry.sites);
}

async function findProduct(db: Db, sku: string): Promise<Product | undefined> {
  return (await findProducts(db, [sku])).get(sku);
}

/** SKU -> product, of those that there are. */
export async function findProducts(db: Db, skus: readonly string[]): Promise<Map<string, Product>> {
  const rows = await db.selectFrom('products').selectAll().where('sku', 'in', skus).execute();
  return new Map((await withPackagings(db, rows)).map((product) => [product.sku, product]));
}

/** Products by SKU, after one. */
export async function listProducts(db: Db, after: string, limit: number): Promise<Product[]> {
  const rows = await db
    .selectFrom('products')
    .selectAll()
    .where('sku', '>', after)
    .orderBy('sku')
    .limit(limit)
    .execute();
  return withPackagings(db, rows);
}

export function unknownProduct(sku: string, place = 'sku') {
  return centralErrors.fault('PRODUCT_UNKNOWN', `there is no product ${sku}`, { place });
}

/** Sends a product to the stations of `sites`; nothing happens where it is known as it is. */
export async function publishProduct(trx: Trx, product: Product, sites: readonly string[]): Promise<void> {
  for (const site of sites) {
    await publishDocument(trx, site, 'product', product.sku, productDocumentOf(product));
  }
}

async function withPackagings(db: Db, rows: readonly Database['products'][]): Promise<Product[]> {
  if (rows.length === 0) return [];
  const skus = rows.map(({ sku }) => sku);
  const found = await db.selectFrom('product_packagings').selectAll().where('sku', 'in', skus).execute();
  const bySku = groupBy(found, ({ sku }) => sku);
  return rows.map((row) => productOf(row, bySku.get(row.sku) ?? []));
}

function productOf(
  row: Database['products'],
  packagings: readonly Database['product_packagings'][],
): Product {
  return {
    sku: row.sku,
    name: row.name,
    unitPriceMinor: row.unit_price_minor,
    currency: row.currency as Product['currency'],
    taxCategory: row.tax_category as Product['taxCategory'],
    taxRateBp: row.tax_rate_bp,
    packagings: packagings.map(packagingOf).sort(byLevel),
    ...(row.details === null ? {} : productDetails.parse(JSON.parse(row.details))),
  };
}

function packagingOf(row: Database['product_packagings']): ProductDocument['packagings'][number] {
  const { gtin, level, units, grams, length_mm, width_mm, height_mm } = row;
  return {
    gtin,
    level: level as ProductDocument['packagings'][number]['level'],
    units,
    ...(grams === null ? {} : { grams }),
    ...(length_mm === null ? {} : { lengthMm: length_mm }),
    ...(width_mm === null ? {} : { widthMm: width_mm }),
    ...(height_mm === null ? {} : { heightMm: height_mm }),
  };
}

function columnsOf(product: Product, { currency }: Entry) {
  assertCurrency(product.currency, currency);
  assertTax(product);
  return {
    sku: product.sku,
    name: product.name,
    unit_price_minor: product.unitPriceMinor,
    currency,
    tax_category: product.taxCategory,
    tax_rate_bp: product.taxRateBp,
    details: detailsOf(product),
  };
}

function detailsOf(product: Product): string | null {
  const details = productDetails.parse(product);
  return Object.keys(details).length === 0 ? null : JSON.stringify(details);
}

async function storePackagings(trx: Trx, { sku, packagings }: Product): Promise<void> {
  const gtins = packagings.map(({ gtin }) => gtin);
  const taken = await trx
    .selectFrom('product_packagings')
    .selectAll()
    .where('gtin', 'in', gtins)
    .executeTakeFirst();
  if (taken !== undefined) {
    throw centralErrors.fault('GTIN_TAKEN', `${taken.gtin} belongs to product ${taken.sku}`, {
      place: `packagings.${gtins.indexOf(taken.gtin)}.gtin`,
    });
  }
  await trx
    .insertInto('product_packagings')
    .values(
      packagings.map(({ gtin, level, units, grams, lengthMm, widthMm, heightMm }) => ({
        ...{ gtin, sku, level, units },
        grams: grams ?? null,
        length_mm: lengthMm ?? null,
        width_mm: widthMm ?? null,
        height_mm: heightMm ?? null,
      })),
    )
    .execute();
}
