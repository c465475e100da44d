import { setTimeout as after } from 'node:timers/promises';
import type { Child } from '../harness/child.ts';
import type { BurningSite } from './burning-site.ts';
import type { Fire, Spark } from './fire.ts';
import { childrenOf } from './shifts.ts';

type End = () => unknown;

/** Something that goes wrong at one place, for a while. */
interface Fault {
  readonly name: string;
  /** How often it happens, beside the others. */
  readonly weight: number;
  /** False where this machine cannot do it: then it is named as skipped. */
  possible?(site: BurningSite): boolean;
  /** Begins it. @returns what ends it. */
  begin(site: BurningSite, spark: Spark): Promise<End> | End;
}

function pick<Item>(items: readonly Item[], { dice }: Spark): Item {
  const item = items[Math.floor(dice * items.length)];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
}

const anyChild = (site: BurningSite, spark: Spark): Child => pick(childrenOf(site), spark);

function kill(name: string, weight: number, victimOf: (site: BurningSite, spark: Spark) => Child): Fault {
  const begin: Fault['begin'] = async (site, spark) => {
    const victim = victimOf(site, spark);
    await victim.kill();
    return () => site.bringUp(victim);
  };
  return { name, weight, begin };
}

const dayMs = 86_400_000;
const farthestJumpMs = 2 * dayMs;

/** What the disk or the clock of each process that keeps something can do. */
const processFaults: readonly Fault[] = (['gateway', 'central', 'edge', 'station'] as const).flatMap(
  (who) => {
    const fault = (
      name: string,
      weight: number,
      begin: (faults: NonNullable<BurningSite['processes'][typeof who]>, spark: Spark) => void,
    ): Fault => ({
      name: `${name} of ${who}`,
      weight,
      possible: ({ processes }) => processes[who] !== null,
      begin: ({ processes }, spark) => {
        const faults = processes[who];
        if (faults !== null) begin(faults, spark);
        return () => faults?.mend();
      },
    });
    const often = who === 'gateway' ? 1 : 0.4;
    return [
      fault('failing fsync', often, (faults) => faults.disk('eio')),
      fault('slow fsync', often, (faults, { dice }) => faults.disk(`slow ${Math.round(20 + dice * 200)}`)),
      fault('disk without room', often / 2, (faults) => faults.disk('full')),
      fault('jumping clock', 0.3, (faults, { dice }) => faults.clock((2 * dice - 1) * farthestJumpMs)),
    ];
  },
);

export const faults: readonly Fault[] = [
  kill('kill', 3, anyChild),
  kill('kill of the gateway', 1, ({ plant }) => plant.services.gateway),
  kill('kill of cloud-sync', 0.5, ({ plant }) => plant.services.cloudSync),
  {
    name: 'freeze',
    weight: 2,
    begin: (site, spark) => {
      const victim = anyChild(site, spark);
      victim.freeze();
      return () => victim.thaw();
    },
  },
  {
    name: 'bad network of the stations',
    weight: 1,
    begin: ({ stationNetwork }) => {
      stationNetwork.misbehave({ drop: 0.05, reorder: 0.1, duplicate: 0.2, cut: 0.005, delayMs: 20 });
      return () => stationNetwork.behave();
    },
  },
  {
    name: 'stations cut off',
    weight: 1,
    begin: ({ stationNetwork }) => {
      stationNetwork.cut();
      return () => {};
    },
  },
  {
    name: 'half-open connections of the stations',
    weight: 1,
    begin: ({ stationNetwork }) => {
      stationNetwork.misbehave({ silent: true });
      return () => stationNetwork.behave();
    },
  },
  {
    name: 'cloud-sync cut off',
    weight: 0.7,
    begin: ({ toGateway, toCentral }, spark) => {
      pick([toGateway, toCentral], spark).cut();
      return () => {};
    },
  },
  {
    name: 'half-open connections of cloud-sync',
    weight: 0.7,
    begin: ({ toGateway, toCentral }, spark) => {
      const way = pick([toGateway, toCentral], spark);
      way.hush(true);
      return () => way.behave();
    },
  },
  {
    name: 'slow way of cloud-sync',
    weight: 0.7,
    begin: ({ toGateway, toCentral }, spark) => {
      const way = pick([toGateway, toCentral], spark);
      way.delay(20 + spark.dice * 100);
      return () => way.behave();
    },
  },
  {
    name: 'webhook endpoint that refuses, hangs or ends',
    weight: 0.7,
    begin: ({ webhook }, spark) => {
      const mood = pick(['refuses', 'hangs', 'takes'] as const, spark);
      webhook.mood = mood;
      if (mood === 'takes') webhook.cut();
      return () => {
        webhook.mood = 'takes';
        webhook.cut();
      };
    },
  },
  {
    name: 'full disk of the gateway',
    weight: 1,
    possible: ({ gatewayDisk }) => gatewayDisk !== null,
    begin: ({ gatewayDisk }) => {
      gatewayDisk?.fill();
      return () => gatewayDisk?.free();
    },
  },
  ...processFaults,
  {
    name: 'central put back to an old backup',
    weight: 0.5,
    begin: async (site) => {
      await site.putCentralBack();
      return () => {};
    },
  },
  {
    name: 'two stations with one identity',
    weight: 0.2,
    begin: async (site) => {
      const twins = await site.troubled.twins();
      return () => twins.leave();
    },
  },
  {
    name: 'station put back to an old log',
    weight: 0.2,
    begin: async (site) => {
      const station = await site.troubled.putBack();
      return () => station.leave();
    },
  },
];

/** Lets every spark begin at its time, whatever else is going on, and end after its time. @returns those that were possible. */
export async function burn(site: BurningSite, { sparks }: Fire): Promise<string[]> {
  const begun = sparks.flatMap((spark) => {
    const fault = faults.find(({ name }) => name === spark.fault);
    if (fault === undefined) throw new Error(`there is no fault "${spark.fault}"`);
    return fault.possible?.(site) === false ? [] : [{ fault, spark }];
  });
  const ends = begun.map(async ({ fault, spark }) => {
    await after(spark.atMs);
    const end = await fault.begin(site, spark);
    await after(spark.lastsMs);
    await end();
  });
  const settled = await Promise.allSettled(ends);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return begun.map(({ fault }) => fault.name);
}

export function skippedFaults(site: BurningSite): string[] {
  return faults.filter((fault) => fault.possible?.(site) === false).map(({ name }) => name);
}
