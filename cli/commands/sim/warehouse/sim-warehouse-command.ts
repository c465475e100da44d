import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { startChild } from '../../../child-service.ts';
import { cliErrors } from '../../../cli-errors.ts';
import type { ProcessUsage } from '../../../process-usage.ts';
import { readNamedFile } from '../../../read-named-file.ts';
import { tokenOf } from '../../../service-access.ts';
import { httpAddress, mqttAddress, webSocketAddress } from '../../../service-address.ts';
import type { GatewayAccess } from './part-messages.ts';
import { planWarehouse, type SimulatedStation } from './warehouse-plan.ts';

interface WarehouseOptions {
  readonly stations: number;
  readonly handhelds: number;
  readonly portals: number;
  readonly subscribers: number;
  readonly rate: number | 'max';
  readonly seconds: number;
  readonly backlog: number;
  readonly processes: number;
  readonly disk?: boolean;
  readonly site: string;
  readonly mqtt?: string;
  readonly webSocket?: string;
  readonly ca?: string;
  readonly http?: string;
  readonly tokenFile?: string;
  readonly unsigned?: boolean;
  readonly stationTokenFile?: string;
  readonly subscriberName?: string;
  readonly subscriberTokenFile?: string;
  readonly json?: boolean;
}

/** Adds `packproof sim warehouse`: a whole site under load, to size a real one and to measure this program. */
export function addSimWarehouseCommand(sim: Command): void {
  sim
    .command('warehouse')
    .description(
      'a whole site under load: stations, handhelds, RFID portals and subscribers, in processes of their own',
    )
    .option('--stations <n>', 'pack stations', whole, 20)
    .option('--handhelds <n>', 'handhelds', whole, 0)
    .option('--portals <n>', 'RFID portals, which send 80 facts at once', whole, 0)
    .option('--subscribers <n>', 'back-office systems that receive every event', whole, 1)
    .option('--rate <n>', 'facts in a second of the whole site, or "max"', rate, 200)
    .option('--seconds <n>', 'how long new facts are made', whole, 30)
    .option(
      '--backlog <n>',
      'facts that wait at each station before it connects: a time without network',
      whole,
      0,
    )
    .option(
      '--processes <n>',
      'processes for the stations',
      whole,
      Math.max(1, Math.min(4, availableParallelism() - 1)),
    )
    .option(
      '--disk',
      'stations keep their logs on this disk instead of in memory: real ones have a disk each',
    )
    .option('--site <site>', 'the site of the gateway', 'SIM')
    .option(
      '--mqtt <url>',
      'a gateway that runs already; without it one is started for the time',
      mqttAddress,
    )
    .option('--web-socket <url>', 'where its handhelds connect: wss://host:port/mqtt', webSocketAddress)
    .option(
      '--ca <file>',
      "the authorities of its certificate, in PEM: identity/ca.crt of the gateway's data folder",
    )
    .option(
      '--http <url>',
      'its HTTP address, where the stations are enrolled so that they sign as real ones do (needs a token of the role operator)',
      httpAddress,
    )
    .option('--token-file <file>', 'file that holds that token (or PACKPROOF_TOKEN)')
    .option('--unsigned', 'stations have no keys and sign nothing, as those with tokens of the configuration')
    .option(
      '--station-token-file <file>',
      'file that holds what each station signs in with, if it is not enrolled (or PACKPROOF_STATION_TOKEN)',
    )
    .option('--subscriber-name <name>', 'what subscribers sign in as')
    .option(
      '--subscriber-token-file <file>',
      'file that holds what they sign in with (or PACKPROOF_SUBSCRIBER_TOKEN)',
    )
    .option('--json', 'print the figures as JSON')
    .action(simulate);
  sim
    .command('warehouse-part', { hidden: true })
    .action(async () => (await import('./warehouse-part.ts')).runWarehousePart());
}

