import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigit } from '../gs1/check-digit.ts';
import { BitReader } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';
import { digitalLinkPath, digitalLinkUri, parseDigitalLink } from './digital-link.ts';
import { type AiElement, elementsOf } from './epc.ts';
import { decodeEpc, decodeEpcHex } from './epc-decode.ts';
import { type EpcToEncode, encodeEpc } from './epc-encode.ts';
import { epcFromDigitalLink } from './epc-from-elements.ts';
import { parsePureIdentityUri, parseTagUri, pureIdentityUri, tagUri } from './epc-uri.ts';
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
import { tagKeyFromBytes, tagKeyFromHex } from './tag-key.ts';
import { decodeTid } from './tid.ts';
import { type ValuePart, valueFormats } from './value-format.ts';
import { readValue } from './value-reader.ts';
import { writeValue } from './value-writer.ts';

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
function arbitraryClassicEpc(scheme: ClassicScheme): fc.Arbitrary<EpcToEncode> {
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
function arbitraryValue(ai: string, isKey: boolean): fc.Arbitrary<string> {
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
function arbitraryPlusEpc(scheme: PlusScheme): fc.Arbitrary<EpcToEncode> {
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

const classicSchemes = Object.keys(classicCodings) as ClassicScheme[];
const plusSchemes = Object.keys(plusCodings) as PlusScheme[];

/** Fails with the refusal where the result is one. */
function succeed<Value>(result: { ok: true; value: Value } | { ok: false }): Value {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

describe.each(classicSchemes)('%s', (scheme) => {
  test('comes back from bits, with its scheme, filter and components', () => {
    fc.assert(
      fc.property(arbitraryClassicEpc(scheme), (epc) => {
        const { hex } = succeed(encodeEpc(epc));
        const decoded = succeed(decodeEpcHex(hex));
        expect(decoded).toMatchObject(epc);
        expect(succeed(encodeEpc(decoded)).hex).toBe(hex);
      }),
    );
  });

  test('is read alike in lower case, with more padding and without any', () => {
    fc.assert(
      fc.property(arbitraryClassicEpc(scheme), (epc) => {
        const { hex, bitLength } = succeed(encodeEpc(epc));
        const decoded = decodeEpcHex(hex);
        expect(decodeEpcHex(hex.toLowerCase())).toEqual(decoded);
        expect(decodeEpcHex(`${hex}00000000`)).toEqual(decoded);
        expect(decodeEpcHex(hex.slice(0, Math.ceil(bitLength / 4)))).toEqual(decoded);
      }),
    );
  });

  test('comes back from both URNs', () => {
    fc.assert(
      fc.property(arbitraryClassicEpc(scheme), (epc) => {
        const decoded = succeed(decodeEpcHex(succeed(encodeEpc(epc)).hex));
        expect(succeed(parseTagUri(tagUri(decoded) ?? ''))).toEqual(decoded);
        const identity = pureIdentityUri(decoded) ?? '';
        expect(succeed(parsePureIdentityUri(identity, scheme, decoded.filter ?? 0))).toEqual(decoded);
      }),
    );
  });

  test('is refused as truncated wherever it ends early', () => {
    fc.assert(
      fc.property(arbitraryClassicEpc(scheme), fc.nat(), (epc, cut) => {
        const { bytes, bitLength } = succeed(encodeEpc(epc));
        const refused = decodeEpc(bytes, cut % bitLength);
        expect(refused).toMatchObject({ ok: false, code: 'truncated', unit: 'bit' });
      }),
    );
  });
});

describe.each(classicSchemes.filter((scheme) => !/^(GID|USDOD|ADI)/.test(scheme)))('%s', (scheme) => {
  test('comes back from its Digital Link, once the length of the company prefix is told', () => {
    fc.assert(
      fc.property(arbitraryClassicEpc(scheme), (epc) => {
        const { hex } = succeed(encodeEpc(epc));
        const decoded = succeed(decodeEpcHex(hex));
        if (decoded.kind !== 'classic') throw new Error(decoded.kind);
        const companyPrefixLength = decoded.companyPrefixLength ?? 0;
        const options = { scheme, companyPrefixLength, filter: decoded.filter ?? 0 };
        const back = epcFromDigitalLink(digitalLinkPath(decoded) ?? '', options);
        // Some numbers stand for no trade item that may be serialised.
        fc.pre(back.ok || back.code !== 'number_not_for_epc');
        expect(succeed(encodeEpc(succeed(back))).hex).toBe(hex);
      }),
    );
  });
});

describe.each(plusSchemes)('%s', (scheme) => {
  test('comes back from bits, with the data behind it', () => {
    fc.assert(
      fc.property(arbitraryPlusEpc(scheme), (epc) => {
        const { hex } = succeed(encodeEpc(epc));
        const decoded = succeed(decodeEpcHex(hex.toLowerCase()));
        expect(decoded).toEqual({ ...epc, aidcFault: null });
        expect(succeed(encodeEpc(decoded)).hex).toBe(hex);
      }),
    );
  });

  test('comes back from its Digital Link without any table', () => {
    fc.assert(
      fc.property(arbitraryPlusEpc(scheme), (epc) => {
        const { hex } = succeed(encodeEpc(epc));
        const decoded = succeed(decodeEpcHex(hex));
        const link = digitalLinkUri(decoded) ?? '';
        const elements = succeed(parseDigitalLink(link)).elements;
        expect(new Set(elements)).toEqual(new Set(elementsOf(decoded)));
        const back = epcFromDigitalLink(digitalLinkPath(decoded) ?? '', { scheme });
        fc.pre(back.ok || back.code !== 'number_not_for_epc');
        expect(succeed(back)).toMatchObject({ elements: decoded.elements });
      }),
    );
  });

  test('is refused with a place wherever it ends early', () => {
    fc.assert(
      fc.property(arbitraryPlusEpc(scheme), fc.nat(), (epc, cut) => {
        const plain = succeed(encodeEpc({ ...epc, aidc: [] } as EpcToEncode));
        const refused = decodeEpc(plain.bytes, cut % plain.bitLength);
        expect(refused).toMatchObject({ ok: false, unit: 'bit' });
      }),
    );
  });
});

test('a value of any AI of table F comes back from bits', () => {
  const anyElement = fc
    .constantFrom(...valueFormats.keys())
    .chain((ai) => fc.tuple(fc.constant(ai), arbitraryValue(ai, false)));
  fc.assert(
    fc.property(anyElement, ([ai, value]) => {
      const writer = new BitWriter();
      writeValue(writer, ai, value, false);
      // AIs of up to 90 characters can hold more than a tag.
      fc.pre(writer.fault?.code !== 'too_long');
      expect(writer.fault).toBeNull();
      const reader = new BitReader(writer.words(), writer.position);
      expect(readValue(reader, ai, false)).toBe(value);
      expect([reader.fault, reader.remaining]).toEqual([null, 0]);
    }),
    { numRuns: 5_000 },
  );
});

describe('whatever bytes come', () => {
  const headers = [
    ...classicSchemes.map((s) => classicCodings[s]),
    ...plusSchemes.map((s) => plusCodings[s]),
  ];
  const anyHeader = fc.oneof(
    fc.constantFrom(...headers.map(({ header }) => header)),
    fc.integer({ min: 0, max: 255 }),
  );
  const anyBytes = fc
    .tuple(anyHeader, fc.uint8Array({ maxLength: 70 }))
    .map(([header, rest]) => Uint8Array.of(header, ...rest));

  test('decoding answers with an EPC or with a refusal that has a place', () => {
    fc.assert(
      fc.property(anyBytes, fc.nat({ max: 600 }), (bytes, length) => {
        const result = decodeEpc(bytes, length);
        if (result.ok) return;
        expect(result.offset).toBeLessThanOrEqual(bytes.length * 8);
        expect(result.field).not.toBe('');
        expect(result.expected).not.toBe('');
      }),
      { numRuns: 5_000 },
    );
  });

  test('what decodes without padding of its own encodes to the same bits', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const result = decodeEpc(bytes);
        if (!result.ok || result.value.kind === 'plus') return;
        const again = succeed(encodeEpc(result.value)).bytes;
        const length = Math.min(again.length, bytes.length);
        expect(again.slice(0, length)).toEqual(bytes.slice(0, length));
      }),
      { numRuns: 5_000 },
    );
  });

  test('any text in any field encodes to bits that come back, or is refused', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.stringMatching(/^[0-9]{0,25}$/));
    const anyElement = fc.record({
      ai: fc.oneof(fc.constantFrom(...valueFormats.keys()), text),
      value: text,
    });
    const anyClassic = fc.record({
      kind: fc.constant('classic' as const),
      scheme: fc.constantFrom(...classicSchemes),
      filter: fc.option(fc.integer({ min: -1, max: 64 })),
      components: fc.array(text, { maxLength: 6 }),
    });
    const anyPlus = fc.constantFrom(...plusSchemes).chain((scheme) => {
      const coding: PlusCoding = plusCodings[scheme];
      return fc.record({
        kind: fc.constant('plus' as const),
        scheme: fc.constant(scheme),
        filter: fc.integer({ min: -1, max: 8 }),
        elements: fc.tuple(...coding.ais.map((ai) => fc.record({ ai: fc.constant(ai), value: text }))),
        date: coding.hasDate ? fc.constant({ ai: '17', value: '261231' }) : fc.constant(null),
        hostname: coding.hasHostname ? text : fc.constant(null),
        aidc: fc.array(anyElement, { maxLength: 2 }),
      });
    });
    fc.assert(
      fc.property(fc.oneof(anyClassic, anyPlus), (epc) => {
        const encoded = encodeEpc(epc);
        expect(encoded.ok || encoded.expected).not.toBe('');
        if (!encoded.ok) return;
        expect(succeed(encodeEpc(succeed(decodeEpcHex(encoded.value.hex)))).hex).toBe(encoded.value.hex);
      }),
      { numRuns: 5_000 },
    );
  });

  test('any text is answered too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        decodeEpcHex(text);
        decodeTid(text);
        parseTagUri(`urn:epc:tag:${text}`);
        parsePureIdentityUri(`urn:epc:id:sgtin:${text}`, 'SGTIN-198', 0);
        parseDigitalLink(`https://example.com/01/${text}`);
        epcFromDigitalLink(`/01/${text}`, { scheme: 'SGTIN-96', companyPrefixLength: 7 });
      }),
    );
  });
});

