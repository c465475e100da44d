import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LlrpFramer } from './framer.ts';
import { anyMessage, bytesOf } from './testing-messages.ts';

/** A stream of messages with garbage behind it now and then. */
const streams = fc
  .tuple(fc.array(anyMessage.map(bytesOf), { minLength: 1, maxLength: 4 }), fc.uint8Array({ maxLength: 30 }))
  .map(([messages, garbage]) => Uint8Array.from([...messages, garbage].flatMap((bytes) => [...bytes])));

function pushed(stream: Uint8Array, cuts: readonly number[]) {
  const framer = new LlrpFramer({ longestMessage: 5000 });
  const frames = [];
  let error = null;
  let from = 0;
  for (const cut of [...cuts, stream.length]) {
    const framed = framer.push(stream.slice(from, cut));
    frames.push(...framed.frames);
    error = framed.error;
    from = cut;
  }
  return { frames, error };
}

function header(first: number, length: number): Uint8Array {
  const bytes = Uint8Array.of(first, 62, 0, 0, 0, 0, 0, 0, 0, 9);
  new DataView(bytes.buffer).setUint32(2, length);
  return bytes;
}

describe('framer', () => {
  test('finds the same messages and the same error at every split', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const whole = pushed(stream, []);
        for (let cut = 1; cut < stream.length; cut += 1) {
          expect(pushed(stream, [cut])).toEqual(whole);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('finds them byte by byte', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        expect(pushed(stream, [...stream.keys()])).toEqual(pushed(stream, []));
      }),
      { numRuns: 100 },
    );
  });

  test('tells type, id, version and place of each message', () => {
    const framer = new LlrpFramer();
    const { frames, error } = framer.push(Uint8Array.of(...header(4, 10), ...header(8, 10), 4));
    expect(error).toBeNull();
    expect(frames).toEqual([
      { version: 1, type: 62, id: 9, length: 10, offset: 0, bytes: header(4, 10) },
      { version: 2, type: 62, id: 9, length: 10, offset: 10, bytes: header(8, 10) },
    ]);
  });

  test.each([
    ['a length below ten', header(4, 9), 'message-length', 12, 'at least 10, not 9'],
    [
      'a length above the cap',
      header(4, 1_048_577),
      'message-too-long',
      12,
      'at most 1048576 bytes, not 1048577',
    ],
    [
      'a huge length',
      header(4, 0xffff_ffff),
      'message-too-long',
      12,
      'at most 1048576 bytes, not 4294967295',
    ],
    ['an unknown version', header(0x0c, 10), 'unknown-version', 10, expect.stringContaining('not 3')],
    ['reserved bits', header(0x84, 10), 'reserved-bits', 10, 'three 0 bits before the version'],
  ])('ends at %s, for good', (_, bad, code, offset, expected) => {
    const framer = new LlrpFramer();
    const { frames, error } = framer.push(Uint8Array.of(...header(4, 10), ...bad));
    expect(frames.length).toBe(1);
    expect(error).toEqual({ code, offset, path: '', field: null, expected });
    expect(framer.push(header(4, 10))).toEqual({ frames: [], error });
  });

  test('holds a long message that comes in small pieces', () => {
    const message = new Uint8Array(30_000).fill(7);
    message.set(header(4, message.length));
    const framer = new LlrpFramer();
    const frames = [];
    for (let at = 0; at < message.length; at += 100) {
      frames.push(...framer.push(message.subarray(at, at + 100)).frames);
    }
    expect(frames.map(({ bytes }) => bytes)).toEqual([message]);
  });
});
