import { setTimeout as delay } from 'node:timers/promises';
import { cliErrors } from '../../../cli-errors.ts';
import type { ProcessUsage } from '../../../process-usage.ts';
import { createHistogram, type Histogram, merge } from './histogram.ts';
import type { GatewayAccess, StationsTally, SubscriberTally } from './part-messages.ts';
import { type PartProcess, startPart } from './part-process.ts';
import type { SimulatedStation } from './warehouse-plan.ts';

const lookMs = 250;
const maxWarmUpSeconds = 5;
/** When nothing has moved for so long, it is given up and named. */
const patienceMs = 60_000;

export interface WarehouseRun {
  readonly access: GatewayAccess;
  readonly parts: readonly (readonly SimulatedStation[])[];
  readonly subscribers: number;
  /** How long stations make new facts. */
  readonly seconds: number;
  readonly folder: string | null;
  /** Facts that wait at each station before it connects. */
  readonly backlog: number;
  /** The gateway, if it runs on this machine. */
  readonly gateway: ProcessUsage | null;
  readonly tell: (progress: WarehouseProgress) => void;
}

export interface WarehouseProgress {
  readonly seconds: number;
  readonly committed: number;
  readonly acknowledged: number;
  readonly received: number;
  readonly gatewayMb: number | null;
}

export interface WarehouseResult {
  readonly facts: number;
  /** Until the last fact was acknowledged. */
  readonly seconds: number;
  readonly acknowledged: Histogram;
  readonly received: {
    readonly latency: Histogram;
    /** Facts that a subscriber lacks at the end, of all subscribers. */
    readonly missing: number;
    readonly repeated: number;
    readonly outOfOrder: number;
  };
  readonly gateway: { readonly cpuMsPer1000Facts: number; readonly maxResidentMb: number } | null;
}

/** Runs a whole simulated site against a gateway, to the last acknowledgement and the last event. @throws SIMULATION_FAILED */
export async function runWarehouse(run: WarehouseRun): Promise<WarehouseResult> {
  const crew = await startCrew(run);
  const { stations, subscribers } = crew;
  try {
    const watch = observe(run, crew);
    for (const part of [...subscribers, ...stations]) part.tell({ kind: 'go' });
    if (run.seconds > 0) {
      // Code that has not been compiled yet and connections that begin say nothing of the hours that follow.
      const warmUpSeconds = Math.min(maxWarmUpSeconds, run.seconds / 4);
      await watch.until(() => watch.seconds() >= warmUpSeconds);
      for (const part of [...subscribers, ...stations]) part.tell({ kind: 'measure' });
      await watch.until(() => watch.seconds() >= run.seconds);
    }
    for (const part of stations) part.tell({ kind: 'stop' });
    await watch.until(settled(stations));
    const seconds = watch.seconds();
    const cpuSeconds = watch.cpuSeconds();
    const facts = sum(stations, ({ committed }) => committed);
    await watch.until(() => subscribers.every((part) => receivedOf(part) >= facts));
    for (const part of subscribers) part.tell({ kind: 'stop' });
    await watch.until(settled(subscribers));
    return { facts, seconds, ...outcome(crew, facts), gateway: watch.gateway(cpuSeconds, facts) };
  } finally {
    for (const part of [...stations, ...subscribers]) part.kill();
  }
}

interface Crew {
  readonly stations: readonly PartProcess<StationsTally>[];
  readonly subscribers: readonly PartProcess<SubscriberTally>[];
}

/** Subscribers first, so that they hear everything. */
async function startCrew({ access, parts, subscribers, folder, backlog }: WarehouseRun): Promise<Crew> {
  const listening = await Promise.all(
    Array.from({ length: subscribers }, (_, n) =>
      startPart<SubscriberTally>({
        role: 'subscriber',
        access,
        clientId: `sim-subscriber-${process.pid}-${n + 1}`,
      }),
    ),
  );
  const working = await Promise.all(
    parts.map((stations) =>
      startPart<StationsTally>({ role: 'stations', access, stations, folder, backlog }),
    ),
  );
  return { stations: working, subscribers: listening };
}

/** True once all processes have said that they are done; one that failed is thrown. */
function settled(parts: readonly { readonly done: Promise<void> }[]): () => boolean {
  let done = false;
  let failure: unknown;
  Promise.all(parts.map((part) => part.done)).then(
    () => {
      done = true;
    },
    (thrown: unknown) => {
      failure = thrown;
    },
  );
  return () => {
    if (failure !== undefined) throw failure;
    return done;
  };
}

/** Looks at everyone four times a second. */
function observe(run: WarehouseRun, { stations, subscribers }: Crew) {
  const startMs = performance.now();
  const startCpu = run.gateway?.cpuSeconds() ?? 0;
  let maxResidentMb = 0;
  const seconds = () => (performance.now() - startMs) / 1000;

  function look(): WarehouseProgress {
    const gatewayMb = run.gateway?.residentMb() ?? null;
    maxResidentMb = Math.max(maxResidentMb, gatewayMb ?? 0);
    const stopped = stations
      .map((part) => part.tally()?.stopped)
      .find((reason) => typeof reason === 'string');
    if (stopped !== undefined) throw cliErrors.fault('SIMULATION_FAILED', `a station stopped: ${stopped}`);
    const progress = {
      seconds: seconds(),
      committed: sum(stations, ({ committed }) => committed),
      acknowledged: sum(stations, ({ acknowledged }) => acknowledged),
      received: subscribers.length === 0 ? 0 : Math.min(...subscribers.map(receivedOf)),
      gatewayMb,
    };
    run.tell(progress);
    return progress;
  }

  async function until(reached: () => boolean): Promise<void> {
    let movedMs = performance.now();
    let before = '';
    while (!reached()) {
      await delay(lookMs);
      const { committed, acknowledged, received } = look();
      const now = `${committed} ${acknowledged} ${received}`;
      if (now !== before) movedMs = performance.now();
      before = now;
      if (performance.now() - movedMs < patienceMs) continue;
      throw cliErrors.fault(
        'SIMULATION_FAILED',
        `nothing moved for ${patienceMs / 1000} s: ${JSON.stringify(look())}`,
      );
    }
  }

  return {
    seconds,
    until,
    cpuSeconds: () => (run.gateway?.cpuSeconds() ?? 0) - startCpu,
    gateway: (cpuSeconds: number, facts: number) =>
      run.gateway === null ? null : { cpuMsPer1000Facts: (cpuSeconds * 1_000_000) / facts, maxResidentMb },
  };
}

function receivedOf(part: PartProcess<SubscriberTally>): number {
  return Object.values(part.tally()?.complete ?? {}).reduce((total, seq) => total + seq, 0);
}

function sum<Tally>(parts: readonly PartProcess<Tally>[], count: (tally: Tally) => number): number {
  return parts.reduce((total, part) => {
    const tally = part.tally();
    return total + (tally === undefined ? 0 : count(tally));
  }, 0);
}

function outcome({ stations, subscribers }: Crew, facts: number) {
  const acknowledged = createHistogram();
  const latency = createHistogram();
  for (const part of stations) merge(acknowledged, part.tally()?.latency ?? createHistogram());
  for (const part of subscribers) merge(latency, part.tally()?.latency ?? createHistogram());
  return {
    acknowledged,
    received: {
      latency,
      missing: subscribers.reduce((total, part) => total + facts - receivedOf(part), 0),
      repeated: sum(subscribers, ({ repeated }) => repeated),
      outOfOrder: sum(subscribers, ({ outOfOrder }) => outOfOrder),
    },
  };
}
