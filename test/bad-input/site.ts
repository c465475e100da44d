import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { centralConfig, startCentral } from '../../central/main.ts';
import { cloudSyncConfig, startCloudSync } from '../../cloud-sync/main.ts';
import { type Framing, framings } from '../../devices/scanner/scanner.ts';
import { simulatorConfig, startSimulators } from '../../devices/simulators/main.ts';
import { VirtualScanner } from '../../devices/simulators/virtual-scanner.ts';
import { edgeConfig, startEdge } from '../../edge/main.ts';
import { gatewayConfig, startGateway } from '../../gateway/main.ts';
import { systemClock } from '../../kernel/clock.ts';
import { collectRoutes, type Route } from './routes-of.ts';

export const site = 'HAM';
export const station = 'S1';
export const companyPrefix = '9520001';

/** One token per role, for services that ask for them. */
export const tokens = {
  reader: 'reader-token-000001',
  operator: 'operator-token-0001',
  sync: 'sync-token-00000001',
} as const;

/** Of the station, at the gateway. */
export const stationToken = 'station-token-00001';

export interface Site {
  readonly folder: string;
  /** Every route that the services have declared, whatever they are. */
  readonly routes: readonly Route[];
  readonly urls: Readonly<Record<ServiceName, string>>;
  readonly mqttUrl: string;
  /** One scanner for each framing, all of them at the one station. */
  readonly scanners: Readonly<Record<Framing, VirtualScanner>>;
  /** Every line that the services have logged. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  stop(): Promise<void>;
}

export const serviceNames = ['central', 'gateway', 'cloud-sync', 'edge', 'simulator'] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface SiteOptions {
  /** Every service asks for tokens. */
  readonly guarded?: boolean;
  /** Leave these out. */
  readonly without?: readonly ServiceName[];
  readonly gateway?: Readonly<Record<string, unknown>>;
}

/** Every service of one site and central, each with its real sockets, database files and serial line. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-bad-input-'));
  const logged: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'debug' },
    { write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const deps = { log, clock: systemClock };
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  const routes: Route[] = [];
  const urls: Record<ServiceName, string> = {
    central: '',
    gateway: '',
    'cloud-sync': '',
    edge: '',
    simulator: '',
  };
  async function run<Running extends { stop(): Promise<void> }>(
    service: ServiceName,
    start: () => Promise<Running>,
  ): Promise<Running | undefined> {
    if (options.without?.includes(service)) return undefined;
    const running = await collectRoutes(service, routes, start);
    undo.push(() => running.stop());
    return running;
  }
  const http = {
    port: 0,
    tokens: options.guarded
      ? { [tokens.reader]: 'reader', [tokens.operator]: 'operator', [tokens.sync]: 'sync' }
      : {},
  };
  const token = (role: keyof typeof tokens) => (options.guarded ? { token: tokens[role] } : {});
  let mqttUrl = '';
  const scanners = scannersIn(folder);
  try {
    const central = await run('central', () =>
      startCentral(centralConfig.parse({ dataDir: join(folder, 'central'), http, ...business }), deps),
    );
    urls.central = central?.url ?? '';
    const gateway = await run('gateway', () =>
      startGateway(
        gatewayConfig.parse({
          site,
          dataDir: join(folder, 'gateway'),
          mqtt: { port: 0, ...(options.guarded ? { stationTokens: { [station]: stationToken } } : {}) },
          http,
          ...options.gateway,
        }),
        deps,
      ),
    );
    urls.gateway = gateway?.httpUrl ?? '';
    mqttUrl = gateway?.mqttUrl ?? '';
    const sync = await run('cloud-sync', () => {
      const peers = {
        gateway: { httpUrl: urls.gateway, mqttUrl, ...token('sync') },
        central: { url: urls.central, ...token('sync') },
      };
      return startCloudSync(cloudSyncConfig.parse({ site, http, ...peers }), deps);
    });
    urls['cloud-sync'] = sync?.url ?? '';
    for (const scanner of Object.values(scanners)) scanner.plug();
    undo.push(() => {
      for (const scanner of Object.values(scanners)) scanner.unplug();
    });
    const edge = await run('edge', () =>
      startEdge(
        edgeConfig.parse({
          site,
          station,
          dataDir: join(folder, 'edge'),
          gateway: { httpUrl: urls.gateway, mqttUrl, ...(options.guarded ? { token: stationToken } : {}) },
          scanners: framings.map((framing) => ({ id: framing, path: scanners[framing].link, framing })),
          sscc: { extensionDigit: 1, firstSerial: 1, lastSerial: 9999 },
          http,
        }),
        deps,
      ),
    );
    urls.edge = edge?.url ?? '';
    const simulators = await run('simulator', () =>
      startSimulators(
        simulatorConfig.parse({
          dataDir: folder,
          scanners: [{ id: 'bench', edgeUrl: urls.edge }],
          centralUrl: urls.central,
          http,
        }),
        deps,
      ),
    );
    urls.simulator = simulators?.url ?? '';
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { folder, routes, urls, mqttUrl, scanners, logged, stop };
}

function scannersIn(folder: string): Record<Framing, VirtualScanner> {
  const scanner = (framing: Framing) =>
    new VirtualScanner({ id: framing, link: join(folder, `scanner-${framing}`), framing });
  return { cr: scanner('cr'), lf: scanner('lf'), crlf: scanner('crlf'), 'stx-etx': scanner('stx-etx') };
}

const business = {
  seller: {
    name: 'Elbe Trading GmbH',
    street: 'Hafen 1',
    city: 'Hamburg',
    postalCode: '20457',
    country: 'Germany',
    vatId: 'DE123456789',
    iban: 'DE89370400440532013000',
    email: 'accounts@elbe.example',
  },
  sites: { [site]: { name: 'Hamburg', gs1CompanyPrefix: companyPrefix } },
};
