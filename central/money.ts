/**
 * Money is integer minor units (cents); rates and discounts are basis points (1 bp = 0.01 %). All arithmetic is exact
 * integer arithmetic: BigInt inside, so that no product is ever rounded by a float.
 */

/** round half up (away from zero for negatives) of numerator / denominator, exactly. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

/** Net amount of a line in minor units: units x price less discount, rounded half up once (EN 16931 BT-131). */
export function lineNetMinor(units: number, unitPriceMinor: number, discountBp: number): number {
  return Number(divideHalfUp(BigInt(units) * BigInt(unitPriceMinor) * BigInt(10_000 - discountBp), 10_000n));
}

/** Tax on the summed base of one category and rate: round(base x rate) (EN 16931 BT-117). */
export function taxMinor(baseMinor: number, rateBp: number): number {
  return Number(divideHalfUp(BigInt(baseMinor) * BigInt(rateBp), 10_000n));
}

/**
 * Parses a decimal amount with a point into minor units; at most two decimals carry value.
 *
 * @returns null if the text is not such an amount.
 */
export function parseMinor(text: string): number | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2})0*)?$/.exec(text.trim());
  if (match === null) return null;
  const minor = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -minor : minor;
}

/** Minor units as a decimal with two digits: 123456 is "1234.56". */
export function formatMinor(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Minor units for people, grouped: 123456 is "1,234.56 EUR". */
export function displayMinor(minor: number, currency: string): string {
  return `${groupedMinor(minor)} ${currency}`;
}

/** As `displayMinor`, where the currency stands in the heading. */
export function groupedMinor(minor: number): string {
  const [whole = '0', cents = '00'] = formatMinor(Math.abs(minor)).split('.');
  return `${minor < 0 ? '-' : ''}${grouped(whole)}.${cents}`;
}

/** A whole number for people: "1500" is "1,500". */
export function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}
