import type { MetricTable, PutMetric } from '../../kernel/operate/metrics.ts';
import type { GatewayStatus, StationAtGateway } from '../../protocols/wire/status.ts';
import type { CertificateEnd } from '../identity/certificates/certificate-watch.ts';

const perStation = ['station'] as const;
const perConsumer = ['consumer'] as const;
const perSubscriber = ['subscriber'] as const;
const seconds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5] as const;

/** Stations beyond this many are counted and not told apart, so that a gateway cannot flood its Prometheus. */
const maxStations = 200;

export const gatewayMetrics = {
  packproof_gateway_facts_total: {
    type: 'counter',
    help: 'Entries of the fact log, those set aside included: its position.',
  },
  packproof_gateway_facts_set_aside_total: { type: 'counter', help: 'Facts that were set aside as invalid.' },
  packproof_gateway_fact_conflicts_total: {
    type: 'counter',
    help: 'Facts that came under a number that the log holds with another hash.',
  },
  packproof_gateway_facts_received_total: {
    type: 'counter',
    help: 'Facts that arrived since the start, however often each.',
  },
  packproof_gateway_facts_duplicate_total: {
    type: 'counter',
    help: 'Facts that arrived since the start and were in the log already.',
  },
  packproof_gateway_refused_total: {
    type: 'counter',
    help: 'Refusals since the start, by error code.',
    labels: ['code'],
  },
  packproof_gateway_commit_seconds: {
    type: 'histogram',
    help: 'Time of a commit of the fact log, with its fsync.',
    buckets: seconds,
  },
  packproof_gateway_commit_facts: {
    type: 'histogram',
    help: 'Facts of one commit of the fact log.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500],
  },
  packproof_gateway_pending_messages: { type: 'gauge', help: 'Messages that wait for their commit.' },
  packproof_gateway_pending_bytes: { type: 'gauge', help: 'Bytes of messages that wait for their commit.' },
  packproof_gateway_store_writable: { type: 'gauge', help: '1 if the database can be written.' },
  packproof_gateway_disk_free_bytes: { type: 'gauge', help: 'Free bytes where the database is.' },
  packproof_gateway_archive_segments: { type: 'gauge', help: 'Segment files of the archive.' },
  packproof_gateway_archive_bytes: { type: 'gauge', help: 'Bytes of the segment files.' },
  packproof_gateway_archive_cursor: { type: 'gauge', help: 'The last position of the log that is archived.' },
  packproof_gateway_stations: { type: 'gauge', help: 'Known stations.' },
  packproof_gateway_stations_connected: { type: 'gauge', help: 'Connected stations.' },
  packproof_gateway_station_connected: {
    type: 'gauge',
    help: '1 if the station is connected; the first 200 stations.',
    labels: perStation,
  },
  packproof_gateway_station_lag_facts: {
    type: 'gauge',
    help: 'Facts that the station has stored and not delivered, as it said last.',
    labels: perStation,
  },
  packproof_gateway_station_oldest_fact_age_seconds: {
    type: 'gauge',
    help: 'Age of the oldest fact that the station has not delivered; 0 if there is none.',
    labels: perStation,
  },
  packproof_gateway_station_clock_skew_seconds: {
    type: 'gauge',
    help: "How far the station's clock is ahead.",
    labels: perStation,
  },
  packproof_gateway_consumer_lag_events: {
    type: 'gauge',
    help: 'Events that a consumer has not processed.',
    labels: perConsumer,
  },
  packproof_gateway_consumer_oldest_event_age_seconds: {
    type: 'gauge',
    help: 'Age of the oldest event that a consumer has not processed; 0 if there is none.',
    labels: perConsumer,
  },
  packproof_gateway_subscriber_connected: {
    type: 'gauge',
    help: '1 if the subscriber is reached.',
    labels: perSubscriber,
  },
  packproof_gateway_subscriber_lag_events: {
    type: 'gauge',
    help: 'Events that were not brought to a subscriber yet.',
    labels: perSubscriber,
  },
  packproof_gateway_subscriber_dead_letters: {
    type: 'gauge',
    help: 'Events that were given up for a subscriber and wait for a person.',
    labels: perSubscriber,
  },
  packproof_gateway_epcis_lag_facts: {
    type: 'gauge',
    help: 'Entries of the log that were not told as EPCIS events yet.',
  },
  packproof_gateway_floor_lag_facts: {
    type: 'gauge',
    help: 'Entries of the log that the floor (orders, totes, parcels, walks) does not show yet.',
  },
  packproof_gateway_work_age_seconds: {
    type: 'gauge',
    help: 'How old the knowledge of the work of the site is.',
  },
  packproof_gateway_work_documents: { type: 'gauge', help: 'Documents of work that stations can hold.' },
  packproof_gateway_certificate_expiry_timestamp_seconds: {
    type: 'gauge',
    help: "When the gateway's own certificate (server) and each CA of the site (ca serving, ca next, ca old) end.",
    labels: ['certificate'],
  },
  packproof_gateway_incidents_open: {
    type: 'gauge',
    help: 'Troubles that last, by error code.',
    labels: ['code'],
  },
} as const satisfies MetricTable<string>;
type GatewayMetric = keyof typeof gatewayMetrics;

