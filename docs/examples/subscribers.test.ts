import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { gatewayState, type RunningGateway } from '../../gateway/main.ts';
import {
  chainOf,
  connectStation,
  getJson,
  newDataDir,
  startTestGateway,
  testSite,
} from '../../gateway/testing-gateway.ts';
import { backUp } from '../../kernel/backup/backup.ts';
import { restore } from '../../kernel/backup/restore.ts';
import { systemClock } from '../../kernel/clock.ts';
import { packageRoot } from '../../kernel/package-root.ts';
import { factEventOf } from '../../protocols/wire/event.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { freePorts } from '../../test/harness/ports.ts';

/** Waits for what a busy machine may take long for. */
function soon<Result>(check: () => Result, intervalMs = 20): Promise<Awaited<Result>> {
  return vi.waitFor(check, { timeout: 15_000, interval: intervalMs }) as Promise<Awaited<Result>>;
}

const examples = join(packageRoot, 'docs/examples');
const facts = chainOf('pack-1', 600);
let dataDir: string;
let gateway: RunningGateway;
let ports: { mqtt: { port: number }; http: { port: number } };
let spool: string;
let sent: number;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = newDataDir();
  spool = join(mkdtempSync(join(tmpdir(), 'packproof-example-')), 'events.ndjson');
  const [mqttPort = 0, httpPort = 0] = await freePorts(2);
  ports = { mqtt: { port: mqttPort }, http: { port: httpPort } };
  gateway = await startTestGateway(dataDir, ports);
  sent = 0;
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await gateway.stop();
});

async function send(count: number): Promise<void> {
  const station = await connectStation(gateway.mqttUrl, 'pack-1');
  await station.send(facts.slice(sent, sent + count));
  sent += count;
  station.client.end(true);
}

function run(command: string, args: readonly string[], env: Record<string, string>) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return { output: () => output, end };
}

const lines = (): { cursor?: number; packproofcursor?: number; hash?: string }[] =>
  existsSync(spool)
    ? readFileSync(spool, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as object)
    : [];
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const isKnown = async (name: string) =>
  soon(async () => {
    const { subscribers } = (await getJson(`${gateway.httpUrl}/v1/status`)) as { subscribers: object[] };
    expect(subscribers).toMatchObject([{ name, connected: true }]);
  });

describe('the subscriber in Node', () => {
  const start = () =>
    run(process.execPath, [join(examples, 'node-subscriber/subscriber.js')], {
      SITE: testSite,
      GATEWAY_MQTT_URL: gateway.mqttUrl,
      GATEWAY_HTTP_URL: gateway.httpUrl,
      JOURNAL: spool,
    });
  const cursors = () => lines().map(({ cursor }) => cursor);
  const reaches = (end: number) => soon(() => expect(cursors().at(-1)).toBe(end));

  test('has each event once, whoever is killed or away', async () => {
    await send(100);
    const first = start();
    await reaches(100);
    await send(50);
    await reaches(150);
    const sending = send(200);
    await soon(() => expect(cursors().length).toBeGreaterThan(161));
    await first.end('SIGKILL');
    await sending;
    await gateway.stop();
    gateway = await startTestGateway(dataDir, ports);
    await send(50);
    const second = start();
    await reaches(400);
    // Forgotten by the gateway, it replays by itself.
    expect(await second.end('SIGTERM')).toBe(0);
    await fetch(`${gateway.httpUrl}/v1/subscribers/example-${testSite}`, { method: 'DELETE' });
    await send(50);
    const third = start();
    await reaches(450);
    await send(50);
    await reaches(500);
    expect([...new Set(cursors())]).toEqual(numbers(0, 500));
    expect(lines().flatMap(({ hash }) => hash ?? [])).toEqual(facts.slice(0, 500).map(({ hash }) => hash));
    expect(second.output()).toContain('knows us');
    expect(third.output()).toContain('does not know us, we stand at 400');
    expect(await third.end('SIGTERM')).toBe(0);
  });

  test('takes each fact once, and misses none, when the log of the gateway was put back', async () => {
    const place = join(dataDir, '..');
    const to = mkdtempSync(join(place, 'packproof-backup-'));
    rmSync(to, { recursive: true });
    const subscriber = start();
    // Known to the gateway, with its place, before the backup is made.
    await isKnown(`example-${testSite}`);
    await send(20);
    await reaches(20);
    await backUp({ dataDir, to, services: [gatewayState], clock: systemClock });
    await send(30);
    await reaches(50);
    await gateway.stop();
    renameSync(dataDir, `${dataDir}-lost`);
    await restore({ from: to, dataDir, services: [gatewayState] });
    gateway = await startTestGateway(dataDir, ports);
    // Another station comes first, so that the lost facts come again under other numbers.
    const other = await connectStation(gateway.mqttUrl, 'pack-2');
    await other.send(chainOf('pack-2', 7));
    other.client.end(true);
    sent = 20;
    await send(40);
    const hashes = () => lines().flatMap(({ hash }) => (hash === undefined ? [] : [hash]));
    await soon(() => expect(hashes()).toHaveLength(67));
    const wanted = [...facts.slice(0, 60), ...chainOf('pack-2', 7)].map(({ hash }) => hash);
    expect(new Set(hashes())).toEqual(new Set(wanted));
    expect(subscriber.output()).toContain('the log of the gateway was put back: we go on from 20 of epoch');
    expect(await subscriber.end('SIGTERM')).toBe(0);
  });

  test('names a fact that was changed, is missing or does not follow', async () => {
    const { createFactChain } = (await import(
      pathToFileURL(join(examples, 'node-subscriber/fact-chain.js')).href
    )) as { createFactChain: () => { check(event: unknown): void } };
    const [one, two, three] = facts as [Fact, Fact, Fact];
    const checked = (...chain: Fact[]) => {
      const { check } = createFactChain();
      for (const [index, fact] of chain.entries()) check(factEventOf(index + 1, fact));
    };
    checked(one, two, three);
    checked(two, three);
    expect(() => checked(one, three)).toThrow('fact 2 of pack-1 is missing');
    expect(() => checked(one, { ...two, operator: 'eve' })).toThrow('was changed');
    const [, , other] = chainOf('pack-1', 3, { upTo: 0, hash: 'a'.repeat(64) });
    expect(() => checked(one, two, other as Fact)).toThrow('does not follow');
    expect(() => checked(other as Fact, three)).toThrow('is missing');
  });
});

const installed = spawnSync('mosquitto_sub', ['--help']).error === undefined;

describe('the subscriber with mosquitto_sub', () => {
  test.runIf(process.env.CI !== undefined)('has its client installed', () => {
    expect(installed).toBe(true);
  });

  test.skipIf(!installed)('goes on where it was, also over a restart of the gateway', async () => {
    const start = () =>
      run('sh', [join(examples, 'mosquitto-subscriber/subscribe.sh'), spool], {
        SITE: testSite,
        PORT: String(ports.mqtt.port),
        CLIENT_ID: 'shell',
      });
    const cursors = () => lines().map(({ packproofcursor }) => packproofcursor);
    const first = start();
    await isKnown('shell');
    await send(20);
    await soon(() => expect(cursors()).toEqual(numbers(1, 20)));
    await first.end('SIGKILL');
    await send(200);
    await gateway.stop();
    gateway = await startTestGateway(dataDir, ports);
    await send(30);
    const second = start();
    await soon(() => expect(cursors().at(-1)).toBe(250));
    expect([...new Set(cursors())]).toEqual(numbers(1, 250));
    await second.end('SIGTERM');
  });
});
