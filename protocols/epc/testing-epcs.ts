import fc from 'fast-check';
import { checkDigit } from '../gs1/check-digit.ts';
import type { AiElement } from './epc.ts';
import type { EpcToEncode } from './epc-encode.ts';
import { prioritisedDates } from './plus-reader.ts';
import {
  type ClassicCoding,
  type ClassicScheme,
  classicCodings,
  companyPrefixBits,
  type PlusCoding,
  type PlusScheme,
  plusCodings,
  type Segment,
} from './scheme.ts';
import { type ValuePart, valueFormats } from './value-format.ts';

const characters82 = [
  ...'!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz',
];
const characters39 = [...'#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const digits = [...'0123456789'];

function text(characters: readonly string[], minLength: number, maxLength = minLength): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...characters), { minLength, maxLength }).map((array) => array.join(''));
}

/** A number without leading zeros, below both limits. */
function integer(bits: number, maxDigits = 20): fc.Arbitrary<string> {
  const power = 1n << BigInt(bits);
  const limit = 10n ** BigInt(maxDigits);
  return fc.bigInt({ min: 0n, max: (power < limit ? power : limit) - 1n }).map(String);
}

const cage = text([...'0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'], 5, 6);

function arbitrarySegment(segment: Segment, prefixDigits: number): fc.Arbitrary<string[]> {
  const bits = companyPrefixBits[12 - prefixDigits] ?? 0;
  const prefixed = (reference: fc.Arbitrary<string>) =>
    fc.tuple(text(digits, prefixDigits), reference) as fc.Arbitrary<string[]>;
  switch (segment.method) {
    case 'integer':
      return fc.tuple(integer(segment.bits, segment.maxDigits));
    case 'partition':
      return prefixed(text(digits, segment.digits - prefixDigits));
    case 'unpaddedPartition':
      return prefixed(integer(segment.bits - bits, segment.digits - prefixDigits));
    case 'stringPartition':
      return prefixed(text(characters82, 1, segment.digits - prefixDigits));
    case 'sixBitPartition':
      return prefixed(text(characters39, 1, segment.digits - prefixDigits));
    case 'string':
      return fc.tuple(text(characters82, 1, segment.bits / 7));
    case 'numericString':
      return fc.tuple(text(digits, 1, segment.bits === 58 ? 17 : 12));
    case 'fixedWidth':
      return fc.tuple(text(digits, segment.digits));
    case 'zeros':
      return fc.constant([]);
    case 'cage':
      return fc.tuple(cage);
    case 'sixBitString': {
      const plain = text(characters39.slice(1), segment.min, segment.max);
      const hashed = text(characters39.slice(1), 1, segment.max - 1).map((part) => `#${part}`);
      return fc.tuple(segment.hashFirst ? fc.oneof(plain, hashed) : plain);
    }
  }
}

/** Any valid value of a classic scheme, at every partition. */
export function arbitraryClassicEpc(scheme: ClassicScheme): fc.Arbitrary<EpcToEncode> {
  const coding: ClassicCoding = classicCodings[scheme];
  const filter =
    coding.filterBits === 0 ? fc.constant(null) : fc.integer({ min: 0, max: (1 << coding.filterBits) - 1 });
  const components = fc
    .integer({ min: 6, max: 12 })
    .chain((prefixDigits) =>
      fc.tuple(...coding.segments.map((segment) => arbitrarySegment(segment, prefixDigits))),
    )
    .map((parts) => parts.flat());
  return fc.record({
    kind: fc.constant('classic' as const),
    scheme: fc.constant(scheme),
    filter,
    components,
  });
}

const alphabets = [
  digits,
  [...'0123456789ABCDEF'],
  [...'0123456789abcdef'],
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'],
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:'],
  characters82,
];

function anyText(ai: string, min: number, max: number): fc.Arbitrary<string> {
  if (ai === '8010') return text(characters39, min, max);
  return fc.oneof(...alphabets.map((alphabet) => text(alphabet, min, max)));
}

const two = (min: number, max: number) =>
  fc.integer({ min, max }).map((number) => String(number).padStart(2, '0'));
const date = fc.tuple(two(0, 99), two(1, 12), two(0, 28)).map((parts) => parts.join(''));
const clock = fc.tuple(two(0, 23), two(0, 59), two(0, 59)).map((parts) => parts.join(''));
const time = (length: number) => fc.tuple(date, clock).map((parts) => parts.join('').slice(0, length));

