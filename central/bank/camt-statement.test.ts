import { describe, expect, test } from 'vitest';
import { PackproofError } from '../../kernel/errors.ts';
import { parseCamt053 } from './camt-statement.ts';
import { camt053 } from './test-camt.ts';

const one = (entry: Parameters<typeof camt053>[0]['entries'][number]) =>
  parseCamt053(camt053({ entries: [entry] }))[0]?.payments ?? [];

function faultOf(xml: string): string {
  try {
    parseCamt053(xml);
  } catch (thrown) {
    if (thrown instanceof PackproofError && thrown.code === 'BANK_STATEMENT_INVALID') return thrown.message;
    throw thrown;
  }
  throw new Error('it was accepted');
}

describe('a camt.053', () => {
  test('gives amounts exactly, references and text as they were written', () => {
    const payments = one({
      amount: '0.10',
      ustrd: 'Fish &amp; Chips &#x20AC; 5',
      reference: 'RF69 INV0 0000 1',
    });
    expect(payments).toEqual([
      {
        bookedOn: '2026-03-04',
        amount: { minor: 10, currency: 'EUR' },
        direction: 'credit',
        reversal: false,
        debtor: 'Bakery Sommer',
        references: ['RF69 INV0 0000 1'],
        remittance: ['Fish & Chips € 5'],
        endToEndId: null,
      },
    ]);
  });

  test.each([
    ['12345678901.23', 'EUR', 1234567890123],
    ['8.85000', 'EUR', 885],
    ['2700', 'JPY', 2700],
    ['1.234', 'KWD', 1234],
    ['7', 'EUR', 700],
    ['7.', 'EUR', 700],
  ])('reads %s %s as %i minor units', (amount, currency, minor) => {
    expect(one({ amount, currency })[0]?.amount).toEqual({ minor, currency });
  });

  test.each([
    '-1.00',
    '1,00',
    '1e3',
    'NaN',
    '',
    '0x10',
    '1.005',
    '1.123456',
    '99999999999999999999',
    '100000000000.01',
  ])('refuses the amount "%s" and names the element', (amount) => {
    expect(faultOf(camt053({ entries: [{ amount: '1.00' }, { amount }] }))).toContain('/Stmt/Ntry[2]/Amt');
  });

  test('finds elements by their local name, whatever prefix they have', () => {
    const prefixed = camt053({ entries: [{ amount: '5.00', ustrd: 'x' }] })
      .replaceAll(/<(\/?)([A-Z])/g, '<$1ns0:$2')
      .replace('xmlns=', 'xmlns:ns0=');
    expect(parseCamt053(prefixed)[0]?.payments[0]?.amount.minor).toBe(500);
  });

  const tx = (amount: string, text: string, more = '') =>
    `<TxDtls><Amt Ccy="EUR">${amount}</Amt>${more}<RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls>`;

  test('parts a batched entry into its transactions', () => {
    const payments = one({ amount: '30.00', details: tx('10.00', 'a') + tx('20.00', 'b') });
    expect(payments.map(({ amount, remittance }) => [amount.minor, remittance])).toEqual([
      [1000, ['a']],
      [2000, ['b']],
    ]);
  });

  test('leaves a batched entry whole whose transactions do not add up to what was booked', () => {
    const uneven = one({ amount: '30.00', details: tx('10.00', 'a') + tx('20.01', 'b') });
    expect(uneven).toMatchObject([{ amount: { minor: 3000 }, remittance: ['a', 'b'], debtor: null }]);
    const bare = one({ amount: '30.00', details: '<TxDtls/><TxDtls/>' });
    expect(bare).toMatchObject([{ amount: { minor: 3000 } }]);
  });

  test('tells debits and reversals apart from credits', () => {
    expect(one({ amount: '5.00', direction: 'DBIT' })).toMatchObject([
      { direction: 'debit', reversal: false },
    ]);
    const back = one({ amount: '5.00', direction: 'DBIT', more: '<RvslInd>true</RvslInd>' });
    expect(back).toMatchObject([{ direction: 'debit', reversal: true }]);
  });

  test('leaves out what is not booked', () => {
    const pending = camt053({ entries: [{ amount: '5.00' }] }).replace('<Cd>BOOK</Cd>', '<Cd>PDNG</Cd>');
    expect(parseCamt053(pending)[0]?.payments).toEqual([]);
  });

  test('keeps the statements of a file apart', () => {
    const file = camt053({ entries: [{ amount: '5.00' }] });
    const stmt = /<Stmt>[\s\S]*<\/Stmt>/.exec(file)?.[0] ?? '';
    const both = file.replace(stmt, stmt + stmt.replace('<Id>S1', '<Id>S2'));
    expect(parseCamt053(both).map(({ id, openingMinor }) => [id, openingMinor])).toEqual([
      ['S1', 0],
      ['S2', 0],
    ]);
  });
});

describe('what is no camt.053', () => {
  const good = camt053({ entries: [{ amount: '5.00', ustrd: 'x' }] });
  const stmt = '/Document/BkToCstmrStmt/Stmt';

  test.each([
    ['nothing', '', 'not well-formed'],
    ['text', 'hello', 'not well-formed'],
    ['a cut file', good.slice(0, 700), 'not well-formed'],
    ['another message', good.replaceAll('BkToCstmrStmt', 'BkToCstmrAcctRpt'), 'BkToCstmrAcctRpt'],
    ['no statement', good.replace(/<Stmt>[\s\S]*<\/Stmt>/, ''), `${stmt}: is missing`],
    ['no id', good.replace('<Id>S1</Id>', ''), `${stmt}/Id: is missing`],
    ['two ids', good.replace('<Id>S1</Id>', '<Id>S1</Id><Id>S2</Id>'), `${stmt}/Id: there are 2`],
    ['no account', good.replace(/<IBAN>.*<\/IBAN>/, ''), `${stmt}/Acct/Id`],
    ['no direction', good.replaceAll('<CdtDbtInd>CRDT</CdtDbtInd>', ''), 'CdtDbtInd: is missing'],
    ['another direction', good.replaceAll('CRDT', 'BOTH'), '"BOTH" is neither CRDT nor DBIT'],
    ['no currency', good.replaceAll(' Ccy="EUR"', ''), '/Amt/@Ccy'],
    [
      'a wrong date',
      good.replace('<Dt>2026-03-04</Dt></BookgDt>', '<Dt>2026-02-30</Dt></BookgDt>'),
      'BookgDt',
    ],
    ['an unknown entity', good.replace('<Ustrd>x', '<Ustrd>&nbsp;'), '&nbsp; is not an entity'],
  ])('%s is refused', (_what, xml, message) => {
    expect(faultOf(xml)).toContain(message);
  });

  test.each([
    ['a billion laughs', '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'],
    ['a file of the server', '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>'],
    ['a lower-case declaration', '<!doctype d>'],
  ])('%s is refused before anything is expanded', (_what, doctype) => {
    expect(faultOf(good.replace('<Document', `${doctype}<Document`))).toContain('declares a document type');
  });

  test('endless nesting is refused', () => {
    const deep = `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`;
    expect(faultOf(good.replace('<Ustrd>x</Ustrd>', deep))).toContain('cannot be read');
  });

  test('members that JavaScript objects have by birth are only names', () => {
    const odd = good.replace(
      '<Ustrd>x</Ustrd>',
      '<__proto__><polluted>1</polluted></__proto__><Ustrd>x</Ustrd>',
    );
    try {
      expect(parseCamt053(odd)[0]?.payments).toHaveLength(1);
    } catch (thrown) {
      expect((thrown as PackproofError).code).toBe('BANK_STATEMENT_INVALID');
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
