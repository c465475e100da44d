import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hexOf } from '../bytes/hex.ts';
import type { TagRead } from '../rfid/tag-read.ts';
import { createReaderDecoder, decodePayload, type ReaderItem, type ReaderMaker } from './decoder.ts';
import {
  impinjEvent,
  impinjTagEvent,
  zebraCommand,
  zebraHeartbeat,
  zebraInputEvent,
  zebraTagEvent,
} from './events.ts';

const encoder = new TextEncoder();
const decode = (maker: ReaderMaker, text: string) => decodePayload(maker, encoder.encode(text));
const messagesOf = (items: readonly ReaderItem[]) =>
  items.flatMap((item) => (item.kind === 'message' ? [item.message] : []));
const faultsOf = (items: readonly ReaderItem[]) =>
  items.flatMap((item) => (item.kind === 'fault' ? [item.fault] : []));
const readsOf = (items: readonly ReaderItem[]) =>
  messagesOf(items).flatMap((message) => (message.kind === 'reads' ? [...message.reads] : []));

const atUs = Date.UTC(2026, 3, 2, 12) * 1000;
const millisecond = fc.integer({ min: 0, max: 1e12 }).map((ms) => atUs + ms * 1000);
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((found) => hexOf(found));

/** Reads as both makers can tell them; the phase in hundredths of a degree, as it travels. */
const reads: fc.Arbitrary<TagRead> = fc
  .record({
    epc: fc.integer({ min: 1, max: 31 }).chain((words) => hex(words * 2)),
    pc: fc.nat(0xffff),
    antenna: fc.integer({ min: 1, max: 64 }),
    rssiDbm: fc.integer({ min: -9000, max: 0 }).map((cdbm) => cdbm / 100),
    seenUs: millisecond,
    tid: hex(12),
    phase: fc.nat(35_999),
    frequencyKhz: fc.integer({ min: 840_000, max: 960_000 }),
  })
  .map(({ seenUs, tid, phase, frequencyKhz, ...read }) => ({
    ...read,
    count: 1,
    firstSeenUs: seenUs,
    lastSeenUs: seenUs,
    more: { tid, phaseRadians: ((phase / 100) * Math.PI) / 180, frequencyKhz },
  }));