/** What the ingest counts since the start, and no database does. */
export interface IngestCounts {
  readonly received: number;
  readonly duplicate: number;
  readonly pendingMessages: number;
  readonly pendingBytes: number;
}

type Put = PutMetric<GatewayMetric>;

export function collectGateway(
  put: Put,
  status: GatewayStatus,
  ingest: IngestCounts,
  writable: boolean,
): void {
  const { log, work, archive, at } = status;
  put('packproof_gateway_facts_total', log.cursor);
  put('packproof_gateway_facts_set_aside_total', log.setAside);
  put('packproof_gateway_fact_conflicts_total', log.conflicts);
  put('packproof_gateway_facts_received_total', ingest.received);
  put('packproof_gateway_facts_duplicate_total', ingest.duplicate);
  put('packproof_gateway_pending_messages', ingest.pendingMessages);
  put('packproof_gateway_pending_bytes', ingest.pendingBytes);
  for (const [code, count] of Object.entries(status.refused))
    put('packproof_gateway_refused_total', count, { code });
  put('packproof_gateway_store_writable', writable ? 1 : 0);
  put('packproof_gateway_disk_free_bytes', status.disk?.freeBytes ?? null);
  put('packproof_gateway_archive_segments', archive.segments);
  put('packproof_gateway_archive_bytes', archive.bytes);
  put('packproof_gateway_archive_cursor', archive.cursor);
  put('packproof_gateway_work_age_seconds', work.asOf === null ? null : ageSeconds(work.asOf, at));
  put('packproof_gateway_work_documents', work.documents);
  for (const [code, count] of countBy(status.incidents.map((incident) => incident.code)))
    put('packproof_gateway_incidents_open', count, { code });
  collectStations(put, status.stations, at);
  collectReaders(put, status);
}

export function collectCertificates(put: Put, ends: readonly CertificateEnd[]): void {
  for (const { certificate, notAfterMs } of ends)
    put('packproof_gateway_certificate_expiry_timestamp_seconds', notAfterMs / 1000, { certificate });
}

function collectStations(put: Put, stations: readonly StationAtGateway[], at: string): void {
  put('packproof_gateway_stations', stations.length);
  put('packproof_gateway_stations_connected', stations.filter(({ connected }) => connected).length);
  for (const { station, connected, report, clockSkewMs } of stations.slice(0, maxStations)) {
    const labels = { station };
    put('packproof_gateway_station_connected', connected ? 1 : 0, labels);
    put(
      'packproof_gateway_station_clock_skew_seconds',
      clockSkewMs === null ? null : clockSkewMs / 1000,
      labels,
    );
    if (report === null) continue;
    const { unacknowledged, oldestUnacknowledgedAt } = report.facts;
    put('packproof_gateway_station_lag_facts', unacknowledged, labels);
    put('packproof_gateway_station_oldest_fact_age_seconds', ageSeconds(oldestUnacknowledgedAt, at), labels);
  }
}

function collectReaders(put: Put, { consumers, subscribers, at }: GatewayStatus): void {
  for (const { name, lag, oldestUnprocessedAt } of consumers) {
    const labels = { consumer: name };
    put('packproof_gateway_consumer_lag_events', lag, labels);
    put('packproof_gateway_consumer_oldest_event_age_seconds', ageSeconds(oldestUnprocessedAt, at), labels);
  }
  for (const { name, connected, lag, deadLetters } of subscribers) {
    const labels = { subscriber: name };
    put('packproof_gateway_subscriber_connected', connected ? 1 : 0, labels);
    put('packproof_gateway_subscriber_lag_events', lag, labels);
    put('packproof_gateway_subscriber_dead_letters', deadLetters, labels);
  }
}

function ageSeconds(since: string | null, at: string): number {
  return since === null ? 0 : Math.max(0, (Date.parse(at) - Date.parse(since)) / 1000);
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
