import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat } from '../bytes/concat.ts';
import { endOfBurst, type Framed, type Framing, freshFramer, pushBytes } from './framing.ts';

/** What every framing must hold: `encode` gives the bytes of a frame, `noise` is a byte that begins none. */
export function framingContract<Frame>(
  framing: Framing<Frame>,
  encode: (frame: Frame) => Uint8Array,
  frames: fc.Arbitrary<Frame>,
  noise: number,
): void {
  const read = (...chunks: readonly Uint8Array[]) => {
    let state = freshFramer;
    const framed: Framed<Frame>[] = [];
    for (const chunk of chunks) {
      const step = pushBytes(framing, state, chunk);
      state = step.state;
      framed.push(...step.framed);
      expect(state.pending.length).toBeLessThan(framing.maxBytes);
    }
    return [...framed, ...endOfBurst(framing, state).framed];
  };
  const framesIn = (framed: readonly Framed<Frame>[]) =>
    framed.flatMap((item) => (item.kind === 'frame' ? [item.frame] : []));

  test('what was encoded is read, at every split', () => {
    fc.assert(
      fc.property(fc.array(frames, { minLength: 1, maxLength: 3 }), (sent) => {
        const bytes = concat(...sent.map(encode));
        const whole = read(bytes);
        expect(framesIn(whole)).toEqual(sent);
        for (let at = 0; at <= bytes.length; at++) {
          expect(read(bytes.subarray(0, at), bytes.subarray(at))).toEqual(whole);
        }
        expect(read(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  test('noise before and between frames is told with its place, and costs no frame', () => {
    const noises = fc.integer({ min: 0, max: 700 });
    fc.assert(
      fc.property(frames, frames, noises, noises, (first, second, before, between) => {
        const [one, two] = [encode(first), encode(second)];
        const framed = read(
          concat(new Uint8Array(before).fill(noise), one, new Uint8Array(between).fill(noise), two),
        );
        expect(framesIn(framed)).toEqual([first, second]);
        const skipped = framed.flatMap((item) => (item.kind === 'fault' ? [item.fault.skipped] : []));
        expect(skipped.reduce((sum, run) => sum + run, 0)).toBe(before + between);
        const places = framed.flatMap((item) => (item.kind === 'frame' ? [item.offset] : []));
        expect(places).toEqual([before, before + one.length + between]);
      }),
    );
  });

  test('a frame with one wrong bit is not read, and the next one is', () => {
    fc.assert(
      fc.property(frames, frames, fc.nat(), (damaged, good, where) => {
        const bytes = encode(damaged);
        const bit = where % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(framesIn(read(bytes, encode(good)))).toEqual([good]);
      }),
      // One in 65,536 false frames passes a 16-bit CRC, so the cases are the same in each run.
      { seed: 1 },
    );
  });

  test('whatever arrives, it goes on in bounded space, the same at every split', () => {
    const bytes = fc.uint8Array({ maxLength: 600 });
    fc.assert(
      fc.property(bytes, fc.nat(600), (noiseBytes, at) => {
        const framed = read(noiseBytes);
        expect(read(noiseBytes.subarray(0, at), noiseBytes.subarray(at))).toEqual(framed);
        for (const item of framed) {
          if (item.kind === 'fault') expect(item.fault.expected).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });
}
