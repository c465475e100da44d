import { expect, test } from 'vitest';
import { readMessage } from '../../protocols/ssi/message.ts';
import { decodePacket, encodePacket } from '../../protocols/ssi/packet.ts';
import { ssiStreamStart, ssiStreamStep } from '../../protocols/ssi/stream.ts';
import { countVectors } from './tally.ts';
import { describeVectors, readVector } from './vectors.ts';

interface SsiVector {
  readonly hex: string;
  readonly desc?: string;
  readonly checksumOk: boolean;
}

describeVectors('SSI packets', () => {
  const count = countVectors('SSI packets');
  const vectors: readonly SsiVector[] = JSON.parse(readVector('serial/uhf-module-frames.json')).zebra_ssi;

  test.each(vectors)('$hex $desc', ({ hex, desc, checksumOk }) => {
    count.try(() => {
      const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
      const decoded = decodePacket(bytes);
      const [event] = ssiStreamStep(ssiStreamStart, bytes).events;
      expect(decoded.ok).toBe(checksumOk);
      if (!decoded.ok) {
        expect(decoded.fault.code).toBe('checksum');
        expect(event).toMatchObject({ kind: 'fault', fault: decoded.fault });
        return;
      }
      expect(encodePacket(decoded.value)).toEqual({ ok: true, value: bytes });
      expect(event).toEqual({ kind: 'packet', packet: decoded.value });
      const said = /code type (\d+), data '(.*)'/.exec(desc ?? '');
      if (said === null) return;
      const data = Uint8Array.from(Buffer.from(said[2] ?? ''));
      expect(readMessage(decoded.value)).toEqual({
        ok: true,
        value: { kind: 'decode-data', codeType: Number(said[1]), data },
      });
    });
  });
});
