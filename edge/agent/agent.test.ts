import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VirtualScanner } from '../../devices/simulators/virtual-scanner.ts';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { knownFact } from '../../protocols/wire/fact.ts';
import { type StationReport, stationReport } from '../../protocols/wire/status.ts';
import { ackTopic, workTopic } from '../../protocols/wire/topics.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { edgeConfig, type RunningEdge, startEdge } from '../main.ts';
import { gtins, orderOf, putDemoWork, SmallGateway, SmallWorkFeed } from '../testing-edge.ts';

let folder: string;
let scanner: VirtualScanner;
let gateway: SmallGateway;
let work: SmallWorkFeed;
let edge: RunningEdge;
let clockOffsetMs = 0;
/** The real time, with a wall clock that the test can set. */
const clock: Clock = { ...systemClock, now: () => systemClock.now() + clockOffsetMs };

beforeEach(async () => {
  clockOffsetMs = 0;
  folder = mkdtempSync(join(tmpdir(), 'packproof-agent-'));
  scanner = new VirtualScanner({ id: 's1', link: join(folder, 'scanner-s1'), framing: 'cr' });
  gateway = new SmallGateway('HAM', 'S1');
  work = new SmallWorkFeed();
  await Promise.all([gateway.start(), work.start()]);
  scanner.plug();
  putDemoWork(work, ['SO-1', 'SO-2']);
  await start();
});
afterEach(async () => {
  await edge.stop();
  scanner.unplug();
  await Promise.all([gateway.stop(), work.stop()]);
  rmSync(folder, { recursive: true });
});

async function start(): Promise<void> {
  const config = edgeConfig.parse({
    site: 'HAM',
    station: 'S1',
    dataDir: join(folder, 'edge'),
    gateway: { httpUrl: work.url, mqttUrl: gateway.mqttUrl },
    scanners: [
      {
        id: 's1',
        path: scanner.link,
        framing: 'cr',
        signals: { accepted: 'Y', refused: 'N' },
        bounceMs: 2_000,
      },
    ],
    sscc: { extensionDigit: 3, firstSerial: 1, lastSerial: 999 },
    http: { port: 0 },
  });
  edge = await startEdge(config, { log: createLog('test', 'silent'), clock });
  await screenShows(
    (view) => view.queue.total > 0 && view.devices[0]?.state === 'connected' && view.link.connected,
  );
}

const get = async <Body>(path: string) => (await (await fetch(edge.url + path)).json()) as Body;
const screenShows = (fits: (view: ScreenView) => boolean) =>
  vi.waitFor(
    async () => {
      const view = await get<ScreenView>('/v1/screen');
      expect(fits(view), JSON.stringify(view)).toBe(true);
      return view;
    },
    { timeout: 30_000, interval: 10 },
  );

/** Scans, and waits for what the screen says to it. */
async function scan(code: string): Promise<ScreenView> {
  const before = (await get<ScreenView>('/v1/screen')).last?.seq ?? 0;
  scanner.scan(code);
  return screenShows((view) => (view.last?.seq ?? 0) > before);
}
const delivered = (type: string) => gateway.kept.flatMap((fact) => (fact.type === type ? [fact.data] : []));

