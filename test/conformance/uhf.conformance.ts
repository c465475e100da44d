import { expect, test } from 'vitest';
import { bytesOfHex, hexOf } from '../../protocols/bytes/hex.ts';
import * as chafon from '../../protocols/uhf/chafon/frame.ts';
import {
  type ChafonDialect,
  decodeReply as decodeChafon,
  tagReadsOf,
} from '../../protocols/uhf/chafon/reply.ts';
import { endOfBurst, type Framing, freshFramer, pushBytes } from '../../protocols/uhf/framing.ts';
import * as thingMagic from '../../protocols/uhf/thingmagic/frame.ts';
import { decodeReply as decodeThingMagic } from '../../protocols/uhf/thingmagic/reply.ts';
import { tagReadOf } from '../../protocols/uhf/thingmagic/tag-record.ts';
import * as yrm100 from '../../protocols/uhf/yrm100/frame.ts';
import { countVectors } from './tally.ts';
import { describeVectors, readVector } from './vectors.ts';

interface FrameVector {
  readonly hex: string;
  readonly desc?: string;
  readonly epcs?: readonly string[];
  readonly ant?: number;
  readonly rssi?: number;
  readonly crcOk?: boolean;
  readonly sumOk?: boolean;
}

function vectorsOf(key: string): readonly FrameVector[] {
  const groups: Record<string, readonly FrameVector[]> = JSON.parse(
    readVector('serial/uhf-module-frames.json'),
  );
  return groups[key] ?? [];
}

/** The one frame that the bytes are, in one piece and byte by byte; null if they are none. */
function frameOf<Frame>(framing: Framing<Frame>, hex: string): Frame | null {
  const bytes = bytesOfHex(hex) ?? new Uint8Array(0);
  const whole = pushBytes(framing, freshFramer, bytes).framed;
  let state = freshFramer;
  const split = [...bytes].flatMap((byte) => {
    const step = pushBytes(framing, state, Uint8Array.of(byte));
    state = step.state;
    return step.framed;
  });
  expect(split).toEqual(whole);
  expect(whole.length).toBeLessThanOrEqual(1);
  const [item] = whole;
  if (item?.kind === 'frame') return item.frame;
  expect(endOfBurst(framing, state).framed.length).toBeGreaterThan(0);
  return null;
}

describeVectors('UHF module frames', () => {
  const count = countVectors('UHF module frames');

  test('ThingMagic', () => {
    for (const { hex, crcOk } of vectorsOf('thingmagic')) {
      count.try(() => {
        // A reply has a status word that a command has not: only one of both checksums is right.
        const reply = frameOf(thingMagic.replyFraming, hex);
        const command = frameOf(thingMagic.commandFraming, hex);
        expect(reply !== null || command !== null).toBe(crcOk ?? true);
        if (reply !== null) expect(hexOf(thingMagic.encodeReply(reply))).toBe(hex.toUpperCase());
        if (command !== null) expect(hexOf(thingMagic.encodeCommand(command))).toBe(hex.toUpperCase());
        if (reply !== null && reply.opcode === 0x22) {
          const message = decodeThingMagic(reply);
          expect(message.ok && message.value.kind === 'tag' ? tagReadOf(message.value.tag) : message).toEqual(
            {
              epc: '000000000000000000001545',
              pc: 0x3000,
              antenna: 1,
              rssiDbm: -60,
              count: 1,
              firstSeenUs: null,
              lastSeenUs: null,
              more: { frequencyKhz: 923_200, phaseRadians: 0 },
            },
          );
          expect(message).toMatchObject({ value: { tag: { timestampMs: 0x127 } } });
        }
      });
    }
  });

  const dialects: Record<string, ChafonDialect> = {
    chafon_uhfreader18: 'uhfreader18',
    chafon_uhfreader288m: 'uhfreader288',
  };
  test.each(Object.keys(dialects))('%s', (key) => {
    const dialect = dialects[key] ?? 'uhfreader18';
    for (const { hex, epcs, ant, rssi, crcOk } of vectorsOf(key)) {
      count.try(() => {
        const reply = frameOf(chafon.replyFraming, hex);
        expect(reply !== null).toBe(crcOk ?? true);
        if (reply === null) return;
        expect(hexOf(chafon.encodeReply(reply))).toBe(hex.toUpperCase());
        const message = decodeChafon(dialect, reply);
        if (!message.ok || message.value.kind !== 'inventory') throw new Error('not an inventory');
        const { inventory } = message.value;
        const found = inventory.tags.map((tag) => tag.epc);
        // Where the vector names no EPCs, they are what is left of the frame when its other members are taken out.
        expect(found).toEqual(epcs === undefined ? found : epcs.map((epc) => epc.toUpperCase()));
        const perTag = dialect === 'uhfreader288' ? 2 : 1;
        const members = found.reduce((sum, epc) => sum + epc.length / 2 + perTag, perTag);
        expect(reply.data.length).toBe(members);
        if (ant !== undefined) expect(tagReadsOf(inventory)[0]?.antenna).toBe(ant);
        if (rssi !== undefined) expect(inventory.tags[0]?.rssi).toBe(rssi);
      });
    }
  });

  test('YRM100', () => {
    for (const { hex, sumOk } of vectorsOf('yrm100')) {
      count.try(() => {
        const frame = frameOf(yrm100.framing, hex);
        expect(frame !== null).toBe(sumOk ?? true);
        if (frame !== null) expect(hexOf(yrm100.encodeFrame(frame))).toBe(hex.toUpperCase());
      });
    }
  });
});
