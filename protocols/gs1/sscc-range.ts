import { buildSscc } from './sscc.ts';

/** The serial references from `first` to `last` that one station may give out, under one prefix. */
export interface SsccRange {
  /** One digit, chosen freely by whoever gives out the numbers. */
  readonly extensionDigit: number;
  readonly companyPrefix: string;
  readonly first: number;
  readonly last: number;
}

export type SsccAllocation =
  | { readonly ok: true; readonly sscc: string; readonly next: number }
  | { readonly ok: false; readonly reason: 'range_used_up' | 'range_invalid' };

/**
 * Gives out the SSCC of the serial reference `next`, and says which is the next one. An SSCC must not be used again
 * within a year (GS1 General Specifications 2.2.1): a range that is used up never starts again by itself.
 */
export function allocateSscc(range: SsccRange, next: number): SsccAllocation {
  const { extensionDigit, companyPrefix, first, last } = range;
  const valid =
    Number.isSafeInteger(next) &&
    first <= last &&
    buildSscc(extensionDigit, companyPrefix, first) !== null &&
    buildSscc(extensionDigit, companyPrefix, last) !== null;
  if (!valid || next < first) return { ok: false, reason: 'range_invalid' };
  if (next > last) return { ok: false, reason: 'range_used_up' };
  const sscc = buildSscc(extensionDigit, companyPrefix, next);
  return sscc === null ? { ok: false, reason: 'range_invalid' } : { ok: true, sscc, next: next + 1 };
}
