import type { MetricTable, PutMetric } from '../kernel/operate/metrics.ts';
import type { CloudSyncStatus } from '../protocols/wire/status.ts';

const perDirection = ['direction'] as const;

export const cloudSyncMetrics = {
  packproof_cloud_sync_cursor: {
    type: 'gauge',
    help: "How far each direction is: up in the gateway's log, down in the work of central.",
    labels: perDirection,
  },
  packproof_cloud_sync_last_success_timestamp_seconds: {
    type: 'gauge',
    help: 'When the last round succeeded, in seconds since 1970.',
    labels: perDirection,
  },
  packproof_cloud_sync_failing: {
    type: 'gauge',
    help: '1 while the last round of a direction failed.',
    labels: perDirection,
  },
  packproof_cloud_sync_failures_total: {
    type: 'counter',
    help: 'Rounds that failed since the start.',
    labels: perDirection,
  },
  packproof_cloud_sync_facts_sent_total: {
    type: 'counter',
    help: 'Facts that were sent to central since the start.',
  },
  packproof_cloud_sync_caught_up: {
    type: 'gauge',
    help: "1 if central had the gateway's whole log after the last round; the gateway knows by how much it lags.",
  },
  packproof_cloud_sync_work_documents_total: {
    type: 'counter',
    help: 'Documents of work that were brought to the gateway since the start.',
  },
} as const satisfies MetricTable<string>;

export function collectCloudSync(
  put: PutMetric<keyof typeof cloudSyncMetrics>,
  { up, down }: Pick<CloudSyncStatus, 'up' | 'down'>,
): void {
  put('packproof_cloud_sync_facts_sent_total', up.sent);
  put('packproof_cloud_sync_caught_up', up.caughtUp ? 1 : 0);
  put('packproof_cloud_sync_work_documents_total', down.documents);
  for (const [direction, side] of Object.entries({ up, down })) {
    const lastSuccessMs = side.lastSuccessAt === null ? null : Date.parse(side.lastSuccessAt);
    put('packproof_cloud_sync_cursor', side.cursor, { direction });
    put(
      'packproof_cloud_sync_last_success_timestamp_seconds',
      lastSuccessMs === null ? null : lastSuccessMs / 1000,
      { direction },
    );
    put('packproof_cloud_sync_failing', side.lastError === null ? 0 : 1, { direction });
    put('packproof_cloud_sync_failures_total', side.failures, { direction });
  }
}
