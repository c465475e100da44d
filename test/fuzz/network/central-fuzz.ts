import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { camt053 } from '../../../central/bank/test-camt.ts';
import { TestStation } from '../../../central/facts/test-facts.ts';
import { testConfig } from '../../../central/test-context.ts';
import { customerBody, orderBody, productBody } from '../../../central/test-goods.ts';
import { nodeOptionsOfService } from '../../../cli/service-options.ts';
import { defaultRules } from '../../../protocols/wire/work/site-rules.ts';
import { freePorts } from '../../harness/ports.ts';
import { ServiceProcess } from '../../harness/service-process.ts';
import { type HttpTarget, httpAttacks } from './http-attacks.ts';
import {
  allowedGrowthMegabytes,
  type NetworkFuzz,
  operationsAt,
  plainServer,
  rain,
  residentMegabytes,
} from './network-fuzz.ts';
import { percentile } from './percentile.ts';
import { after } from './raw-client.ts';

const site = 's1';
const everyMs = 50;
const sscc = '340123450000000018';
/** What central knows in the end of `setUp`, and what reads like it. */
const names = [site, 'A-1', 'A-2', 'C1', 'TEA', 'DHL', '4012345000016', sscc, 'pack-1', 'A-1/1', 'L-1'];
const texts = {
  'application/xml': camt053({ entries: [{ amount: '10.00', ustrd: 'A-1' }] }),
  'text/xml': camt053({ id: 'S2', entries: [{ amount: '10.00', ustrd: 'A-1' }] }),
  'text/csv': `id,sscc,status,at\ne1,${sscc},delivered,2026-03-04T10:00:00.000Z`,
};

const other = new TestStation(site, 'pack-2');
other.fulfil('A-2', [{ line: 1, sku: 'TEA', units: 3 }]);
const location = { zone: 'A', walk: 1, contents: [{ sku: 'TEA', lot: 'X1', units: 3 }] };
const good = {
  'POST /v1/customers': customerBody(),
  'PUT /v1/customers/{id}': customerBody(),
  'POST /v1/products': productBody(),
  'PUT /v1/products/{sku}': productBody(),
  'POST /v1/orders': orderBody(),
  'POST /v1/orders/{number}/hold': { reason: 'ask first' },
  'POST /v1/orders/{number}/cancel': { reason: 'not wanted' },
  'POST /v1/stock/movements': { sku: 'TEA', units: 5, reason: 'receipt', reference: 'r-1' },
  'PUT /v1/sites/{site}/locations/{location}': location,
  'PUT /v1/sites/{site}/people/{badge}': { name: 'Ada', role: 'operator', pin: '1234' },
  'PUT /v1/sites/{site}/rules': { rules: defaultRules, timeZone: 'Europe/Berlin', version: 0, by: 'Ada' },
  'POST /v1/facts': { v: 1, site, events: other.takeEvents() },
  'POST /v1/carriers/{carrier}/files': {
    v: 1,
    events: [{ id: 'e1', sscc, status: 'delivered', at: '2026-03-04T10:00:00.000Z', proof: { name: 'Eva' } }],
  },
  'POST /v1/imports': {
    v: 1,
    mapping: {
      v: 1,
      locations: {
        file: 'l.csv',
        fields: {
          location: { column: 'place' },
          walk: { column: 'walk' },
          sku: { value: 'TEA' },
          units: { value: 3 },
        },
      },
    },
    files: { 'l.csv': 'place,walk\nL-7,7\n' },
  },
};

async function send(url: string, path: string, body: object, method = 'POST'): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** An order that waits and one that was shipped and invoiced, so that every list has something in it. */
async function setUp(url: string): Promise<void> {
  await send(url, '/v1/customers', customerBody());
  await send(url, '/v1/products', productBody());
  await send(url, '/v1/stock/movements', { sku: 'TEA', units: 100, reason: 'opening', reference: 'count-1' });
  await send(url, `/v1/sites/${site}/locations/L-1`, { walk: 1 }, 'PUT');
  await send(url, '/v1/orders', orderBody());
  await send(url, '/v1/orders', orderBody({ number: 'A-2' }));
  const station = new TestStation(site, 'pack-1');
  station.fulfil('A-1', [{ line: 1, sku: 'TEA', units: 10 }]);
  await send(url, '/v1/facts', { v: 1, site, events: station.takeEvents() });
}

