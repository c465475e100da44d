import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { maxScanBytes } from '../../protocols/bytes/scan-bytes.ts';
import { framed } from '../simulators/scanner-wire.ts';
import { createFrameReader, defaultIdleMs, type FrameSettings, fragmentIdleMs } from './frame-reader.ts';
import type { FramingSetting } from './frame-rule.ts';
import type { Reading } from './reading.ts';
import { framings } from './scanner.ts';

const asSent = { aim: true };

/** Reads the pieces with a pause that is long enough to end a fragment where `null` stands. */
function readWith(settings: FrameSettings, pieces: readonly (Buffer | string | null)[]): Reading[] {
  const clock = new ManualClock();
  const readings: Reading[] = [];
  const reader = createFrameReader(settings, clock, (reading) => readings.push(reading));
  for (const piece of pieces) {
    if (piece === null) clock.advance(fragmentIdleMs);
    else reader.push(Buffer.from(piece));
  }
  return readings;
}

const read = (framing: FramingSetting, pieces: readonly (Buffer | string | null)[]) =>
  readWith({ framing, ...asSent }, pieces);

const shown = (readings: readonly Reading[]) =>
  readings.map((reading) => (reading.kind === 'scan' ? reading.text : `! ${reading.reason}`));

const wire = fc.array(
  fc.oneof(
    fc
      .constantFrom(
        '\r',
        '\n',
        '\r\n',
        '\x02',
        '\x03',
        '\x18',
        '\x1d',
        '\x00',
        '40123',
        '<b>',
        '</b>',
        '<',
        '/',
      )
      .map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(maxScanBytes - 1, maxScanBytes, maxScanBytes + 1, maxScanBytes + 2, 3 * maxScanBytes)
      .map((length) => Buffer.alloc(length, 'x')),
  ),
  { maxLength: 12 },
);

const own: readonly FramingSetting[] = [
  { suffix: '\t' },
  { prefix: '\x02', suffix: '\r\n' },
  { prefix: '<b>', suffix: '</b>' },
  { prefix: '"', suffix: '"' },
];

describe.each([...framings, ...own])('framing %j', (framing) => {
  test('gives the same frames however the bytes are split', () => {
    fc.assert(
      fc.property(wire, fc.array(fc.nat(), { maxLength: 8 }), (parts, cuts) => {
        const bytes = Buffer.concat(parts);
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
          (a, b) => a - b,
        );
        const pieces = places.map((place, n) => bytes.subarray(place, places[n + 1] ?? bytes.length));
        const split = read(framing, [...pieces, null]);
        expect(split).toEqual(read(framing, [bytes, null]));
        expect(read(framing, [...[...bytes].map((byte) => Buffer.from([byte])), null])).toEqual(split);
      }),
      { numRuns: 30 },
    );
  });

  test('brings back what a scanner sends', () => {
    const text = fc.stringMatching(/^[ !#-;=-~]{1,60}$/);
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
        const frames = read(
          framing,
          texts.map((line) => framed(line, framing)),
        );
        expect(shown(frames)).toEqual(texts);
      }),
      { numRuns: 30 },
    );
  });

  test('reads 4096 bytes and reports one more as too long, without losing the next scan', () => {
    const whole = 'x'.repeat(maxScanBytes);
    const next = framed('next', framing);
    expect(shown(read(framing, [framed(whole, framing), next]))).toEqual([whole, 'next']);
    const tooLong = read(framing, [framed(`${whole}x`, framing), framed(whole.repeat(50), framing), next]);
    const complaint = '! longer than 4096 bytes';
    expect(shown(tooLong)).toEqual([complaint, complaint, 'next']);
    for (const frame of tooLong) if (frame.kind === 'garbled') expect(frame.hex).toHaveLength(1024);
  });

  test('reports a fragment after a pause, and takes a short pause for none', () => {
    const next = framed('next', framing);
    const whole = framed('40123', framing);
    const begun = whole.subarray(0, whole.indexOf('40123') + 5);
    expect(shown(read(framing, [begun, null, next]))).toEqual(['! ended without its terminator', 'next']);
    expect(shown(read(framing, [next.subarray(0, 3), next.subarray(3), null]))).toEqual(['next']);
  });

  test('reports control characters and bytes that are not UTF-8', () => {
    const frames = read(framing, [
      framed('40\x0012', framing),
      Buffer.from(framed('a*b', framing).map((byte) => (byte === 0x2a ? 0xff : byte))),
      framed('Größe', framing),
    ]);
    expect(shown(frames)).toEqual(['! holds the control character 0x00', '! is not UTF-8 text', 'Größe']);
  });
});

