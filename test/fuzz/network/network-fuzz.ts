import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeOptionsOfService } from '../../../cli/service-options.ts';
import { freePorts } from '../../harness/ports.ts';
import { seededRandom } from '../../harness/random.ts';
import { ServiceProcess } from '../../harness/service-process.ts';
import { until } from '../../harness/wait.ts';
import { HealthyStation, percentile } from './healthy-stations.ts';
import { httpAttacks, operationsOf } from './http-attacks.ts';
import { type Attack, mqttAttacks } from './mqtt-attacks.ts';
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
  /** Milliseconds from a healthy station's fact to its acknowledgement, undisturbed and under attack. */
  readonly p99Ms: { readonly quiet: number; readonly attacked: number };
  readonly megabytes: { readonly before: number; readonly after: number };
}

/** Treats a gateway badly for a while, as MQTT client or over HTTP, while healthy stations go on. */
export async function fuzzNetwork(
  kind: 'mqtt' | 'http',
  seconds: number,
  seed: number,
): Promise<NetworkFuzz> {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-fuzz-'));
  const [mqttPort = 0, httpPort = 0] = await freePorts(2);
  const gateway = new ServiceProcess(
    'gateway',
    'gateway',
    {
      gateway: { site, dataDir: join(folder, 'data'), mqtt: { port: mqttPort }, http: { port: httpPort } },
      log: { level: 'error' },
    },
    folder,
    undefined,
    { NODE_OPTIONS: nodeOptionsOfService('gateway') },
  );
  await gateway.start();
  const stations = Array.from(
    { length: stationCount },
    (_, n) => new HealthyStation(site, `H${n + 1}`, `mqtt://127.0.0.1:${mqttPort}`),
  );
  const breaches: string[] = [];
  const answers: Record<string, number> = {};
  try {
    await until(
      'the stations to be heard',
      20_000,
      () => stations.every(({ heard }) => heard > warmUp) || undefined,
      500,
    );
    for (const station of stations) station.takeLatencies();
    await after(Math.min(10_000, (seconds * 1_000) / 3));
    const quiet = percentile(
      stations.flatMap((one) => one.takeLatencies()),
      0.99,
    );
    const before = residentMegabytes(gateway.pid);
    const measure = () => stations.flatMap((one) => one.takeLatencies());
    const lives = (attack: string) => {
      if (!gateway.running) breaches.push(`the gateway ended under "${attack}", see ${folder}/gateway.log`);
      return gateway.running;
    };
    const plan = { seconds, seed, measure, lives };
    const { attacks, all } =
      kind === 'mqtt'
        ? await rain(mqttAttacks, { port: mqttPort, site }, plan)
        : await rain(
            httpAttacks,
            {
              port: httpPort,
              operations: await operationsAt(httpPort),
              names: [site, 'S1'],
              onDefect: (what) => breaches.push(what),
              onAnswer: (status) => {
                answers[status] = (answers[status] ?? 0) + 1;
              },
            },
            plan,
          );
    const attacked = percentile(all, 0.99);
    for (const station of stations) station.rest();
    await until(
      'every fact of the healthy stations to be acknowledged',
      15_000,
      () => stations.every(({ open }) => open === 0) || undefined,
    ).catch((thrown) => breaches.push(String(thrown)));
    const losses = stations.reduce((sum, one) => sum + one.losses, 0);
    if (losses > 0) breaches.push(`healthy stations lost their connection ${losses} times`);
    const left = residentMegabytes(gateway.pid);
    if (left - before > allowedGrowthMegabytes)
      breaches.push(`the gateway grew from ${before} to ${left} MB`);
    const health = await fetch(`http://127.0.0.1:${httpPort}/v1/health`).then(({ status }) => status, String);
    if (health !== 200) breaches.push(`its health answers ${health}`);
    const log = readFileSync(join(folder, 'gateway.log'), 'utf8');
    if (/uncaught|unhandled|"code":"UNEXPECTED"/i.test(log))
      breaches.push(`its log tells of a defect: ${log.slice(0, 2_000)}`);
    return { attacks, answers, breaches, p99Ms: { quiet, attacked }, megabytes: { before, after: left } };
  } finally {
    for (const station of stations) await station.leave();
    await gateway.stop();
    if (breaches.length === 0) rmSync(folder, { recursive: true, force: true });
  }
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
    readonly measure: () => number[];
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
    met.set(attack.name, { times: before.times + 1, latencies: [...before.latencies, ...measure()] });
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
