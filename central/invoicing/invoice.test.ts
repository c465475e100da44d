import { inflateSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { TestStation } from '../facts/test-facts.ts';
import { testContext } from '../test-context.ts';
import { customerBody, get, orderBody, post, productBody, stockUp } from '../test-goods.ts';
import { groupsOfFour, paymentReference } from './payment-reference.ts';
import { winAnsi } from './win-ansi.ts';

let app: FastifyInstance;

beforeEach(async () => {
  app = await createApp(await testContext());
  await stockUp(app, 10_000);
});

async function ship(
  number: string,
  lines: readonly { line: number; sku: string; units: number }[],
): Promise<void> {
  const station = new TestStation('s1', `pack-${number}`);
  station.fulfil(number, lines);
  const events = station.takeEvents();
  for (let start = 0; start < events.length; start += 500) {
    await post(app, '/v1/facts', { v: 1, site: 's1', events: events.slice(start, start + 500) });
  }
}

async function pdfOf(number: string): Promise<Buffer> {
  const response = await app.inject({ method: 'GET', url: `/v1/invoices/${number}/pdf` });
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/pdf']);
  return response.rawPayload;
}

/** The words of a PDF made by us: its streams inflated, the texts of its TJ operators put together. */
function wordsOf(pdf: Buffer): string {
  const words: string[] = [];
  for (const match of pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)) {
    const page = inflateSync(Buffer.from(match[1] ?? '', 'latin1')).toString('latin1');
    for (const text of page.matchAll(/\[(.*?)\] TJ/g)) {
      const hex = [...(text[1] ?? '').matchAll(/<([0-9a-f]*)>/g)].map((part) => part[1]).join('');
      words.push(Buffer.from(hex, 'hex').toString('latin1'));
    }
  }
  return words.join('\n');
}

describe('an invoice', () => {
  test('is answered whole, with its parties, its taxes and the scans of each line', async () => {
    await post(app, '/v1/orders', orderBody({ customerReference: 'PO 77' }));
    await ship('A-1', [{ line: 1, sku: 'TEA', units: 10 }]);
    const { body } = await get(app, '/v1/invoices/INV-000001');
    expect(body).toMatchObject({
      order: 'A-1',
      paymentReference: 'RF69INV000001',
      deliveredOn: '2026-03-02',
      terms: 'Net 30 days',
      parties: {
        seller: { name: 'Lindenhof Supply GmbH', vatId: 'DE123456788' },
        buyer: { id: 'C1', city: 'Halle' },
        customerReference: 'PO 77',
      },
      taxes: [{ category: 'S', rateBp: 1900, baseMinor: 4775, taxMinor: 907 }],
      lines: [
        { kind: 'goods', evidence: { length: 10 } },
        { kind: 'charge', evidence: [] },
      ],
    });
    expect((await get(app, '/v1/invoices?status=open&customer=C1')).body).toMatchObject({
      items: [{ number: 'INV-000001', openMinor: 5682 }],
      next: null,
    });
  });

  test('shows the parties as they were when it was issued', async () => {
    await post(app, '/v1/orders', orderBody());
    await ship('A-1', [{ line: 1, sku: 'TEA', units: 10 }]);
    const before = await pdfOf('INV-000001');
    await post(app, '/v1/customers/C1', customerBody({ name: 'Another Name' }), 'PUT');
    expect(await pdfOf('INV-000001')).toEqual(before);
  });

  test('sums lines of several rates, each taxed once, to the order that it bills', async () => {
    const packagings = [{ gtin: '4012345000023', level: 'each', units: 1 }];
    await post(
      app,
      '/v1/products',
      productBody({ sku: 'JAM', unitPriceMinor: 333, taxRateBp: 700, packagings }),
    );
    await post(app, '/v1/stock/movements', { sku: 'JAM', units: 50, reason: 'opening', reference: 'c' });
    const lines = [
      { sku: 'TEA', units: 3, discountBp: 1250 },
      { sku: 'JAM', units: 7, discountBp: 333 },
    ];
    await post(app, '/v1/orders', orderBody({ lines }));
    await ship('A-1', [
      { line: 1, sku: 'TEA', units: 3 },
      { line: 2, sku: 'JAM', units: 7 },
    ]);
    const { body: order } = await get(app, '/v1/orders/A-1');
    const { body: invoice } = await get(app, '/v1/invoices/INV-000001');
    const amounts = ['netMinor', 'taxMinor', 'grossMinor'];
    expect(amounts.map((name) => invoice[name])).toEqual(amounts.map((name) => order[name]));
    expect(invoice.chargeMinor).toBe(order.freightMinor);
  });

  test('over nothing is settled as it is issued, books nothing and closes its order', async () => {
    const lines = [{ sku: 'TEA', units: 1, discountBp: 10_000 }];
    await post(app, '/v1/orders', orderBody({ freightMinor: 0, lines }));
    await ship('A-1', [{ line: 1, sku: 'TEA', units: 1 }]);
    expect((await get(app, '/v1/invoices/INV-000001')).body).toMatchObject({ grossMinor: 0, status: 'paid' });
    expect((await get(app, '/v1/orders/A-1/journey')).body).toMatchObject({ order: { status: 'closed' } });
    expect((await get(app, '/v1/journal')).body).toMatchObject({ totals: { entries: 0 } });
  });

  test.each(['/v1/invoices/INV-9', '/v1/invoices/INV-9/pdf'])('%s is not there', async (url) => {
    expect(await get(app, url)).toMatchObject({ status: 404, body: { code: 'INVOICE_UNKNOWN' } });
  });

  test('a journey of an order that nobody knows is not there', async () => {
    expect(await get(app, '/v1/orders/NO/journey')).toMatchObject({
      status: 404,
      body: { code: 'ORDER_UNKNOWN' },
    });
  });
});

