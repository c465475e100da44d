import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { afterEach, expect, test, vi } from 'vitest';
import { packageRoot } from '../../kernel/package-root.ts';
import { factEvent } from '../../protocols/wire/event.ts';
import { eventsTopic } from '../../protocols/wire/topics.ts';
import { freePorts } from '../../test/harness/ports.ts';
import { chainOf, connectStation, newDataDir, testSite } from '../testing-gateway.ts';

/** Waits for what a busy machine may take long for. */
function soon<Result>(check: () => Result, intervalMs = 20): Promise<Awaited<Result>> {
  return vi.waitFor(check, { timeout: 60_000, interval: intervalMs }) as Promise<Awaited<Result>>;
}

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
});

/** A gateway as a process of its own, which can be killed. */
async function gatewayProcess() {
  const dataDir = newDataDir();
  const [httpPort = 0, mqttPort = 0] = await freePorts(2);
  const file = join(dataDir, 'config.json');
  writeFileSync(
    file,
    JSON.stringify({
      gateway: {
        site: testSite,
        dataDir,
        mqtt: { port: mqttPort },
        http: { port: httpPort },
        webhooks: { allowNetworks: ['127.0.0.1/32'], firstRetrySeconds: 0.05 },
      },
    }),
  );
  let child: ChildProcess | null = null;
  const start = () =>
    new Promise<void>((resolve, reject) => {
      const args = ['--import', 'tsx', 'cli/main.ts', 'gateway', '--config', file, '--json'];
      const started = spawn(process.execPath, args, {
        cwd: packageRoot,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      child = started;
      started.stdout?.once('data', () => resolve());
      started.once('exit', (code) => reject(new Error(`the gateway ended with ${code}`)));
    });
  const kill = () =>
    new Promise<void>((resolve) => {
      child?.once('exit', () => resolve());
      child?.kill('SIGKILL');
    });
  undo.push(() => child?.kill('SIGKILL'));
  return { start, kill, mqttUrl: `mqtt://127.0.0.1:${mqttPort}`, httpUrl: `http://127.0.0.1:${httpPort}` };
}

test('a gateway that is killed again and again leaves no gap for its subscribers and webhooks', {
  // It starts three gateways from their sources.
  timeout: 300_000,
}, async () => {
  const gateway = await gatewayProcess();
  await gateway.start();

  const posted: number[] = [];
  const endpoint = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      posted.push(factEvent.parse(JSON.parse(body)).packproofcursor);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', () => resolve()));
  undo.push(() => {
    endpoint.closeAllConnections();
    endpoint.close();
  });
  const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/`;
  const added = await fetch(`${gateway.httpUrl}/v1/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ v: 1, url }),
  });
  expect(added.status).toBe(201);

  const heard: number[] = [];
  let subscriptions = 0;
  const subscriber = mqtt.connect(gateway.mqttUrl, {
    clientId: 'billing',
    clean: false,
    protocolVersion: 4,
    resubscribe: false,
    reconnectPeriod: 50,
  });
  undo.push(() => subscriber.end(true));
  subscriber.on('error', () => {});
  subscriber.on('message', (_topic, payload) => {
    heard.push(factEvent.parse(JSON.parse(payload.toString())).packproofcursor);
  });
  const subscribed = new Promise<void>((resolve) => {
    subscriber.on('connect', ({ sessionPresent }) => {
      if (sessionPresent) return;
      subscriptions += 1;
      subscriber.subscribe(eventsTopic(testSite, '#'), { qos: 1 }, () => resolve());
    });
  });
  await subscribed;

  const facts = chainOf('pack-1', 3_000);
  let acknowledged = 0;
  /** Sends what is not acknowledged yet until the gateway is killed or all is there. */
  async function work(killAt: number): Promise<void> {
    const station = await connectStation(gateway.mqttUrl, 'pack-1');
    undo.push(() => station.client.end(true));
    await soon(() => expect(station.acks.length).toBeGreaterThan(0));
    let sent = station.acks.at(-1)?.upTo ?? 0;
    while (acknowledged < killAt) {
      await station.send(facts.slice(sent, sent + 25));
      sent = Math.min(sent + 25, facts.length);
      acknowledged = station.acks.at(-1)?.upTo ?? 0;
      if (sent === facts.length) await soon(() => expect(station.acks.at(-1)?.upTo).toBe(facts.length));
    }
    station.client.end(true);
  }
  for (const killAt of [1_000, 2_100]) {
    await work(killAt);
    await gateway.kill();
    await gateway.start();
  }
  await work(3_000);

  await soon(() => expect([heard.at(-1), posted.at(-1)]).toEqual([3_000, 3_000]));
  const all = Array.from({ length: 3_000 }, (_, index) => index + 1);
  for (const seen of [heard, posted]) {
    expect([...new Set(seen)]).toEqual(all);
    // What comes twice is what a second of cursors and the window hold, not the whole log.
    expect(seen.length).toBeLessThan(6_000);
  }
  expect(subscriptions).toBe(1);
});
