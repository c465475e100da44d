import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeOptionsOfService } from '../../../cli/service-options.ts';
import { packageRoot } from '../../../kernel/package-root.ts';
import { Child } from '../../harness/child.ts';
import { freePorts } from '../../harness/ports.ts';
import { seededRandom } from '../../harness/random.ts';
import { ServiceProcess } from '../../harness/service-process.ts';
import { until } from '../../harness/wait.ts';
import { HealthySite } from './healthy-site.ts';
import { type HttpTarget, httpAttacks, operationsOf } from './http-attacks.ts';
import { type Attack, mqttAttacks } from './mqtt-attacks.ts';
import { percentile } from './percentile.ts';
import { after } from './raw-client.ts';

const site = 'HAM';
const stationCount = 4;
/** Facts of each station until its code is compiled. */
const warmUp = 100;
/** What an attack may cost for good: caches fill and the heap finds its size. */
export const allowedGrowthMegabytes = 120;

export interface NetworkFuzz {
  /** How often each attack was made, and the p99 of the healthy stations meanwhile, in ms. */
  readonly attacks: Readonly<Record<string, { readonly times: number; readonly p99Ms: number }>>;
  readonly answers: Readonly<Record<string, number>>;
  /** What must not be: crashes, defects, lost facts, memory that does not come back. */
  readonly breaches: readonly string[];
  /**
   * Milliseconds from a healthy station's fact to its acknowledgement: undisturbed; while the same attacks are made at a plain server
   * beside the service, which shows what the attackers take from the machine; and while they are made at the service.
   */
  readonly p99Ms: { readonly quiet: number; readonly beside: number; readonly attacked: number };
  readonly megabytes: { readonly before: number; readonly after: number };
}

type Kind = 'mqtt' | 'http';

/** Treats a gateway badly for a while, as MQTT client or over HTTP, while healthy stations go on. */
export async function fuzzNetwork(kind: Kind, seconds: number, seed: number): Promise<NetworkFuzz> {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-fuzz-'));
  const [mqttPort = 0, httpPort = 0, plainPort = 0] = await freePorts(3);
  const gateway = new ServiceProcess(
    'gateway',
    'gateway',
    {
      gateway: { site, dataDir: join(folder, 'data'), mqtt: { port: mqttPort }, http: { port: httpPort } },
      log: { level: 'error' },
    },
    folder,
    { env: { NODE_OPTIONS: nodeOptionsOfService('gateway') } },
  );
  await gateway.start();
  const stations = new HealthySite({ folder, site, mqttPort, count: stationCount });
  const plain = plainServer(kind, plainPort, folder);
  const breaches: string[] = [];
  const answers: Record<string, number> = {};
  const count = (status: number) => {
    answers[status] = (answers[status] ?? 0) + 1;
  };
  const measure = async () => (await stations.look()).latencies;
  try {
    const operations = await operationsAt(httpPort);
    await Promise.all([stations.start(), plain.start()]);
    const warm = async () => (await stations.look()).heard > warmUp || undefined;
    await until('the stations to be heard', 20_000, warm, 500);
    await after(Math.min(10_000, (seconds * 1_000) / 3));
    const quiet = percentile(await measure(), 0.99);
    const attack = (target: Aim, lives: (attack: string) => boolean) => {
      const plan = { seconds, seed, measure, lives };
      return kind === 'mqtt'
        ? rain(mqttAttacks, { port: target.mqtt, site }, plan)
        : rain(httpAttacks, { port: target.http, operations, names: [site, 'S1'], ...target }, plan);
    };
    const deaf = { onDefect: () => {}, onAnswer: () => {} };
    const beside = await attack({ mqtt: plainPort, http: plainPort, ...deaf }, () => plain.running);
    await measure();
    const before = residentMegabytes(gateway.pid);
    const onDefect = (what: string) => void breaches.push(what);
    const { attacks, all } = await attack(
      { mqtt: mqttPort, http: httpPort, onDefect, onAnswer: count },
      (attack) => {
        if (!gateway.running) breaches.push(`the gateway ended under "${attack}", see ${folder}/gateway.log`);
        return gateway.running;
      },
    );
    breaches.push(...(await whatStationsLost(stations)));
    const left = residentMegabytes(gateway.pid);
    if (left - before > allowedGrowthMegabytes)
      breaches.push(`the gateway grew from ${before} to ${left} MB`);
    const health = await fetch(`http://127.0.0.1:${httpPort}/v1/health`).then(({ status }) => status, String);
    if (health !== 200) breaches.push(`its health answers ${health}`);
    const log = readFileSync(join(folder, 'gateway.log'), 'utf8');
    if (/uncaught|unhandled|"code":"UNEXPECTED"/i.test(log))
      breaches.push(`its log tells of a defect: ${log.slice(0, 2_000)}`);
    const p99Ms = { quiet, beside: percentile(beside.all, 0.99), attacked: percentile(all, 0.99) };
    return { attacks, answers, breaches, p99Ms, megabytes: { before, after: left } };
  } finally {
    await Promise.all([stations.stop(), plain.stop()]);
    await gateway.stop();
    if (breaches.length === 0) rmSync(folder, { recursive: true, force: true });
  }
}

