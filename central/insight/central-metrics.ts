import type { FastifyInstance } from 'fastify';
import {
  addMetricsRoute,
  createMetrics,
  type MetricTable,
  type PutMetric,
} from '../../kernel/operate/metrics.ts';
import type { CentralContext } from '../context.ts';
import type { Db } from '../database/database.ts';
import { countExceptions } from './irregular.ts';
import { countsByStatus } from './status-routes.ts';

export const centralMetrics = {
  packproof_central_facts_total: {
    type: 'counter',
    help: 'Facts of a site that central has committed, those set aside included.',
    labels: ['site'],
  },
  packproof_central_stations: {
    type: 'gauge',
    help: 'Stations of a site that sent facts.',
    labels: ['site'],
  },
  packproof_central_last_fact_timestamp_seconds: {
    type: 'gauge',
    help: 'When the last fact of a site came, in seconds since 1970.',
    labels: ['site'],
  },
  packproof_central_exceptions_open: { type: 'gauge', help: 'Facts that a person has to look at.' },
  packproof_central_orders: { type: 'gauge', help: 'Orders by status.', labels: ['status'] },
  packproof_central_invoices: { type: 'gauge', help: 'Invoices by status.', labels: ['status'] },
} as const satisfies MetricTable<string>;
type Put = PutMetric<keyof typeof centralMetrics>;

/** `GET /metrics`. */
export function metricsRoutes(app: FastifyInstance, { db }: CentralContext): void {
  const metrics = createMetrics(centralMetrics, async (put) => {
    await collectSites(put, db);
    put('packproof_central_exceptions_open', await countExceptions(db));
    for (const [status, count] of Object.entries(await countsByStatus(db, 'orders')))
      put('packproof_central_orders', count, { status });
    for (const [status, count] of Object.entries(await countsByStatus(db, 'invoices')))
      put('packproof_central_invoices', count, { status });
  });
  addMetricsRoute(app, metrics);
  app.addHook('onClose', async () => metrics.stop());
}

/** A station's facts come without gaps, so its last number is their count. */
async function collectSites(put: Put, db: Db): Promise<void> {
  const sites = await db
    .selectFrom('fact_heads')
    .select('site')
    .select(({ fn }) => [
      fn.countAll<number>().as('stations'),
      fn.sum<number>('up_to').as('facts'),
      fn.max('received_at').as('last_at'),
    ])
    .groupBy('site')
    .execute();
  for (const { site, stations, facts, last_at } of sites) {
    put('packproof_central_stations', Number(stations), { site });
    put('packproof_central_facts_total', Number(facts), { site });
    put('packproof_central_last_fact_timestamp_seconds', Date.parse(last_at) / 1000, { site });
  }
}
