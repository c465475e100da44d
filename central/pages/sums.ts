import { money } from '../../kernel/web/format.ts';

interface Amount {
  readonly currency: string;
  readonly minor: number;
}

/** The sum of amounts, by currency: "1,234.56 EUR, 20.00 USD". */
export function sums(amounts: readonly Amount[]): string {
  const totals = new Map<string, number>();
  for (const { currency, minor } of amounts) totals.set(currency, (totals.get(currency) ?? 0) + minor);
  return [...totals].map(([currency, minor]) => money(minor, currency)).join(', ');
}
