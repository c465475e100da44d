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
import { demoCompanyPrefix, demoSeller, demoSite, demoStation } from './demo-data.ts';

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
};
type Ports = typeof defaultPorts;

/** What each launch is given. */
interface Launch {
  readonly folder: string;
  readonly ports: Ports;
  readonly deps: Deps;
}

/**
 * Starts central, gateway, cloud-sync, one edge agent and the simulators in this process, on the loopback only. A default port
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
    const edge = await keep(launchEdge(launch, { httpUrl, mqttUrl }));
    const endpoints: Endpoints = {
      v: 1,
      pid: process.pid,
      central: central.url,
      gateway: httpUrl,
      mqtt: mqttUrl,
      cloudSync: cloudSync.url,
      edges: [edge.url],
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

const scannerFolder = (folder: string) => join(folder, 'simulator');

function named(deps: Deps, service: string): Deps {
  return { ...deps, log: deps.log.child({ service }) };
}

function launchCentral({ folder, ports, deps }: Launch) {
  const config = centralConfig.parse({
    dataDir: join(folder, 'central'),
    http: { port: ports.central },
    seller: demoSeller,
    sites: { [demoSite]: { name: 'Hamburg', gs1CompanyPrefix: demoCompanyPrefix } },
  });
  return startCentral(config, named(deps, 'central'));
}

function launchSimulators({ folder, ports, deps }: Launch, centralUrl: string) {
  const config = simulatorConfig.parse({
    dataDir: scannerFolder(folder),
    http: { port: ports.simulator },
    centralUrl,
    scanners: [{ id: demoStation, framing: 'cr', edgeUrl: `http://127.0.0.1:${ports.edge}` }],
  });
  return startSimulators(config, named(deps, 'simulator'));
}

function launchGateway({ folder, ports, deps }: Launch) {
  const config = gatewayConfig.parse({
    site: demoSite,
    dataDir: join(folder, 'gateway'),
    mqtt: { port: ports.mqtt },
    http: { port: ports.gateway },
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

function launchEdge({ folder, ports, deps }: Launch, gateway: GatewayUrls) {
  const config = edgeConfig.parse({
    site: demoSite,
    station: demoStation,
    dataDir: join(folder, 'edge'),
    gateway,
    // The simulator keeps this link to its pseudo-terminal, as udev keeps one to a real scanner.
    scanners: [
      { id: 'scanner-1', path: join(scannerFolder(folder), `scanner-${demoStation}`), framing: 'cr' },
    ],
    sscc: { extensionDigit: 3, firstSerial: 1, lastSerial: 999_999 },
    http: { port: ports.edge },
  });
  return startEdge(config, named(deps, 'edge'));
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
