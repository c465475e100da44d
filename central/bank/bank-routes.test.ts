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

  test('refuses the statement of an account that is not ours, by name, and books nothing', async () => {
    const foreign = camt053({ iban: 'DE02120300000000202051', entries: [{ amount: '5.00' }] });
    expect(await send(foreign)).toMatchObject({
      status: 422,
      body: { code: 'BANK_ACCOUNT_UNKNOWN', detail: expect.stringContaining('DE89370400440532013000') },
    });
    expect((await get(app, '/v1/payments')).body).toMatchObject({ items: [] });
    // The IBAN as people write it.
    expect(await send(camt053({ iban: 'DE89 3704 0044 0532 0130 00', entries: [] }))).toMatchObject({
      status: 201,
    });
  });

  test('does not take the second page of a statement for a repetition of the first', async () => {
    const file = camt053({ entries: [{ amount: '5.00' }] });
    const stmt = /<Stmt>[\s\S]*<\/Stmt>/.exec(file)?.[0] ?? '';
    const pages = file.replace(stmt, stmt + stmt.replace('5.00', '7.00'));
    expect(await send(pages)).toMatchObject({ status: 422, body: { code: 'BANK_STATEMENT_INVALID' } });
    expect((await get(app, '/v1/payments')).body).toMatchObject({ items: [] });
  });

  test('books every credit in full: what matches nothing is owed to its payer, what went out is only shown', async () => {
    const entries = [
      { amount: '100.00', ustrd: 'who knows' },
      { amount: '30.00', direction: 'DBIT' as const, ustrd: 'rent' },
      { amount: '0.01', ustrd: 'INV-000001' },
      { amount: '7.00', direction: 'DBIT' as const, more: '<RvslInd>true</RvslInd>' },
    ];
    await send(camt053({ entries }));
    expect((await get(app, '/v1/payments')).body.items).toMatchObject([
      { status: 'unmatched', direction: 'credit', reason: 'It names no invoice that we know.' },
      { status: 'ignored', direction: 'debit', reason: 'Money that went out pays no invoice.' },
      { status: 'unmatched', direction: 'credit' },
      {
        status: 'unmatched',
        direction: 'debit',
        reason: expect.stringContaining('took an earlier credit back'),
      },
    ]);
    const { body } = await get(app, '/v1/journal');
    expect(body.accounts).toContainEqual(
      expect.objectContaining({ account: '1000', debitMinor: 10_001, creditMinor: 0 }),
    );
    expect(body.accounts).toContainEqual(expect.objectContaining({ account: '1250', creditMinor: 10_001 }));
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

describe('the balances of statements', () => {
  const warningsOf = async (statement: Parameters<typeof camt053>[0]) => {
    const { status, body } = await send(camt053(statement));
    expect(status).toBe(201);
    return (body.statements as { warnings: string[] }[])[0]?.warnings;
  };
  const entries = [{ amount: '5.00' }];

  test('that go on where the one before ended raise no question', async () => {
    expect(await warningsOf({ opening: '-2.00', closing: '3.00', entries })).toEqual([]);
    expect(await warningsOf({ id: 'S2', opening: '3.00', closing: '8.00', entries })).toEqual([]);
  });

  test('that do not are booked, and the gap is told', async () => {
    await warningsOf({ opening: '0.00', closing: '5.00', entries });
    expect(await warningsOf({ id: 'S3', opening: '17.00', closing: '22.00', entries })).toEqual([
      'It opens with 17.00 EUR, but statement S1 before it closed with 5.00 EUR: a statement between them is missing, or one was changed.',
    ]);
    expect((await get(app, '/v1/payments')).body.items).toHaveLength(2);
  });

  test('that the entries do not lead to are told too', async () => {
    const debit = { amount: '1.50', direction: 'DBIT' as const };
    expect(await warningsOf({ opening: '0.00', closing: '3.50', entries: [...entries, debit] })).toEqual([]);
    expect(await warningsOf({ id: 'S2', opening: '3.50', closing: '9.50', entries })).toEqual([
      'Its entries sum to 5.00 EUR, its balances differ by 6.00 EUR: entries are missing or stand twice.',
    ]);
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
