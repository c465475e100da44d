import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanced } from '../ledger/journal-entry.ts';
import { type MatchableInvoice, type MatchDecision, matchPayments, namesIn } from './match-payment.ts';
import { paymentJournal } from './payment-journal.ts';

const invoice = (nth: number, openMinor: number, currency = 'EUR'): MatchableInvoice => ({
  number: `INV-00000${nth}`,
  paymentReference: `RF00INV00000${nth}`,
  currency,
  openMinor,
});

const pays = (amountMinor: number, remittance: string, references: string[] = []) => ({
  amountMinor,
  currency: 'EUR',
  references,
  remittance: remittance === '' ? [] : [remittance],
});

const decide = (payment: ReturnType<typeof pays>, ...invoices: MatchableInvoice[]) =>
  matchPayments([payment], invoices)[0] as MatchDecision;

describe('a payment is matched', () => {
  test.each([
    ['its structured reference', pays(1000, '', ['RF00INV000001'])],
    ['a structured reference in groups', pays(1000, '', ['rf00 INV0 0000 1'])],
    ['a reference in its text', pays(1000, 'Ref.: RF00INV000001, thank you')],
    ['a reference in its text, in groups as it is printed', pays(1000, 'Ref. RF00 INV0 0000 1 thank you')],
    ['the invoice number in its text', pays(1000, 'invoice inv-000001.')],
    ['the invoice number as a structured reference', pays(1000, '', ['INV-000001'])],
    ['the same name twice', pays(1000, 'INV-000001 INV-000001', ['RF00INV000001'])],
  ])('by %s', (_what, payment) => {
    expect(decide(payment, invoice(1, 1000), invoice(2, 1000))).toMatchObject({
      status: 'matched',
      allocations: [{ invoice: 'INV-000001', amountMinor: 1000, rule: 'reference_and_amount' }],
    });
  });

  test('to several invoices that it names, if it pays exactly their sum', () => {
    const payment = pays(3000, 'INV-000001, INV-000002');
    expect(decide(payment, invoice(1, 1000), invoice(2, 2000)).allocations).toEqual([
      { invoice: 'INV-000001', amountMinor: 1000, rule: 'references_and_sum' },
      { invoice: 'INV-000002', amountMinor: 2000, rule: 'references_and_sum' },
    ]);
  });
});

describe('a payment is left to a person', () => {
  test.each([
    ['a name that only begins like one', pays(1000, 'INV-0000011'), 'names no invoice'],
    ['a name inside a word', pays(1000, 'XINV-000001'), 'names no invoice'],
    ['no name, though the amount fits', pays(1000, 'thank you'), 'names no invoice'],
    ['a cent too little', pays(999, 'INV-000001'), 'open 10.00 EUR, but pays 9.99 EUR'],
    ['a cent too much', pays(1001, 'INV-000001'), 'but pays 10.01 EUR'],
    ['the amount of one of two that it names', pays(1000, 'INV-000001 INV-000002'), 'open 30.00 EUR'],
    ['an invoice that is paid', pays(1000, 'INV-000003'), 'paid already'],
    ['an invoice in another currency', pays(1000, 'INV-000004'), 'INV-000004 in USD'],
  ])('%s', (_what, payment, reason) => {
    const decision = decide(
      payment,
      invoice(1, 1000),
      invoice(2, 2000),
      invoice(3, 0),
      invoice(4, 1000, 'USD'),
    );
    expect(decision).toMatchObject({ status: 'unmatched', allocations: [] });
    expect(decision.reason).toContain(reason);
  });

  test('the second payment of the same invoice', () => {
    const decisions = matchPayments([pays(1000, 'INV-000001'), pays(1000, 'INV-000001')], [invoice(1, 1000)]);
    expect(decisions.map(({ status }) => status)).toEqual(['matched', 'unmatched']);
  });
});

const invoices = fc
  .array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 })
  .map((amounts) => amounts.map((openMinor, nth) => invoice(nth + 1, openMinor)));
const payments = fc.array(
  fc.record({
    amountMinor: fc.integer({ min: 1, max: 12 }),
    currency: fc.constant('EUR'),
    references: fc.array(
      fc.integer({ min: 1, max: 7 }).map((nth) => `RF00INV00000${nth}`),
      { maxLength: 2 },
    ),
    remittance: fc.array(
      fc.integer({ min: 1, max: 7 }).map((nth) => `pays INV-00000${nth}!`),
      { maxLength: 3 },
    ),
  }),
  { maxLength: 12 },
);

describe('whatever is paid', () => {
  test('no more is allocated than was paid, nor than an invoice owes, and only to invoices that are named', () => {
    fc.assert(
      fc.property(payments, invoices, (paid, owed) => {
        const decisions = matchPayments(paid, owed);
        const perInvoice = new Map<string, number>();
        for (const [nth, { allocations }] of decisions.entries()) {
          const sum = allocations.reduce((total, { amountMinor }) => total + amountMinor, 0);
          expect([0, paid[nth]?.amountMinor]).toContain(sum);
          for (const { invoice: number, amountMinor } of allocations) {
            expect(amountMinor).toBeGreaterThan(0);
            perInvoice.set(number, (perInvoice.get(number) ?? 0) + amountMinor);
            const named = namesIn(paid[nth] ?? { references: [], remittance: [] });
            expect(named.has(number) || named.has(`RF00${number.replace('-', '')}`)).toBe(true);
          }
        }
        for (const { number, openMinor } of owed)
          expect(perInvoice.get(number) ?? 0).toBeLessThanOrEqual(openMinor);
      }),
    );
  });

  test('the entry in the books balances', () => {
    fc.assert(
      fc.property(payments, invoices, (paid, owed) => {
        for (const [nth, { allocations }] of matchPayments(paid, owed).entries()) {
          const payment = {
            id: `PAY-${nth}`,
            bookedOn: '2026-03-04',
            amountMinor: paid[nth]?.amountMinor ?? 0,
          };
          expect(balanced(paymentJournal(payment, allocations, () => 'C1', '').lines)).toBe(true);
        }
      }),
    );
  });
});
