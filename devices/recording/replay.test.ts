import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { keyboardLayouts } from '../../protocols/hid/keyboard-layouts.ts';
import { bootKeyboardDescriptor } from '../../protocols/hid/keyboard-report.ts';
import { deviceConfig } from '../device-config.ts';
import { type DeviceDeps, type DeviceNews, startDevice } from '../open-device.ts';
import type { HidInfo } from '../scanner/hid/hid-access.ts';
import { startLlrpReader } from '../simulators/llrp-reader/llrp-reader.ts';
import { scaleProgram } from '../simulators/scale/scale-program.ts';
import { posDescriptor, posReports, SimulatedHidBus, typedReports } from '../simulators/scanner-hid.ts';
import { VirtualScanner } from '../simulators/virtual-scanner.ts';
import { openRecording } from './read-recording.ts';
import { canBeRecorded, openRecorded } from './recorded-device.ts';
import { Recorder } from './recorder.ts';
import { replayRecording } from './replay.ts';

let folder: string;
let file: string;
const log = createLog('test', 'silent');
const free = { release: async () => {} };
const deps = { boot: 'boot-1', clock: systemClock, log, hold: async () => free };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-replay-'));
  file = join(folder, 'r.jsonl');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Records a device while `use` uses it, and gives what its driver told. */
async function record(
  raw: Record<string, unknown>,
  use: (news: readonly DeviceNews[]) => Promise<void>,
  more: Partial<DeviceDeps> = {},
): Promise<DeviceNews[]> {
  const news: DeviceNews[] = [];
  const recorder = new Recorder({
    path: file,
    device: raw,
    limitBytes: 1e7,
    clock: systemClock,
    onEnd: () => {},
  });
  const device = openRecorded(deviceConfig.parse(raw), recorder, {
    hid: new SimulatedHidBus(),
    ...deps,
    ...more,
  });
  startDevice(device, (one) => news.push(one));
  await use(news);
  await device.port.close();
  recorder.close();
  return news;
}

async function replay(speed = 0): Promise<DeviceNews[]> {
  const recording = await openRecording(file);
  if (!recording.ok) throw new Error(JSON.stringify(recording));
  const news: DeviceNews[] = [];
  const config = deviceConfig.parse(recording.header.device);
  const isStopped = () => false;
  const options = { config, log, speed, clock: systemClock, isStopped };
  expect(await replayRecording(recording, { ...options, listener: (one) => news.push(one) })).toBe(true);
  return news;
}

const seen = (news: readonly DeviceNews[], kind: string) =>
  news.filter(({ event }) => event.kind === kind).length;
const told = (news: readonly DeviceNews[]) => news.map(({ event }) => ({ ...event, identity: null }));

test('a serial scanner tells the same again: scans, garbled bytes, unplugging, and pauses by their length', async () => {
  const scanner = new VirtualScanner({ id: 's1', link: join(folder, 's1'), framing: 'cr' });
  scanner.plug();
  const raw = { device: 'scanner', kind: 'serial', id: 's1', path: scanner.link, framing: 'cr' };
  const live = await record(raw, async (news) => {
    await vi.waitFor(() => expect(seen(news, 'state')).toBe(1));
    scanner.scan(']C100012345678901234560');
    scanner.scan('two');
    await vi.waitFor(() => expect(seen(news, 'scan')).toBe(2));
    scanner.send(Buffer.from('half'));
    await vi.waitFor(() => expect(seen(news, 'garbled')).toBe(1));
    scanner.unplug();
    await vi.waitFor(() => expect(seen(news, 'state')).toBe(2));
    scanner.plug();
    await vi.waitFor(() => expect(seen(news, 'state')).toBe(3));
    scanner.scan('three');
    await vi.waitFor(() => expect(seen(news, 'scan')).toBe(3));
  });
  scanner.unplug();
  const again = told(await replay());
  expect(again.slice(0, live.length)).toEqual(told(live));
  // Closing the driver ended the recording, which the driver of the replay sees as an unplug.
  expect(again.slice(live.length)).toEqual([{ kind: 'state', state: 'disconnected', identity: null }]);
});

const info: HidInfo = {
  path: '/dev/hidraw7',
  vendorId: 0x0c2e,
  productId: 0x0901,
  serialNumber: 'A1',
  usagePage: 0x8c,
  usage: 2,
  port: '1-2',
};