test('a scanner set to CR LF works on a station set to CR or LF', () => {
  expect(shown(read('cr', ['one\r\n', 'two\r', '\nthree\r\n', null]))).toEqual(['one', 'two', 'three']);
  expect(shown(read('lf', ['one\r\n', 'two\r\n', null]))).toEqual(['one', 'two']);
});

test('a reading that lost its ETX is not glued to the next', () => {
  const frames = read('stx-etx', ['\x0240123', '\x024012345678901\x03\r\n', '99\x03', null]);
  expect(shown(frames)).toEqual([
    '! ended without its terminator',
    '4012345678901',
    '! ETX without STX before it',
  ]);
});

test('a reading of 4 MB holds no more memory than one of 4 kB, and is told with its size', () => {
  const [garbled] = read('lf', [Buffer.alloc(4_000_000, 'x'), '\n']);
  expect(garbled).toMatchObject({ kind: 'garbled', bytes: 4_000_000 });
});

test('without a terminator a pause ends a reading, a short one does not', () => {
  const clock = new ManualClock();
  const readings: Reading[] = [];
  const reader = createFrameReader({ framing: 'idle', ...asSent }, clock, (reading) =>
    readings.push(reading),
  );
  reader.push(Buffer.from('40123'));
  clock.advance(defaultIdleMs - 1);
  reader.push(Buffer.from('45678901\r\n'));
  expect(readings).toEqual([]);
  clock.advance(defaultIdleMs);
  expect(shown(readings)).toEqual(['4012345678901']);
  reader.push(Buffer.from('next'));
  reader.finish();
  expect(shown(readings)).toEqual(['4012345678901', 'next']);
  reader.push(Buffer.from('half'));
  reader.cut();
  expect(shown(readings).at(-1)).toBe('! ended without its terminator');
});

test('a terminated framing may take a pause for the end too', () => {
  const settings = { framing: 'cr' as const, idleMs: 100, ...asSent };
  expect(shown(readWith(settings, ['one\rtwo', null, 'three\r']))).toEqual(['one', 'two', 'three']);
});

test('a substitute becomes GS, even one that is a control character', () => {
  const wanted = ['10AB\x1d21C'];
  for (const gs of ['{GS}', '<GS>', '~', '\t']) {
    expect(shown(readWith({ framing: 'cr', aim: true, gs }, [`10AB${gs}21C\r`]))).toEqual(wanted);
  }
});

test('where no symbology identifiers are sent, data is not taken for one', () => {
  expect(shown(readWith({ framing: 'cr', aim: false }, [']C1 bracket\r', 'plain\r']))).toEqual([
    ']X0]C1 bracket',
    'plain',
  ]);
});

test('tells nothing once it is closed, though it be closed by what it tells', () => {
  const readings: Reading[] = [];
  const reader = createFrameReader({ framing: 'cr', ...asSent }, new ManualClock(), (reading) => {
    readings.push(reading);
    reader.close();
  });
  reader.push(Buffer.from('one\rtwo\rthree'));
  reader.finish();
  expect(shown(readings)).toEqual(['one']);
});

test('a program that stood still does not take its own pause for one of the scanner', () => {
  const clock = new ManualClock();
  const readings: Reading[] = [];
  // A timer that is due runs late, after the whole pause, as it does when the event loop was busy.
  const busy = {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs: number, action: () => void) => clock.after(delayMs + 5_000, action),
  };
  const reader = createFrameReader({ framing: 'cr', ...asSent }, busy, (reading) => readings.push(reading));
  reader.push(Buffer.from('40123'));
  clock.advance(6_000);
  reader.push(Buffer.from('45678901\r'));
  expect(shown(readings)).toEqual(['4012345678901']);
});
