import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { centralStatus, gatewayStatus } from '../../protocols/wire/status.ts';
import { eventsTopic } from '../../protocols/wire/topics.ts';
import { audit } from '../harness/audit.ts';
import { auditLoad, auditSubscriber, centralHeads } from '../harness/audit-load.ts';
import { awaitQuiet } from '../harness/await-quiet.ts';
import type { Child } from '../harness/child.ts';
import { type FsyncFaults, fsyncFaults } from '../harness/fsync-faults.ts';
import { collector, LoadStation } from '../harness/load.ts';
import { MqttProxy } from '../harness/mqtt-proxy.ts';
import { enterOrders } from '../harness/orders.ts';
import { type Plant, type PlantOptions, plantSite, startPlant } from '../harness/plant.ts';
import { type SmallDisk, smallDisk } from '../harness/small-disk.ts';
import { TcpProxy } from '../harness/tcp-proxy.ts';
import { until } from '../harness/wait.ts';

/** Stations that send as fast as they may, beside one at which a person works. */
const loadStations = 2;
const orderCount = 150;
const gatewayDiskMegabytes = 192;
const reserveBytes = 2 * 1024 * 1024;

export interface BurningOptions {
  readonly folder: string;
  readonly random: () => number;
  readonly factsPerSecond?: number;
  readonly programs?: PlantOptions['programs'];
  /** Which subscribers follow; both unless told otherwise. */
  readonly follow?: readonly ('mqtt' | 'sse')[];
}