describe('the short way to the key', () => {
  const anyEpc = fc.oneof(
    arbitraryClassicEpc('SGTIN-96'),
    arbitraryClassicEpc('SSCC-96'),
    arbitraryClassicEpc('SGTIN-198'),
    arbitraryPlusEpc('SGTIN+'),
  );

  test('gives the Digital Link path of the long way', () => {
    fc.assert(
      fc.property(anyEpc, (epc) => {
        const { hex, bytes } = succeed(encodeEpc(epc));
        const path = digitalLinkPath(succeed(decodeEpcHex(hex)));
        expect(tagKeyFromHex(hex)).toEqual({ ok: true, value: path });
        expect(tagKeyFromHex(hex.toLowerCase())).toEqual({ ok: true, value: path });
        expect(tagKeyFromBytes(bytes)).toEqual({ ok: true, value: path });
      }),
      { numRuns: 2_000 },
    );
  });

  test('refuses what the long way refuses, in the same words', () => {
    const anyRest = fc.uint8Array({ minLength: 11, maxLength: 11 });
    fc.assert(
      fc.property(fc.constantFrom(0x30, 0x31, 0x00, 0xe2), anyRest, (header, rest) => {
        const bytes = Uint8Array.of(header, ...rest);
        const decoded = decodeEpc(bytes);
        const expected = decoded.ok ? { ok: true, value: digitalLinkPath(decoded.value) } : decoded;
        expect(tagKeyFromBytes(bytes)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});