describe('its PDF', () => {
  test('says everything that a payer needs, and the proof of each line', async () => {
    await post(app, '/v1/orders', orderBody());
    await ship('A-1', [{ line: 1, sku: 'TEA', units: 10 }]);
    const pdf = await pdfOf('INV-000001');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const words = wordsOf(pdf);
    const needed = [
      'Lindenhof Supply GmbH',
      'Bakery Sommer',
      'INV-000001',
      'RF69 INV0 0000 1',
      'Tea, 250 g',
      '56.82 EUR',
      'Delivery date',
      'NET EUR',
      'VAT 19 %',
    ];
    for (const text of [
      ...needed,
      'DE89 3704 0044 0532 0130 00',
      '2026-04-01',
      'Freight',
      '19 %',
      'page 1 of 1',
    ]) {
      expect(words).toContain(text);
    }
    expect(words).toMatch(/TEA · Proof: 10 scans at s1\/pack-A-1, 2026-03-02 08:00:\d\d to 08:00:\d\d UTC/);
  });

  test('says why there is no tax, and that nothing is to be paid where that is so', async () => {
    const free = { sku: 'TEA', units: 1, discountBp: 10_000, taxCategory: 'AE', taxRateBp: 0 };
    await post(app, '/v1/orders', orderBody({ freightMinor: 0, lines: [free] }));
    await ship('A-1', [{ line: 1, sku: 'TEA', units: 1 }]);
    const words = wordsOf(await pdfOf('INV-000001'));
    expect(words).toContain('Reverse charge');
    expect(words).toContain('Nothing is to be paid');
  });

  test('is the same file each time, also when it is paid', async () => {
    await post(app, '/v1/orders', orderBody());
    await ship('A-1', [{ line: 1, sku: 'TEA', units: 10 }]);
    expect(await pdfOf('INV-000001')).toEqual(await pdfOf('INV-000001'));
  });

  test('goes over several sheets, with names that the standard fonts cannot write', async () => {
    await post(
      app,
      '/v1/customers',
      customerBody({ id: 'C2', name: 'Łukasz Kovačević Ωmega 東京', city: 'Poznań' }),
    );
    const lines = Array.from({ length: 60 }, () => ({ sku: 'TEA', units: 1 }));
    await post(app, '/v1/orders', orderBody({ customer: 'C2', lines }));
    await ship(
      'A-1',
      lines.map(({ sku, units }, nth) => ({ line: nth + 1, sku, units })),
    );
    const words = wordsOf(await pdfOf('INV-000001'));
    expect(words).toContain('Lukasz Kovacevic ?mega ??');
    expect(words).toMatch(/page 3 of 3|page 4 of 4/);
  });
});

describe('the small rules of an invoice', () => {
  test('a payment reference is that of ISO 11649', () => {
    // The example of the standard.
    expect(paymentReference('539007547034')).toBe('RF18539007547034');
    expect(groupsOfFour('RF18539007547034')).toBe('RF18 5390 0754 7034');
  });

  test('text keeps what the fonts can show and comes as close as it can with the rest', () => {
    expect(winAnsi('Müller & Søn – 5 €')).toBe('Müller & Søn – 5 €');
    expect(winAnsi('Žižek Đorđe ẞ ﬁ')).toBe('Žižek Dorde SS fi');
    expect(winAnsi('a\tb\u00a0c\u2009d')).toBe('a b\u00a0c d');
    expect(winAnsi('日本')).toBe('??');
  });
});
