import { types } from 'pg';

/** OIDs of pg_type: int8 is what counts and money are, numeric what sums of them are. */
const int8 = 20;
const numeric = 1700;

/**
 * Reads values as SQLite gives them: whole numbers as numbers. By default int8 and numeric come as text, and `'10' + 1`
 * is no sum.
 */
export const valueTypes: typeof types = {
  ...types,
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 || oid === numeric
      ? wholeNumber
      : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

/** @throws for what a number cannot hold exactly; a sum that is off by a cent must not pass. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`the database holds ${text}, which is no whole number that can be counted with`);
}

/**
 * PostgreSQL has no text with a zero in it, and none with half of a character; SQLite has both. A fact that holds one must not
 * stop the facts behind it, so it is stored with the sign for an unreadable character in its place.
 */
export function storable(value: unknown): unknown {
  return typeof value === 'string' && unstorable.test(value)
    ? value.replaceAll(everyUnstorable, '\uFFFD')
    : value;
}

const unstorable = /[\0\p{Surrogate}]/u;
const everyUnstorable = /[\0\p{Surrogate}]/gu;

/** Values as JSON in which every text is storable. */
export function storableJson(values: unknown): string {
  const json = JSON.stringify(values);
  // Looked for in the whole first: what JSON has to escape is rare.
  return /\\u(0000|d[89a-f])/.test(json) ? JSON.stringify(values, (_name, value) => storable(value)) : json;
}
