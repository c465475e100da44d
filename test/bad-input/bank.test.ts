import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { camt053 } from '../../central/bank/test-camt.ts';
import { booksOf, enterBusiness } from './business.ts';
import { getJson, type Problem, problemIn, send } from './http.ts';
import { type Site, startSite } from './site.ts';

let site: Site;

beforeAll(async () => {
  site = await startSite({ without: ['gateway', 'cloud-sync', 'edge', 'simulator'] });
  await enterBusiness(site, ['SO-1']);
});
afterAll(() => site.stop());

const post = (body: string | Buffer, type = 'application/xml') =>
  send(site.urls.central, {
    method: 'POST',
    path: '/v1/bank/statements',
    body,
    headers: { 'content-type': type },
  });

async function refuse(body: string | Buffer, code = 'BANK_STATEMENT_INVALID'): Promise<Problem> {
  const before = await booksOf(site);
  const answer = await post(body);
  const problem = problemIn(answer, String(body).slice(0, 80));
  expect(problem.code).toBe(code);
  expect(answer.status).toBeLessThan(500);
  expect(await booksOf(site)).toEqual(before);
  return problem;
}

const good = camt053({ id: 'G1', entries: [{ amount: '119.00', ustrd: 'whatever' }] });
const hurt = (from: string | RegExp, to: string): string => {
  const text = good.replace(from, to);
  expect(text).not.toBe(good);
  return text;
};
const laughs = `<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>`;

const bad: readonly (readonly [what: string, xml: string | Buffer, said: RegExp])[] = [
  ['that is text', 'Dear Sir or Madam', /not well-formed/],
  ['that is JSON', '{"v":1}', /not well-formed/],
  ['that is binary', Buffer.from([0x50, 0x4b, 3, 4, 0, 255, 254]), /not well-formed/],
  ['in UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le'), /not well-formed/],
  ['that breaks off', good.slice(0, 700), /not well-formed.*|Unclosed/],
  ['with two roots', `${good}<Document/>`, /root/],
  ['with a document type', good.replace('<Document', '<!DOCTYPE d><Document'), /document type/],
  ['with entities that expand', good.replace('<Document', `${laughs}<Document`), /document type/],
  ['with an entity that reads a file', `<!DOCTYPE d SYSTEM "file:///etc/passwd">${good}`, /document type/],
  ['with an entity that nobody declared', hurt('whatever', '&file;'), /&file; is not an entity/],
  ['with an entity of every object', hurt('whatever', '&constructor;'), /&constructor; is not an entity/],
  ['nested without end', '<a>'.repeat(5_000) + '</a>'.repeat(5_000), /\S/],
  ['of another kind', good.replaceAll('BkToCstmrStmt', 'BkToCstmrDbtCdtNtfctn'), /BkToCstmrStmt/],
  ['with another root', '<Invoice><Id>1</Id></Invoice>', /Document\/BkToCstmrStmt/],
  ['without a statement', hurt(/<Stmt>.*<\/Stmt>/s, ''), /Stmt: is missing/],
  ['without an id', hurt('<Id>G1</Id>', ''), /Stmt\/Id: is missing/],
  ['with two ids', hurt('<Id>G1</Id>', '<Id>G1</Id><Id>G2</Id>'), /Stmt\/Id: there are 2/],
  ['without an account', hurt(/<Acct>.*<\/Acct>/, ''), /Acct: is missing/],
  ['without an amount', hurt('<Amt Ccy="EUR">119.00</Amt>', ''), /Ntry\/Amt: is missing/],
  ['with an empty amount', hurt('119.00', ''), /Ntry\/Amt: "" is not an amount/],
  ['with an amount in words', hurt('119.00', 'many'), /Ntry\/Amt: "many" is not an amount/],
  ['with a comma', hurt('119.00', '119,00'), /is not an amount/],
  ['with a negative amount', hurt('119.00', '-119.00'), /is not an amount/],
  ['with three decimals', hurt('119.00', '119.005'), /more than 2 decimals/],
  ['with an amount beyond all bounds', hurt('119.00', '999999999999999999'), /too large/],
  ['without a currency', hurt('<Amt Ccy="EUR">119', '<Amt>119'), /no currency/],
  ['with a currency that is none', hurt('Ccy="EUR">119', 'Ccy="Euro">119'), /no currency/],
  [
    'without a direction',
    hurt('</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>', '</Amt><Sts>'),
    /CdtDbtInd: is missing/,
  ],
  [
    'with a direction that is none',
    hurt('>CRDT</CdtDbtInd><Sts>', '>IN</CdtDbtInd><Sts>'),
    /neither CRDT nor DBIT/,
  ],
  ['on a day that does not exist', hurt('<BookgDt><Dt>2026-03-04', '<BookgDt><Dt>2026-02-30'), /not a date/],
  ['on no day', hurt(/<BookgDt>.*<\/BookgDt>/, ''), /neither BookgDt nor ValDt/],
];

