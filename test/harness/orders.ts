import { buildGtin } from '../../protocols/gs1/gtin.ts';
import { plantCompanyPrefix } from './plant.ts';

const productCount = 12;

/** As many are entered at a time. */
const atOnce = 8;

/** Products in units and cases of 6, stock for all, one customer, and `count` orders of one to five lines. */
export async function enterOrders(
  centralUrl: string,
  count: number,
  random: () => number,
): Promise<string[]> {
  await post(centralUrl, '/v1/customers', {
    id: 'C-1',
    name: 'Test Customer',
    street: 'Street 1',
    city: 'Town',
    postalCode: '12345',
    country: 'DE',
    creditLimitMinor: 1_000_000_000,
  });
  for (let item = 1; item <= productCount; item += 1) {
    const sku = `P-${item}`;
    const packagings = [
      { gtin: buildGtin(plantCompanyPrefix, item, 0), level: 'each', units: 1 },
      { gtin: buildGtin(plantCompanyPrefix, item, 1), level: 'case', units: 6 },
    ];
    await post(centralUrl, '/v1/products', {
      sku,
      name: `Product ${item}`,
      unitPriceMinor: 100 + item * 37,
      taxRateBp: 1900,
      packagings,
    });
    const movement = { sku, units: 1_000_000, reason: 'opening', reference: 'test' };
    await post(centralUrl, '/v1/stock/movements', movement);
  }
  return enterMoreOrders(centralUrl, 1, count, random);
}

/** `count` orders from the number `first` on, where those before were entered by `enterOrders`. @returns their numbers. */
export async function enterMoreOrders(
  centralUrl: string,
  first: number,
  count: number,
  random: () => number,
): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, index) => `T-${String(first + index).padStart(5, '0')}`);
  const bodies = numbers.map((number) => orderBody(number, random));
  while (bodies.length > 0)
    await Promise.all(bodies.splice(0, atOnce).map((body) => post(centralUrl, '/v1/orders', body)));
  return numbers;
}

async function post(centralUrl: string, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${centralUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
}

function orderBody(number: string, random: () => number): object {
  const first = Math.floor(random() * productCount);
  const lines = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, index) => ({
    sku: `P-${((first + index) % productCount) + 1}`,
    units: 1 + Math.floor(random() * 15),
    discountBp: random() < 0.3 ? 500 : 0,
  }));
  return { number, customer: 'C-1', freightMinor: random() < 0.5 ? 490 : 0, lines };
}
