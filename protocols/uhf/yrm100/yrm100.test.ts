import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hexOf } from '../../bytes/hex.ts';
import { framingContract } from '../framing.contract.ts';
import {
  getInformation,
  multiplePoll,
  setChannel,
  setHopping,
  setPower,
  setQuery,
  setRegion,
  setSelect,
  setSelectMode,
  singlePoll,
  stopMultiplePoll,
} from './commands.ts';
import { encodeFrame, framing, maxParameters } from './frame.ts';
import { decodeReply, replies, tagReadOf } from './reply.ts';

const parameters = fc.uint8Array({ maxLength: 60 });
const frames = fc.record({ type: fc.nat(2), command: fc.nat(0xff), parameters });

describe('frames', () => {
  framingContract(framing, encodeFrame, frames, 0x00);

  test('a length that no frame has is noise at once', () => {
    const long = Uint8Array.of(0xbb, 0x01, 0x22, 0xff, 0xff);
    expect(framing.lookAt(long, 0)).toMatchObject({ kind: 'none', field: 'length' });
    const most = { type: 1, command: 0x39, parameters: new Uint8Array(maxParameters) };
    expect(framing.lookAt(encodeFrame(most), 0)).toMatchObject({ kind: 'frame', frame: most });
  });
});

describe('messages', () => {
  const tags = fc.record({
    rssiDbm: fc.integer({ min: -128, max: 127 }),
    pc: fc.nat(0xffff),
    epc: fc.uint8Array({ maxLength: 62 }).map((bytes) => hexOf(bytes)),
    tagCrc: fc.nat(0xffff),
  });

  test('a tag comes back', () => {
    fc.assert(
      fc.property(tags, (tag) => {
        expect(decodeReply(replies.tag(tag))).toEqual({ ok: true, value: { kind: 'tag', tag } });
      }),
    );
  });

  test('a notice as the manual shows it', () => {
    const notice = {
      type: 2,
      command: 0x22,
      parameters: Uint8Array.of(
        0xc9,
        0x34,
        0x00,
        0x30,
        0x75,
        0x1f,
        0xeb,
        0x70,
        0x5c,
        0x59,
        0x04,
        0xe3,
        0xd5,
        0x0d,
        0x70,
        0x3a,
        0x76,
      ),
    };
    expect(hexOf(encodeFrame(notice))).toBe('BB02220011C9340030751FEB705C5904E3D50D703A76EF7E');
    const read = decodeReply(notice);
    expect(read.ok && read.value.kind === 'tag' ? tagReadOf(read.value.tag) : read).toEqual({
      epc: '30751FEB705C5904E3D50D70',
      pc: 0x3400,
      antenna: 1,
      rssiDbm: -55,
      count: 1,
      firstSeenUs: null,
      lastSeenUs: null,
    });
  });

  test('errors by their codes', () => {
    const textOf = (error: number) => {
      const read = decodeReply(replies.error(error));
      return read.ok && read.value.kind === 'refused' ? read.value.text : read;
    };
    expect(decodeReply(replies.noTag())).toEqual({ ok: true, value: { kind: 'no-tag' } });
    expect(textOf(0x20)).toBe('all channels are occupied');
    expect(textOf(0xa3)).toBe('the tag refuses to read: 3');
    expect(textOf(0x77)).toBe('error 77');
    expect(decodeReply({ type: 1, command: 0xff, parameters: new Uint8Array(0) })).toMatchObject({
      ok: false,
    });
  });

  test('what a module says of itself', () => {
    expect(decodeReply(replies.information(0, 'M100 V1.00'))).toEqual({
      ok: true,
      value: { kind: 'information', text: 'M100 V1.00' },
    });
    expect(decodeReply(replies.done(0xb6))).toEqual({ ok: true, value: { kind: 'done', command: 0xb6 } });
  });

  test('whatever a module sends, it is read or refused', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const read = decodeReply(frame);
        if (!read.ok) expect(read.fault.offset).toBeLessThanOrEqual(frame.parameters.length);
      }),
      { numRuns: 1000 },
    );
    expect(decodeReply({ type: 2, command: 0x22, parameters: new Uint8Array(4) })).toMatchObject({
      ok: false,
    });
  });
});

describe('commands', () => {
  test('are the bytes that the manual shows', () => {
    const sent = (frame: Parameters<typeof encodeFrame>[0]) => hexOf(encodeFrame(frame));
    expect(sent(getInformation('hardware'))).toBe('BB0003000100047E');
    expect(sent(singlePoll())).toBe('BB00220000227E');
    expect(sent(multiplePoll(10_000))).toBe('BB00270003222710837E');
    expect(sent(stopMultiplePoll())).toBe('BB00280000287E');
    expect(sent(setRegion('china900'))).toBe('BB0007000101097E');
    expect(sent(setChannel(1))).toBe('BB00AB000101AD7E');
    expect(sent(setHopping(true))).toBe('BB00AD0001FFAD7E');
    expect(sent(setPower(2000))).toBe('BB00B6000207D08F7E');
    expect(sent(setQuery({ session: 0, target: 'A', q: 4 }))).toBe('BB000E00021020407E');
    expect(sent(setSelectMode('never'))).toBe('BB0012000101147E');
    const select = { target: 0, action: 0, bank: 1, pointerBits: 32, maskHex: '30751FEB705C5904E3D50D70' };
    expect(sent(setSelect(select))).toBe('BB000C001301000000206000' + '30751FEB705C5904E3D50D70' + 'AD7E');
  });
});
