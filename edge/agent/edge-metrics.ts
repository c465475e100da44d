import type { MetricTable, PutMetric } from '../../kernel/operate/metrics.ts';
import type { StationReport } from '../../protocols/wire/status.ts';

const perDevice = ['device'] as const;

export const edgeMetrics = {
  packproof_edge_facts_total: {
    type: 'counter',
    help: 'Facts that the station has stored: its last number.',
  },
  packproof_edge_facts_unacknowledged: {
    type: 'gauge',
    help: 'Facts that the gateway has not acknowledged.',
  },
  packproof_edge_oldest_fact_age_seconds: {
    type: 'gauge',
    help: 'Age of the oldest fact that the gateway has not acknowledged; 0 if there is none.',
  },
  packproof_edge_connected: { type: 'gauge', help: '1 if the station is connected to its gateway.' },
  packproof_edge_delivery_stopped: {
    type: 'gauge',
    help: '1 if delivery has stopped until a person acts.',
  },
  packproof_edge_scan_seconds: {
    type: 'histogram',
    help: 'From the reading of a code to its stored decision.',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1],
  },
  packproof_edge_readings_waiting: { type: 'gauge', help: 'Readings that wait to be stored.' },
  packproof_edge_store_failing: { type: 'gauge', help: '1 if the station cannot store.' },
  packproof_edge_device_connected: {
    type: 'gauge',
    help: '1 if the device is connected.',
    labels: perDevice,
  },
  packproof_edge_device_events_total: {
    type: 'counter',
    help: 'What came from a device since the start, by kind.',
    labels: ['device', 'kind'],
  },
  packproof_edge_work_age_seconds: {
    type: 'gauge',
    help: 'How old the knowledge of the work of the site is.',
  },
  packproof_edge_orders_open: { type: 'gauge', help: 'Open orders that the station knows.' },
} as const satisfies MetricTable<string>;
export type EdgeMetric = keyof typeof edgeMetrics;

export function collectEdge(put: PutMetric<EdgeMetric>, { facts, work, devices, at }: StationReport): void {
  put('packproof_edge_facts_total', facts.lastSeq);
  put('packproof_edge_facts_unacknowledged', facts.unacknowledged);
  put('packproof_edge_oldest_fact_age_seconds', ageSeconds(facts.oldestUnacknowledgedAt, at) ?? 0);
  put('packproof_edge_connected', facts.connected ? 1 : 0);
  put('packproof_edge_delivery_stopped', facts.stopped === null ? 0 : 1);
  put('packproof_edge_work_age_seconds', ageSeconds(work.asOf, at));
  put('packproof_edge_orders_open', work.orders);
  for (const { id, state, counts } of devices) {
    put('packproof_edge_device_connected', state === 'connected' ? 1 : 0, { device: id });
    for (const [kind, count] of Object.entries(counts))
      put('packproof_edge_device_events_total', count, { device: id, kind });
  }
}

function ageSeconds(since: string | null, at: string): number | null {
  return since === null ? null : Math.max(0, (Date.parse(at) - Date.parse(since)) / 1000);
}
