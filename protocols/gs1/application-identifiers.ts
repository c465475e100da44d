import { aiRows } from './ai-rows.ts';
import { characterSet, firstOutside } from './character-sets.ts';
import type { Linter } from './lint/lint.ts';
import { isLinterName, type LinterName, linters } from './lint/linters.ts';

interface Check {
  readonly linter: LinterName;
  readonly run: Linter;
}

/** One part of an AI's data. */
export interface AiComponent {
  /** N digits, X character set 82, Y character set 39, Z base64url. */
  readonly characters: 'N' | 'X' | 'Y' | 'Z';
  readonly minLength: number;
  readonly maxLength: number;
  /** It may be left out, and then so are those behind it. */
  readonly optional: boolean;
  readonly linters: readonly LinterName[];
  /** The linter of the character set and those named, in this order. */
  readonly checks: readonly Check[];
}

/** What an Application Identifier says about the data behind it (GS1 General Specifications 3.2). */
export interface ApplicationIdentifier {
  readonly ai: string;
  readonly title: string;
  readonly components: readonly AiComponent[];
  /** Of all components together. */
  readonly minLength: number;
  readonly maxLength: number;
  /** No separator behind it (figure 7.8.5-2). */
  readonly predefinedLength: boolean;
  /** It may be an attribute of a GS1 Digital Link URI. */
  readonly attribute: boolean;
  /** Of each list, one group must be there as a whole; `n` stands for any digit. */
  readonly requires: readonly (readonly (readonly string[])[])[];
  /** None of these may be there; `n` stands for any digit. */
  readonly excludes: readonly string[];
  /** It is a key of a GS1 Digital Link URI: the sequences of qualifiers that may follow. Null if it is none. */
  readonly qualifiers: readonly (readonly string[])[] | null;
}

const setLinter = { N: 'csetnumeric', X: 'cset82', Y: 'cset39', Z: 'cset64' } as const;

/** They look for other characters than digits before anything else, so that this need not be done twice. */
const digitLinters: ReadonlySet<LinterName> = new Set([
  'csum',
  'hh',
  'hhmi',
  'latitude',
  'longitude',
  'mi',
  'nonzero',
  'pieceoftotal',
  'ss',
  'yymmd0',
  'yymmdd',
  'yyyymmdd',
]);

function checksOf(type: AiComponent['characters'], named: readonly LinterName[]): Check[] {
  const [first] = named;
  const covered = type === 'N' && first !== undefined && digitLinters.has(first);
  const names = covered ? named : [setLinter[type], ...named];
  return names.map((linter) => ({ linter, run: linters[linter] }));
}

function componentOf(written: string): AiComponent {
  const [, type, range, exact, rest = ''] = /^\[?([NXYZ])(?:\.\.(\d+)|(\d+))\]?(.*)$/.exec(written) ?? [];
  if (type !== 'N' && type !== 'X' && type !== 'Y' && type !== 'Z') {
    throw new Error(`no component of an AI: ${written}`);
  }
  const named = rest.split(',').filter((name) => name !== '');
  const known = named.filter(isLinterName);
  if (known.length < named.length) throw new Error(`unknown linter in ${written}`);
  return {
    characters: type,
    minLength: range === undefined ? Number(exact) : 1,
    maxLength: Number(range ?? exact),
    optional: written.startsWith('['),
    linters: known,
    checks: checksOf(type, known),
  };
}

function linksOf(written: string): Pick<ApplicationIdentifier, 'requires' | 'excludes' | 'qualifiers'> {
  const requires: string[][][] = [];
  const excludes: string[] = [];
  let qualifiers: string[][] | null = null;
  for (const link of written.split(' ')) {
    const [kind, value] = link.split('=');
    if (kind === 'req') requires.push((value ?? '').split(',').map((group) => group.split('+')));
    if (kind === 'ex') excludes.push(...(value ?? '').split(','));
    if (kind === 'dlpkey') qualifiers = value?.split('|').map((sequence) => sequence.split(',')) ?? [];
  }
  return { requires, excludes, qualifiers };
}