/** A gateway that brings a fact every few milliseconds and measures until when it is stored. */
class HealthyGateway {
  private latencies: number[] = [];
  private stopped = false;
  private readonly running: Promise<void>;
  /** Facts that were refused or not stored. */
  failures = 0;

  constructor(url: string) {
    const station = new TestStation(site, 'healthy-1');
    this.running = this.run(url, station);
  }

  /** What was measured since the last call. */
  takeLatencies(): number[] {
    const taken = this.latencies;
    this.latencies = [];
    return taken;
  }

  async leave(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(url: string, station: TestStation): Promise<void> {
    while (!this.stopped) {
      station.add({ type: 'station.started', data: { boot: 'healthy', version: '1' } });
      const begun = performance.now();
      await send(url, '/v1/facts', { v: 1, site, events: station.takeEvents() }).catch(() => {
        this.failures += 1;
      });
      this.latencies.push(performance.now() - begun);
      await after(everyMs);
    }
  }
}

/** Treats central badly for a while over HTTP, from its own document, while a healthy gateway goes on. */
export async function fuzzCentral(seconds: number, seed: number, databaseUrl?: string): Promise<NetworkFuzz> {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-fuzz-'));
  const [port = 0, plainPort = 0] = await freePorts(2);
  const central = new ServiceProcess(
    'central',
    'central',
    {
      central: {
        ...testConfig(join(folder, 'data')),
        http: { port },
        carriers: { DHL: { secret: Buffer.from('a secret of twenty-four b').toString('base64') } },
        ...(databaseUrl === undefined ? {} : { databaseUrl }),
      },
      log: { level: 'error' },
    },
    folder,
    { env: { NODE_OPTIONS: nodeOptionsOfService('central') } },
  );
  await central.start();
  const plain = plainServer('http', plainPort, folder);
  const url = `http://127.0.0.1:${port}`;
  const breaches: string[] = [];
  const answers: Record<string, number> = {};
  let gateway: HealthyGateway | undefined;
  try {
    await Promise.all([setUp(url), plain.start()]);
    gateway = new HealthyGateway(url);
    const healthy = gateway;
    const takeLatencies = () => healthy.takeLatencies();
    await after(Math.min(10_000, (seconds * 1_000) / 3));
    const quiet = percentile(takeLatencies(), 0.99);
    const operations = await operationsAt(port);
    const attack = (
      target: Pick<HttpTarget, 'port' | 'onDefect' | 'onAnswer'>,
      lives: (attack: string) => boolean,
    ) =>
      rain(
        httpAttacks,
        { operations, names, good, texts, ...target },
        { seconds, seed, lives, measure: takeLatencies },
      );
    const deaf = { onDefect: () => {}, onAnswer: () => {} };
    const beside = await attack({ port: plainPort, ...deaf }, () => plain.running);
    takeLatencies();
    const before = residentMegabytes(central.pid);
    const lives = (attack: string) => {
      if (!central.running) breaches.push(`central ended under "${attack}", see ${folder}/central.log`);
      return central.running;
    };
    const onDefect = (what: string) => void breaches.push(what);
    const onAnswer = (status: number) => {
      answers[status] = (answers[status] ?? 0) + 1;
    };
    const { attacks, all } = await attack({ port, onDefect, onAnswer }, lives);
    await gateway.leave();
    if (gateway.failures > 0) breaches.push(`${gateway.failures} facts of a healthy gateway were not taken`);
    const left = residentMegabytes(central.pid);
    if (left - before > allowedGrowthMegabytes) breaches.push(`central grew from ${before} to ${left} MB`);
    const ready = await fetch(`${url}/v1/ready`).then(({ status }) => status, String);
    if (ready !== 200) breaches.push(`whether it is ready answers ${ready}`);
    const log = readFileSync(join(folder, 'central.log'), 'utf8');
    if (/uncaught|unhandled|"code":"UNEXPECTED"/i.test(log))
      breaches.push(`its log tells of a defect: ${log.slice(0, 4_000)}`);
    return {
      ...{ attacks, answers, breaches },
      p99Ms: { quiet, beside: percentile(beside.all, 0.99), attacked: percentile(all, 0.99) },
      megabytes: { before, after: left },
    };
  } finally {
    await gateway?.leave();
    await Promise.all([central.stop(), plain.stop()]);
    if (breaches.length === 0) rmSync(folder, { recursive: true, force: true });
  }
}
