import fc from 'fast-check';
import { generate, type Packet } from 'mqtt-packet';
import { describe, expect, test } from 'vitest';
import { PacketMeter } from './packet-meter.ts';

const publish = (bytes: number): Packet => ({
  cmd: 'publish',
  topic: 't',
  payload: Buffer.alloc(bytes),
  qos: 0,
  dup: false,
  retain: false,
});
const packet = fc.oneof(
  fc.constant<Packet>({ cmd: 'pingreq' }),
  fc.integer({ min: 0, max: 300 }).map(publish),
);

function acceptsAll(meter: PacketMeter, stream: Buffer, cuts: readonly number[]): boolean {
  const ends = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b);
  let start = 0;
  return ends.every((end) => {
    const accepted = meter.accept(stream.subarray(start, end));
    start = end;
    return accepted;
  });
}

describe('the packet meter', () => {
  test('lets a stream pass if each packet fits, however the bytes are split', () => {
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 20 }), fc.array(fc.nat()), (packets, cuts) => {
        const bytes = packets.map((each) => generate(each));
        const largest = Math.max(1, ...bytes.map((each) => each.length));
        const stream = Buffer.concat(bytes);
        expect(acceptsAll(new PacketMeter(largest), stream, cuts)).toBe(true);
        if (largest > 2) expect(acceptsAll(new PacketMeter(largest - 1), stream, cuts)).toBe(false);
      }),
    );
  });

  test('says no at the announcement, before the body has come', () => {
    const head = generate(publish(2_000_000)).subarray(0, 4);
    expect(new PacketMeter(1_048_576).accept(head)).toBe(false);
  });

  test('says no to a length of more than four bytes', () => {
    expect(new PacketMeter(2 ** 40).accept(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80]))).toBe(false);
  });
});
