import type { Command } from 'commander';
import { messageOf } from '../../kernel/errors.ts';
import {
  type CentralStatus,
  type CloudSyncStatus,
  centralStatus,
  cloudSyncStatus,
  type GatewayStatus,
  gatewayStatus,
  type StationReport,
  stationReport,
} from '../../protocols/wire/status.ts';
import { callService } from '../call-service.ts';
import { defaultStateFolder, readEndpoints } from '../endpoints.ts';
import { exitCodes } from '../exit-codes.ts';

interface StatusOptions {
  readonly dataDir: string;
  readonly edge?: string[];
  readonly gateway?: string;
  readonly cloudSync?: string;
  readonly central?: string;
  readonly token?: string;
  readonly json?: boolean;
}

interface Hop<Status> {
  readonly url: string;
  readonly status: Status | null;
  readonly error: string | null;
}

interface Report {
  readonly v: 1;
  readonly edges: readonly Hop<StationReport>[];
  readonly gateway: Hop<GatewayStatus>;
  readonly cloudSync: Hop<CloudSyncStatus>;
  readonly central: Hop<CentralStatus>;
}

/** Adds `packproof status`: every hop's cursor and lag, the oldest unacknowledged fact, devices and versions. */
export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description("every hop's cursor, lag, oldest unacknowledged fact, devices and versions")
    .option('--data-dir <folder>', 'state folder of the "up" to look at', defaultStateFolder)
    .option('--edge <url...>', 'addresses of edge agents')
    .option('--gateway <url>', 'address of the gateway')
    .option('--cloud-sync <url>', 'address of cloud-sync')
    .option('--central <url>', 'address of central')
    .option('--token <token>', 'token of the role reader (or PACKPROOF_TOKEN)')
    .option('--json', 'print as JSON')
    .action(async (options: StatusOptions) => {
      const report = await collect(options);
      process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : render(report));
      const hops = [...report.edges, report.gateway, report.cloudSync, report.central];
      if (hops.some((hop) => hop.status === null)) process.exitCode = exitCodes.unreachable;
    });
}

async function collect(options: StatusOptions): Promise<Report> {
  const known = readEndpoints(options.dataDir);
  const token = options.token ?? process.env.PACKPROOF_TOKEN;
  const ask = async <Status>(url: string, parse: (value: unknown) => Status): Promise<Hop<Status>> => {
    try {
      return { url, status: parse(await callService(`${url}/v1/status`, { token })), error: null };
    } catch (thrown) {
      return { url, status: null, error: messageOf(thrown) };
    }
  };
  const edgeUrls = options.edge ?? known?.edges ?? ['http://127.0.0.1:8082'];
  const [edges, gateway, cloudSync, central] = await Promise.all([
    Promise.all(edgeUrls.map((url) => ask(url, (value) => stationReport.parse(value)))),
    ask(options.gateway ?? known?.gateway ?? 'http://127.0.0.1:8081', (value) => gatewayStatus.parse(value)),
    ask(options.cloudSync ?? known?.cloudSync ?? 'http://127.0.0.1:8083', (value) =>
      cloudSyncStatus.parse(value),
    ),
    ask(options.central ?? known?.central ?? 'http://127.0.0.1:8080', (value) => centralStatus.parse(value)),
  ]);
  return { v: 1, edges, gateway, cloudSync, central };
}

function render(report: Report): string {
  const lines = [
    ...report.edges.flatMap((hop) => section('edge', hop, edgeLines)),
    ...section('gateway', report.gateway, gatewayLines),
    ...section('cloud-sync', report.cloudSync, cloudSyncLines),
    ...section('central', report.central, centralLines),
  ];
  return `${lines.join('\n')}\n`;
}

function section<Status extends { readonly version: string }>(
  name: string,
  hop: Hop<Status>,
  linesOf: (status: Status) => string[],
): string[] {
  if (hop.status === null) return [`${name}  ${hop.url}  NOT REACHED: ${hop.error}`];
  return [
    `${name}  ${hop.url}  version ${hop.status.version}`,
    ...linesOf(hop.status).map((line) => `  ${line}`),
  ];
}

function edgeLines(status: StationReport): string[] {
  const { facts, work } = status;
  return [
    `station ${status.site}/${status.station}, ${facts.connected ? 'connected' : 'NOT CONNECTED'}`,
    `facts: last ${facts.lastSeq}, acknowledged ${facts.acknowledged}, waiting ${facts.unacknowledged}, oldest ${facts.oldestUnacknowledgedAt ?? '-'}`,
    ...(facts.stopped === null ? [] : [`DELIVERY STOPPED: ${facts.stopped}`]),
    `work: cursor ${work.cursor}, ${work.orders} open orders, as of ${work.asOf ?? 'never'}`,
    ...status.devices.map(
      (device) =>
        `${device.kind} ${device.id} on ${device.address}: ${device.state} ${counts(device.counts)}`,
    ),
  ];
}

function gatewayLines(status: GatewayStatus): string[] {
  return [
    `log: cursor ${status.log.cursor}, set aside ${status.log.setAside}, conflicts ${status.log.conflicts}`,
    ...status.stations.map(
      (station) =>
        `station ${station.station}: ${station.connected ? 'connected' : 'not connected'}, up to ${station.upTo}, last ${station.lastReceivedAt ?? '-'}`,
    ),
    ...status.consumers.map(
      (consumer) =>
        `consumer ${consumer.name}: cursor ${consumer.cursor}, lag ${consumer.lag}, oldest ${consumer.oldestUnprocessedAt ?? '-'}`,
    ),
    `work: cursor ${status.work.cursor}, ${status.work.documents} documents, as of ${status.work.asOf ?? 'never'}`,
    ...(Object.keys(status.refused).length === 0 ? [] : [`refused: ${counts(status.refused)}`]),
  ];
}

function cloudSyncLines(status: CloudSyncStatus): string[] {
  const side = (cursor: number | null, at: string | null, error: string | null) =>
    `cursor ${cursor ?? '-'}, last success ${at ?? 'never'}${error === null ? '' : `, LAST ERROR ${error}`}`;
  return [
    `up: ${side(status.up.cursor, status.up.lastSuccessAt, status.up.lastError)}, sent ${status.up.sent}`,
    `down: ${side(status.down.cursor, status.down.lastSuccessAt, status.down.lastError)}, documents ${status.down.documents}`,
  ];
}

function centralLines(status: CentralStatus): string[] {
  const { journal } = status;
  const balance = journal.debitMinor === journal.creditMinor ? 'balanced' : 'NOT BALANCED';
  return [
    ...status.stations.map(
      (station) =>
        `station ${station.site}/${station.station}: up to ${station.upTo}, last ${station.lastReceivedAt}, set aside ${station.setAside}`,
    ),
    `orders: ${counts(status.orders)}`,
    `invoices: ${counts(status.invoices)}`,
    `journal: ${journal.entries} entries, ${balance}`,
    `exceptions: ${status.exceptions}`,
  ];
}

function counts(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}
