import { lineNetMinor, taxMinor } from '../money.ts';
import { groupBy } from '../process/rows.ts';

/** A line with what its amounts follow from. Money in minor units, rates in basis points. */
export interface PricedLine {
  readonly units: number;
  readonly unitPriceMinor: number;
  readonly discountBp: number;
  readonly taxCategory: string;
  readonly taxRateBp: number;
}

/** The tax of one category and rate, on the sum of its lines (EN 16931 BG-23). */
interface TaxTotal {
  readonly category: string;
  readonly rateBp: number;
  readonly baseMinor: number;
  readonly taxMinor: number;
}

export interface Totals {
  /** Sum of the lines, without freight. */
  readonly netMinor: number;
  readonly freightMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
  readonly taxes: readonly TaxTotal[];
}

/** Totals of an order: each line rounded once, the tax once per category and rate, freight taxed at the main rate. */
export function totalsOf(lines: readonly PricedLine[], freightMinor: number): Totals {
  const main = mainRate(lines);
  const parts = lines.map((line) => ({ ...line, net: netOf(line) }));
  const freight = { ...main, net: freightMinor };
  const taxed = groupBy(freightMinor === 0 ? parts : [...parts, freight], rateKey);
  const taxes = [...taxed.values()].map(taxTotal);
  const netMinor = sum(parts.map(({ net }) => net));
  const tax = sum(taxes.map((total) => total.taxMinor));
  return { netMinor, freightMinor, taxMinor: tax, grossMinor: netMinor + freightMinor + tax, taxes };
}

/** The category and rate that most of the value has: charges for the whole order are taxed like it. The higher rate wins a tie. */
export function mainRate(lines: readonly PricedLine[]): { taxCategory: string; taxRateBp: number } {
  const groups = [...groupBy(lines, rateKey).values()].map((group) => ({
    taxCategory: group[0]?.taxCategory ?? 'S',
    taxRateBp: group[0]?.taxRateBp ?? 0,
    net: sum(group.map(netOf)),
  }));
  groups.sort((left, right) => right.net - left.net || right.taxRateBp - left.taxRateBp);
  return { taxCategory: groups[0]?.taxCategory ?? 'S', taxRateBp: groups[0]?.taxRateBp ?? 0 };
}

export function netOf(line: PricedLine): number {
  return lineNetMinor(line.units, line.unitPriceMinor, line.discountBp);
}

interface Part {
  readonly taxCategory: string;
  readonly taxRateBp: number;
  readonly net: number;
}

function taxTotal(group: readonly Part[]): TaxTotal {
  const baseMinor = sum(group.map(({ net }) => net));
  const category = group[0]?.taxCategory ?? 'S';
  const rateBp = group[0]?.taxRateBp ?? 0;
  return { category, rateBp, baseMinor, taxMinor: taxMinor(baseMinor, rateBp) };
}

function rateKey({ taxCategory, taxRateBp }: { taxCategory: string; taxRateBp: number }): string {
  return `${taxCategory}/${taxRateBp}`;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
