import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LineEvent, lineCut, lineStep, maxLineBytes, noLine } from './lines.ts';
import {
  readDecimal,
  readUnit,
  type ShownWeight,
  toMilligrams,
  weightUnits,
  writeDecimal,
} from './weight.ts';

const milligrams = (shown: ShownWeight) => {
  const result = toMilligrams(shown);
  return result.ok ? result.value : result.fault.code;
};

describe('a weight', () => {
  test.each([
    [1_234, 3, 'kg', 1_234_000],
    [-5, 3, 'g', -5],
    [10_000, 2, 'g', 100_000],
    [1, 0, 't', 1_000_000_000],
    [1, 0, 'lb', 453_592],
    [100, 0, 'lb', 45_359_237],
    [1_000_000, 0, 'oz', 28_349_523_125],
    [1, 0, 'ct', 200],
    [5, 1, 'mg', 1],
    [-5, 1, 'mg', -1],
    [4, 1, 'mg', 0],
    [999_999_999_999_999, 0, 't', 'too_large'],
  ] as const)('of %i, %i decimals, in %s is %s mg', (digits, decimals, unit, expected) => {
    expect(milligrams({ digits, decimals, unit })).toBe(expected);
  });

  test('is a whole number of milligrams, the same for both signs', () => {
    const shown = fc.record({
      digits: fc.integer({ min: -999_999_999, max: 999_999_999 }),
      decimals: fc.nat(8),
      unit: fc.constantFrom(...weightUnits),
    });
    fc.assert(
      fc.property(shown, (weight) => {
        const found = milligrams(weight);
        if (found === 'too_large') return;
        expect(Number.isSafeInteger(found)).toBe(true);
        expect(milligrams({ ...weight, digits: -weight.digits })).toBe(0 - Number(found));
        if (weight.digits !== 0) expect(Math.sign(Number(found))).toBeOneOf([0, Math.sign(weight.digits)]);
      }),
    );
  });

  test('comes back from its decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.nat(6), (digits, decimals) => {
        expect(readDecimal(writeDecimal({ digits, decimals }), 0)).toEqual({
          ok: true,
          value: { digits, decimals },
        });
      }),
    );
  });

  test('is read with sign and blanks, and nothing else', () => {
    expect(readDecimal('+  1.20', 0)).toEqual({ ok: true, value: { digits: 120, decimals: 2 } });
    expect(readDecimal('-0.00', 0)).toEqual({ ok: true, value: { digits: 0, decimals: 2 } });
    for (const text of ['', '-', '1.', '.5', '1,5', '1e3', '0x10', '1 2', '1234567890123456']) {
      expect(readDecimal(text, 7)).toMatchObject({ fault: { code: 'syntax', offset: 7 } });
    }
    expect(['KG', 'GN', 'Lb', 'tl', 'PC', ''].map(readUnit)).toEqual(['kg', 'gn', 'lb', null, null, null]);
  });
});

describe('lines', () => {
  const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  function read(chunks: readonly Uint8Array[]) {
    const events: LineEvent[] = [];
    let state = noLine;
    for (const chunk of chunks) {
      const step = lineStep(state, chunk);
      state = step.state;
      events.push(...step.events);
      expect(state.text.length).toBeLessThanOrEqual(maxLineBytes);
    }
    return { events, state };
  }

  test('are the same however the bytes are split, whatever they are', () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc.constantFrom('\r', '\n', '\r\n', 'x'.repeat(200)).map(bytesOf),
    );
    fc.assert(
      fc.property(fc.array(part), fc.integer({ min: 1, max: 20 }), (parts, size) => {
        const bytes = Uint8Array.from(parts.flatMap((piece) => [...piece]));
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
          bytes.subarray(n * size, (n + 1) * size),
        );
        expect(read(pieces)).toEqual(read([bytes]));
      }),
    );
  });

  test('end with CR, LF or both; one too long is told once', () => {
    const whole = 'y'.repeat(maxLineBytes);
    const { events } = read([bytesOf(`a\r\nb\rc\n\n${whole}\r${whole}y${whole}${whole}\rd\re`)]);
    expect(events.map((event) => (event.kind === 'line' ? event.text : `! ${event.fault.expected}`))).toEqual(
      ['a', 'b', 'c', whole, '! CR or LF within 256 bytes', 'd'],
    );
  });

  test('that do not end are named when the line falls silent', () => {
    expect(lineCut(read([bytesOf('S S')]).state)).toMatchObject({
      state: noLine,
      events: [{ fault: { code: 'framing', offset: 3 } }],
    });
    expect(lineCut(noLine).events).toEqual([]);
  });
});
