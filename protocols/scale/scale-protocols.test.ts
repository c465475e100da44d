import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeSicsCommand, encodeSicsWeight, parseSicsCommand, parseSicsResponse } from './sics.ts';
import {
  decodeToledoFrame,
  encodeToledoFrame,
  maxFrameBytes,
  type ToledoEvent,
  type ToledoSettings,
  toledoStart,
  toledoStep,
} from './toledo.ts';
import { notWeighed, type WeightReading, weighed, weightUnits } from './weight.ts';
import { encodeWeightLine, parseWeightLine } from './weight-line.ts';

const accepted = <Value>(result: { ok: true; value: Value } | { ok: false; fault: unknown }): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
};
const reading = (more: Partial<Pick<WeightReading, 'kind'>> = {}) =>
  fc
    .record({
      digits: fc.integer({ min: -999_999, max: 999_999 }),
      decimals: fc.nat(5),
      unit: fc.constantFrom(...weightUnits),
      stable: fc.boolean(),
      kind: fc.constantFrom('gross', 'net'),
    } as const)
    .map(({ stable, kind, ...shown }) => accepted(weighed(shown, { stable, kind, ...more })));

describe('MT-SICS', () => {
  const answer = (line: string) => {
    const result = parseSicsResponse(line);
    return result.ok ? result.value : result.fault;
  };

  test('gives back the weight that a scale sends', () => {
    fc.assert(
      fc.property(reading({ kind: 'net' }), fc.constantFrom('S', 'SI'), (weight, command) => {
        const line = encodeSicsWeight(weight, command);
        expect(line.endsWith('\r\n')).toBe(true);
        expect(answer(line.trimEnd())).toEqual({ kind: 'weight', command, reading: weight });
      }),
    );
    for (const condition of ['overload', 'underload'] as const) {
      const weight = notWeighed(condition, 'net');
      expect(answer(encodeSicsWeight(weight).trimEnd())).toEqual({
        kind: 'weight',
        command: 'S',
        reading: weight,
      });
    }
    expect(answer(encodeSicsWeight(notWeighed('zero-fault')).trimEnd())).toEqual({
      kind: 'not-ready',
      command: 'S',
    });
  });

  test.each([
    [
      'S S     100.00 g',
      { kind: 'weight', reading: { milligrams: 100_000, stable: true, condition: 'ok', kind: 'net' } },
    ],
    [
      'S D       1.23 kg',
      { kind: 'weight', reading: { milligrams: 1_230_000, stable: false, condition: 'moving' } },
    ],
    [
      'S S     -12.3[45] g',
      { kind: 'weight', reading: { milligrams: -12_345, shown: { digits: -12_345, decimals: 3 } } },
    ],
    [
      'S S      10 lb',
      { kind: 'weight', reading: { milligrams: 4_535_924, shown: { digits: 10, decimals: 0, unit: 'lb' } } },
    ],
    ['S +', { kind: 'weight', reading: { milligrams: null, condition: 'overload' } }],
    ['SI -', { kind: 'weight', command: 'SI', reading: { condition: 'underload' } }],
    ['S I', { kind: 'not-ready', command: 'S' }],
    ['TA L', { kind: 'refused', command: 'TA', reason: 'logical' }],
    ['ES', { kind: 'refused', command: null, reason: 'syntax' }],
    ['ET', { kind: 'refused', reason: 'transmission' }],
    ['EL', { kind: 'refused', reason: 'logical' }],
    ['S S Error 10b', { kind: 'device-error', code: '10b' }],
    ['T S     100.00 g', { kind: 'tare', command: 'T', milligrams: 100_000 }],
    ['TA A 0.50 kg', { kind: 'tare', milligrams: 500_000 }],
    ['TAC A', { kind: 'answer', command: 'TAC', status: 'A', parameters: [] }],
    ['Z +', { kind: 'answer', command: 'Z', status: '+' }],
    ['I4 A "B02 ""1"" 5"', { kind: 'answer', command: 'I4', status: 'A', parameters: ['"B02 ""1"" 5"'] }],
  ])('reads %s', (line, expected) => {
    expect(answer(line)).toMatchObject(expected);
  });

  test.each([
    ['', 'syntax', 0, 'command'],
    ['s S 1 g', 'syntax', 0, 'command'],
    ['S', 'syntax', 1, 'status'],
    ['S X 1 g', 'syntax', 2, 'status'],
    ['S S', 'syntax', 3, 'weight'],
    ['S S   1,5 g', 'syntax', 6, 'weight'],
    ['S S   1.5', 'syntax', 9, 'unit'],
    ['S S   1.5 PCS', 'unsupported', 10, 'unit'],
    ['S S   1.5 g x', 'syntax', 12, 'end of line'],
    ['S S 99999999999 t', 'too_large', 0, 'weight'],
  ])('refuses "%s" and says where', (line, code, offset, field) => {
    expect(answer(line)).toMatchObject({ code, offset, field });
  });

  test('brings commands to the scale', () => {
    expect(encodeSicsCommand('TA', '100.00', 'g')).toBe('TA 100.00 g\r\n');
    expect(parseSicsCommand('TA 100.00 g')).toEqual({
      ok: true,
      value: { name: 'TA', parameters: ['100.00', 'g'] },
    });
    expect(parseSicsCommand('@')).toEqual({ ok: true, value: { name: '@', parameters: [] } });
    expect(parseSicsCommand('XY')).toMatchObject({ fault: { code: 'syntax', field: 'command' } });
  });

  test('never throws, whatever a line holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^S [SD+-] [ -~]*$/)), (line) => {
        expect(parseSicsResponse(line).ok).toBeTypeOf('boolean');
      }),
    );
  });
});

