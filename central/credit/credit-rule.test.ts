import { describe, expect, test } from 'vitest';
import { type CreditQuestion, decideCredit } from './credit-rule.ts';

const question = (over: Partial<CreditQuestion>): CreditQuestion => ({
  currency: 'EUR',
  limitMinor: 10_000,
  invoicedMinor: 4_000,
  releasedMinor: 1_000,
  orderMinor: 5_000,
  ...over,
});

describe('a credit decision', () => {
  test('approves up to the limit, to the cent', () => {
    expect(decideCredit(question({}))).toEqual({
      decision: 'approved',
      exposureMinor: 5_000,
      reason:
        'The limit of 100.00 EUR covers 50.00 EUR of this order and 50.00 EUR open ' +
        '(invoices 40.00 EUR, released orders 10.00 EUR).',
    });
  });

  test('holds one cent over it, and says by how much', () => {
    const { decision, reason } = decideCredit(question({ orderMinor: 5_001 }));
    expect(decision).toBe('held');
    expect(reason).toMatch(/: 0\.01 EUR too much\.$/);
  });

  test('a customer without credit gets none', () => {
    expect(
      decideCredit(question({ limitMinor: 0, invoicedMinor: 0, releasedMinor: 0, orderMinor: 1 })).decision,
    ).toBe('held');
  });
});
