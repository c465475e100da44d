import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../kernel/package-root.ts';
import { gatewayStatus } from '../../protocols/wire/status.ts';
import { eventsTopic } from '../../protocols/wire/topics.ts';
import type { Child } from '../harness/child.ts';
import { collector, LoadStation } from '../harness/load.ts';
import { type Plant, type PlantOptions, plantSite, startPlant } from '../harness/plant.ts';
import { processFaults } from '../harness/process-faults.ts';
import { type SmallDisk, smallDisk } from '../harness/small-disk.ts';
import { SubscriberNotes } from '../harness/subscriber-notes.ts';
import { addWebhook, WebhookEndpoint } from '../harness/webhook.ts';
import { shifts } from './shifts.ts';
import { SiteAudit, type Verdict, webhookTypes } from './site-audit.ts';
import { type SiteWays, waysOfSite } from './site-ways.ts';
import { TroubledStations } from './troubled-stations.ts';

/** Stations that send as fast as they may, beside one at which a person works. */
const loadStations = 2;
const gatewayDiskMegabytes = 1_024;
const troubledFactsPerSecond = 200;

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
export interface BurningSite extends SiteWays {
  readonly plant: Plant;
  readonly load: readonly LoadStation[];
  readonly subscribers: readonly Child[];
  readonly webhook: WebhookEndpoint;
  readonly troubled: TroubledStations;
  /** null where this machine cannot do that. */
  readonly gatewayDisk: SmallDisk | null;
  readonly processes: ReturnType<typeof faultsOfProcesses>;
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

const gatewaySettings = {
  // Less than the disk has, and enough to see the reserve before the disk itself is full.
  log: { minFreeBytes: 2 * 1024 * 1024 },
  webhooks: {
    allowNetworks: ['127.0.0.1/32'],
    timeoutSeconds: 2,
    firstRetrySeconds: 0.1,
    maxRetrySeconds: 1,
    maxAttempts: 100,
    // The clock jumps by days.
    disableAfterHours: 1_000,
  },
};

export async function startBurningSite(options: BurningOptions): Promise<BurningSite> {
  const { folder, random } = options;
  const gatewayDisk = smallDisk(join(folder, 'gateway'), gatewayDiskMegabytes);
  const undo: (() => unknown)[] = [];
  const stop = async (keepFiles = false) => {
    for (const step of undo.splice(0).reverse()) await step();
    if (keepFiles) cpSync(join(folder, 'gateway'), join(folder, 'gateway-kept'), { recursive: true });
    gatewayDisk?.remove();
  };
  try {
    const processes = faultsOfProcesses(folder);
    const ways = waysOfSite(random);
    undo.push(() => ways.close());
    const plant = await startPlant({
      folder,
      stations: 1,
      gatewaySettings,
      surroundings: surroundingsOf(processes, options),
      ...ways.options,
    });
    undo.push(() => plant.stop());
    const { stationNetwork } = ways.get();
    const stations = stationsOf(folder, stationNetwork.port, processes);
    const subscribers = subscribersOf(plant, options);
    for (const child of [...subscribers, ...stations.load]) undo.push(() => child.stop());
    undo.push(() => stations.troubled.stop());
    const webhook = new WebhookEndpoint();
    await webhook.listen();
    undo.push(() => webhook.close());
    await Promise.all([...subscribers, ...stations.load].map((child) => child.start()));
    await addWebhook(plant.gatewayUrl, webhook, webhookTypes);
    // What was there before an MQTT subscriber first came is not meant for it.
    const before = await gatewayHeads(plant);
    const audit = new SiteAudit(join(folder, 'central', 'central.sqlite'), {
      people: plant.people,
      load: stations.load,
      subscribers: subscribers.map(({ name, file }) => new SubscriberNotes(name, file, before)),
      webhook,
    });
    const parts = { plant, ...stations, subscribers, webhook, ...ways.get(), gatewayDisk, processes };
    return { ...parts, ...shifts(parts, audit, options), stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** null where this machine cannot do that. */
function faultsOfProcesses(folder: string) {
  return {
    gateway: processFaults(folder, 'gateway', join(folder, 'gateway')),
    central: processFaults(folder, 'central', join(folder, 'central')),
    edge: processFaults(folder, 'edge', join(folder, 'edge-S1')),
    station: processFaults(folder, 'station', join(folder, 'L1')),
  };
}

function surroundingsOf(
  processes: BurningSite['processes'],
  { gatewayArgs = [] }: BurningOptions,
): NonNullable<PlantOptions['surroundings']> {
  const of = (service: 'gateway' | 'central' | 'edge', more: readonly string[] = []) => ({
    env: processes[service]?.env ?? {},
    nodeArgs: [...hurry, ...more],
  });
  return {
    gateway: of('gateway', gatewayArgs),
    central: of('central'),
    edge: of('edge'),
    cloudSync: { nodeArgs: hurry },
  };
}

function stationsOf(folder: string, mqttPort: number, processes: BurningSite['processes']) {
  const options = { folder, site: plantSite, mqttPort, nodeArgs: hurry };
  const load = Array.from({ length: loadStations }, (_, index) => {
    const station = `L${index + 1}`;
    mkdirSync(join(folder, station), { recursive: true });
    const env = (index === 0 ? processes.station?.env : undefined) ?? {};
    const one = new LoadStation(station, { ...options, factsPerSecond: 1, env });
    one.rest();
    return one;
  });
  const troubled = new TroubledStations(
    folder,
    (station, name) => new LoadStation(station, { ...options, factsPerSecond: troubledFactsPerSecond, name }),
  );
  return { load, troubled };
}

function subscribersOf(plant: Plant, { folder, follow = ['mqtt', 'sse'] }: BurningOptions) {
  const urls = { mqtt: plant.mqttUrl, sse: `${plant.gatewayUrl}/v1/events/stream` };
  return follow.map((kind) =>
    collector(kind, { folder, url: urls[kind], topic: eventsTopic(plantSite, '#') }),
  );
}

async function gatewayHeads({ gatewayUrl }: Plant): Promise<Map<string, number>> {
  const answer = await fetch(`${gatewayUrl}/v1/status`);
  const { stations } = gatewayStatus.parse(await answer.json());
  return new Map(stations.map(({ station, upTo }) => [station, upTo]));
}