describe('the continuous output of Toledo', () => {
  const plain = { checksum: false };
  const both = fc.record({ checksum: fc.boolean() });
  const toledoReading = reading().filter(
    ({ shown }) => shown !== null && !['mg', 'ct', 'gn', 'mom'].includes(shown.unit),
  );
  const frame = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  const read = (settings: ToledoSettings, chunks: readonly Uint8Array[]) => {
    const events: ToledoEvent[] = [];
    let state = toledoStart;
    for (const chunk of chunks) {
      const step = toledoStep(settings, state, chunk);
      state = step.state;
      events.push(...step.events);
      expect(state.rest.length).toBeLessThan(maxFrameBytes);
    }
    return events;
  };
  const pieces = (bytes: Uint8Array, size: number) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
      bytes.subarray(n * size, (n + 1) * size),
    );
  const encoded = (settings: ToledoSettings, weight: WeightReading) =>
    encodeToledoFrame(settings, weight) ?? new Uint8Array(0);

  test('gives back the weight that a scale sends, with any parity bit', () => {
    fc.assert(
      fc.property(both, toledoReading, fc.integer({ min: 0, max: 2 ** 18 }), (settings, weight, parity) => {
        const bytes = encoded(settings, weight).map((byte, index) => byte | (((parity >> index) & 1) * 128));
        expect(decodeToledoFrame(settings, bytes)).toEqual({
          ok: true,
          value: { ...weight, tareMilligrams: 0 },
        });
      }),
    );
    for (const condition of ['overload', 'underload', 'zero-fault'] as const) {
      const weight = notWeighed(condition);
      expect(decodeToledoFrame(plain, encoded(plain, weight))).toEqual({ ok: true, value: weight });
    }
  });

  test('gives the same frames however it is split, and says once what stands between them', () => {
    const frames = toledoReading.map((weight) => encoded({ checksum: true }, weight));
    const cut = fc.tuple(frames, fc.nat(17)).map(([bytes, length]) => bytes.subarray(0, length));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(frames, cut, fc.uint8Array({ maxLength: 30 }))),
        fc.integer({ min: 1, max: 20 }),
        (parts, size) => {
          const bytes = Uint8Array.from(parts.flatMap((piece) => [...piece]));
          const whole = read({ checksum: true }, [bytes]);
          expect(read({ checksum: true }, pieces(bytes, size))).toEqual(whole);
        },
      ),
    );
    const good = encoded(
      plain,
      accepted(weighed({ digits: 1, decimals: 0, unit: 'kg' }, { stable: true, kind: 'gross' })),
    );
    const noise = frame('0123456789'.repeat(5));
    const shown = read(plain, [noise, good, noise, good, good.subarray(0, 9), good]).map((event) =>
      event.kind === 'weight' ? event.reading.milligrams : event.fault.field,
    );
    expect(shown).toEqual([1_000_000, 'STX', 1_000_000, 'CR', 1_000_000]);
  });

  test.each<[string, object]>([
    [
      '\x02,0 001234000100\r',
      { milligrams: 12_340_000, kind: 'gross', stable: true, tareMilligrams: 1_000_000, condition: 'ok' },
    ],
    ['\x02,9   1234000000\r', { milligrams: 12_340_000, kind: 'net', stable: false, condition: 'moving' }],
    [
      '\x02,2 001234000000\r',
      { milligrams: -12_340_000, shown: { digits: -1_234, decimals: 2, unit: 'kg' } },
    ],
    ['\x02)0 001234000000\r', { milligrams: 12_340_000_000, shown: { digits: 12_340, decimals: 0 } }],
    ['\x02(0 001234000000\r', { shown: { digits: 123_400, decimals: 0 } }],
    ['\x02,0 001234\r', { milligrams: 12_340_000, tareMilligrams: null, shown: { unit: 'kg' } }],
    ['\x02*  000010000000\r', { milligrams: 4_535_924, shown: { unit: 'lb' } }],
    ['\x02*0!000010000000\r', { milligrams: 10_000, shown: { unit: 'g' } }],
  ])('reads the frame %j', (text, expected) => {
    expect(accepted(decodeToledoFrame(plain, frame(text)))).toMatchObject(expected);
  });

  test.each([
    ['no STX', 'X,0 001234000000\r', 'framing', 0, 'STX'],
    ['no CR', '\x02,0 001234000000X', 'framing', 16, 'CR'],
    ['bytes too many', '\x02,0 001234000000\rX', 'framing', 17, 'frame'],
    ['letters', '\x02,0 00A234000000\r', 'syntax', 4, 'weight'],
    ['a tare of letters', '\x02,0 00123400000A\r', 'syntax', 10, 'tare'],
    ['an expanded weight', '\x02,00001234000000\r', 'unsupported', 3, 'status word C'],
    ["a unit of the user's own", "\x02,0'001234000000\r", 'unsupported', 3, 'status word C'],
  ])('refuses a frame with %s', (_, text, code, offset, field) => {
    expect(decodeToledoFrame(plain, frame(text))).toMatchObject({
      ok: false,
      fault: { code, offset, field },
    });
  });

  test('refuses a wrong checksum', () => {
    const bytes = encoded({ checksum: true }, notWeighed('overload'));
    bytes[17] = ((bytes[17] ?? 0) + 1) & 0x7f;
    expect(decodeToledoFrame({ checksum: true }, bytes)).toMatchObject({
      fault: { code: 'checksum', offset: 17 },
    });
    expect([...bytes.slice(0, 17)].reduce((sum, byte) => sum + byte, (bytes[17] ?? 0) - 1) & 0x7f).toBe(0);
  });

  test('has no place for some weights', () => {
    const weight = (digits: number, decimals: number, unit: 'kg' | 'ct') =>
      encodeToledoFrame(
        plain,
        accepted(weighed({ digits, decimals, unit }, { stable: true, kind: 'gross' })),
      );
    expect([weight(1_000_000, 0, 'kg'), weight(1, 6, 'kg'), weight(1, 0, 'ct')]).toEqual([null, null, null]);
  });
});

