import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type PrinterWire, tcpWire } from '../../../devices/simulators/printer/printer-wires.ts';
import { SimulatedPrinter } from '../../../devices/simulators/printer/simulated-printer.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { freePort } from '../../../test/harness/ports.ts';
import type { ScreenView } from '../../fulfilment/screen-view.ts';
import { edgeConfig, type RunningEdge, startEdge } from '../../main.ts';
import { gtins, orderOf, putDemoWork, SmallGateway, SmallWorkFeed } from '../../testing-edge.ts';

/** One station with two tables, each with a printer of its own, and a third table with none. */
let folder: string;
let gateway: SmallGateway;
let work: SmallWorkFeed;
let edge: RunningEdge;
let config: ReturnType<typeof edgeConfig.parse>;
let wires: PrinterWire[];
const tables = ['TABLE-1', 'TABLE-2'] as const;
let printed: Map<string, string[]>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-profiles-'));
  gateway = new SmallGateway('HAM', 'S1');
  work = new SmallWorkFeed();
  await Promise.all([gateway.start(), work.start()]);
  putDemoWork(work, []);
  const rules = { pack: { label: 'print' }, ship: { by: 'load' }, people: { badges: 'any' } };
  work.put('site', 'HAM', 2, { name: 'Hamburg', gs1CompanyPrefix: '9520001', rules });
  for (const order of ['SO-1', 'SO-2', 'SO-3'])
    work.put('order', order, 1, orderOf(order, { lines: [{ line: 1, sku: 'TEA', name: 'Tea', units: 1 }] }));
  printed = new Map(tables.map((table) => [table, []]));
  const places = await Promise.all(tables.map(async () => ({ host: '127.0.0.1', port: await freePort() })));
  wires = tables.map((table, index) => {
    const device = new SimulatedPrinter(
      {
        labelMs: 20,
        dotsPerMm: 8,
        counts: true,
        printed: (zpl) => printed.get(table)?.push(Buffer.from(zpl).toString('latin1')),
      },
      systemClock,
    );
    return tcpWire(places[index] ?? { host: '', port: 0 }, device);
  });
  await Promise.all(wires.map((wire) => wire.plug()));
  const quick = { pollMs: 100, jobPollMs: 20, answerMs: 400, settleMs: 200, blockedMs: 500 };
  config = edgeConfig.parse({
    site: 'HAM',
    station: 'S1',
    dataDir: join(folder, 'edge'),
    gateway: { httpUrl: work.url, mqttUrl: gateway.mqttUrl },
    printers: tables.map((table, index) => ({
      printer: { id: `printer-${index + 1}`, at: places[index], ...quick },
      profiles: [table],
    })),
    // The scale of a third table, which has no printer.
    scales: [
      {
        scale: { id: 'scale-3', kind: 'mt-sics', at: { host: '127.0.0.1', port: 9 } },
        profiles: ['TABLE-3'],
      },
    ],
    sscc: { extensionDigit: 3, firstSerial: 1, lastSerial: 999 },
    http: { port: 0 },
  });
  await start();
});

afterEach(async () => {
  await edge.stop();
  await Promise.all([...wires.map((wire) => wire.unplug()), gateway.stop(), work.stop()]);
  rmSync(folder, { recursive: true });
});

async function start(): Promise<void> {
  edge = await startEdge(config, { log: createLog('test', 'silent'), clock: systemClock });
  await screenShows(
    (view) =>
      view.queue.total > 0 &&
      view.devices.filter(({ state }) => state === 'connected').length === tables.length,
  );
}

const shown = async () => (await (await fetch(`${edge.url}/v1/screen`)).json()) as ScreenView;
const screenShows = (fits: (view: ScreenView) => boolean) =>
  vi.waitFor(
    async () => {
      const view = await shown();
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
  return shown();
}

const tea = `01${gtins.each}`;
const counts = () => tables.map((table) => printed.get(table)?.length ?? 0);
const printedAt = () =>
  gateway.kept.flatMap(({ type, data }) => (type === 'document.printed' ? [data.printer] : []));

test('the label comes out where the person works: scanning a table binds its printer, also after a restart', async () => {
  const bound = await touch('PP:STATION:TABLE-2');
  expect(bound).toMatchObject({ place: 'TABLE-2', last: { verdict: 'station_bound', tone: 'ok' } });
  await touch('SO-1', tea);
  await screenShows((view) => view.printing === 0 && view.phase === 'idle');
  expect(counts()).toEqual([0, 1]);
  await touch('PP:STATION:TABLE-1', 'SO-2', tea);
  await screenShows((view) => view.printing === 0 && view.phase === 'idle');
  expect(counts()).toEqual([1, 1]);
  await edge.stop();
  await start();
  expect((await shown()).place).toBe('TABLE-1');
  await touch('SO-3', tea);
  await screenShows((view) => view.printing === 0 && view.phase === 'idle');
  expect(counts()).toEqual([2, 1]);
  await vi.waitFor(() => expect(printedAt()).toEqual(['printer-2', 'printer-1', 'printer-1']));
  const bindings = gateway.kept.flatMap(({ type, data }) => (type === 'station.bound' ? [data.profile] : []));
  expect(bindings).toEqual(['TABLE-2', 'TABLE-1']);
});

test('a table without a printer says so, and what waits is printed at the next table that has one', async () => {
  const bound = await touch('PP:STATION:TABLE-3');
  expect(bound.last?.message).toContain('No printer stands here');
  await touch('SO-1', tea);
  expect((await screenShows((view) => view.phase === 'idle')).printing).toBe(1);
  expect(counts()).toEqual([0, 0]);
  const next = await touch('PP:STATION:TABLE-1');
  expect(next.last?.message).toBe('You work at TABLE-1 now.');
  await screenShows((view) => view.printing === 0);
  expect(counts()).toEqual([1, 0]);
});

test('the code of a table of another station is refused by name, and binds nothing', async () => {
  const refused = await touch('PP:STATION:TABLE-1', 'PP:STATION:TABLE-9');
  expect(refused).toMatchObject({ place: 'TABLE-1', last: { verdict: 'refused_unknown_station_code' } });
  expect(refused.last?.message).toContain('TABLE-1, TABLE-2, TABLE-3');
});
