import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { framed } from '../simulators/virtual-scanner.ts';
import { type Frame, maxScanBytes } from './frame.ts';
import { createFrameReader, fragmentIdleMs } from './frame-reader.ts';
import { type Framing, framings } from './scanner.ts';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Reads the pieces with a pause that is long enough to end a fragment where `null` stands. */
async function read(framing: Framing, pieces: readonly (Buffer | string | null)[]): Promise<Frame[]> {
  const clock = new ManualClock();
  const frames: Frame[] = [];
  const reader = createFrameReader(framing, clock, (frame) => frames.push(frame));
  for (const piece of pieces) {
    if (piece === null) clock.advance(fragmentIdleMs);
    else reader.push(Buffer.from(piece));
  }
  await settled();
  return frames;
}

const shown = (frames: readonly Frame[]) =>
  frames.map((frame) => (frame.kind === 'scan' ? frame.text : `! ${frame.reason}`));

const wire = fc.array(
  fc.oneof(
    fc
      .constantFrom('\r', '\n', '\r\n', '\x02', '\x03', '\x18', '\x1d', '\x00', '40123')
      .map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(maxScanBytes - 1, maxScanBytes, maxScanBytes + 1, maxScanBytes + 2, 3 * maxScanBytes)
      .map((length) => Buffer.alloc(length, 'x')),
  ),
  { maxLength: 12 },
);

describe.each(framings)('framing %s', (framing) => {
  test('gives the same frames however the bytes are split', async () => {
    await fc.assert(
      fc.asyncProperty(wire, fc.array(fc.nat(), { maxLength: 8 }), async (parts, cuts) => {
        const bytes = Buffer.concat(parts);
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
          (a, b) => a - b,
        );
        const pieces = places.map((place, n) => bytes.subarray(place, places[n + 1] ?? bytes.length));
        const split = await read(framing, [...pieces, null]);
        expect(split).toEqual(await read(framing, [bytes, null]));
        expect(await read(framing, [...[...bytes].map((byte) => Buffer.from([byte])), null])).toEqual(split);
      }),
      { numRuns: 30 },
    );
  });

  test('brings back what a scanner sends', async () => {
    const text = fc.stringMatching(/^[ -~]{1,60}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 6 }), async (texts) => {
        const frames = await read(
          framing,
          texts.map((line) => framed(line, framing)),
        );
        expect(shown(frames)).toEqual(texts);
      }),
      { numRuns: 30 },
    );
  });

  test('reads 4096 bytes and reports one more as too long, without losing the next scan', async () => {
    const whole = 'x'.repeat(maxScanBytes);
    const next = framed('next', framing);
    expect(shown(await read(framing, [framed(whole, framing), next]))).toEqual([whole, 'next']);
    const tooLong = await read(framing, [
      framed(`${whole}x`, framing),
      framed(whole.repeat(50), framing),
      next,
    ]);
    const complaint = '! longer than 4096 bytes';
    expect(shown(tooLong)).toEqual([complaint, complaint, 'next']);
    for (const frame of tooLong) if (frame.kind === 'garbled') expect(frame.hex).toHaveLength(1024);
  });

  test('reports a fragment after a pause, and takes a short pause for none', async () => {
    const next = framed('next', framing);
    const begun = framed('40123', framing).subarray(0, framing === 'stx-etx' ? 6 : 5);
    expect(shown(await read(framing, [begun, null, next]))).toEqual([
      '! ended without its terminator',
      'next',
    ]);
    expect(shown(await read(framing, [next.subarray(0, 3), next.subarray(3), null]))).toEqual(['next']);
  });

  test('reports control characters and bytes that are not UTF-8', async () => {
    const frames = await read(framing, [
      framed('40\x0012', framing),
      Buffer.from(framed('a*b', framing).map((byte) => (byte === 0x2a ? 0xff : byte))),
      framed('Größe', framing),
    ]);
    expect(shown(frames)).toEqual(['! holds the control character 0x00', '! is not UTF-8 text', 'Größe']);
  });
});

test('a scanner set to CR LF works on a station set to CR or LF', async () => {
  expect(shown(await read('cr', ['one\r\n', 'two\r', '\nthree\r\n', null]))).toEqual(['one', 'two', 'three']);
  expect(shown(await read('lf', ['one\r\n', 'two\r\n', null]))).toEqual(['one', 'two']);
});

test('a reading that lost its ETX is not glued to the next', async () => {
  const frames = await read('stx-etx', ['\x0240123', '\x024012345678901\x03\r\n', '99\x03', null]);
  expect(shown(frames)).toEqual([
    '! ended without its terminator',
    '4012345678901',
    '! ETX without STX before it',
  ]);
});

test('a program that stood still does not take its own pause for one of the scanner', async () => {
  const clock = new ManualClock();
  const frames: Frame[] = [];
  // A timer that is due runs late, after the whole pause, as it does when the event loop was busy.
  const busy = {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs: number, action: () => void) => clock.after(delayMs + 5_000, action),
  };
  const reader = createFrameReader('cr', busy, (frame) => frames.push(frame));
  reader.push(Buffer.from('40123'));
  clock.advance(6_000);
  reader.push(Buffer.from('45678901\r'));
  await settled();
  expect(shown(frames)).toEqual(['4012345678901']);
});