function command(code: unknown): Promise<Response> {
  return fetch(`${edge.url}/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ v: 1, code }),
  });
}

test('an order goes from its sheet to its dispatch through a serial port, and its facts reach the gateway', async () => {
  expect((await scan('SO-1')).order?.number).toBe('SO-1');
  expect((await scan(`]C101${gtins.pack}`)).order?.unitsDone).toBe(2);
  const sealed = await scan(gtins.each.slice(1));
  expect(sealed.phase).toBe('sealed');
  const done = await scan(`00${sealed.order?.parcels[0]?.sscc}`);
  expect(done.last).toMatchObject({ verdict: 'shipment_dispatched', tone: 'done' });
  expect(done.queue.next.map((item) => item.order)).toEqual(['SO-2']);
  await vi.waitFor(() => expect(delivered('shipment.dispatched')).toHaveLength(1));
  for (const fact of gateway.kept) expect(knownFact(fact)).not.toBeNull();
  expect(delivered('shipment.dispatched')[0]).toMatchObject({
    order: 'SO-1',
    lines: [{ sku: 'TEA', units: 3 }],
  });
  expect(delivered('station.started')).toHaveLength(1);
  expect(delivered('device.changed')).toMatchObject([{ device: 's1', state: 'connected' }]);
  expect((await scan('SO-1')).last?.verdict).toBe('refused_order_done');
});

test('after a restart the work goes on where it was, under a new boot', async () => {
  await scan('SO-1');
  await scan(gtins.pack);
  await edge.stop();
  await start();
  const view = await get<ScreenView>('/v1/screen');
  expect(view.order).toMatchObject({ number: 'SO-1', unitsDone: 2 });
  expect(view.last?.verdict).toBe('item_confirmed');
  expect((await scan(gtins.each)).phase).toBe('sealed');
  await vi.waitFor(() => expect(delivered('parcel.sealed')).toHaveLength(1));
  expect(new Set(delivered('station.started').map((data) => data.boot)).size).toBe(2);
});

test('while nothing can be stored nothing is confirmed; afterwards every scan is stored in its order', async () => {
  await scan('SO-1');
  const disk = new Database(join(folder, 'edge', 'facts.sqlite'));
  disk.exec(
    `CREATE TRIGGER full BEFORE INSERT ON facts BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
  );
  scanner.scan(gtins.pack);
  scanner.scan(gtins.each);
  const failed = await screenShows((view) => view.last?.tone === 'error');
  expect(failed.order?.unitsDone).toBe(0);
  expect(failed.prompt).toBe('Stop: nothing is stored');
  expect(failed.devices).toContainEqual(expect.objectContaining({ id: 'storage', state: 'failed' }));
  const refused = await command('PP:UNDO');
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'STATION_STORAGE_FAILED', retry: 'ambiguous' });
  expect((await get<StationReport>('/v1/status')).facts.lastSeq).toBeLessThan(6);
  disk.exec('DROP TRIGGER full');
  disk.close();
  // The touch on "undo" came last, and finds a sealed parcel.
  const view = await screenShows((candidate) => candidate.last?.verdict === 'refused_nothing_to_undo');
  expect(view).toMatchObject({ phase: 'sealed', order: { unitsDone: 3 } });
  expect(view.devices.map((device) => device.id)).toEqual(['s1']);
});

test('bytes that are no barcode are shown, counted and stored, and the next scan is read', async () => {
  await scan('SO-1');
  scanner.send(Buffer.from('40\x00\x0112\r'));
  const view = await screenShows((candidate) => candidate.last?.tone === 'error');
  expect(view.last).toMatchObject({ message: expect.stringContaining('Not a whole'), raw: '40\0\x0112' });
  expect((await scan(gtins.each)).order?.unitsDone).toBe(1);
  await vi.waitFor(() =>
    expect(delivered('device.garbled')).toMatchObject([{ device: 's1', hex: '343000013132' }]),
  );
  const status = stationReport.parse(await get('/v1/status'));
  expect(status.devices[0]?.counts).toMatchObject({ scans: 2, garbled: 1 });
});

test('the scanner itself is told what came of each reading that counts', async () => {
  let told = '';
  scanner.listen((bytes) => {
    told += bytes.toString();
  });
  for (const code of ['SO-1', gtins.other, gtins.pack]) await scan(code);
  await vi.waitFor(() => expect(told).toBe('YNY'));
  scanner.scan(gtins.pack);
  expect((await scan(gtins.each)).phase).toBe('sealed');
  await vi.waitFor(() => expect(told).toBe('YNYY'));
});

test('an unplugged scanner is seen at once, and read again when it is back', async () => {
  scanner.unplug();
  await screenShows((view) => view.devices[0]?.state === 'disconnected');
  scanner.plug();
  await screenShows((view) => view.devices[0]?.state === 'connected');
  expect((await scan('SO-1')).order?.number).toBe('SO-1');
  await vi.waitFor(() =>
    expect(delivered('device.changed').map((data) => data.state)).toEqual([
      'connected',
      'disconnected',
      'connected',
    ]),
  );
});

