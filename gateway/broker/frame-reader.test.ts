import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { expect, it } from 'vitest';
import { FrameReader } from './frame-reader.ts';

const packets = fc.array(
  fc.oneof(
    fc.record({
      topic: fc.constantFrom('a', 'packproof/v1/S/facts'),
      size: fc.integer({ min: 0, max: 20_000 }),
    }),
    fc.constant(null),
  ),
  { minLength: 1, maxLength: 12 },
);

function bytesOf(packet: { topic: string; size: number } | null): Buffer {
  if (packet === null) return generate({ cmd: 'pingreq' });
  return generate({
    cmd: 'publish',
    topic: packet.topic,
    payload: Buffer.alloc(packet.size, packet.size % 251),
    qos: 1,
    messageId: 7,
    retain: false,
    dup: false,
  });
}

function framesOf(chunks: readonly Buffer[]): Buffer[] {
  const reader = new FrameReader();
  return chunks.flatMap((chunk) => {
    const frames: Buffer[] = [];
    reader.push(chunk);
    while (reader.next()) frames.push(reader.frame());
    return frames;
  });
}

it('finds the same packets however the bytes are cut', () => {
  fc.assert(
    fc.property(packets, fc.array(fc.integer({ min: 1, max: 30_000 })), (wanted, cuts) => {
      const whole = Buffer.concat(wanted.map(bytesOf));
      const chunks: Buffer[] = [];
      let from = 0;
      for (const length of [...cuts, whole.length]) {
        if (from < whole.length) chunks.push(whole.subarray(from, from + length));
        from += length;
      }
      // The bytes are compared at the end: a packet that was found must not change when more comes.
      expect(Buffer.concat(framesOf(chunks)).equals(whole)).toBe(true);
      expect(framesOf(chunks).length).toBe(wanted.length);
    }),
  );
});

it('puts a packet of a megabyte together that comes byte by byte', () => {
  const whole = bytesOf({ topic: 'a', size: 1_000_000 });
  const frames = framesOf(Array.from({ length: whole.length }, (_, at) => whole.subarray(at, at + 1)));
  expect(frames.map((frame) => frame.equals(whole))).toEqual([true]);
});

it('says where the variable header begins', () => {
  const reader = new FrameReader();
  reader.push(bytesOf({ topic: 'a', size: 300 }));
  expect(reader.next()).toBe(true);
  expect(reader.bytes.readUInt16BE(reader.bodyAt)).toBe(1);
  expect(reader.bytes.toString('utf8', reader.bodyAt + 2, reader.bodyAt + 3)).toBe('a');
});

it('leaves everything behind a length that is none to the broker, which ends the connection', () => {
  const broken = Buffer.from([0x32, 0xff, 0xff, 0xff, 0xff, 0x01, 1, 2, 3]);
  expect(framesOf([broken])).toEqual([broken]);
});