describe('a line with a weight', () => {
  const line = (text: string) => {
    const result = parseWeightLine(text);
    return result.ok ? result.value : result.fault;
  };

  test('gives back the weight that a scale sends', () => {
    fc.assert(
      fc.property(reading(), (weight) => {
        expect(line(encodeWeightLine(weight).trimEnd())).toEqual({ kind: 'weight', reading: weight });
      }),
    );
    for (const condition of ['overload', 'underload'] as const) {
      expect(line(encodeWeightLine(notWeighed(condition)).trimEnd())).toEqual({
        kind: 'weight',
        reading: notWeighed(condition),
      });
    }
  });

  test.each([
    [
      'ST,GS,+  1.234kg',
      { reading: { milligrams: 1_234_000, stable: true, kind: 'gross', condition: 'ok' } },
    ],
    [
      'US,NT,-0012.34kg',
      { reading: { milligrams: -12_340_000, stable: false, kind: 'net', condition: 'moving' } },
    ],
    ['ST,+00123.45  g', { reading: { milligrams: 123_450, kind: 'gross' } }],
    ['ST,+0000.1278,  g', { reading: { milligrams: 128, shown: { digits: 1_278, decimals: 4 } } }],
    ['ST,N ,   10.5 lb', { reading: { milligrams: 4_762_720, kind: 'net' } }],
    ['ST,GS,1\xc4,  13.50 kg', { reading: { milligrams: 13_500_000 } }],
    ['ST,TR,+0002345kg', { kind: 'tare', milligrams: 2_345_000_000 }],
    ['OL,GS,+    .  kg', { reading: { milligrams: null, condition: 'overload' } }],
    ['OL,NT,-    .  kg', { reading: { condition: 'underload', kind: 'net' } }],
    ['OL,+999999.9  g', { reading: { milligrams: null, condition: 'overload' } }],
  ])('reads %s', (text, expected) => {
    expect(line(text)).toMatchObject(expected);
  });

  test.each([
    ['', 'syntax', 0, 'header 1'],
    ['QT,+00012345 PC', 'unsupported', 0, 'header 1'],
    ['ST', 'syntax', 2, 'weight'],
    ['ST,GS', 'syntax', 5, 'weight'],
    ['ST,GS,+  1,234kg', 'syntax', 11, 'unit'],
    ['ST,GS,+  1.2,kg,x', 'syntax', 13, 'unit'],
    ['ST,GS,+  1.234', 'syntax', 14, 'unit'],
    ['ST,GS,+  1.234 %', 'unsupported', 15, 'unit'],
    ['ST,TN,+  1.234kg', 'unsupported', 3, 'header 2'],
    ['ST,GS,+ kg', 'syntax', 6, 'weight'],
  ])('refuses "%s" and says where', (text, code, offset, field) => {
    expect(line(text)).toMatchObject({ code, offset, field });
  });

  test('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^(ST|US|OL),[ -~]*$/)),
        (text) => void parseWeightLine(text),
      ),
    );
  });
});
