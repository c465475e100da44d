import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { packageRoot } from '../../kernel/package-root.ts';
import { centralStatus, gatewayStatus } from '../../protocols/wire/status.ts';
import { eventsTopic } from '../../protocols/wire/topics.ts';
import { awaitQuiet } from '../harness/await-quiet.ts';
import type { Child } from '../harness/child.ts';
import { collector, LoadStation } from '../harness/load.ts';
import { MqttProxy } from '../harness/mqtt-proxy.ts';
import { enterMoreOrders, enterOrders } from '../harness/orders.ts';
import { type Plant, type PlantOptions, plantSite, startPlant } from '../harness/plant.ts';
import { type ProcessFaults, processFaults } from '../harness/process-faults.ts';
import { type SmallDisk, smallDisk } from '../harness/small-disk.ts';
import { SubscriberNotes } from '../harness/subscriber-notes.ts';
import { TcpProxy } from '../harness/tcp-proxy.ts';
import { until } from '../harness/wait.ts';
import { addWebhook, WebhookEndpoint } from '../harness/webhook.ts';
import { SiteAudit, type Verdict, webhookTypes } from './site-audit.ts';
import { TroubledStations } from './troubled-stations.ts';

/** Stations that send as fast as they may, beside one at which a person works. */
const loadStations = 2;
const gatewayDiskMegabytes = 1_024;
const reserveBytes = 2 * 1024 * 1024;
/** More than a person works off in a round. */
const ordersWaiting = 60;
/** A day of work in the queue hides no fault, but costs time at each start. */
const restMs = 60_000;

export interface BurningOptions {
  readonly folder: string;
  readonly random: () => number;
  /** What node is told besides when it starts a gateway: the defect of a negative control. */
  readonly gatewayArgs?: readonly string[];
  /** Which subscribers follow; both unless told otherwise. */
  readonly follow?: readonly ('mqtt' | 'sse')[];
}

type Copied = 'central' | 'gateway';

/** A whole site of real processes, full of work, with something that can go wrong at every place. */
export interface BurningSite {
  readonly plant: Plant;
  readonly load: readonly LoadStation[];
  readonly subscribers: readonly Child[];
  readonly webhook: WebhookEndpoint;
  readonly troubled: TroubledStations;
  readonly stationNetwork: MqttProxy;
  readonly toGateway: TcpProxy;
  readonly toCentral: TcpProxy;
  /** null where this machine cannot do that. */
  readonly gatewayDisk: SmallDisk | null;
  readonly processes: Readonly<Record<'gateway' | 'central' | 'edge' | 'station', ProcessFaults | null>>;
  /** New orders are entered, the files of these services are copied, and everybody begins to work. */
  work(factsPerSecond: number, copied?: readonly Copied[]): Promise<void>;
  backUp(service: Copied): Promise<void>;
  /** Starts what was killed; what cannot start while its disk fails is tried again. */
  bringUp(child: Child): Promise<void>;
  /** Puts a service back to the state that it had when it was copied. */
  putCentralBack(): Promise<void>;
  putGatewayBack(): Promise<void>;
  /** Everything works from now on; waits until all has arrived, and gives every breach of what is promised. */
  healAndAudit(): Promise<Verdict>;
  /** @param keepFiles also of the gateway, whose disk goes with the site. */
  stop(keepFiles?: boolean): Promise<void>;
}

const hurry = ['--import', join(packageRoot, 'test/harness/hurry.mjs')];