describe('reads', () => {
  test.each<ReaderMaker>(['zebra', 'impinj'])(
    'what a %s wrote is read, in any framing, at every split',
    (maker) => {
      const framings = fc.constantFrom<(events: readonly string[]) => string>(
        (events) => events.join(''),
        (events) => events.join('\r\n\r\n'),
        (events) => `[${events.join(',')}]`,
      );
      fc.assert(
        fc.property(fc.array(reads, { maxLength: 3 }), framings, fc.nat(2000), (list, framed, at) => {
          const events = list.map((read, index) =>
            maker === 'zebra'
              ? zebraTagEvent(read, 'CUSTOM', index, atUs)
              : impinjTagEvent(read, 'impinj-01', atUs),
          );
          const bytes = encoder.encode(framed(events));
          const decoder = createReaderDecoder(maker);
          const items = [
            ...decoder.push(bytes.subarray(0, at)),
            ...decoder.push(bytes.subarray(at)),
            ...decoder.end(),
          ];
          expect(faultsOf(items)).toEqual([]);
          const found = readsOf(items);
          expect(found.map(({ more, ...rest }) => ({ ...rest, tid: more?.tid }))).toEqual(
            list.map(({ more, ...rest }) => ({ ...rest, tid: more?.tid })),
          );
          for (const [index, read] of found.entries()) {
            expect(read.more?.phaseRadians).toBeCloseTo(list[index]?.more?.phaseRadians ?? -1, 6);
            expect(read.more?.frequencyKhz).toBe(list[index]?.more?.frequencyKhz);
          }
        }),
      );
    },
  );

  test('a Zebra in simple mode; several reads in one report', () => {
    const event = {
      type: 'SIMPLE',
      timestamp: '2026-04-02T12:00:00.000+0000',
      data: {
        MAC: 'C4:7D:CC:00:00:01',
        antenna: 2,
        eventNum: 7,
        format: 'epc',
        idHex: '3034abcd',
        peakRssi: -45,
        reads: 4,
      },
    };
    expect(readsOf(decode('zebra', JSON.stringify(event)))).toEqual([
      {
        epc: '3034ABCD',
        pc: null,
        antenna: 2,
        rssiDbm: -45,
        count: 4,
        firstSeenUs: null,
        lastSeenUs: atUs,
        more: {},
      },
    ]);
  });

  test('a negative zero is zero', () => {
    const zebra = '{"type":"SIMPLE","data":{"idHex":"30","peakRssi":-0}}';
    const tag = '{"epcHex":"30","peakRssiCdbm":-0}';
    const impinj = `{"timestamp":"2026-04-02T12:00:00Z","tagInventoryEvent":${tag}}`;
    expect(readsOf(decode('zebra', zebra))[0]?.rssiDbm).toBe(0);
    expect(readsOf(decode('impinj', impinj))[0]?.rssiDbm).toBe(0);
  });

  test('a Zebra hand-held sends batches; a phase may be negative, and a channel may be an index', () => {
    const data = {
      tagData: [
        { eventNum: 1, idHex: '30', phase: -90, channel: 3 },
        { eventNum: 2, idHex: '31' },
      ],
    };
    const found = readsOf(decode('zebra', JSON.stringify({ type: 'PROFILE', data })));
    expect(found.map((read) => read.epc)).toEqual(['30', '31']);
    expect(found[0]?.more).toEqual({ phaseRadians: (270 * Math.PI) / 180, channel: 3 });
    expect(found[0]?.lastSeenUs).toBeNull();
  });

  test('an Impinj may write URL-safe base64, and only that', () => {
    const event = (tag: object) =>
      JSON.stringify({
        timestamp: '2026-04-02T12:00:00Z',
        eventType: 'tagInventory',
        tagInventoryEvent: tag,
      });
    expect(readsOf(decode('impinj', event({ epc: '-_8' })))).toMatchObject([
      { epc: 'FBFF', lastSeenUs: atUs },
    ]);
    expect(faultsOf(decode('impinj', event({ epc: '+/8=', epcHex: 'FBFE' })))).toEqual([
      { offset: 0, field: 'tagInventoryEvent.epc', expected: 'the same EPC as epcHex, FBFE' },
    ]);
    expect(faultsOf(decode('impinj', event({ epcHex: 'FBF' })))).toMatchObject([
      { field: 'tagInventoryEvent.epcHex', expected: 'whole bytes of hex' },
    ]);
    expect(faultsOf(decode('impinj', event({})))).toMatchObject([{ expected: 'epc or epcHex' }]);
    expect(faultsOf(decode('impinj', event({ epc: '+/8=', pc: 'AAAA' })))).toMatchObject([
      { expected: 'one word' },
    ]);
  });
});

describe('events of a Zebra', () => {
  test('inputs, heartbeats, alerts, responses and others', () => {
    const alert = { type: 'ALERT', timestamp: '2026-04-02T12:00:00.000+0000', data: { CPU: 95 } };
    const text =
      zebraInputEvent(2, true, 1, atUs) +
      zebraHeartbeat({ antennas: [1, 3], reading: true }, 2, atUs) +
      JSON.stringify(alert) +
      JSON.stringify({ command: 'start', command_id: 7, response: 'success', payload: {} }) +
      JSON.stringify({ type: 'firmwareUpdateProgress', data: {} });
    expect(messagesOf(decode('zebra', text))).toEqual([
      { kind: 'input', atUs, pin: 2, high: true },
      {
        kind: 'heartbeat',
        atUs,
        health: { radioConnected: true, reading: true, temperatureCelsius: 40, antennas: [1, 3] },
      },
      { kind: 'alert', atUs, text: '{"CPU":95}' },
      { kind: 'response', command: 'start', id: '7', succeeded: true, text: '{}' },
      { kind: 'other', atUs: null, type: 'firmwareUpdateProgress' },
    ]);
    expect(JSON.parse(zebraCommand('stop', '8'))).toEqual({ command: 'stop', command_id: '8', payload: {} });
  });

  test('faults name the member', () => {
    const fault = (event: object) => faultsOf(decode('zebra', JSON.stringify(event)))[0];
    expect(fault({ data: {} })).toMatchObject({ field: 'type' });
    expect(readsOf(decode('zebra', '{"data":{"idHex":"30"}}'))).toMatchObject([{ epc: '30', antenna: 0 }]);
    expect(fault({ type: 'SIMPLE', data: { eventNum: 1 } })).toMatchObject({ field: 'data.idHex' });
    expect(fault({ type: 'SIMPLE', data: { idHex: '3' } })).toMatchObject({ field: 'data.idHex' });
    expect(fault({ type: 'SIMPLE', data: { idHex: '30', antenna: '1' } })).toMatchObject({
      field: 'data.antenna',
    });
    expect(fault({ type: 'PROFILE', data: { tagData: [{ idHex: '30' }, {}] } })).toMatchObject({
      field: 'data.tagData.1.idHex',
    });
    expect(
      fault({ type: 'SIMPLE', timestamp: '2026-02-30T12:00:00.000+0000', data: { idHex: '30' } }),
    ).toEqual({
      offset: 0,
      field: 'timestamp',
      expected: 'an ISO 8601 instant with a zone',
    });
    expect(fault({ type: 'gpi', data: { pin: 1, state: 'UP' } })).toMatchObject({ field: 'data.state' });
    expect(faultsOf(decode('zebra', '[{"type":"x"},{}]'))[0]).toMatchObject({ field: '1.type' });
  });
});

