import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type PrinterWire, tcpWire } from '../../../devices/simulators/printer/printer-wires.ts';
import { SimulatedPrinter } from '../../../devices/simulators/printer/simulated-printer.ts';
import { SimulatedScale } from '../../../devices/simulators/scale/simulated-scale.ts';
import { listeningPeer } from '../../../devices/simulators/scanner-peers.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { workTopic } from '../../../protocols/wire/topics.ts';
import { freePort } from '../../../test/harness/ports.ts';
import type { ScreenView } from '../../fulfilment/screen-view.ts';
import { edgeConfig, type RunningEdge, startEdge } from '../../main.ts';
import { gtins, orderOf, putDemoWork, SmallGateway, SmallWorkFeed } from '../../testing-edge.ts';

let folder: string;
let gateway: SmallGateway;
let work: SmallWorkFeed;
let scale: SimulatedScale;
let device: SimulatedPrinter;
let wire: PrinterWire;
let config: ReturnType<typeof edgeConfig.parse>;
let edge: RunningEdge;
let printed: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-equipment-'));
  gateway = new SmallGateway('HAM', 'S1');
  work = new SmallWorkFeed();
  await Promise.all([gateway.start(), work.start()]);
  putDemoWork(work);
  const pack = {
    weight: 'require',
    label: 'print',
    slip: 'print',
    weightTolerance: { percent: 0, grams: 20 },
  };
  const people = { badges: 'any' };
  work.put('site', 'HAM', 2, { name: 'Hamburg', gs1CompanyPrefix: '9520001', rules: { pack, people } });
  work.put('product', 'TEA', 2, {
    sku: 'TEA',
    name: 'Tea',
    packagings: [{ gtin: gtins.each, level: 'each', units: 1, grams: 250 }],
  });
  work.put('order', 'SO-1', 2, orderOf('SO-1', { lines: [{ line: 1, sku: 'TEA', name: 'Tea', units: 2 }] }));
  work.put('person', 'B-2', 1, { badge: 'B-2', name: 'Berta', role: 'supervisor' });
  const scalePlace = { host: '127.0.0.1', port: await freePort() };
  const printerPlace = { host: '127.0.0.1', port: await freePort() };
  scale = new SimulatedScale(
    listeningPeer(scalePlace),
    { voice: { kind: 'mt-sics' }, capacityGrams: 30_000, intervalMs: 20 },
    systemClock,
  );
  printed = [];
  device = new SimulatedPrinter(
    {
      labelMs: 30,
      dotsPerMm: 8,
      counts: true,
      printed: (zpl) => printed.push(Buffer.from(zpl).toString('latin1')),
    },
    systemClock,
  );
  wire = tcpWire(printerPlace, device);
  await Promise.all([scale.plug(), wire.plug()]);
  const quick = { pollMs: 100, jobPollMs: 20, answerMs: 400, settleMs: 200, blockedMs: 500 };
  config = edgeConfig.parse({
    site: 'HAM',
    station: 'S1',
    dataDir: join(folder, 'edge'),
    gateway: { httpUrl: work.url, mqttUrl: gateway.mqttUrl },
    printers: [{ printer: { id: 'printer-1', at: printerPlace, ...quick } }],
    scales: [{ scale: { id: 'scale-1', kind: 'mt-sics', at: scalePlace, pollMs: 60, tellMs: 50 } }],
    sscc: { extensionDigit: 3, firstSerial: 1, lastSerial: 999 },
    http: { port: 0 },
  });
  edge = await startEdge(config, { log: createLog('test', 'silent'), clock: systemClock });
  await screenShows(
    (view) => view.queue.total > 0 && view.devices.every(({ state }) => state === 'connected'),
  );
});
afterEach(async () => {
  await edge.stop();
  await Promise.all([scale.unplug(), wire.unplug(), gateway.stop(), work.stop()]);
  rmSync(folder, { recursive: true });
});

const screenShows = (fits: (view: ScreenView) => boolean) =>
  vi.waitFor(
    async () => {
      const view = (await (await fetch(`${edge.url}/v1/screen`)).json()) as ScreenView;
      expect(fits(view), JSON.stringify(view)).toBe(true);
      return view;
    },
    { timeout: 30_000, interval: 20 },
  );