async function simulate(options: WarehouseOptions): Promise<void> {
  const { runWarehouse } = await import('./run-warehouse.ts');
  const { progressLine, renderResult, resultJson } = await import('./warehouse-report.ts');
  const folder = mkdtempSync(join(tmpdir(), 'packproof-warehouse-'));
  const gateway = await gatewayFor(options, folder);
  const isTerminal = process.stderr.isTTY === true;
  const parts = planWarehouse({ ...options, rate: options.rate === 'max' ? null : options.rate });
  try {
    const result = await runWarehouse({
      access: { ...gateway.access, identityFolder: await identitiesOf(options, gateway, parts, folder) },
      parts,
      subscribers: options.subscribers,
      seconds: options.seconds,
      folder: options.disk === true ? folder : null,
      backlog: options.backlog,
      gateway: gateway.usage,
      tell: (progress) => {
        if (isTerminal) process.stderr.write(`\r\u001b[K${progressLine(progress)}`);
      },
    });
    if (isTerminal) process.stderr.write('\r\u001b[K');
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify(resultJson(result))}\n`
        : renderResult(result, options.subscribers),
    );
  } finally {
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Enrols the stations; undefined if they are to sign nothing. */
async function identitiesOf(
  options: WarehouseOptions,
  { httpUrl }: GatewayUnderLoad,
  parts: readonly (readonly SimulatedStation[])[],
  folder: string,
): Promise<string | undefined> {
  if (options.unsigned === true) return undefined;
  if (httpUrl === null) {
    process.stderr.write(
      'the stations sign nothing: --http with a token enrols them, --unsigned says that it is meant\n',
    );
    return undefined;
  }
  const { enrolStations } = await import('./enrol-stations.ts');
  const stations = parts.flat().map(({ station }) => station);
  const identities = join(folder, 'identities');
  await enrolStations({
    gatewayUrl: httpUrl,
    token: tokenOf(options),
    caFile: options.ca,
    stations,
    folder: identities,
  });
  return identities;
}

interface GatewayUnderLoad {
  readonly access: GatewayAccess;
  /** Null: not known. */
  readonly httpUrl: string | null;
  readonly usage: ProcessUsage | null;
  stop(): Promise<void>;
}

async function gatewayFor(options: WarehouseOptions, folder: string): Promise<GatewayUnderLoad> {
  if (options.mqtt !== undefined)
    return {
      access: accessOf(options, options.mqtt),
      httpUrl: options.http ?? null,
      usage: null,
      stop: async () => {},
    };
  const { site } = options;
  const settings = { site, dataDir: join(folder, 'gateway'), mqtt: { port: 0 }, http: { port: 0 } };
  const { ready, usage, stop } = await startChild('gateway', 'gateway', settings, folder);
  const webSocketUrl = `${(ready.httpUrl ?? '').replace(/^http/, 'ws')}/mqtt`;
  const access = { site, mqttUrl: ready.mqttUrl ?? '', webSocketUrl };
  return { access, httpUrl: ready.httpUrl ?? '', usage, stop };
}

function accessOf(options: WarehouseOptions, mqttUrl: string): GatewayAccess {
  const { site, webSocket, handhelds, ca, stationTokenFile, subscriberName, subscriberTokenFile } = options;
  if (handhelds > 0 && webSocket === undefined)
    throw cliErrors.fault(
      'OPTIONS_INCOMPLETE',
      '--handhelds at a gateway that runs already needs --web-socket',
    );
  return {
    site,
    mqttUrl,
    webSocketUrl: webSocket ?? '',
    ca: ca === undefined ? undefined : readNamedFile(ca),
    stationToken: secretOf(stationTokenFile, 'PACKPROOF_STATION_TOKEN'),
    subscriberName,
    subscriberToken: secretOf(subscriberTokenFile, 'PACKPROOF_SUBSCRIBER_TOKEN'),
  };
}

/** Never of the command itself: everyone on a machine sees its list of processes. @throws FILE_UNREADABLE */
function secretOf(file: string | undefined, variable: string): string | undefined {
  return file === undefined ? process.env[variable] : readNamedFile(file).trim();
}

function whole(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('A whole number is wanted.');
  return Number(value);
}

function rate(value: string): number | 'max' {
  if (value === 'max') return value;
  if (!/^\d{1,7}(\.\d+)?$/.test(value)) throw new InvalidArgumentError('A number or "max" is wanted.');
  return Number(value);
}
