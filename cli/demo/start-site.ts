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

/**
 * Starts central, gateway, cloud-sync, one edge agent and the simulators in this process, on the loopback only. A default port
 * that is taken is replaced by the next free one, and `tell` says so. What was started is stopped if a later one fails.
 */
export async function startSite(
  folder: string,
  deps: Deps,
  tell: (line: string) => void,
): Promise<{ readonly endpoints: Endpoints; stop(): Promise<void> }> {
  const ports = await choosePorts(tell);
  const running: Running[] = [];
  const stop = async () => {
    for (const runtime of running.splice(0).reverse()) await runtime.stop();
  };
  const keep = <R extends Running>(runtime: R): R => {
    running.push(runtime);
    return runtime;
  };
  const named = (name: string) => ({ ...deps, log: deps.log.child({ service: name }) });
  try {
    const simulatorFolder = join(folder, 'simulator');
    const central = keep(await startCentral(centralSettings(folder, ports), named('central')));
    const edgeUrl = `http://127.0.0.1:${ports.edge}`;
    const simulator = keep(
      await startSimulators(
        simulatorConfig.parse({
          dataDir: simulatorFolder,
          http: { port: ports.simulator },
          centralUrl: central.url,
          scanners: [{ id: demoStation, framing: 'cr', edgeUrl }],
        }),
        named('simulator'),
      ),
    );
    const gateway = keep(
      await startGateway(
        gatewayConfig.parse({
          site: demoSite,
          dataDir: join(folder, 'gateway'),
          mqtt: { port: ports.mqtt },
          http: { port: ports.gateway },
        }),
        named('gateway'),
      ),
    );
    const cloudSync = keep(
      await startCloudSync(
        cloudSyncConfig.parse({
          site: demoSite,
          gateway: { httpUrl: gateway.httpUrl, mqttUrl: gateway.mqttUrl },
          central: { url: central.url },
          http: { port: ports.cloudSync },
        }),
        named('cloud-sync'),
      ),
    );
    const edge = keep(
      await startEdge(
        edgeConfig.parse({
          site: demoSite,
          station: demoStation,
          dataDir: join(folder, 'edge'),
          gateway: { httpUrl: gateway.httpUrl, mqttUrl: gateway.mqttUrl },
          scanners: [
            { id: 'scanner-1', path: join(simulatorFolder, `scanner-${demoStation}`), framing: 'cr' },
          ],
          sscc: { extensionDigit: 3, firstSerial: 1, lastSerial: 999_999 },
          http: { port: ports.edge },
        }),
        named('edge'),
      ),
    );
    const endpoints: Endpoints = {
      v: 1,
      pid: process.pid,
      central: central.url,
      gateway: gateway.httpUrl,
      mqtt: gateway.mqttUrl,
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

function centralSettings(folder: string, ports: Ports) {
  return centralConfig.parse({
    dataDir: join(folder, 'central'),
    http: { port: ports.central },
    seller: demoSeller,
    sites: { [demoSite]: { name: 'Hamburg', gs1CompanyPrefix: demoCompanyPrefix } },
  });
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