export async function startBurningSite(options: BurningOptions): Promise<BurningSite> {
  const { folder, random, gatewayArgs = [] } = options;
  const dataOf = (service: string) => join(folder, service);
  const gatewayDisk = smallDisk(dataOf('gateway'), gatewayDiskMegabytes);
  const processes = {
    gateway: processFaults(folder, 'gateway', dataOf('gateway')),
    central: processFaults(folder, 'central', dataOf('central')),
    edge: processFaults(folder, 'edge', dataOf('edge-S1')),
    station: processFaults(folder, 'station', dataOf('L1')),
  };
  const surroundingsOf = (service: keyof typeof processes) => ({
    env: processes[service]?.env ?? {},
    nodeArgs: hurry,
  });
  const undo: (() => unknown)[] = [];
  const stop = async (keepFiles = false) => {
    for (const step of undo.splice(0).reverse()) await step();
    if (keepFiles) cpSync(dataOf('gateway'), dataOf('gateway-kept'), { recursive: true });
    gatewayDisk?.remove();
  };
  let stationNetwork: MqttProxy | undefined;
  let toGateway: TcpProxy | undefined;
  let toCentral: TcpProxy | undefined;
  try {
    const plantOptions: PlantOptions = {
      folder,
      stations: 1,
      gatewaySettings: {
        // Less than the disk has, and enough to see the reserve before the disk itself is full.
        log: { minFreeBytes: reserveBytes },
        webhooks: {
          allowNetworks: ['127.0.0.1/32'],
          timeoutSeconds: 2,
          firstRetrySeconds: 0.1,
          maxRetrySeconds: 1,
          maxAttempts: 100,
          // The clock jumps by days.
          disableAfterHours: 1_000,
        },
      },
      surroundings: {
        gateway: { ...surroundingsOf('gateway'), nodeArgs: [...hurry, ...gatewayArgs] },
        central: surroundingsOf('central'),
        edge: surroundingsOf('edge'),
        cloudSync: { nodeArgs: hurry },
      },
      mqttPortForEdges: (port) => {
        stationNetwork = new MqttProxy(port, { reorder: 0, duplicate: 0, cut: 0, delayMs: 0 }, random);
        undo.push(() => stationNetwork?.close());
        return stationNetwork.listen();
      },
      portsForSync: async (ports) => {
        toGateway = new TcpProxy(ports.gateway);
        toCentral = new TcpProxy(ports.central);
        undo.push(
          () => toGateway?.close(),
          () => toCentral?.close(),
        );
        return { gateway: await toGateway.listen(), central: await toCentral.listen() };
      },
    };
    const plant = await startPlant(plantOptions);
    undo.push(() => plant.stop());
    if (stationNetwork === undefined || toGateway === undefined || toCentral === undefined)
      throw new Error('the plant asked for no proxies');
    const ways = { stationNetwork, toGateway, toCentral };
    const urls = { mqtt: plant.mqttUrl, sse: `${plant.gatewayUrl}/v1/events/stream` };
    const subscribers = (options.follow ?? ['mqtt', 'sse']).map((kind) =>
      collector(kind, { folder, url: urls[kind], topic: eventsTopic(plantSite, '#') }),
    );
    const newStation = (station: string, factsPerSecond: number, more: object = {}) =>
      new LoadStation(station, {
        folder,
        site: plantSite,
        mqttPort: ways.stationNetwork.port,
        factsPerSecond,
        nodeArgs: hurry,
        ...more,
      });
    const load = Array.from({ length: loadStations }, (_, index) => {
      const station = `L${index + 1}`;
      mkdirSync(join(folder, station), { recursive: true });
      const env = index === 0 ? processes.station?.env : undefined;
      return newStation(station, 1, env === undefined ? {} : { env });
    });
    const troubled = new TroubledStations(folder, (station, name) => newStation(station, 200, { name }));
    const webhook = new WebhookEndpoint();
    await webhook.listen();
    undo.push(() => webhook.close());
    for (const child of [...subscribers, ...load]) undo.push(() => child.stop());
    undo.push(() => troubled.stop());
    for (const station of load) station.rest();
    await Promise.all([...subscribers, ...load].map((child) => child.start()));
    await addWebhook(plant.gatewayUrl, webhook, webhookTypes);
    // What was there before an MQTT subscriber first came is not meant for it.
    const before = await gatewayHeads(plant);
    const audit = new SiteAudit(join(folder, 'central', 'central.sqlite'), {
      people: plant.people,
      load,
      subscribers: subscribers.map(({ name, file }) => new SubscriberNotes(name, file, before)),
      webhook,
    });
    const parts = { plant, load, subscribers, webhook, troubled, ...ways, gatewayDisk, processes };
    return { ...parts, ...shifts(parts, audit, { folder, random }), stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

type Shifts = Pick<
  BurningSite,
  'work' | 'backUp' | 'bringUp' | 'putCentralBack' | 'putGatewayBack' | 'healAndAudit'
>;
type Parts = Omit<BurningSite, keyof Shifts | 'stop'>;

/** Work and rest of a site, in turn. */
function shifts(
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
      await awaitLoad(plant, load);
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

/** A copy of the files of a service, as an online backup makes it. */
function backupOf(service: Child, folder: string) {
  const data = join(folder, service.name);
  const copy = join(folder, `${service.name}-backup`);
  return {
    async take(): Promise<void> {
      rmSync(copy, { recursive: true, force: true });
      mkdirSync(copy);
      for (const file of readdirSync(data).filter((name) => name.endsWith('.sqlite'))) {
        const db = new Database(join(data, file), { readonly: true });
        await db.backup(join(copy, file));
        db.close();
      }
    },
    async putBack(): Promise<void> {
      await service.replace(() => {
        // The folder itself may be a disk of its own.
        for (const name of readdirSync(data)) if (name.includes('.sqlite')) rmSync(join(data, name));
        cpSync(copy, data, { recursive: true });
      });
    },
  };
}

async function awaitLoad(plant: Plant, load: readonly LoadStation[]): Promise<void> {
  await until('central to have every fact of the load stations', restMs, async () => {
    const answer = await fetch(`${plant.centralUrl}/v1/status`);
    const { stations } = centralStatus.parse(await answer.json());
    for (const { station, shown } of load) {
      const upTo = stations.find((one) => one.station === station)?.upTo ?? 0;
      if (upTo < shown) throw new Error(`${station} has shown ${shown}, central has ${upTo}`);
    }
    return true;
  });
}

async function gatewayHeads({ gatewayUrl }: Plant): Promise<Map<string, number>> {
  const answer = await fetch(`${gatewayUrl}/v1/status`);
  const { stations } = gatewayStatus.parse(await answer.json());
  return new Map(stations.map(({ station, upTo }) => [station, upTo]));
}
