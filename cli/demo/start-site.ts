import { join } from 'node:path';
import { centralConfig, startCentral } from '../../central/main.ts';
import { cloudSyncConfig, startCloudSync } from '../../cloud-sync/main.ts';
import { simulatorConfig, startSimulators } from '../../devices/simulators/main.ts';
import { edgeConfig, startEdge } from '../../edge/main.ts';
import { gatewayConfig, startGateway } from '../../gateway/main.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Endpoints } from '../endpoints.ts';
import { freePort } from '../free-port.ts';
import { carrierSecrets } from './carrier-secrets.ts';
import { demoCompanyPrefix, demoSeller, demoSite, demoStations, demoTaggedGtins } from './demo-data.ts';
import { demoCodes, demoRules, demoTimeZone, demoWays } from './demo-floor.ts';

interface Deps {
  readonly log: Log;
  readonly clock: Clock;
}

interface Running {
  stop(): Promise<void>;
}

const defaultPorts = {
  mqtt: 1883,
  central: 8080,
  gateway: 8081,
  edge: 8082,
  cloudSync: 8083,
  simulator: 8084,
  secondEdge: 8085,
  printer: 9101,
  secondPrinter: 9102,
  scale: 9201,
  secondScale: 9202,
  tagReader: 5084,
  secondTagReader: 5085,
};
type Ports = typeof defaultPorts;

/** What each launch is given. */
interface Launch {
  readonly folder: string;
  readonly ports: Ports;
  readonly deps: Deps;
}

/**
 * Starts central, gateway, cloud-sync, two edge agents and the simulators in this process, on the loopback only. A default port
 * that is taken is replaced by the next free one, and `tell` says so. What was started is stopped if a later one fails.
 */
