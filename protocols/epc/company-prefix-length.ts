/** Digits that GS1 keys of one company begin with, and how many digits its company prefix has: 0 where there is none. */
export interface CompanyPrefixEntry {
  readonly prefix: string;
  readonly length: number;
}

/** Tells how many digits of the company prefix a URN shows, 6 to 12; null where that is not known. */
export type CompanyPrefixLengths = (digits: string) => number | null;

/**
 * Looks up the longest matching entry. A prefix of 4 or 5 digits is treated as the block of 6-digit prefixes that begin with
 * it (TDS 2.3, 7.1). The whole table is published by GS1 (GCP length table), and changes daily: load it as data.
 */
export function companyPrefixLengths(entries: Iterable<CompanyPrefixEntry>): CompanyPrefixLengths {
  const lengths = new Map([...entries].map(({ prefix, length }) => [prefix, length]));
  const longest = Math.max(0, ...[...lengths.keys()].map((prefix) => prefix.length));
  return (digits) => {
    for (let size = Math.min(longest, digits.length); size > 0; size--) {
      const length = lengths.get(digits.slice(0, size));
      if (length !== undefined) return length === 0 || length > 12 ? null : Math.max(6, length);
    }
    return null;
  };
}

/**
 * Only what the standard itself names: the GS1-8 prefixes in a GTIN-8 (TDS 2.3, 7.3.2) and the demonstration prefixes of its
 * examples. A site states its own prefixes, or loads the table of GS1.
 */
export const defaultCompanyPrefixLengths: CompanyPrefixLengths = companyPrefixLengths([
  { prefix: '00000', length: 8 },
  { prefix: '95060001343', length: 11 },
  { prefix: '952012', length: 6 },
  { prefix: '9521141', length: 7 },
  { prefix: '952656789012', length: 12 },
  { prefix: '978817525', length: 9 },
]);