async function touch(...codes: readonly string[]): Promise<ScreenView> {
  for (const code of codes) {
    await fetch(`${edge.url}/v1/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ v: 1, code }),
    });
  }
  return (await (await fetch(`${edge.url}/v1/screen`)).json()) as ScreenView;
}
const delivered = (type: string) => gateway.kept.flatMap((fact) => (fact.type === type ? [fact.data] : []));
const tea = `01${gtins.each}`;
/** The code of a parcel is a GS1-128, that of a slip none. */
const labels = () => printed.filter((zpl) => zpl.includes('^BC') && zpl.includes('>8'));

test('a parcel of the right weight is sealed by the scale, and its label and slip are printed once', async () => {
  scale.put(507);
  const asked = await touch('SO-1', tea, tea);
  expect(asked.last?.verdict).toMatch(/parcel_checks_asked|parcel_sealed/);
  const sealed = await screenShows((view) => view.phase === 'sealed');
  expect(sealed.last).toMatchObject({ verdict: 'parcel_sealed', tone: 'done' });
  await screenShows((view) => view.printing === 0);
  const sscc = sealed.order?.parcels[0]?.sscc ?? 'none';
  expect(labels()).toHaveLength(1);
  expect(labels()[0]).toContain(sscc);
  expect(labels()[0]).toContain('Hafen 1');
  expect(device.labels).toBe(2);
  await vi.waitFor(() => expect(delivered('document.printed')).toHaveLength(2));
  expect(delivered('parcel.weighed')).toMatchObject([
    { device: 'scale-1', grams: 507, expectedGrams: 500, toleranceGrams: 20, outcome: 'within' },
  ]);
  expect(delivered('parcel.sealed')).toMatchObject([{ sscc, grams: 507 }]);
  expect(delivered('document.printed')).toMatchObject([
    { document: 'parcel_label', subject: sscc, copy: 1, printer: 'printer-1', outcome: 'printed' },
    { document: 'packing_slip', subject: sscc, outcome: 'printed' },
  ]);
});

test('a scale that shows net is told so: its tare is added, and both are shown and kept', async () => {
  scale.put(57);
  expect(scale.tare()).toBe('done');
  scale.put(0);
  await touch('SO-1', tea, tea);
  scale.put(507);
  await screenShows((view) => view.phase === 'sealed');
  await vi.waitFor(() => expect(delivered('parcel.weighed')).toHaveLength(1));
  expect(delivered('parcel.weighed')).toMatchObject([
    { grams: 507, netGrams: 450, tareGrams: 57, expectedGrams: 500, outcome: 'within' },
  ]);
  expect(delivered('parcel.sealed')).toMatchObject([{ grams: 507 }]);
});

test('a wrong weight prints nothing until two people answer for it', async () => {
  scale.put(260);
  await touch('PP:BADGE:B-1', 'SO-1', tea, tea);
  const light = await screenShows((view) => view.last?.verdict === 'refused_weight');
  expect(light.last?.message).toContain('240 g too light: 260 g, not 500 g');
  expect((await touch('PP:SEAL')).last?.verdict).toBe('refused_weight');
  expect([device.labels, light.printing]).toEqual([0, 0]);
  await touch('PP:OVERRIDE:sample without its box');
  expect((await touch('PP:BADGE:B-1')).last?.verdict).toMatch(/^refused_/);
  expect((await touch('PP:BADGE:B-2')).last?.verdict).toBe('parcel_sealed');
  await screenShows((view) => view.printing === 0);
  expect(device.labels).toBe(2);
  await vi.waitFor(() => expect(delivered('parcel.overridden')).toHaveLength(1));
  expect(delivered('parcel.overridden')).toMatchObject([
    { exceptions: ['weight'], reason: 'sample without its box', approvedBy: 'B-2' },
  ]);
});

test('a printer that is off keeps the job waiting, and prints it once it is on, even after a restart', async () => {
  await wire.unplug();
  await screenShows((view) =>
    view.devices.some(({ id, state }) => id === 'printer-1' && state !== 'connected'),
  );
  scale.put(500);
  await touch('SO-1', tea, tea);
  await screenShows((view) => view.phase === 'sealed' && view.printing === 2);
  expect(device.labels).toBe(0);
  await edge.stop();
  edge = await startEdge(config, { log: createLog('test', 'silent'), clock: systemClock });
  expect((await touch()).printing).toBe(2);
  await wire.plug();
  await screenShows((view) => view.printing === 0);
  expect(labels()).toHaveLength(1);
  expect(labels()[0]).toContain('POSSIBLE COPY');
  expect((await touch('PP:REPRINT')).last?.verdict).toBe('document_asked');
  await screenShows((view) => view.printing === 0);
  expect(labels()).toHaveLength(2);
  expect(labels()[1]).toContain('COPY 2');
});

test('a photo is kept as a file before the fact names it, and only where one is asked for', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  );
  const send = (bytes: Buffer, type: string) =>
    fetch(`${edge.url}/v1/attachments?kind=photo`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Uint8Array(bytes),
    });
  expect((await send(png, 'image/png')).status).toBe(409);
  const { requests } = work;
  const pack = { photo: 'require', label: 'print' };
  work.put('site', 'HAM', 3, { name: 'Hamburg', gs1CompanyPrefix: '9520001', rules: { pack } });
  gateway.publish(workTopic('HAM'), { v: 1, epoch: 'epoch-1', cursor: work.cursor });
  await vi.waitFor(() => expect(work.requests).toBeGreaterThan(requests));
  await touch('SO-1', tea);
  await screenShows((view) => view.wants.photo === true);
  expect((await send(png, 'image/jpeg')).status).toBe(415);
  expect((await send(Buffer.alloc(0), 'image/png')).status).toBe(415);
  const kept = await send(png, 'image/png');
  expect(kept.status).toBe(201);
  const { sha256 } = (await kept.json()) as { sha256: string };
  await touch(tea);
  await vi.waitFor(() =>
    expect(delivered('parcel.photographed')).toMatchObject([{ sha256, bytes: png.length }]),
  );
  const read = await fetch(`${edge.url}/v1/attachments/${sha256}`);
  expect([read.status, read.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(Buffer.from(await read.arrayBuffer()).equals(png)).toBe(true);
  expect((await fetch(`${edge.url}/v1/attachments/${'0'.repeat(64)}`)).status).toBe(404);
});