test.each([
  ['hid-pos', { info, descriptor: posDescriptor }, () => posReports(']C1', '0112345678901231')],
  [
    'keyboard',
    { info: { ...info, usagePage: 1, usage: 6 }, descriptor: bootKeyboardDescriptor },
    () => typedReports(keyboardLayouts.de, 'zy-7\r', { gs: 'f8', altCodes: true }),
  ],
] as const)('a %s scanner is replayed from its reports and its descriptor', async (kind, device, reports) => {
  const bus = new SimulatedHidBus();
  bus.plug(device);
  const layout = kind === 'keyboard' ? { layout: 'de' } : {};
  const raw = { device: 'scanner', kind, id: 's1', vendorId: '0c2e', productId: '0901', ...layout };
  const live = await record(
    raw,
    async (news) => {
      await vi.waitFor(() => expect(seen(news, 'state')).toBe(1));
      for (const report of reports()) bus.report(info.path, report);
      await vi.waitFor(() => expect(seen(news, 'scan')).toBe(1));
    },
    { hid: bus },
  );
  expect(told(await replay()).slice(0, 2)).toEqual(told(live));
});

test('a reader that is asked and answers is replayed with its tags', async () => {
  const reader = await startLlrpReader({ tags: 3, rate: 100 });
  const raw = { device: 'rfid', kind: 'llrp', id: 'r1', host: '127.0.0.1', port: reader.port };
  const live = await record(raw, async (news) => {
    await vi.waitFor(() => expect(seen(news, 'reads')).toBeGreaterThan(2), { timeout: 30_000 });
  });
  await reader.stop();
  const epcs = (news: readonly DeviceNews[]) =>
    news.flatMap(({ event }) => (event.kind === 'reads' ? event.reads.map(({ epc }) => epc) : []));
  expect(epcs(live).length).toBeGreaterThan(2);
  // What arrives while the driver is being closed is recorded, and told by nobody but the replay.
  expect(epcs(await replay()).slice(0, epcs(live).length)).toEqual(epcs(live));
});

test('answers belong to what was asked, however the times of a recording came to be', async () => {
  const link = join(folder, 'scale');
  const settings = {
    at: { link },
    voice: { kind: 'mt-sics' },
    capacityGrams: 30_000,
    intervalMs: 50,
  } as const;
  const scale = scaleProgram(settings, systemClock);
  await scale.start();
  const weights = (news: readonly DeviceNews[]) =>
    news.flatMap(({ event }) => (event.kind === 'weight' ? [event.reading.milligrams] : []));
  const live = await record(
    { device: 'scale', kind: 'mt-sics', id: 'w', at: { path: link } },
    async (news) => {
      for (const [at, grams] of [0, 1_000, 2_000].entries()) {
        await scale.obey(String(grams));
        await vi.waitFor(() => expect(weights(news)).toHaveLength(at + 1), { timeout: 30_000 });
      }
    },
  );
  await scale.stop();
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"ms":[\d.]+/g, '"ms":0'));
  expect(weights(live)).toEqual([0, 1_000_000, 2_000_000]);
  expect(weights(await replay())).toEqual(weights(live));
});

test('plays as fast as it was, or faster', async () => {
  const raw = { device: 'scanner', kind: 'serial', id: 's1', path: '/dev/none', framing: 'cr' };
  const head = { v: 1, kind: 'packproof device recording', at: '2026-01-01T00:00:00.000Z', device: raw };
  const lines = [head, { ms: 0, state: 'opened' }, { ms: 400, in: '310d' }, { ms: 400, end: 'stopped' }];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const began = performance.now();
  expect(seen(await replay(2), 'scan')).toBe(1);
  expect(performance.now() - began).toBeGreaterThan(190);
});

test('what dials in, or goes through a broker, cannot be recorded', () => {
  const port = { device: 'scanner', id: 's1', port: 9, framing: 'cr' };
  expect(canBeRecorded(deviceConfig.parse({ ...port, kind: 'tcp-server' }), deps)).toBe(false);
  expect(canBeRecorded(deviceConfig.parse({ ...port, kind: 'tcp-client', host: 'h' }), deps)).toBe(true);
  const mqtt = { device: 'rfid', kind: 'zebra-mqtt', id: 'r1', url: 'mqtt://h', topics: { data: ['a'] } };
  expect(canBeRecorded(deviceConfig.parse(mqtt), deps)).toBe(false);
});