test('a hold arrives by a poke and refuses the next scan', async () => {
  await scan('SO-1');
  work.put('order', 'SO-1', 2, orderOf('SO-1', { status: 'on_hold', holdReason: 'credit' }));
  gateway.publish(workTopic('HAM'), { v: 1, epoch: work.epoch, cursor: work.cursor });
  await screenShows((view) => view.queue.next.some((item) => item.status === 'on_hold'));
  expect((await scan(gtins.each)).last?.verdict).toBe('refused_order_on_hold');
});

test('a touch on the screen is a scan; the stream shows each change; bad requests are refused', async () => {
  const stream = await fetch(`${edge.url}/v1/screen/stream`);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const read = async (until: string) => {
    while (!text.includes(until)) text += (await reader?.read())?.value ?? '';
  };
  await read('event: screen\n');
  const answer = await command('SO-2');
  expect(await answer.json()).toMatchObject({ order: { number: 'SO-2' }, last: { verdict: 'order_opened' } });
  await read('"verdict":"order_opened"');
  for (const code of ['', 17, 'x'.repeat(5_000)]) expect((await command(code)).status).toBe(400);
  await reader?.cancel();
  await vi.waitFor(() =>
    expect(delivered('scan.recorded')).toMatchObject([{ scan: { device: 'screen', seq: 1 } }]),
  );
});

test('a second agent on the folder of another station does not start', async () => {
  const config = edgeConfig.parse({
    site: 'HAM',
    station: 'S2',
    dataDir: join(folder, 'edge'),
    gateway: { httpUrl: work.url, mqttUrl: gateway.mqttUrl },
    sscc: { extensionDigit: 3, firstSerial: 1, lastSerial: 999 },
    http: { port: 0 },
  });
  const started = startEdge(config, { log: createLog('test', 'silent'), clock: systemClock });
  await expect(started).rejects.toMatchObject({ code: 'STATION_LOG_FOREIGN' });
});

test('a clock that is set is a fact of its own, before what happens after it', async () => {
  await scan('SO-1');
  clockOffsetMs = -3_600_000;
  await scan(gtins.each);
  await vi.waitFor(() => expect(delivered('clock.changed')).toHaveLength(1));
  const [change] = delivered('clock.changed') as { fromAt: string; toAt: string }[];
  const back = Date.parse(change?.fromAt ?? '') - Date.parse(change?.toAt ?? '');
  expect(Math.abs(back - 3_600_000)).toBeLessThan(1_000);
  const types = gateway.kept.map(({ type }) => type);
  expect(types.indexOf('clock.changed')).toBeLessThan(types.indexOf('pick.confirmed'));
  expect(gateway.kept.map(({ seq }) => seq)).toEqual(gateway.kept.map((_, index) => index + 1));
});

test('a station that the gateway contradicts says so on its screen and in its report, and works on', async () => {
  await scan('SO-1');
  const ack = { v: 1, station: 'S1', upTo: 4_711, hash: 'a'.repeat(64), gap: null };
  gateway.publish(ackTopic('HAM', 'S1'), ack);
  const view = await screenShows(({ link }) => link.stopped !== undefined);
  expect(view.link.stopped?.code).toBe('STATION_LOG_BEHIND');
  const { facts } = stationReport.parse(await get('/v1/status'));
  expect(facts.stopped).toMatch(/^STATION_LOG_BEHIND: .*up to 4711/);
  expect((await scan(gtins.each)).last?.verdict).toBe('item_confirmed');
});

test('a station whose facts the gateway refuses says so on its screen, keeps them and works on, until they are taken', async () => {
  await scan('SO-1');
  await vi.waitFor(() => expect(gateway.kept.length).toBeGreaterThan(2));
  const last = gateway.kept.at(-1);
  const { seq = 0, hash = '' } = last ?? {};
  const refused = { code: 'IDENTITY_REVOKED', seq, hash };
  gateway.publish(ackTopic('HAM', 'S1'), { v: 1, station: 'S1', upTo: seq, hash, gap: null, refused });
  const view = await screenShows(({ link }) => link.refused !== undefined);
  expect(view.link.refused).toEqual({ code: 'IDENTITY_REVOKED' });
  expect((await scan(gtins.each)).last?.verdict).toBe('item_confirmed');
  await screenShows(({ link }) => link.refused === undefined && link.unacknowledged === 0);
});
