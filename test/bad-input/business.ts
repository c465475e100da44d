import { buildGtin } from '../../protocols/gs1/gtin.ts';
import { getJson, mustSend } from './http.ts';
import { companyPrefix, type Site } from './site.ts';

export const gtins = {
  tea: buildGtin(companyPrefix, 1, 0),
  teaCase: buildGtin(companyPrefix, 1, 1),
  cup: buildGtin(companyPrefix, 2, 0),
  /** A valid number that no product has. */
  nobody: buildGtin(companyPrefix, 99, 0),
};

export const customer = (id: string) => ({
  id,
  name: 'Bakery Sommer',
  street: 'Marktplatz 3',
  city: 'Halle',
  postalCode: '06108',
  country: 'Germany',
  creditLimitMinor: 100_000_000,
});

export const product = (sku: string, gtin: string, caseGtin?: string) => ({
  sku,
  name: `The ${sku.toLowerCase()}`,
  unitPriceMinor: 450,
  taxRateBp: 1900,
  packagings: [
    { gtin, level: 'each', units: 1 },
    ...(caseGtin === undefined ? [] : [{ gtin: caseGtin, level: 'case', units: 6 }]),
  ],
});

export const movement = (sku: string) => ({ sku, units: 1000, reason: 'opening', reference: 'count' });

export const order = (number: string, teas = 2) => ({
  number,
  customer: 'C1',
  freightMinor: 490,
  lines: [{ sku: 'TEA', units: teas }],
});

/** One customer, two products with stock, and the orders that a test names. */
export async function enterBusiness({ urls }: Site, orders: readonly string[] = []): Promise<void> {
  const post = (path: string, body: unknown) => mustSend(urls.central, { method: 'POST', path, body });
  await post('/v1/customers', customer('C1'));
  await post('/v1/products', product('TEA', gtins.tea, gtins.teaCase));
  await post('/v1/products', product('CUP', gtins.cup));
  for (const sku of ['TEA', 'CUP']) await post('/v1/stock/movements', movement(sku));
  for (const number of orders) await post('/v1/orders', order(number));
}

const lists = ['customers', 'products', 'stock', 'orders', 'invoices', 'journal', 'payments', 'exceptions'];

/** Everything that central can be asked for: equal before and after is what "nothing changed" means. */
export async function booksOf({ urls }: Site): Promise<Record<string, unknown>> {
  const books: Record<string, unknown> = {};
  for (const list of lists) books[list] = await getJson(urls.central, `/v1/${list}?limit=1000`);
  return books;
}
