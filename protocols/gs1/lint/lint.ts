/**
 * What a linter of the GS1 Barcode Syntax Dictionary finds fault with, by the names of its reference linters
 * (`GS1_LINTER_...`, gs1/gs1-syntax-dictionary) in lower case.
 */
export interface LintFault {
  readonly code: string;
  /** Index in the text that was given, and how many characters are at fault. */
  readonly at: number;
  readonly length: number;
}

/** Whether a text begins with a GS1 Company Prefix that was allocated; `offline` if nobody can tell now. */
export type CompanyPrefixLookup = (text: string) => 'known' | 'unknown' | 'offline';

export interface LintContext {
  /** The year in which it is read: it decides the century of dates. */
  readonly year: number;
  /** Without it, whatever may be a company prefix is taken for one. */
  readonly companyPrefix?: CompanyPrefixLookup | undefined;
}

/** Checks the characters from `start` to before `end`. */
export type Linter = (text: string, start: number, end: number, context: LintContext) => LintFault | null;

export function lintFault(code: string, at: number, length: number): LintFault {
  return { code, at, length };
}

/** The fault that all characters share. */
export function wholeFault(code: string, start: number, end: number): LintFault {
  return { code, at: start, length: end - start };
}
