import type { Child } from '../harness/child.ts';
import type { BurningSite } from './burning-site.ts';

/** Something that goes wrong at one place, for a while. */
interface Fault {
  readonly name: string;
  /** False where this machine cannot do it: then it is named as skipped. */
  possible(site: BurningSite): boolean;
  /** Begins it. @returns what ends it. */
  begin(site: BurningSite, random: () => number): Promise<() => Promise<void> | void>;
}

const always = () => true;

function childrenOf({ plant, load, subscribers }: BurningSite): Child[] {
  const { central, gateway, cloudSync, edges } = plant.services;
  return [central, gateway, gateway, cloudSync, ...edges, ...load, ...subscribers];
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
}

export const faults: readonly Fault[] = [
  {
    name: 'kill',
    possible: always,
    begin: async (site, random) => {
      const victim = pick(childrenOf(site), random);
      await victim.kill();
      return () => victim.start();
    },
  },
  {
    name: 'freeze',
    possible: always,
    begin: async (site, random) => {
      const victim = pick(childrenOf(site), random);
      victim.freeze();
      return () => victim.thaw();
    },
  },
  {
    name: 'bad network of the stations',
    possible: always,
    begin: async ({ stationNetwork }) => {
      stationNetwork.misbehave({ drop: 0.05, reorder: 0.1, duplicate: 0.2, cut: 0.005, delayMs: 20 });
      return () => stationNetwork.behave();
    },
  },
  {
    name: 'stations cut off',
    possible: always,
    begin: async ({ stationNetwork }) => {
      stationNetwork.cut();
      return () => {};
    },
  },
  {
    name: 'half-open connections of the stations',
    possible: always,
    begin: async ({ stationNetwork }) => {
      stationNetwork.misbehave({ silent: true });
      return () => stationNetwork.behave();
    },
  },
  {
    name: 'cloud-sync cut off',
    possible: always,
    begin: async (site, random) => {
      pick([site.toGateway, site.toCentral], random).cut();
      return () => {};
    },
  },
  {
    name: 'half-open connections of cloud-sync',
    possible: always,
    begin: async (site, random) => {
      const way = pick([site.toGateway, site.toCentral], random);
      way.hush(true);
      return () => way.behave();
    },
  },
  {
    name: 'slow way of cloud-sync',
    possible: always,
    begin: async (site, random) => {
      const way = pick([site.toGateway, site.toCentral], random);
      way.delay(20 + random() * 100);
      return () => way.behave();
    },
  },
  {
    name: 'full disk of the gateway',
    possible: ({ gatewayDisk }) => gatewayDisk !== null,
    begin: async ({ gatewayDisk }) => {
      gatewayDisk?.fill();
      return () => gatewayDisk?.free();
    },
  },
  {
    name: 'failing fsync of the gateway',
    possible: ({ gatewayFsync }) => gatewayFsync !== null,
    begin: async ({ gatewayFsync }) => {
      gatewayFsync?.fail();
      return () => gatewayFsync?.mend();
    },
  },
  {
    name: 'slow fsync of the gateway',
    possible: ({ gatewayFsync }) => gatewayFsync !== null,
    begin: async ({ gatewayFsync }, random) => {
      gatewayFsync?.slow(20 + random() * 200);
      return () => gatewayFsync?.mend();
    },
  },
  {
    name: 'failing fsync of a station',
    possible: ({ stationFsync }) => stationFsync !== null,
    begin: async ({ stationFsync }) => {
      stationFsync?.fail();
      return () => stationFsync?.mend();
    },
  },
  {
    name: 'central put back to an old backup',
    possible: always,
    begin: async (site) => {
      await site.putCentralBack();
      return () => {};
    },
  },
];

/** Lets one after the other begin, each for a while, at random, so that several last at a time. */
export async function burn(
  site: BurningSite,
  random: () => number,
  count: number,
): Promise<{ readonly begun: readonly string[]; readonly skipped: readonly string[] }> {
  const possible = faults.filter((fault) => fault.possible(site));
  const skipped = faults.filter((fault) => !fault.possible(site)).map(({ name }) => name);
  const begun: string[] = [];
  const ending: Promise<void>[] = [];
  for (let n = 0; n < count; n += 1) {
    await after(50 + random() * 500);
    const fault = pick(possible, random);
    begun.push(fault.name);
    const end = await fault.begin(site, random);
    const ended = after(100 + random() * 1_500).then(end);
    // Whoever waits for all of them hears of it.
    ended.catch(() => {});
    ending.push(ended);
  }
  await Promise.all(ending);
  return { begun, skipped };
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