/** A whole site of real processes, full of work, with something that can go wrong at every place. */
export interface BurningSite {
  readonly plant: Plant;
  readonly load: readonly LoadStation[];
  readonly subscribers: readonly (Child & { readonly file: string })[];
  readonly stationNetwork: MqttProxy;
  readonly toGateway: TcpProxy;
  readonly toCentral: TcpProxy;
  /** null where this machine cannot do that. */
  readonly gatewayDisk: SmallDisk | null;
  readonly gatewayFsync: FsyncFaults | null;
  readonly stationFsync: FsyncFaults | null;
  /** Puts central back to the state that it had when the fire began. */
  putCentralBack(): Promise<void>;
  /** Puts the gateway back to the state that it had at the last `backUpGateway`. */
  backUpGateway(): Promise<void>;
  putGatewayBack(): Promise<void>;
  /** Everything works from now on; waits until all has arrived, and gives every breach of what is promised. */
  healAndAudit(): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startBurningSite(options: BurningOptions): Promise<BurningSite> {
  const { folder, random, factsPerSecond = 1_500 } = options;
  const gatewayDisk = smallDisk(join(folder, 'gateway-disk'), gatewayDiskMegabytes);
  const dataDir = join(gatewayDisk?.folder ?? folder, 'gateway');
  const gatewayFsync = fsyncFaults(folder, dataDir);
  const stationFsync = fsyncFaults(folder, join(folder, 'L1'));
  const undo: (() => unknown)[] = [() => gatewayDisk?.remove()];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  const quietNetwork = { reorder: 0, duplicate: 0, cut: 0, delayMs: 0 };
  let stationNetwork: MqttProxy | undefined;
  let toGateway: TcpProxy | undefined;
  let toCentral: TcpProxy | undefined;
  try {
    const plant = await startPlant({
      folder,
      stations: 1,
      gatewayDataDir: dataDir,
      // Less than the disk has, and enough to see the reserve before the disk itself is full.
      gatewaySettings: { log: { minFreeBytes: reserveBytes } },
      ...(gatewayFsync === null ? {} : { gatewayEnv: gatewayFsync.env }),
      ...(options.programs === undefined ? {} : { programs: options.programs }),
      mqttPortForEdges: (port) => {
        stationNetwork = new MqttProxy(port, quietNetwork, random);
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
    });
    undo.push(() => plant.stop());
    if (stationNetwork === undefined || toGateway === undefined || toCentral === undefined)
      throw new Error('the plant asked for no proxies');
    const network = stationNetwork;
    const centralBackup = coldBackup(plant.services.central, join(folder, 'central'));
    const gatewayBackup = coldBackup(plant.services.gateway, dataDir, join(folder, 'gateway-backup'));
    const urls = { mqtt: plant.mqttUrl, sse: `${plant.gatewayUrl}/v1/events/stream` };
    const subscribers = (options.follow ?? ['mqtt', 'sse']).map((kind) =>
      collector(kind, { folder, url: urls[kind], topic: eventsTopic(plantSite, '#') }),
    );
    const load = Array.from({ length: loadStations }, (_, index) => {
      const station = `L${index + 1}`;
      mkdirSync(join(folder, station), { recursive: true });
      return new LoadStation(station, {
        folder,
        site: plantSite,
        mqttPort: network.port,
        factsPerSecond,
        ...(index === 0 && stationFsync !== null ? { env: stationFsync.env } : {}),
      });
    });
    for (const child of [...subscribers, ...load]) undo.push(() => child.stop());
    await Promise.all(subscribers.map((subscriber) => subscriber.start()));
    // What was there before an MQTT subscriber first came is not meant for it.
    const before = await gatewayHeads(plant);
    const orders = await enterOrders(plant.centralUrl, orderCount, random);
    await Promise.all(plant.people.map((person) => person.awaitOrders(orders.length, 60_000)));
    await centralBackup.take();
    await Promise.all(load.map((station) => station.start()));
    const leave = new AbortController();
    const work = workOn(plant, orders, leave.signal);

    const healAndAudit = async () => {
      network.behave();
      toGateway?.behave();
      toCentral?.behave();
      gatewayDisk?.free();
      gatewayFsync?.mend();
      stationFsync?.mend();
      leave.abort();
      await work;
      for (const station of load) station.rest();
      await awaitLoad(plant, load);
      await awaitQuiet(plant, 60_000);
      return auditAll(plant, load, subscribers, before);
    };
    return {
      plant,
      load,
      subscribers,
      stationNetwork: network,
      toGateway,
      toCentral,
      gatewayDisk,
      gatewayFsync,
      stationFsync,
      putCentralBack: centralBackup.putBack,
      backUpGateway: gatewayBackup.take,
      putGatewayBack: gatewayBackup.putBack,
      healAndAudit,
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** Copies of the data of a service, as the file system has it while nobody writes. */
function coldBackup(service: Child, data: string, copy = `${data}-backup`) {
  return {
    async take(): Promise<void> {
      await service.kill();
      rmSync(copy, { recursive: true, force: true });
      cpSync(data, copy, { recursive: true });
      await service.start();
    },
    async putBack(): Promise<void> {
      await service.kill();
      rmSync(data, { recursive: true });
      cpSync(copy, data, { recursive: true });
      await service.start();
    },
  };
}

/** A person goes on through whatever happens, order by order. */
async function workOn(plant: Plant, orders: readonly string[], leave: AbortSignal): Promise<void> {
  for (const order of orders) {
    if (leave.aborted) return;
    for (const person of plant.people) await person.workOrder(order);
  }
}

async function awaitLoad(plant: Plant, load: readonly LoadStation[]): Promise<void> {
  await until('central to have every fact of the load stations', 120_000, async () => {
    const answer = await fetch(`${plant.centralUrl}/v1/status`);
    const { stations } = centralStatus.parse(await answer.json());
    for (const { station, ...each } of load) {
      const upTo = stations.find((one) => one.station === station)?.upTo ?? 0;
      const { shown } = each;
      if (upTo < shown) throw new Error(`${station} has shown ${shown}, central has ${upTo}`);
    }
    return true;
  });
}

async function auditAll(
  { folder, people }: Plant,
  load: readonly LoadStation[],
  subscribers: readonly (Child & { readonly file: string })[],
  before: ReadonlyMap<string, number>,
): Promise<string[]> {
  const centralFile = join(folder, 'central', 'central.sqlite');
  const wanted = centralHeads(centralFile);
  const missed = () => subscribers.flatMap(({ name, file }) => auditSubscriber(name, file, before, wanted));
  // They may be a moment behind; if they stay so, the audit says what they lack.
  await until('the subscribers to have everything', 30_000, () => missed().length === 0 || undefined).catch(
    () => {},
  );
  return [...audit(centralFile, people), ...auditLoad(centralFile, load), ...missed()];
}

async function gatewayHeads({ gatewayUrl }: Plant): Promise<Map<string, number>> {
  const answer = await fetch(`${gatewayUrl}/v1/status`);
  const { stations } = gatewayStatus.parse(await answer.json());
  return new Map(stations.map(({ station, upTo }) => [station, upTo]));
}
