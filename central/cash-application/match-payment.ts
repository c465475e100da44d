import { displayMinor } from '../money.ts';

/** An invoice as matching sees it. Amounts in minor units. */
export interface MatchableInvoice {
  readonly number: string;
  readonly paymentReference: string;
  readonly currency: string;
  readonly openMinor: number;
}

/** What the payer sent. */
export interface MatchablePayment {
  readonly amountMinor: number;
  readonly currency: string;
  readonly references: readonly string[];
  readonly remittance: readonly string[];
}

/** Money of the payment that pays an invoice, and the rule by which it was decided. */
export interface Allocation {
  readonly invoice: string;
  readonly amountMinor: number;
  readonly rule: 'reference_and_amount' | 'references_and_sum';
}

export interface MatchDecision {
  readonly status: 'matched' | 'unmatched';
  readonly allocations: readonly Allocation[];
  /** For a person: why it was matched, or why it was left. */
  readonly reason: string;
}

/**
 * Every text by which a payer may name an invoice: the structured references without blanks (people copy them in groups
 * of four, ISO 11649), each whole word of the free text, and the words there that may be the groups of a reference, put
 * together. In upper case.
 */
export function namesIn(payment: Pick<MatchablePayment, 'references' | 'remittance'>): Set<string> {
  const names = new Set<string>();
  for (const reference of payment.references) names.add(reference.replaceAll(/\s/g, '').toUpperCase());
  for (const text of [...payment.references, ...payment.remittance]) {
    const words = text.toUpperCase().split(/[^A-Z0-9-]+/);
    for (const [nth, word] of words.entries()) {
      if (word !== '') names.add(word);
      if (/^RF\d\d/.test(word)) for (const name of joinedFrom(words.slice(nth))) names.add(name);
    }
  }
  return names;
}

/** A creditor reference has at most 25 characters; which of these is one is told by the invoices that there are. */
function joinedFrom(words: readonly string[]): string[] {
  const names: string[] = [];
  let joined = '';
  for (const word of words) {
    joined += word;
    if (joined.length > 25) break;
    names.push(joined);
  }
  return names;
}

/**
 * Decides what a payment pays. Only certainty counts: it must name its invoices, and its amount must be exactly what
 * they still owe together. Everything else is left to a person, with the reason.
 *
 * @param named the invoices that the payment names, open or not.
 */
function matchPayment(payment: MatchablePayment, named: readonly MatchableInvoice[]): MatchDecision {
  const open = named.filter((invoice) => invoice.openMinor > 0);
  if (named.length === 0) return unmatched('It names no invoice that we know.');
  if (open.length === 0) return unmatched(`It names ${list(named)}, paid already.`);
  const foreign = open.filter((invoice) => invoice.currency !== payment.currency);
  if (foreign.length > 0)
    return unmatched(`It is in ${payment.currency}, ${list(foreign)} in ${foreign[0]?.currency}.`);
  const owed = open.reduce((sum, invoice) => sum + invoice.openMinor, 0);
  if (owed !== payment.amountMinor) {
    const paid = displayMinor(payment.amountMinor, payment.currency);
    return unmatched(
      `It names ${list(open)}, open ${displayMinor(owed, payment.currency)}, but pays ${paid}.`,
    );
  }
  const rule = open.length === 1 ? 'reference_and_amount' : 'references_and_sum';
  return {
    status: 'matched',
    allocations: open.map(({ number, openMinor }) => ({ invoice: number, amountMinor: openMinor, rule })),
    reason: `It names ${list(open)} and pays exactly what is open.`,
  };
}

/** Decides payments one after the other, each against what the ones before it have left open. */
export function matchPayments(
  payments: readonly MatchablePayment[],
  invoices: readonly MatchableInvoice[],
): MatchDecision[] {
  const open = new Map(invoices.map((invoice) => [invoice.number, invoice]));
  const byName = new Map(
    invoices.flatMap(({ number, paymentReference }) => [
      [number, number],
      [paymentReference, number],
    ]),
  );
  return payments.map((payment) => {
    const numbers = new Set([...namesIn(payment)].flatMap((name) => byName.get(name) ?? []));
    const decision = matchPayment(
      payment,
      [...numbers].flatMap((number) => open.get(number) ?? []),
    );
    for (const { invoice: number, amountMinor } of decision.allocations) {
      const invoice = open.get(number);
      if (invoice !== undefined) open.set(number, { ...invoice, openMinor: invoice.openMinor - amountMinor });
    }
    return decision;
  });
}

function unmatched(reason: string): MatchDecision {
  return { status: 'unmatched', allocations: [], reason };
}

function list(invoices: readonly MatchableInvoice[]): string {
  const numbers = invoices.slice(0, 5).map((invoice) => invoice.number);
  return numbers.join(', ') + (invoices.length > 5 ? ` and ${invoices.length - 5} more` : '');
}