describe('events of an Impinj', () => {
  test('antennas, inputs, status, overflow and others', () => {
    const event = (type: string, content: object) => impinjEvent(type, content, 'impinj-01', atUs);
    const text = [
      event('antennaConnected', { antennaPort: 2, antennaName: 'door' }),
      event('antennaDisconnected', { antennaPort: 2 }),
      event('gpiTransition', { gpi: 1, transition: 'low-to-high' }),
      event('inventoryStatus', { inventoryStatus: 'running' }),
      event('inventoryStatus', { status: 'idle' }),
      event('inventoryTerminated', {}),
      event('overflow', {}),
      event('diagnostic', { text: 'x' }),
    ].join('\n\n');
    expect(messagesOf(decode('impinj', text))).toEqual([
      { kind: 'antenna', atUs, antenna: 2, connected: true },
      { kind: 'antenna', atUs, antenna: 2, connected: false },
      { kind: 'input', atUs, pin: 1, high: true },
      { kind: 'inventory', atUs, state: 'running' },
      { kind: 'inventory', atUs, state: 'idle' },
      { kind: 'alert', atUs, text: 'the inventory was terminated' },
      { kind: 'alert', atUs, text: 'the reader dropped events' },
      { kind: 'other', atUs, type: 'diagnostic' },
    ]);
  });

  test('faults name the member', () => {
    const fault = (event: object) => faultsOf(decode('impinj', JSON.stringify(event)))[0];
    const timestamp = '2026-04-02T12:00:00Z';
    expect(fault({ eventType: 'tagInventory' })).toMatchObject({ field: 'timestamp' });
    expect(fault({ timestamp, eventType: 'tagInventory' })).toMatchObject({ field: 'tagInventoryEvent' });
    expect(fault({ timestamp, gpiTransitionEvent: { gpi: 1, transition: 'up' } })).toMatchObject({
      field: 'gpiTransitionEvent.transition',
    });
  });
});

test('whatever arrives, it is read or refused', () => {
  const member = fc.constantFrom(
    'type',
    'timestamp',
    'data',
    'idHex',
    'tagData',
    'tagInventoryEvent',
    'epc',
    '__proto__',
    'command',
    'response',
    'pin',
    'state',
  );
  const leaf = fc.oneof(
    fc.constantFrom('SIMPLE', 'gpi', 'heartbeat', 'alert', '2026-04-02T12:00:00Z', 'E280', 'success'),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const event = fc.dictionary(
    member,
    fc.oneof(leaf, fc.dictionary(member, fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })))),
  );
  fc.assert(
    fc.property(
      fc.constantFrom<ReaderMaker>('zebra', 'impinj'),
      fc.array(event, { maxLength: 3 }),
      (maker, events) => {
        for (const item of decode(maker, JSON.stringify(events))) {
          if (item.kind === 'fault') expect(item.fault.expected).not.toBe('');
        }
      },
    ),
    { numRuns: 300 },
  );
});
