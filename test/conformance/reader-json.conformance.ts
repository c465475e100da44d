import { expect, test } from 'vitest';
import {
  createReaderDecoder,
  decodePayload,
  type ReaderItem,
  type ReaderMaker,
} from '../../protocols/reader-json/decoder.ts';
import { microsecondsOf } from '../../protocols/reader-json/iso-time.ts';
import { countVectors } from './tally.ts';
import { describeVectors, readVector } from './vectors.ts';

type Payload = Record<string, unknown>;

const encoder = new TextEncoder();

function payloadsOf(key: string): readonly Payload[] {
  const groups: Record<string, readonly Payload[]> = JSON.parse(readVector('mqtt/reader-payloads.json'));
  return groups[key] ?? [];
}

function readsOf(items: readonly ReaderItem[]) {
  return items.flatMap((item) => {
    if (item.kind === 'fault') throw new Error(`${item.fault.field}: ${item.fault.expected}`);
    return item.message.kind === 'reads' ? [...item.message.reads] : [];
  });
}

/** The reads of a payload alone, and of three of it in a row without delimiter, byte by byte. */
function readsIn(maker: ReaderMaker, payload: Payload) {
  const text = JSON.stringify(payload);
  const reads = readsOf(decodePayload(maker, encoder.encode(text)));
  const decoder = createReaderDecoder(maker);
  const repeated = [...encoder.encode(text.repeat(3))].flatMap((byte) => decoder.push(Uint8Array.of(byte)));
  expect(readsOf([...repeated, ...decoder.end()])).toEqual([...reads, ...reads, ...reads]);
  return reads;
}

function memberOf(payload: Payload, name: string): Payload {
  return (payload[name] ?? {}) as Payload;
}

describeVectors('reader payloads', () => {
  const count = countVectors('Reader payloads over MQTT');

  test('Zebra IoT Connector', () => {
    for (const payload of payloadsOf('zebra_iot_connector')) {
      count.try(() => {
        const data = memberOf(payload, 'data');
        const atUs = microsecondsOf(String(payload.timestamp));
        expect(atUs).toBe(Date.parse(String(payload.timestamp).replace('+0000', 'Z')) * 1000);
        expect(readsIn('zebra', payload)).toMatchObject([
          {
            epc: data.idHex,
            antenna: data.antenna,
            rssiDbm: data.peakRssi,
            count: data.reads,
            lastSeenUs: atUs,
          },
        ]);
      });
    }
  });

  test('Impinj IoT device interface', () => {
    for (const payload of payloadsOf('impinj_iot_device_interface')) {
      count.try(() => {
        const tag = memberOf(payload, 'tagInventoryEvent');
        expect(readsIn('impinj', payload)).toMatchObject([
          {
            epc: tag.epcHex,
            pc: 0x3400,
            antenna: tag.antennaPort,
            rssiDbm: Number(tag.peakRssiCdbm) / 100,
            count: 1,
            lastSeenUs: Date.parse(String(tag.lastSeenTime)) * 1000,
            more: {
              tid: tag.tidHex,
              frequencyKhz: tag.frequency,
              phaseRadians: (Number(tag.phaseAngle) * Math.PI) / 180,
            },
          },
        ]);
        // Each reader is set to send the EPC in one form or the other.
        const { epc: _epc, tid: _tid, ...inHex } = tag;
        const { epcHex: _epcHex, tidHex: _tidHex, ...inBase64 } = tag;
        const inOneForm = [inHex, inBase64].map((tagInventoryEvent) =>
          readsIn('impinj', { ...payload, tagInventoryEvent }),
        );
        expect(inOneForm[0]).toEqual(inOneForm[1]);
      });
    }
  });
});
