import { type PricedLine, type Totals, totalsOf } from '../orders/pricing.ts';
import { groupBy } from '../process/rows.ts';

/** A line of an invoice as it was billed. */
export interface BilledLine extends PricedLine {
  readonly invoice: string;
  readonly order: string;
  readonly orderLine: number;
}

/** A return and what came back with it, in the order of its facts. */
export interface ReturnedGoods<Line extends ReturnedUnits> {
  readonly key: string;
  readonly order: string;
  readonly lines: readonly Line[];
}

interface ReturnedUnits {
  /** The line of the order. */
  readonly line: number;
  readonly units: number;
}

/** Units of a fact that stand on an invoice. */
interface CreditedUnits {
  readonly invoice: string;
  readonly units: number;
}

/** What a return takes off one invoice. Money in minor units; freight is never in it. */
interface InvoiceCredit {
  readonly invoice: string;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
  readonly taxes: Totals['taxes'];
}

export interface ReturnCredit<Line extends ReturnedUnits> {
  readonly lines: readonly (Line & { readonly credited: readonly CreditedUnits[] })[];
  readonly credits: readonly InvoiceCredit[];
}

/** An invoice line, and how many of its units came back up to now. */
interface Slot {
  readonly line: BilledLine;
  units: number;
}

interface Account {
  readonly slots: readonly Slot[];
  /** What the units that came back up to now were billed with. */
  totals: Totals;
}

/**
 * Shares the billed units of an order out to what came back of it, the first return and the first invoice first, never more
 * than was billed. A return is credited the difference that it makes to what the invoice bills for all that came back: each
 * net and each tax is rounded over that sum, so that the credits of units that came back whole come to what was billed for
 * them, in however many returns or scans they came, and a return that comes last changes none before it.
 *
 * @param returns by key, in the order in which they are credited.
 * @param billed the lines of all invoices of their orders, the oldest first.
 */
export function creditReturns<Line extends ReturnedUnits>(
  returns: readonly ReturnedGoods<Line>[],
  billed: readonly BilledLine[],
): ReadonlyMap<string, ReturnCredit<Line>> {
  const slots = billed.map((line): Slot => ({ line, units: 0 }));
  const ofLine = groupBy(slots, ({ line }) => lineKey(line.order, line.orderLine));
  const accounts = new Map(
    [...groupBy(slots, ({ line }) => line.invoice)].map(([invoice, of]) => [invoice, accountOf(of)]),
  );
  const credits = new Map<string, ReturnCredit<Line>>();
  for (const { key, order, lines } of returns) {
    const shared = lines.map((line) => ({
      ...line,
      credited: takeUnits(ofLine.get(lineKey(order, line.line)) ?? [], line.units),
    }));
    const invoices = new Set(shared.flatMap(({ credited }) => credited.map(({ invoice }) => invoice)));
    credits.set(key, { lines: shared, credits: [...invoices].map((invoice) => settle(invoice, accounts)) });
  }
  return credits;
}

function lineKey(order: string, line: number): string {
  return `${order} ${line}`;
}

function accountOf(slots: readonly Slot[]): Account {
  return { slots, totals: totalsOf([], 0) };
}

function takeUnits(slots: readonly Slot[], units: number): CreditedUnits[] {
  let left = units;
  const taken: CreditedUnits[] = [];
  for (const slot of slots) {
    const free = Math.min(left, slot.line.units - slot.units);
    if (free === 0) continue;
    slot.units += free;
    left -= free;
    taken.push({ invoice: slot.line.invoice, units: free });
  }
  return taken;
}

/** Brings the account of an invoice up to its slots, and says by how much. */
function settle(invoice: string, accounts: ReadonlyMap<string, Account>): InvoiceCredit {
  const account = accounts.get(invoice);
  if (account === undefined) throw new Error(`no line of invoice ${invoice} was billed`);
  const before = account.totals;
  const after = totalsOf(
    account.slots.map(({ line, units }) => ({ ...line, units })),
    0,
  );
  account.totals = after;
  return {
    invoice,
    netMinor: after.netMinor - before.netMinor,
    taxMinor: after.taxMinor - before.taxMinor,
    grossMinor: after.grossMinor - before.grossMinor,
    taxes: taxesBetween(before, after),
  };
}

function taxesBetween(before: Totals, after: Totals): Totals['taxes'] {
  return after.taxes
    .map((tax) => {
      const same = before.taxes.find(
        ({ category, rateBp }) => category === tax.category && rateBp === tax.rateBp,
      );
      const [baseMinor, taxMinor] = [same?.baseMinor ?? 0, same?.taxMinor ?? 0];
      return { ...tax, baseMinor: tax.baseMinor - baseMinor, taxMinor: tax.taxMinor - taxMinor };
    })
    .filter(({ baseMinor, taxMinor }) => baseMinor !== 0 || taxMinor !== 0);
}
