import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hexOf } from '../../bytes/hex.ts';
import { octets } from '../bytes.ts';
import { framingContract } from '../framing.contract.ts';
import {
  opcode,
  setAntennas,
  setReadPower,
  setRegion,
  startStream,
  stopStream,
  streamRequest,
} from './commands.ts';
import { commandFraming, encodeCommand, encodeReply, replyFraming } from './frame.ts';
import { decodeReply, replies } from './reply.ts';
import { noMetadata, protocolGen2, type ThingMagicTag, tagReadOf, usualMetadata } from './tag-record.ts';

const data = fc.uint8Array({ maxLength: 60 });
const byte = fc.nat(0xff);

describe('frames of a module', () => {
  const frames = fc.record({ opcode: byte, status: fc.nat(0xffff), data });
  framingContract(replyFraming, encodeReply, frames, 0x00);
});

describe('frames of a host', () => {
  framingContract(commandFraming, encodeCommand, fc.record({ opcode: byte, data }), 0x00);
});

const hex = (maxBytes: number) => fc.uint8Array({ maxLength: maxBytes }).map((bytes) => hexOf(bytes));
const wordsOfHex = fc
  .uint8Array({ maxLength: 30 })
  .map((bytes) => hexOf(bytes.subarray(0, bytes.length & ~1)));

/** Tags as a module can send them: the XPC words are those that the PC announces. */
const tags: fc.Arbitrary<ThingMagicTag> = fc
  .record({
    readCount: byte,
    rssiDbm: fc.integer({ min: -128, max: 0 }),
    antennaPorts: byte,
    frequencyKhz: fc.nat(0xffffff),
    timestampMs: fc.nat(0xffffffff),
    phaseDegrees: fc.nat(180),
    data: hex(20),
    gpio: byte,
    pc: fc.nat(0xffff).map((word) => word & ~0x0200),
    epc: wordsOfHex,
    tagCrc: fc.nat(0xffff),
    xpc: fc.constantFrom('', '4001', '80011234'),
  })
  .map((tag) => ({
    ...noMetadata,
    ...tag,
    protocol: protocolGen2,
    pc: tag.xpc === '' ? tag.pc : tag.pc | 0x0200,
  }));

describe('tag records', () => {
  test('what was encoded is read', () => {
    fc.assert(
      fc.property(tags, (tag) => {
        expect(decodeReply(replies.tag(tag))).toEqual({ ok: true, value: { kind: 'tag', tag } });
      }),
    );
  });

  test('several records of a buffer, with any members', () => {
    const some = fc.array(tags, { maxLength: 3 });
    fc.assert(
      fc.property(some, fc.nat(0x0fff), (list, flags) => {
        const read = decodeReply(replies.tags(list, flags));
        expect(read.ok && read.value.kind === 'tags' ? read.value.tags.map(({ epc }) => epc) : read).toEqual(
          list.map(({ epc }) => epc),
        );
      }),
    );
  });

  test('a read has the port, the strength, the frequency and the phase in radians', () => {
    const tag: ThingMagicTag = {
      ...noMetadata,
      readCount: 3,
      rssiDbm: -60,
      antennaPorts: 0x22,
      frequencyKhz: 923_200,
      timestampMs: 0x127,
      phaseDegrees: 90,
      protocol: protocolGen2,
      pc: 0x3000,
      xpc: '',
      epc: '30340789000C0E4000000001',
      tagCrc: 0x45e9,
    };
    expect(tagReadOf(tag)).toEqual({
      epc: '30340789000C0E4000000001',
      pc: 0x3000,
      antenna: 2,
      rssiDbm: -60,
      count: 3,
      firstSeenUs: null,
      lastSeenUs: null,
      more: { frequencyKhz: 923_200, phaseRadians: Math.PI / 2 },
    });
    expect(tagReadOf({ ...tag, antennaPorts: 0x00 }).antenna).toBe(16);
  });

  test('a record that is cut off names the member that is missing', () => {
    fc.assert(
      fc.property(tags, fc.nat(200), (tag, cut) => {
        const reply = replies.tag(tag);
        const short = { ...reply, data: reply.data.subarray(0, Math.min(cut, reply.data.length - 1)) };
        const read = decodeReply(short);
        if (short.data.length > 5) expect(read.ok).toBe(false);
        if (!read.ok) expect(read.fault.offset).toBeLessThanOrEqual(short.data.length);
      }),
    );
  });

  test('an embedded command that failed has no data', () => {
    const tag = { ...noMetadata, protocol: protocolGen2, pc: 0, xpc: '', epc: 'ABCD', tagCrc: 1, data: '' };
    const reply = replies.tag(tag, 0x00c0);
    const failed = Uint8Array.from(reply.data);
    failed[7] = 0x80;
    expect(decodeReply({ ...reply, data: failed })).toEqual({ ok: true, value: { kind: 'tag', tag } });
  });
});

describe('messages', () => {
  test('keep-alive, temperature, throttling, refusal, end of the stream', () => {
    const kindOf = (reply: Parameters<typeof decodeReply>[0]) => {
      const read = decodeReply(reply);
      return read.ok ? read.value : read.fault;
    };
    expect(kindOf(replies.keepAlive())).toEqual({ kind: 'keep-alive' });
    expect(kindOf(replies.temperature(-5))).toEqual({ kind: 'temperature', celsius: -5 });
    // As a module sends it where no metadata flags were asked for.
    const plain = { opcode: opcode.readTagIdMultiple, status: 0, data: octets('00011F0282008200011B') };
    expect(kindOf(plain)).toEqual({ kind: 'temperature', celsius: 27 });
    expect(kindOf(replies.done(0x22, 0x0504))).toMatchObject({ kind: 'refused', status: 0x0504 });
    expect(kindOf(replies.done(0x97, 0x010b))).toEqual({
      kind: 'refused',
      opcode: 0x97,
      status: 0x010b,
      text: 'region not supported',
    });
    expect(kindOf(replies.done(0x97, 0x0999))).toMatchObject({ text: 'status 0999' });
    expect(kindOf(replies.streamEnded())).toEqual({ kind: 'stream-ended' });
  });

  test('the version comes back', () => {
    const version = {
      bootloader: '13.01.02.00',
      hardware: '30.00.00.02',
      firmwareDate: '20.16.11.15',
      firmware: '01.07.01.02',
      protocols: 0x10,
    };
    expect(decodeReply(replies.version(version))).toEqual({ ok: true, value: { kind: 'version', version } });
  });

  test('whatever a module sends, it is read or refused', () => {
    const reply = fc.record({
      opcode: fc.constantFrom(0x03, 0x22, 0x29, 0x97),
      status: fc.constant(0),
      data,
    });
    fc.assert(
      fc.property(reply, (sent) => {
        const read = decodeReply(sent);
        if (!read.ok) expect(read.fault.expected).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('commands', () => {
  test('are the bytes that the module knows', () => {
    expect(hexOf(startStream().data)).toBe('00000122000005072210001B03E801FF');
    expect(hexOf(stopStream().data)).toBe('000002');
    expect(hexOf(setRegion('eu3').data)).toBe('08');
    expect(hexOf(setReadPower(2700).data)).toBe('0A8C');
    expect(hexOf(setAntennas([1, 2]).data)).toBe('0201010202');
  });

  test('a simulated module knows start and stop', () => {
    expect(streamRequest(startStream().data)).toEqual({ start: true, metadataFlags: usualMetadata });
    expect(streamRequest(stopStream().data)).toEqual({ start: false, metadataFlags: 0 });
    expect(streamRequest(new Uint8Array(2))).toBeNull();
  });
});