describe('a bank statement', () => {
  test.each(bad)('%s is refused with its place, and nothing of it is booked', async (_what, xml, said) => {
    expect((await refuse(xml)).detail).toMatch(said);
  });

  test('of which only the last entry is wrong is not booked at all', async () => {
    const entries = [{ amount: '1.00' }, { amount: '2.00' }, { amount: '3.001' }];
    const problem = await refuse(camt053({ id: 'G2', entries }));
    expect(problem.place).toBe('/Document/BkToCstmrStmt/Stmt/Ntry[3]/Amt');
  });

  test('in another currency is kept for a person to look at, and pays nothing', async () => {
    const answer = await post(camt053({ id: 'USD', entries: [{ amount: '5.00', currency: 'USD' }] }));
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      201,
      { statements: [{ payments: 1, matched: 0, unmatched: 1 }] },
    ]);
    const { items } = await getJson(site.urls.central, '/v1/payments?status=unmatched');
    expect(items).toContainEqual(
      expect.objectContaining({ currency: 'USD', reason: 'It is in USD, the books are kept in EUR.' }),
    );
  });

  test('sent twice is booked once; with other movements under its id it is refused', async () => {
    expect((await post(good)).status).toBe(201);
    const books = await booksOf(site);
    const again = await post(good, 'text/xml; charset=utf-8');
    expect([again.status, JSON.parse(again.body)]).toMatchObject([200, { statements: [{ repeated: true }] }]);
    expect(await booksOf(site)).toEqual(books);
    expect((await refuse(hurt('119.00', '120.00'), 'CONTENT_DIFFERS')).detail).toMatch(/G1/);
    expect((await refuse(hurt(/<Ntry>.*<\/Ntry>/s, ''), 'CONTENT_DIFFERS')).detail).toMatch(/G1/);
  });

  test('of sums beyond all bounds leaves the books readable', async () => {
    const entries = Array.from({ length: 20 }, () => ({ amount: '90071992547409.91' }));
    const answer = await post(camt053({ id: 'RICH', entries }));
    if (answer.status >= 400) problemIn(answer, 'RICH');
    await getJson(site.urls.central, '/v1/status');
    const { totals } = (await getJson(site.urls.central, '/v1/journal')) as {
      totals: { debitMinor: number; creditMinor: number };
    };
    expect(totals.debitMinor).toBe(totals.creditMinor);
    expect(Number.isSafeInteger(totals.debitMinor)).toBe(true);
  });

  test('that is right is booked after all of it', async () => {
    const answer = await post(camt053({ id: 'G9', entries: [{ amount: '7.00', ustrd: 'thanks' }] }));
    expect([answer.status, answer.body]).toEqual([201, answer.body]);
    expect(site.logged.filter(({ code }) => code === 'UNEXPECTED')).toEqual([]);
  });
});