export async function startSite(
  folder: string,
  deps: Deps,
  tell: (line: string) => void,
): Promise<{ readonly endpoints: Endpoints; stop(): Promise<void> }> {
  const launch = { folder, deps, ports: await choosePorts(tell) };
  const running: Running[] = [];
  const stop = async () => {
    for (const runtime of running.splice(0).reverse()) await runtime.stop();
  };
  const keep = async <R extends Running>(starting: Promise<R>): Promise<R> => {
    const runtime = await starting;
    running.push(runtime);
    return runtime;
  };
  try {
    const central = await keep(launchCentral(launch));
    const simulator = await keep(launchSimulators(launch, central.url));
    const gateway = await keep(launchGateway(launch));
    const { httpUrl, mqttUrl } = gateway;
    const cloudSync = await keep(launchCloudSync(launch, { httpUrl, mqttUrl }, central.url));
    const edges: string[] = [];
    for (const place of places(launch)) {
      edges.push((await keep(launchEdge(launch, place, { httpUrl, mqttUrl }))).url);
    }
    const endpoints: Endpoints = {
      v: 1,
      pid: process.pid,
      central: central.url,
      gateway: httpUrl,
      mqtt: mqttUrl,
      cloudSync: cloudSync.url,
      edges,
      simulator: simulator.url,
    };
    return { endpoints, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

interface GatewayUrls {
  readonly httpUrl: string;
  readonly mqttUrl: string;
}

/** A pack station: where it listens and prints, and the serial references of its parcels. */
interface Place {
  readonly station: string;
  readonly folder: string;
  readonly port: number;
  readonly printerPort: number;
  readonly scalePort: number;
  readonly readerPort: number;
  readonly firstSerial: number;
}

const serialsEach = 999_999;

function places({ folder, ports }: Launch): Place[] {
  const [first, second] = demoStations;
  return [
    {
      station: first,
      folder: join(folder, 'edge'),
      ...{ port: ports.edge, printerPort: ports.printer, firstSerial: 1 },
      ...{ scalePort: ports.scale, readerPort: ports.tagReader },
    },
    {
      station: second,
      folder: join(folder, 'edge-2'),
      ...{ port: ports.secondEdge, printerPort: ports.secondPrinter, firstSerial: 1 + serialsEach },
      ...{ scalePort: ports.secondScale, readerPort: ports.secondTagReader },
    },
  ];
}

const scannerFolder = (folder: string) => join(folder, 'simulator');

function named(deps: Deps, service: string): Deps {
  return { ...deps, log: deps.log.child({ service }) };
}

function launchCentral({ folder, ports, deps }: Launch) {
  const config = centralConfig.parse({
    dataDir: join(folder, 'central'),
    http: { port: ports.central },
    seller: demoSeller,
    sites: {
      [demoSite]: {
        ...{ name: 'Hamburg', gs1CompanyPrefix: demoCompanyPrefix },
        ...{ rules: demoRules, timeZone: demoTimeZone },
      },
    },
    carriers: carrierSecrets(folder),
  });
  return startCentral(config, named(deps, 'central'));
}

function launchSimulators(launch: Launch, centralUrl: string) {
  const { folder, ports, deps } = launch;
  const stations = places(launch);
  const config = simulatorConfig.parse({
    dataDir: scannerFolder(folder),
    http: { port: ports.simulator },
    ...{ centralUrl, site: demoSite, ways: demoWays },
    codes: demoCodes(new Date(deps.clock.now()).getUTCFullYear()),
    scanners: stations.map(({ station, port }) => ({
      ...{ id: station, framing: 'cr', edgeUrl: `http://127.0.0.1:${port}` },
    })),
    printers: stations.map(({ station, printerPort }) => ({ id: station, port: printerPort })),
    benches: stations.map(({ station, scalePort, readerPort }) => ({
      ...{ id: station, scalePort, readerPort },
      tagged: demoTaggedGtins,
    })),
  });
  return startSimulators(config, named(deps, 'simulator'));
}

function launchGateway({ folder, ports, deps }: Launch) {
  const config = gatewayConfig.parse({
    site: demoSite,
    dataDir: join(folder, 'gateway'),
    mqtt: { port: ports.mqtt },
    http: { port: ports.gateway },
    // A phone can join; its parcels are numbered behind those of the stations.
    handheld: { sscc: { extensionDigit: 3, firstSerial: 2_000_000, lastSerial: 8_999_999, each: 10_000 } },
  });
  return startGateway(config, named(deps, 'gateway'));
}

function launchCloudSync({ ports, deps }: Launch, gateway: GatewayUrls, centralUrl: string) {
  const config = cloudSyncConfig.parse({
    site: demoSite,
    gateway,
    central: { url: centralUrl },
    http: { port: ports.cloudSync },
  });
  return startCloudSync(config, named(deps, 'cloud-sync'));
}

function launchEdge({ folder, deps }: Launch, place: Place, gateway: GatewayUrls) {
  const { station, port, printerPort, scalePort, readerPort, firstSerial } = place;
  const host = '127.0.0.1';
  const config = edgeConfig.parse({
    site: demoSite,
    station,
    dataDir: place.folder,
    gateway,
    // The simulator keeps this link to its pseudo-terminal, as udev keeps one to a real scanner.
    scanners: [{ id: 'scanner-1', path: join(scannerFolder(folder), `scanner-${station}`), framing: 'cr' }],
    printers: [{ printer: { id: 'printer-1', at: { host, port: printerPort } } }],
    scales: [{ scale: { id: 'scale-1', kind: 'mt-sics', at: { host, port: scalePort } } }],
    parcelReaders: [
      { reader: { id: 'tags-1', kind: 'llrp', host, port: readerPort, use: 'pack-tunnel' }, readMs: 3_000 },
    ],
    sscc: { extensionDigit: 3, firstSerial, lastSerial: firstSerial + serialsEach - 1 },
    http: { port },
  });
  return startEdge(config, named(deps, station));
}

async function choosePorts(tell: (line: string) => void): Promise<Ports> {
  const taken = new Set<number>();
  const chosen: Record<string, number> = {};
  for (const [name, wanted] of Object.entries(defaultPorts)) {
    const port = await freePort(wanted, taken);
    if (port !== wanted) tell(`  port ${wanted} is in use; ${name} takes ${port}`);
    chosen[name] = port;
  }
  return chosen as Ports;
}
