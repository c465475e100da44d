import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JourneyView } from '../../central/insight/journey-view.ts';
import { type Endpoints, endpoints } from '../../cli/endpoints.ts';
import type { ScreenView } from '../../edge/fulfilment/screen-view.ts';
import { until } from '../harness/wait.ts';
import { type RunningCommand, runCommand, startCommand } from './cli-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'packproof-up-'));
const busy: Server[] = [];
let up: RunningCommand;
let at: Endpoints;

beforeAll(async () => {
  // A program already sits on two of the default ports, if nobody else does.
  for (const port of [1883, 8080]) {
    const server = createServer();
    server.on('error', () => {});
    await new Promise((resolve) => {
      server.once('error', resolve);
      server.listen(port, '127.0.0.1', () => resolve(undefined));
    });
    busy.push(server);
  }
  await bringUp();
});

afterAll(async () => {
  await up.stop();
  for (const server of busy) server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function bringUp(...options: string[]): Promise<void> {
  up = await startCommand(['up', '--data-dir', folder, ...options]);
  const { ready: _ready, version: _version, ...rest } = up.ready;
  at = endpoints.parse(rest);
}

async function ask<Answer>(url: string, body?: unknown): Promise<Answer> {
  const response = await fetch(
    url,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

const screen = () => ask<ScreenView>(`${at.simulator}/v1/scanners/S1/screen`);
const journey = (order: string) => ask<JourneyView>(`${at.central}/v1/orders/${order}/journey`);

/** Scans through the simulator's page interface, pseudo-terminal and serial driver, and waits for the screen. */
async function scan(text: string): Promise<ScreenView> {
  const before = (await screen()).last?.seq ?? 0;
  await ask(`${at.simulator}/v1/scanners/S1/scan`, { text });
  return until(`the screen to react to ${text}`, 5000, async () => {
    const view = await screen();
    return (view.last?.seq ?? 0) > before ? view : undefined;
  });
}

describe('packproof up', () => {
  test('takes the next free ports where the default ones are in use', () => {
    expect(new URL(at.central).port).not.toBe('8080');
    expect(at.mqtt).not.toContain(':1883');
  });

  test('brings a newcomer from an order to its closing by scanning', async () => {
    await until('the demo orders to reach the station', 10_000, async () =>
      (await screen()).queue.total > 0 ? true : undefined,
    );
    await scan('PP:BADGE:anna');
    let view = await scan('SO-1001');
    expect(view.order?.number).toBe('SO-1001');
    expect((await scan('01234567890123')).last?.tone).toBe('error');
    for (const line of view.order?.lines ?? []) {
      for (let unit = 0; unit < line.units; unit += 1) view = await scan(`01${line.barcodes[0]?.gtin}`);
    }
    expect(view.phase).toBe('sealed');
    view = await scan(`00${view.order?.parcels[0]?.sscc}`);
    expect(view.last?.verdict).toBe('shipment_dispatched');

    const invoiced = await until('the invoice', 10_000, async () => {
      const found = await journey('SO-1001');
      return found.invoices.length === 1 ? found : undefined;
    });
    const invoice = invoiced.invoices[0];
    expect(
      invoice?.lines
        .filter((line) => line.kind === 'goods')
        .map((line) => [line.units, line.evidence.length]),
    ).toEqual([
      [3, 3],
      [2, 2],
    ]);
    const pdf = await fetch(`${at.central}${invoice?.pdf}`);
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');

    await ask(`${at.simulator}/v1/bank/pay`, { invoices: [invoice?.number] });
    const closed = await journey('SO-1001');
    expect(closed.order.status).toBe('closed');
    expect(closed.milestones.every((milestone) => milestone.at !== null)).toBe(true);
    expect(closed.scans.some((made) => made.verdict.startsWith('refused_'))).toBe(true);
  });

  test('status shows every hop without lag', async () => {
    const { code, stdout } = await runCommand(['status', '--data-dir', folder, '--json']);
    expect(code).toBe(0);
    const status = JSON.parse(stdout) as {
      edges: { status: { facts: { lastSeq: number } } }[];
      gateway: { status: { stations: { upTo: number }[]; consumers: { name: string; lag: number }[] } };
      central: {
        status: { stations: { upTo: number }[]; journal: { debitMinor: number; creditMinor: number } };
      };
    };
    const last = status.edges[0]?.status.facts.lastSeq;
    expect(last).toBeGreaterThan(10);
    expect(status.gateway.status.stations[0]?.upTo).toBe(last);
    expect(status.central.status.stations[0]?.upTo).toBe(last);
    expect(status.gateway.status.consumers.find((consumer) => consumer.name === 'cloud-sync')?.lag).toBe(0);
    expect(status.central.status.journal.debitMinor).toBe(status.central.status.journal.creditMinor);
    const human = await runCommand(['status', '--data-dir', folder]);
    expect(human.stdout).toContain('station HAM/S1, connected');
  });

  test('a second one on the same folder is refused while the first works', async () => {
    const { code, stderr } = await runCommand(['up', '--data-dir', folder]);
    expect(code).toBe(1);
    expect(stderr).toContain('STATE_FOLDER_BUSY');
  });

  test('stops within 5 s, keeps its state, and --fresh starts over', async () => {
    const start = performance.now();
    expect(await up.stop()).toBe(0);
    expect(performance.now() - start).toBeLessThan(5000);
    await bringUp();
    expect((await journey('SO-1001')).order.status).toBe('closed');
    await up.stop();
    await bringUp('--fresh');
    expect((await journey('SO-1001')).order.status).toBe('released');
  });
});

describe('a service of its own', () => {
  test('names a busy port and starts nothing', async () => {
    const { code, stderr } = await runCommand(['gateway'], {
      PACKPROOF_GATEWAY_SITE: 'HAM',
      PACKPROOF_GATEWAY_DATA_DIR: join(folder, 'other'),
      PACKPROOF_GATEWAY_MQTT_PORT: '1883',
      PACKPROOF_GATEWAY_HTTP_PORT: '0',
      PACKPROOF_LOG_LEVEL: 'silent',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('port 1883 on 127.0.0.1 is in use');
  });

  test('reports every fault of its configuration at once', async () => {
    const { code, stderr } = await runCommand(['edge'], {
      PACKPROOF_EDGE_SITE: 'not a site',
      PACKPROOF_EDGE_HTTP_PORT: '99999',
      PACKPROOF_EDGE_COLOUR: 'red',
    });
    expect(code).toBe(2);
    for (const place of ['edge.site', 'edge.http.port', 'PACKPROOF_EDGE_COLOUR', 'PACKPROOF_EDGE_STATION']) {
      expect(stderr).toContain(place);
    }
  });

  test('status says which hop does not answer', async () => {
    const { code, stdout } = await runCommand([
      'status',
      '--data-dir',
      join(folder, 'none'),
      '--central',
      'http://127.0.0.1:9',
    ]);
    expect(code).toBe(3);
    expect(stdout).toContain('central  http://127.0.0.1:9  NOT REACHED');
  });

  test('an unknown command and an unknown option are refused with help', async () => {
    expect(await runCommand(['fly'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown command'),
    });
    expect(await runCommand(['up', '--speed'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown option'),
    });
    const help = await runCommand(['--help']);
    expect(help.code).toBe(0);
    for (const command of [
      'up',
      'edge',
      'gateway',
      'cloud-sync',
      'central',
      'import',
      'status',
      'backup',
      'restore',
      'devices',
      'sim',
      'bench',
    ]) {
      expect(help.stdout).toContain(command);
    }
  });
});
