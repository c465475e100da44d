import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hexOf } from '../../bytes/hex.ts';
import { framingContract } from '../framing.contract.ts';
import {
  antennaAskedFor,
  beep,
  inventory18,
  inventory288,
  setBand,
  setInventoryTime,
  setPower,
} from './commands.ts';
import { commandFraming, encodeCommand, encodeReply, replyFraming } from './frame.ts';
import { type ChafonDialect, type ChafonInventory, decodeReply, replies, tagReadsOf } from './reply.ts';
import { status } from './status.ts';

const data = fc.uint8Array({ maxLength: 60 });
const byte = fc.nat(0xff);

describe('frames of a reader', () => {
  const frames = fc.record({ address: byte, command: byte, status: byte, data });
  framingContract(replyFraming, encodeReply, frames, 0x00);
});

describe('frames of a host', () => {
  framingContract(commandFraming, encodeCommand, fc.record({ address: byte, command: byte, data }), 0x00);
});

const epcs = fc.uint8Array({ maxLength: 62 }).map((bytes) => hexOf(bytes));
const dialects = fc.constantFrom<ChafonDialect>('uhfreader18', 'uhfreader288');

describe('inventory', () => {
  test('what was encoded is read', () => {
    const tags = fc.array(fc.record({ epc: epcs, rssi: byte }), { maxLength: 3 });
    fc.assert(
      fc.property(dialects, tags, byte, (dialect, list, antennas) => {
        const is288 = dialect === 'uhfreader288';
        const inventory: ChafonInventory = {
          antennas: is288 ? antennas : 0,
          tags: list.map(({ epc, rssi }) => ({ epc, rssi: is288 ? rssi : null })),
        };
        const reply = replies.inventory(dialect, 0, status.moreFrames, inventory);
        expect(decodeReply(dialect, reply)).toEqual({
          ok: true,
          value: { kind: 'inventory', inventory, more: true, status: status.moreFrames },
        });
      }),
    );
  });

  test('each end of a round', () => {
    const ends = (end: number) => {
      const reply = replies.inventory('uhfreader18', 0, end, { antennas: 0, tags: [] });
      const read = decodeReply('uhfreader18', reply);
      return read.ok ? read.value : read.fault;
    };
    for (const end of [status.roundComplete, status.roundTimedOut, status.memoryFull]) {
      expect(ends(end)).toMatchObject({ kind: 'inventory', more: false });
    }
    expect(ends(status.moreFrames)).toMatchObject({ more: true });
    expect(ends(status.noTags)).toMatchObject({ kind: 'inventory', inventory: { tags: [] } });
    expect(ends(status.antennaError)).toMatchObject({
      kind: 'refused',
      text: 'antenna error: check antenna and cable',
    });
    expect(ends(0x77)).toMatchObject({ text: 'status 77' });
  });

  test('a frame that is cut off or too long names the tag', () => {
    const reply = replies.inventory('uhfreader288', 0, 1, { antennas: 1, tags: [{ epc: 'ABCD', rssi: 9 }] });
    const cut = { ...reply, data: reply.data.subarray(0, 5) };
    expect(decodeReply('uhfreader288', cut)).toEqual({
      ok: false,
      fault: { offset: 2, field: 'epcLength', expected: 'at most 1' },
    });
    expect(decodeReply('uhfreader18', reply)).toMatchObject({ ok: false });
    const none = { ...reply, data: reply.data.subarray(0, 1) };
    expect(decodeReply('uhfreader288', none)).toMatchObject({ fault: { field: 'count' } });
  });

  test('antennas are bits, and the signal strength becomes dBm', () => {
    const read = (antennas: number) => tagReadsOf({ antennas, tags: [{ epc: 'E2', rssi: 98 }] })[0];
    expect([1, 2, 4, 8, 0x80].map((bits) => read(bits)?.antenna)).toEqual([1, 2, 3, 4, 8]);
    expect(read(0b101)?.antenna).toBe(1);
    expect(read(0)?.antenna).toBe(0);
    expect(read(1)?.rssiDbm).toBe(-31);
    expect(tagReadsOf({ antennas: 0, tags: [{ epc: 'E2', rssi: null }] })[0]?.rssiDbm).toBeNull();
  });
});

describe('messages', () => {
  const messageOf = (reply: Parameters<typeof decodeReply>[1]) => {
    const read = decodeReply('uhfreader288', reply);
    return read.ok ? read.value : read.fault;
  };

  test('statistics, real-time reads and heartbeats', () => {
    expect(messageOf(replies.statistics(0, 4, 300, 70_000))).toEqual({
      kind: 'statistics',
      antennas: 4,
      readsPerSecond: 300,
      reads: 70_000,
    });
    const tag = { epc: 'E2801160', rssi: 70 };
    expect(messageOf(replies.realTime(0, 2, tag))).toEqual({
      kind: 'real-time',
      inventory: { antennas: 2, tags: [tag] },
    });
    const beat = { address: 0, command: 0xee, status: 0x28, data: Uint8Array.of(0, 0, 1, 2, 0, 0, 0, 0) };
    expect(messageOf(beat)).toEqual({ kind: 'heartbeat', packet: 258 });
    expect(messageOf({ ...beat, status: 0 })).toMatchObject({ field: 'epcLength' });
  });

  test('what a reader says of itself', () => {
    expect(messageOf(replies.information(0, 0x0c, 'eu', 26))).toEqual({
      kind: 'information',
      information: {
        firmware: '3.1',
        type: 0x0c,
        band: 'eu',
        lowestKhz: 865_100,
        highestKhz: 867_900,
        powerDbm: 26,
        inventoryTimeMs: 1000,
      },
    });
    expect(messageOf(replies.done(0, 0x2f, 0xff))).toMatchObject({ text: 'parameter out of range' });
    expect(messageOf(replies.done(0, 0x2f))).toEqual({ kind: 'done', command: 0x2f });
  });

  test('whatever a reader sends, it is read or refused', () => {
    const reply = fc.record({
      address: byte,
      command: fc.constantFrom(0x01, 0x21, 0xee),
      status: fc.constantFrom(0, 1, 3, 0x26, 0x28, 0xf8, 0xfb),
      data,
    });
    fc.assert(
      fc.property(dialects, reply, (dialect, sent) => {
        const read = decodeReply(dialect, sent);
        if (!read.ok) expect(read.fault.offset).toBeLessThanOrEqual(sent.data.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('commands', () => {
  test('are the bytes that the reader knows', () => {
    const round = { q: 2, session: 1, target: 'B', antenna: 4, timeMs: 300, statistics: true } as const;
    expect(hexOf(inventory288(round).data)).toBe('820101000000018303');
    expect(hexOf(setPower(26).data)).toBe('1A');
    expect(hexOf(setInventoryTime(100).data)).toBe('03');
    expect(hexOf(setBand('us').data)).toBe('3180');
    expect(hexOf(setBand('eu').data)).toBe('4E00');
    expect(hexOf(beep(100, 50, 2).data)).toBe('020102');
  });

  test('a simulated reader knows the antenna', () => {
    const round = { q: 4, session: 0, target: 'A', antenna: 3, timeMs: 500, statistics: false } as const;
    expect(antennaAskedFor(inventory288(round))).toBe(3);
    expect(antennaAskedFor(inventory18())).toBe(1);
  });
});