function identifiersOf([ais, flags, format, links, title]: (typeof aiRows)[number]): ApplicationIdentifier[] {
  const components = format.split(' ').map(componentOf);
  const shared = {
    title,
    components,
    minLength: components.reduce((sum, part) => sum + (part.optional ? 0 : part.minLength), 0),
    maxLength: components.reduce((sum, part) => sum + part.maxLength, 0),
    predefinedLength: flags.includes('*'),
    attribute: flags.includes('?'),
    ...linksOf(links),
  };
  const [first = '', last = first] = ais.split('-');
  const found: ApplicationIdentifier[] = [];
  for (let ai = Number(first); ai <= Number(last); ai++) {
    found.push({ ai: String(ai).padStart(first.length, '0'), ...shared });
  }
  return found;
}

/** All of them, in the order of their digits as text. */
export const applicationIdentifiers: readonly ApplicationIdentifier[] = aiRows.flatMap(identifiersOf);

/** Found by its number: those of two digits from 0 on, of three from 100, of four from 1100. */
const byNumber: (ApplicationIdentifier | undefined)[] = Array(11_100).fill(undefined);
const firstOfLength = [0, 0, 0, 100, 1100];

/** How many digits the AIs have that begin with these two digits; 0 if there is none. */
const lengthByPrefix = new Uint8Array(100);

for (const identifier of applicationIdentifiers) {
  const { ai } = identifier;
  byNumber[(firstOfLength[ai.length] ?? 0) + Number(ai)] = identifier;
  lengthByPrefix[Number(ai.slice(0, 2))] = ai.length;
}

/** The number that `length` digits at `at` write, or -1 if they are not all digits. */
function numberAt(text: string, at: number, length: number): number {
  let value = 0;
  for (let index = at; index < at + length; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** How many digits an AI has that begins like the text at `at`; 0 if none begins so. */
export function aiLengthAt(text: string, at: number): number {
  const prefix = numberAt(text, at, 2);
  return prefix === -1 ? 0 : (lengthByPrefix[prefix] ?? 0);
}

/** The AI with which the text at `at` begins. No AI begins another. */
export function applicationIdentifierAt(text: string, at: number): ApplicationIdentifier | undefined {
  const length = aiLengthAt(text, at);
  if (length === 0) return undefined;
  const number = numberAt(text, at, length);
  return number === -1 ? undefined : byNumber[(firstOfLength[length] ?? 0) + number];
}

/** The AI with exactly these digits. */
export function applicationIdentifier(ai: string): ApplicationIdentifier | undefined {
  return aiLengthAt(ai, 0) === ai.length ? applicationIdentifierAt(ai, 0) : undefined;
}

/** How long AI and data are together where the first two digits of the AI say so (figure 7.8.5-2). */
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

/**
 * Stands in for an AI that is not in the table, where the caller allows such: up to 90 characters of set 82, or the
 * length that its first two digits lay down. Undefined if it cannot be an AI: because of its length, or as a known one
 * begins with it or begins it.
 */
export function unknownIdentifier(ai: string): ApplicationIdentifier | undefined {
  if (ai.length < 2 || ai.length > 4 || firstOutside(ai, 0, ai.length, characterSet.numeric) !== -1) {
    return undefined;
  }
  const ruled = aiLengthAt(ai, 0);
  if (ruled !== 0 && ruled !== ai.length) return undefined;
  const whole = predefinedLengths[ai.slice(0, 2)];
  const length = whole === undefined ? null : whole - ai.length;
  const component = componentOf(length === null ? 'X..90' : `X${length}`);
  return {
    ai,
    title: 'UNKNOWN',
    components: [component],
    minLength: component.minLength,
    maxLength: component.maxLength,
    predefinedLength: length !== null,
    attribute: true,
    requires: [],
    excludes: [],
    qualifiers: null,
  };
}
