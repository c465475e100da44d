import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { testContext } from '../test-context.ts';
import { get } from '../test-goods.ts';
import { camt053 } from './test-camt.ts';

let app: FastifyInstance;

beforeEach(async () => {
  app = await createApp(await testContext());
});

async function send(payload: string | Buffer, type = 'application/xml', url = '/v1/bank/statements') {
  const response = await app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload });
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
}

describe('POST /v1/bank/statements', () => {
  test.each(['application/xml', 'text/xml', 'text/xml; charset=utf-8'])('takes %s', async (type) => {
    expect(await send(camt053({ entries: [] }), type)).toMatchObject({ status: 201 });
  });

  test.each([
    ['JSON', '{}', 'application/json', 415, 'MEDIA_TYPE_UNKNOWN'],
    ['plain text', camt053({ entries: [] }), 'text/plain', 415, 'MEDIA_TYPE_UNKNOWN'],
    ['an empty body', '', 'application/xml', 400, 'REQUEST_INVALID'],
    ['bytes', Buffer.from([0, 255, 254, 60, 0]), 'application/xml', 422, 'BANK_STATEMENT_INVALID'],
    ['too much', `<a>${' '.repeat(17 * 1_048_576)}</a>`, 'text/xml', 413, 'BODY_TOO_LARGE'],
  ])('refuses %s', async (_what, payload, type, status, code) => {
    expect(await send(payload, type)).toMatchObject({ status, body: { code } });
  });

  test('books every statement of a file or none', async () => {
    const file = camt053({ entries: [{ amount: '5.00' }] });
    const stmt = /<Stmt>[\s\S]*<\/Stmt>/.exec(file)?.[0] ?? '';
    const broken = stmt.replace('<Id>S1', '<Id>S2').replace('5.00', 'five');
    expect(await send(file.replace(stmt, stmt + broken))).toMatchObject({
      status: 422,
      body: { code: 'BANK_STATEMENT_INVALID', place: '/Document/BkToCstmrStmt/Stmt[2]/Ntry/Amt' },
    });
    expect((await get(app, '/v1/payments')).body).toMatchObject({ items: [], next: null });
  });

  test('keeps money in another currency out of the books, and says so', async () => {
    await send(camt053({ entries: [{ amount: '5.00', currency: 'SEK', ustrd: 'INV-000001' }] }));
    expect((await get(app, '/v1/payments')).body.items).toMatchObject([
      { status: 'unmatched', reason: 'It is in SEK, the books are kept in EUR.' },
    ]);
    expect((await get(app, '/v1/journal')).body).toMatchObject({ totals: { entries: 0 } });
  });

  test('an entry over nothing is kept and books nothing', async () => {
    expect(await send(camt053({ entries: [{ amount: '0.00', ustrd: 'x' }] }))).toMatchObject({ status: 201 });
    expect((await get(app, '/v1/journal')).body).toMatchObject({ totals: { entries: 0 } });
  });

  test('no other route starts to take XML', async () => {
    expect(await send('<a/>', 'application/xml', '/v1/orders')).toMatchObject({ status: 415 });
  });
});

describe('GET /v1/payments and /v1/journal', () => {
  test('go by pages', async () => {
    const entries = Array.from({ length: 5 }, () => ({ amount: '1.00', ustrd: 'who knows' }));
    await send(camt053({ entries }));
    for (const path of ['/v1/payments', '/v1/journal']) {
      const first = await get(app, `${path}?limit=3`);
      const second = await get(app, `${path}?limit=3&after=${String(first.body.next)}`);
      expect([first.body.items, second.body.items].map((items) => (items as unknown[]).length)).toEqual([
        3, 2,
      ]);
      expect(second.body.next).toBeNull();
    }
  });

  test.each([
    '/v1/payments?status=lost',
    '/v1/journal?limit=0',
    '/v1/journal?after=x',
    '/v1/invoices?limit=a',
  ])('refuse %s', async (url) => {
    expect(await get(app, url)).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
  });
});
