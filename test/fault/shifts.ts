import { join } from 'node:path';
import { centralStatus } from '../../protocols/wire/status.ts';
import { awaitQuiet } from '../harness/await-quiet.ts';
import type { Child } from '../harness/child.ts';
import { enterMoreOrders, enterOrders } from '../harness/orders.ts';
import { until } from '../harness/wait.ts';
import type { BurningOptions, BurningSite } from './burning-site.ts';
import { backupOf } from './service-backup.ts';
import type { SiteAudit } from './site-audit.ts';

/** More than a person works off in a round. */
const ordersWaiting = 60;
/** How long anything may take once everything works again. */
const restMs = 60_000;

type Shifts = Pick<
  BurningSite,
  'work' | 'backUp' | 'bringUp' | 'putCentralBack' | 'putGatewayBack' | 'healAndAudit'
>;
/** What stands and runs, without what is done with it. */
type Parts = Omit<BurningSite, keyof Shifts | 'stop'>;

/** Work and rest of a site, in turn. */
export function shifts(
  parts: Parts,
  audit: SiteAudit,
  { folder, random }: Pick<BurningOptions, 'folder' | 'random'>,
): Shifts {
  const { plant, load, stationNetwork, toGateway, toCentral, gatewayDisk, processes } = parts;
  const { central, gateway } = plant.services;
  const backups = {
    central: backupOf(central, folder),
    gateway: backupOf(gateway, folder),
  };
  const waiting: string[] = [];
  let entered = 0;
  let leave = new AbortController();
  let people: Promise<void> = Promise.resolve();

  async function enterWork(): Promise<void> {
    const missing = ordersWaiting - waiting.length;
    if (missing <= 0) return;
    const first = entered + 1;
    const enter = entered === 0 ? enterOrders(plant.centralUrl, missing, random) : null;
    waiting.push(...(await (enter ?? enterMoreOrders(plant.centralUrl, first, missing, random))));
    entered += missing;
    await Promise.all(plant.people.map((person) => person.awaitOrders(waiting.length, restMs)));
  }

  /** A person goes on through whatever happens, order by order. */
  async function workOn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const order = waiting[0];
      if (order === undefined) return;
      for (const person of plant.people) await person.workOrder(order);
      waiting.shift();
    }
  }

  return {
    async work(factsPerSecond, copied = []) {
      await enterWork();
      await Promise.all(copied.map((service) => backups[service].take()));
      for (const station of load) station.work(factsPerSecond);
      leave = new AbortController();
      people = workOn(leave.signal);
      // Whoever waits for the rest hears of it.
      people.catch(() => {});
    },
    backUp: (service) => backups[service].take(),
    bringUp,
    putCentralBack: backups.central.putBack,
    putGatewayBack: backups.gateway.putBack,
    async healAndAudit() {
      for (const way of [stationNetwork, toGateway, toCentral]) way.behave();
      gatewayDisk?.free();
      for (const faults of Object.values(processes)) faults?.mend();
      parts.webhook.mood = 'takes';
      for (const station of load) station.rest();
      for (const child of childrenOf(parts)) child.thaw();
      await Promise.all(childrenOf(parts).map(bringUp));
      leave.abort();
      await people;
      const troubles = await parts.troubled.settle(join(folder, 'central', 'central.sqlite'));
      await awaitLoad(parts);
      await awaitQuiet(plant, restMs);
      const verdict = await audit.audit();
      return { ...verdict, breaches: [...troubles, ...verdict.breaches] };
    },
  };
}

/** All that runs. */
export function childrenOf({ plant, load, subscribers }: Parts): Child[] {
  const { central, gateway, cloudSync, edges } = plant.services;
  return [central, gateway, cloudSync, ...edges, ...load, ...subscribers];
}

function bringUp(child: Child): Promise<void> {
  return until(`${child.name} to start`, restMs, () => child.start().then(() => true), 200).then(() => {});
}

async function awaitLoad(parts: Parts): Promise<void> {
  const { plant, load } = parts;
  await until('central to have every fact of the load stations', restMs, async () => {
    // As a service manager would: whoever ended comes back.
    await Promise.all(childrenOf(parts).map((child) => child.start()));
    const answer = await fetch(`${plant.centralUrl}/v1/status`);
    const { stations } = centralStatus.parse(await answer.json());
    for (const { station, shown } of load) {
      const upTo = stations.find((one) => one.station === station)?.upTo ?? 0;
      if (upTo < shown) throw new Error(`${station} has shown ${shown}, central has ${upTo}`);
    }
    return true;
  });
}
