import { expect, test } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import type { TagRead } from '../../protocols/rfid/tag-read.ts';
import type { ScannerEvent } from '../scanner/scanner.ts';
import type { RfidEvent, RfidReader } from './reader.ts';
import { readPresets, smoothingSettings } from './smoothing/settings.ts';
import { createTagScanner } from './tag-scanner.ts';

const sgtin = '3066C4409047E140075BCD15';
const foreign = 'E28011700000020ABCDEF012';

function rig(tellForeign = false) {
  const clock = new ManualClock();
  const events: ScannerEvent[] = [];
  let tell: (event: RfidEvent) => void = () => {};
  const reader: RfidReader = {
    id: 'desk-1',
    address: 'llrp://reader',
    start: (listener) => {
      tell = listener;
    },
    setReading: () => {},
    close: async () => {},
  };
  const scanner = createTagScanner({
    reader,
    smoothing: smoothingSettings.parse(readPresets.desk.smoothing),
    tellForeign,
    boot: 'boot-1',
    clock,
    log: createLog('test', 'silent'),
  });
  scanner.start((event) => events.push(event));
  const read = (epc: string, rssiDbm = -50): TagRead => ({
    epc,
    pc: null,
    antenna: 1,
    rssiDbm,
    count: 1,
    firstSeenUs: null,
    lastSeenUs: null,
  });
  /** A tag in the field, read ten times a second. */
  const hold = (epc: string, seconds: number, rssiDbm?: number) => {
    for (let at = 0; at < seconds * 10; at += 1) {
      tell({ kind: 'reads', reads: [read(epc, rssiDbm)] });
      clock.advance(100);
    }
  };
  return { clock, events, scanner, hold, tell: (event: RfidEvent) => tell(event) };
}

test('a tag on the desk is one scan of the item that it names, with how it was read', () => {
  const { clock, events, hold } = rig();
  hold(sgtin, 5);
  expect(events).toHaveLength(1);
  const [scan] = events;
  expect(scan).toMatchObject({
    kind: 'scan',
    text: 'https://id.gs1.org/01/09506000134352/21/123456789',
    identity: { device: 'desk-1', boot: 'boot-1', seq: 1 },
    tag: { epc: sgtin, maxRssiDbm: -50, antennas: [{ antenna: 1 }] },
  });
  const seenAt = scan?.kind === 'scan' ? Date.parse(scan.tag?.lastSeenAt ?? '') : Number.NaN;
  expect(clock.now() - seenAt).toBeGreaterThanOrEqual(0);
  expect(clock.now() - seenAt).toBeLessThan(5_100);
});

test('a tag counts again only after it was away', () => {
  const { clock, events, hold } = rig();
  hold(sgtin, 2);
  clock.advance(20_000);
  hold(sgtin, 2);
  expect(events.map((event) => (event.kind === 'scan' ? event.identity.seq : 0))).toEqual([1, 2]);
});

test('a tag that is only near is no scan', () => {
  const { events, hold } = rig();
  hold(sgtin, 5, -75);
  expect(events).toEqual([]);
});

test('tags without a GS1 key are passed over, or told under their bits', () => {
  const silent = rig();
  silent.hold(foreign, 3);
  expect(silent.events).toEqual([]);
  const telling = rig(true);
  telling.hold(foreign, 3);
  expect(telling.events).toMatchObject([{ kind: 'scan', text: `urn:epc:raw:96.x${foreign}` }]);
});

test('a reader that is gone for a while takes no tag away, and says that it is gone', () => {
  const { clock, events, hold, tell } = rig();
  tell({ kind: 'state', state: 'connected' });
  hold(sgtin, 2);
  tell({ kind: 'state', state: 'disconnected' });
  clock.advance(60_000);
  tell({ kind: 'state', state: 'connected' });
  hold(sgtin, 2);
  expect(events.map((event) => event.kind)).toEqual(['state', 'scan', 'state', 'state']);
});

test('says nothing after it was closed', async () => {
  const { events, scanner, hold } = rig();
  await scanner.close();
  hold(sgtin, 2);
  expect(events).toEqual([]);
});
