/** What an Application Identifier says about the data behind it (GS1 General Specifications 3.2). */
export interface ApplicationIdentifier {
  readonly ai: string;
  readonly title: string;
  /** digits only, or the 82 characters of figure 7.11-1. */
  readonly characters: 'digits' | 'cset82';
  readonly minLength: number;
  readonly maxLength: number;
  readonly check: 'mod10' | 'date' | null;
}

type Form = Pick<ApplicationIdentifier, 'characters' | 'minLength' | 'maxLength' | 'check'>;

const digits = (length: number, check: Form['check'] = null): Form => ({
  characters: 'digits',
  minLength: length,
  maxLength: length,
  check,
});
const upToDigits = (maxLength: number): Form => ({
  characters: 'digits',
  minLength: 1,
  maxLength,
  check: null,
});
const upToText = (maxLength: number): Form => ({
  characters: 'cset82',
  minLength: 1,
  maxLength,
  check: null,
});
const gs1Key = (length: number) => digits(length, 'mod10');
const date = digits(6, 'date');

const known: readonly (readonly [ai: string, title: string, form: Form])[] = [
  ['00', 'SSCC', gs1Key(18)],
  ['01', 'GTIN', gs1Key(14)],
  ['02', 'CONTENT', gs1Key(14)],
  ['10', 'BATCH/LOT', upToText(20)],
  ['11', 'PROD DATE', date],
  ['12', 'DUE DATE', date],
  ['13', 'PACK DATE', date],
  ['15', 'BEST BEFORE', date],
  ['16', 'SELL BY', date],
  ['17', 'USE BY OR EXPIRY', date],
  ['20', 'VARIANT', digits(2)],
  ['21', 'SERIAL', upToText(20)],
  ['22', 'CPV', upToText(20)],
  ['30', 'VAR. COUNT', upToDigits(8)],
  // The last digit of the AI is the number of decimals (3.6).
  ...['0', '1', '2', '3', '4', '5'].map(
    (decimals) => [`310${decimals}`, 'NET WEIGHT (kg)', digits(6)] as const,
  ),
  ['37', 'COUNT', upToDigits(8)],
  ['240', 'ADDITIONAL ID', upToText(30)],
  ['241', 'CUST. PART No.', upToText(30)],
  ['400', 'ORDER NUMBER', upToText(30)],
  ['410', 'SHIP TO LOC', gs1Key(13)],
];

const byAi = new Map<string, ApplicationIdentifier>(
  known.map(([ai, title, form]) => [ai, { ai, title, ...form }]),
);

/** The AI with which the text at `start` begins, if it is one that this version knows. No AI begins another. */
export function applicationIdentifierAt(text: string, start: number): ApplicationIdentifier | undefined {
  return (
    byAi.get(text.slice(start, start + 2)) ??
    byAi.get(text.slice(start, start + 3)) ??
    byAi.get(text.slice(start, start + 4))
  );
}

/** The length of AI and data together where it is predefined by the AI's first two digits (figure 7.8.5-2). */
const predefinedLengths: Readonly<Record<string, number>> = {
  '00': 20,
  '01': 16,
  '02': 16,
  '03': 16,
  '04': 18,
  '11': 8,
  '12': 8,
  '13': 8,
  '14': 8,
  '15': 8,
  '16': 8,
  '17': 8,
  '18': 8,
  '19': 8,
  '20': 4,
  '31': 10,
  '32': 10,
  '33': 10,
  '34': 10,
  '35': 10,
  '36': 10,
  '41': 16,
};

/** The length of the data of an AI that needs no separator; undefined if a separator or the end has to follow. */
export function predefinedDataLength(ai: string): number | undefined {
  const whole = predefinedLengths[ai.slice(0, 2)];
  return whole === undefined ? undefined : whole - ai.length;
}