/** What is attacked. */
interface Aim extends Pick<HttpTarget, 'onDefect' | 'onAnswer'> {
  readonly mqtt: number;
  readonly http: number;
}

/** What is attacked in the place of a service, to see what the attackers take from the machine. */
export function plainServer(kind: Kind, port: number, folder: string): Child {
  const program = join(packageRoot, 'test/fuzz/network/plain-server.ts');
  return new Child({
    name: 'plain server',
    args: ['--import', 'tsx', program, kind, String(port)],
    logFile: join(folder, 'plain.log'),
  });
}

async function whatStationsLost(stations: HealthySite): Promise<string[]> {
  const done = async () => (await stations.look('rest')).open === 0 || undefined;
  const late = await until('every fact of the healthy stations to be acknowledged', 15_000, done).then(
    () => [],
    (thrown) => [String(thrown)],
  );
  const { losses } = await stations.look();
  return losses > 0 ? [...late, `healthy stations lost their connection ${losses} times`] : late;
}

/** Makes each attack once, and then whichever it is until the time is over. */
export async function rain<Target>(
  attacks: readonly Attack<Target>[],
  target: Target,
  {
    seconds,
    seed,
    measure,
    lives,
  }: {
    readonly seconds: number;
    readonly seed: number;
    readonly measure: () => number[] | Promise<number[]>;
    /** Asked after each attack; when it does not, there is nothing left to attack. */
    readonly lives: (attack: string) => boolean;
  },
): Promise<{ readonly attacks: NetworkFuzz['attacks']; readonly all: number[] }> {
  const random = seededRandom(seed);
  const end = performance.now() + seconds * 1_000;
  const met = new Map<string, { times: number; latencies: number[] }>();
  // Each once, then as it comes.
  for (let n = 0; n < attacks.length || performance.now() < end; n += 1) {
    const attack = attacks[n < attacks.length ? n : Math.floor(random() * attacks.length)];
    if (attack === undefined) continue;
    await attack.run(target, random);
    const before = met.get(attack.name) ?? { times: 0, latencies: [] };
    met.set(attack.name, { times: before.times + 1, latencies: [...before.latencies, ...(await measure())] });
    if (!lives(attack.name)) break;
  }
  const entries = [...met].map(
    ([name, { times, latencies }]) =>
      [name, { times, p99Ms: Math.round(percentile(latencies, 0.99) * 10) / 10 }] as const,
  );
  return {
    attacks: Object.fromEntries(entries),
    all: [...met.values()].flatMap(({ latencies }) => latencies),
  };
}

/** The operations of the document that a service serves. */
export async function operationsAt(httpPort: number) {
  const answer = await fetch(`http://127.0.0.1:${httpPort}/v1/openapi.json`);
  return operationsOf(await answer.json());
}

/** 0 of a process that ended. */
export function residentMegabytes(pid: number | undefined): number {
  if (!existsSync(`/proc/${pid}/status`)) return 0;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
