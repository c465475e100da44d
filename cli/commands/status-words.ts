import { conditionOf } from '../../protocols/wire/site-condition.ts';
import type {
  CentralStatus,
  CloudSyncStatus,
  GatewayStatus,
  StationReport,
} from '../../protocols/wire/status.ts';
import type { Hop, StatusReport } from './status-report.ts';

/** The report for people. */
export function render(report: StatusReport): string {
  const lines = [
    ...report.edges.flatMap((hop) => section('edge', hop, edgeLines)),
    ...section('gateway', report.gateway, gatewayLines),
    ...section('cloud-sync', report.cloudSync, cloudSyncLines),
    ...section('central', report.central, centralLines),
    ...verdict(report),
  ];
  return `${lines.join('\n')}\n`;
}

function verdict({ edges, gateway, cloudSync, central, troubles }: StatusReport): string[] {
  const missing = [...edges, gateway, cloudSync, central].filter(({ status }) => status === null).length;
  const all = missing === 0 ? troubles : [`${missing} of the services did not answer`, ...troubles];
  if (all.length === 0) return ['', 'All is well.'];
  return ['', `${all.length} to look at:`, ...all.map((each) => `  ! ${each}`)];
}

function section<Status extends { readonly version: string }>(
  name: string,
  hop: Hop<Status>,
  linesOf: (status: Status) => string[],
): string[] {
  if (hop.status === null) return [`${name}  ${hop.url}  NOT REACHED: ${hop.error}`];
  const ready = hop.notReady.length === 0 ? 'ready' : `NOT READY: ${hop.notReady.join(', ')}`;
  return [
    `${name}  ${hop.url}  version ${hop.status.version}  ${ready}`,
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
        `station ${station.station}: ${conditionOf(station, status.at)}, up to ${station.upTo}, last ${station.lastReceivedAt ?? '-'}, version ${station.report?.version ?? '-'}`,
    ),
    ...status.consumers.map(
      (consumer) =>
        `consumer ${consumer.name}: cursor ${consumer.cursor}, lag ${consumer.lag}, oldest ${consumer.oldestUnprocessedAt ?? '-'}`,
    ),
    ...status.subscribers.map(
      (subscriber) =>
        `subscriber ${subscriber.name} (${subscriber.kind}): ${subscriber.connected ? 'connected' : 'not connected'}, lag ${subscriber.lag}, undelivered ${subscriber.deadLetters}`,
    ),
    ...status.incidents.map(
      (incident) =>
        `incident ${incident.code} ${incident.subject} since ${incident.firstAt}: ${incident.detail}`,
    ),
    `archive: ${status.archive.segments} segments, ${status.archive.bytes} bytes, up to ${status.archive.cursor}`,
    `disk: ${status.disk === null ? 'unknown' : `${Math.round(status.disk.freeBytes / 1e6)} MB free`}`,
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
