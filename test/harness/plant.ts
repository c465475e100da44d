import { join } from 'node:path';
import { VirtualScanner } from '../../devices/simulators/virtual-scanner.ts';
import { Person } from './person.ts';
import { freePorts } from './ports.ts';
import { ServiceProcess, type ServiceSurroundings } from './service-process.ts';

/** A site with its central service, each a real process, and a person with a scanner at each station. */
export interface Plant {
  readonly folder: string;
  readonly site: string;
  readonly centralUrl: string;
  readonly gatewayUrl: string;
  readonly mqttUrl: string;
  readonly services: {
    readonly central: ServiceProcess;
    readonly gateway: ServiceProcess;
    readonly cloudSync: ServiceProcess;
    readonly edges: readonly ServiceProcess[];
  };
  readonly people: readonly Person[];
  stop(): Promise<void>;
}

type PlantService = 'central' | 'gateway' | 'cloudSync' | 'edge';

export interface PlantOptions {
  readonly folder: string;
  readonly stations: number;
  /** Where the edge agents find the gateway's broker, if not directly: a proxy in between. */
  readonly mqttPortForEdges?: (gatewayPort: number) => Promise<number>;
  /** Where cloud-sync finds the HTTP services, if not directly. */
  readonly portsForSync?: (ports: {
    readonly gateway: number;
    readonly central: number;
  }) => Promise<{ readonly gateway: number; readonly central: number }>;
  readonly gatewaySettings?: object;
  /** What the processes of a kind are started with beside their configuration. */
  readonly surroundings?: Partial<Readonly<Record<PlantService, ServiceSurroundings>>>;
  readonly edgeSettings?: object;
  readonly centralSettings?: object;
}

export const plantSite = 'HAM';
/** GS1 gives the prefix 952 to demonstrations and examples. */
export const plantCompanyPrefix = '9520001';

export async function startPlant(options: PlantOptions): Promise<Plant> {
  const { folder, stations, surroundings = {} } = options;
  const ports = await freePorts(5 + stations);
  const [centralPort = 0, gatewayPort = 0, mqttPort = 0, cloudSyncPort = 0, ...edgePorts] = ports;
  const centralUrl = `http://127.0.0.1:${centralPort}`;
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
  const mqttUrl = `mqtt://127.0.0.1:${mqttPort}`;
  const direct = { gateway: gatewayPort, central: centralPort };
  const forSync = (await options.portsForSync?.(direct)) ?? direct;
  const edgeMqttPort = (await options.mqttPortForEdges?.(mqttPort)) ?? mqttPort;
  const central = new ServiceProcess(
    'central',
    'central',
    { central: { ...centralSettings(folder, centralPort), ...options.centralSettings }, log: quiet },
    folder,
    surroundings.central,
  );
  const gateway = new ServiceProcess(
    'gateway',
    'gateway',
    {
      gateway: {
        site: plantSite,
        dataDir: join(folder, 'gateway'),
        mqtt: { port: mqttPort },
        http: { port: gatewayPort },
        ...options.gatewaySettings,
      },
      log: quiet,
    },
    folder,
    surroundings.gateway,
  );
  const cloudSync = new ServiceProcess(
    'cloud-sync',
    'cloud-sync',
    {
      cloudSync: {
        site: plantSite,
        gateway: { httpUrl: `http://127.0.0.1:${forSync.gateway}`, mqttUrl },
        central: { url: `http://127.0.0.1:${forSync.central}` },
        http: { port: cloudSyncPort },
      },
      log: quiet,
    },
    folder,
    surroundings.cloudSync,
  );
  const scanners: VirtualScanner[] = [];
  const edges: ServiceProcess[] = [];
  const people: Person[] = [];
  for (let n = 1; n <= stations; n += 1) {
    const station = `S${n}`;
    const scanner = new VirtualScanner({
      id: station,
      link: join(folder, `scanner-${station}`),
      framing: 'cr',
    });
    scanner.plug();
    scanners.push(scanner);
    const port = edgePorts[n - 1] ?? 0;
    const edge = {
      site: plantSite,
      station,
      dataDir: join(folder, `edge-${station}`),
      gateway: { httpUrl: gatewayUrl, mqttUrl: `mqtt://127.0.0.1:${edgeMqttPort}` },
      scanners: [{ id: 'scanner-1', path: join(folder, `scanner-${station}`), framing: 'cr' }],
      sscc: { extensionDigit: n, firstSerial: 1, lastSerial: 99_999_999 },
      http: { port },
      ...options.edgeSettings,
    };
    edges.push(
      new ServiceProcess(`edge-${station}`, 'edge', { edge, log: quiet }, folder, surroundings.edge),
    );
    people.push(new Person(station, `http://127.0.0.1:${port}`, scanner));
  }
  const all = [central, gateway, cloudSync, ...edges];
  const stop = async () => {
    for (const person of people) person.leave();
    await Promise.all(all.map((service) => service.stop()));
    for (const scanner of scanners) scanner.unplug();
  };
  try {
    // Nobody needs another one to start.
    await Promise.all(all.map((service) => service.start()));
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return {
    folder,
    site: plantSite,
    centralUrl,
    gatewayUrl,
    mqttUrl,
    services: { central, gateway, cloudSync, edges },
    people,
    stop,
  };
}

const quiet = { level: 'warn' };

function centralSettings(folder: string, port: number): object {
  return {
    dataDir: join(folder, 'central'),
    http: { port },
    sites: { [plantSite]: { name: 'Hamburg', gs1CompanyPrefix: plantCompanyPrefix } },
    seller: {
      name: 'Packproof Demo Trading GmbH',
      street: 'Speicherstadt 1',
      city: 'Hamburg',
      postalCode: '20457',
      country: 'DE',
      vatId: 'DE123456789',
      iban: 'DE89370400440532013000',
      email: 'accounts@demo.example',
    },
  };
}
