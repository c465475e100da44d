import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { centralConfig, startCentral } from '../central/main.ts';
import { demoCompanyPrefix, demoSeller } from '../cli/demo/demo-data.ts';
import { edgeConfig, startEdge } from '../edge/main.ts';
import { gatewayConfig, startGateway } from '../gateway/main.ts';
import { systemClock } from '../kernel/clock.ts';
import { createLog } from '../kernel/log.ts';
import { packageRoot } from '../kernel/package-root.ts';
import { eventPage } from '../protocols/wire/event.ts';
import { centralStatus, gatewayStatus, stationReport } from '../protocols/wire/status.ts';

/**
 * The state of a site as each release left it: the demo company, one order packed at station S1, dispatched and
 * invoiced, and in the gateway also a fact that was set aside and a conflict.
 */
const folder = join(packageRoot, 'test/migrations');
const releases = readdirSync(folder);
const deps = { log: createLog('test', 'silent'), clock: systemClock };

let dir: string;
let stop = async () => {};
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'packproof-migrations-'));
});
afterEach(async () => {
  await stop();
  stop = async () => {};
  rmSync(dir, { recursive: true, force: true });
});

function lay(release: string, dump: string, file: string): void {
  const path = join(dir, file);
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path);
  // An iterated dump is not in the order of its references.
  db.pragma('foreign_keys = OFF');
  db.exec(readFileSync(join(folder, release, `${dump}.sql`), 'utf8'));
  db.close();
}

async function get(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

test('there is the state of at least one release', () => {
  expect(releases).toContain('0.1.0');
});

describe.each(releases)('the state of release %s', (release) => {
  test('of a gateway is read by this program, with all its facts', async () => {
    lay(release, 'gateway', 'gateway.sqlite');
    const config = gatewayConfig.parse({ site: 'HAM', dataDir: dir, mqtt: { port: 0 }, http: { port: 0 } });
    const gateway = await startGateway(config, deps);
    stop = gateway.stop;
    const status = gatewayStatus.parse(await get(`${gateway.httpUrl}/v1/status`));
    expect(status.log).toMatchObject({ cursor: 28, setAside: 1, conflicts: 1 });
    expect(status.stations).toMatchObject([
      { station: 'S1', upTo: 27 },
      { station: 'S9', upTo: 1 },
    ]);
    expect(status.consumers).toMatchObject([{ name: 'cloud-sync', cursor: 27, lag: 1 }]);
    expect(status.work.documents).toBeGreaterThan(10);
    const { events } = eventPage.parse(await get(`${gateway.httpUrl}/v1/events?after=0`));
    expect(events.map(({ packproofcursor }) => packproofcursor)).toEqual(
      Array.from({ length: 28 }, (_none, index) => index + 1),
    );
    expect(events.map(({ type }) => type)).toContain('packproof.shipment.dispatched');
    const [ninth] = eventPage.parse(await get(`${gateway.httpUrl}/v1/events?station=S1&fromSeq=9`)).events;
    expect(ninth?.id).toBe('HAM/S1/9');
  });

  test('of a station is read by this program, and its chain goes on where it was', async () => {
    lay(release, 'edge-facts', 'facts.sqlite');
    lay(release, 'edge-work', 'work.sqlite');
    const config = edgeConfig.parse({
      site: 'HAM',
      station: 'S1',
      dataDir: dir,
      gateway: { httpUrl: 'http://127.0.0.1:1', mqttUrl: 'mqtt://127.0.0.1:1' },
      sscc: { extensionDigit: 3, firstSerial: 1, lastSerial: 999_999 },
      http: { port: 0 },
    });
    const edge = await startEdge(config, deps);
    stop = edge.stop;
    const { facts, work } = stationReport.parse(await get(`${edge.url}/v1/status`));
    expect(facts.acknowledged).toBe(27);
    // It has stored that it was started.
    expect(facts.lastSeq).toBeGreaterThan(27);
    expect(work.orders).toBeGreaterThan(3);
  });

  test('of central is read by this program, to the cent', async () => {
    lay(release, 'central', 'central.sqlite');
    const config = centralConfig.parse({
      dataDir: dir,
      http: { port: 0 },
      seller: demoSeller,
      sites: { HAM: { name: 'Hamburg', gs1CompanyPrefix: demoCompanyPrefix } },
    });
    const central = await startCentral(config, deps);
    stop = central.stop;
    const status = centralStatus.parse(await get(`${central.url}/v1/status`));
    expect(status.stations).toMatchObject([{ site: 'HAM', station: 'S1', upTo: 27 }]);
    expect(status.orders).toMatchObject({ dispatched: 1, on_credit_hold: 1, back_ordered: 1 });
    expect(status.invoices).toEqual({ open: 1 });
    expect(status.journal.debitMinor).toBe(status.journal.creditMinor);
    expect(status.journal.debitMinor).toBeGreaterThan(0);
    const journey = (await get(`${central.url}/v1/orders/SO-1001/journey`)) as { scans: unknown[] };
    expect(journey.scans.length).toBeGreaterThanOrEqual(5);
  });
});
