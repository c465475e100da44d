import { displayMinor } from '../money.ts';

/** What a credit decision is made of; money in minor units of `currency`. */
export interface CreditQuestion {
  readonly currency: string;
  readonly limitMinor: number;
  /** Open invoices: gross less what was paid. */
  readonly invoicedMinor: number;
  /** Gross of released orders that are not invoiced yet. */
  readonly releasedMinor: number;
  /** Of the order in question, the gross that is still to be invoiced. */
  readonly orderMinor: number;
}

export interface CreditDecision {
  readonly decision: 'approved' | 'held';
  readonly exposureMinor: number;
  /** In words, with the amounts, for whoever asks why. */
  readonly reason: string;
}

/** An order is approved if the customer's limit covers it on top of everything that is open already. */
export function decideCredit(question: CreditQuestion): CreditDecision {
  const { limitMinor, invoicedMinor, releasedMinor, orderMinor } = question;
  const money = (minor: number) => displayMinor(minor, question.currency);
  const exposureMinor = invoicedMinor + releasedMinor;
  const missing = exposureMinor + orderMinor - limitMinor;
  const sum =
    `${money(orderMinor)} of this order and ${money(exposureMinor)} open ` +
    `(invoices ${money(invoicedMinor)}, released orders ${money(releasedMinor)})`;
  return missing <= 0
    ? { decision: 'approved', exposureMinor, reason: `The limit of ${money(limitMinor)} covers ${sum}.` }
    : {
        decision: 'held',
        exposureMinor,
        reason: `The limit of ${money(limitMinor)} does not cover ${sum}: ${money(missing)} too much.`,
      };
}