function arbitraryPart(ai: string, part: ValuePart, isKey: boolean): fc.Arbitrary<string> {
  switch (part.method) {
    case 'digits':
    case 'number':
      return text(digits, part.digits);
    case 'text':
      return anyText(ai, isKey ? 1 : part.min, part.max);
    case 'numeric':
      return text(digits, isKey ? 1 : part.min, part.max);
    case 'delimited':
      return fc.tuple(text(digits, 4, 12), anyText(ai, 0, 18)).map(([start, end]) => start + end);
    case 'bit':
      return fc.constantFrom('0', '1');
    case 'date':
      return date;
    case 'minute':
      return time(10);
    case 'dateOrRange':
      return fc.oneof(
        date,
        fc.tuple(date, date).map((dates) => dates.join('')),
      );
    case 'time':
      return fc.constantFrom(6, 8, 10, 12).chain(time);
    case 'country':
      return text([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'], 2);
    case 'minus':
      return fc.constantFrom('', '-');
    case 'sequence':
      return fc.tuple(two(1, 9), two(1, 9)).map(([n, m]) => `${n.slice(1)}/${m.slice(1)}`);
  }
}

const keyLengths: Readonly<Record<string, number>> = {
  '00': 18,
  '01': 14,
  '02': 14,
  253: 13,
  255: 13,
  402: 17,
  8003: 14,
  8006: 14,
  8017: 18,
  8018: 18,
  8026: 14,
};

/** Any valid value of an AI of table F, its check digit put right. */
export function arbitraryValue(ai: string, isKey: boolean): fc.Arbitrary<string> {
  const parts = (valueFormats.get(ai) ?? []).map((part) => arbitraryPart(ai, part, isKey));
  return fc.tuple(...parts).map((values) => {
    const value = values.join('');
    const length = keyLengths[ai] ?? (ai.startsWith('41') && ai.length === 3 ? 13 : 0);
    if (length === 0) return value;
    const body = (ai === '8003' ? '0' : '') + value.slice(ai === '8003' ? 1 : 0, length - 1);
    return body + checkDigit(body) + value.slice(length);
  });
}

const label = text([...'abcdefghijklmnopqrstuvwxyz0123456789-'], 1, 8);
const domain = fc.constantFrom('com', 'org', 'de', 'co.uk', 'com.br', 'tech', 'example', 'nl');
const subdomain = fc.constantFrom('', 'id.', 'www.', 'qr.', 'shop.');
const hostname = fc.oneof(
  fc.tuple(subdomain, label, domain).map(([start, middle, end]) => `${start}${middle}.${end}`),
  text([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:'], 1, 30),
);

/** Any valid value of a '+' or '++' scheme, with or without short data behind it. */
export function arbitraryPlusEpc(scheme: PlusScheme): fc.Arbitrary<EpcToEncode> {
  const coding: PlusCoding = plusCodings[scheme];
  const element = (ai: string, isKey: boolean): fc.Arbitrary<AiElement> =>
    fc.record({ ai: fc.constant(ai), value: arbitraryValue(ai, isKey) });
  const behind = fc.constantFrom([], ['10'], ['20'], ['30'], ['3103', '427'], ['00']);
  const none = fc.constant(null);
  return fc.record({
    kind: fc.constant('plus' as const),
    scheme: fc.constant(scheme),
    filter: fc.integer({ min: 0, max: 7 }),
    elements: fc
      .tuple(...coding.ais.map((ai) => element(ai, true)))
      .map((elements) => elements.filter(({ ai, value }) => ai !== '254' || value !== '0')),
    date: coding.hasDate ? fc.record({ ai: fc.constantFrom(...prioritisedDates), value: date }) : none,
    hostname: coding.hasHostname ? hostname : none,
    aidc: behind.chain((ais) =>
      fc.tuple(...ais.filter((ai) => !coding.ais.includes(ai)).map((ai) => element(ai, false))),
    ),
  });
}

export const classicSchemes = Object.keys(classicCodings) as ClassicScheme[];
export const plusSchemes = Object.keys(plusCodings) as PlusScheme[];

/** Fails with the refusal where the result is one. */
export function succeed<Value>(result: { ok: true; value: Value } | { ok: false }): Value {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}
