import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import '../http/api-doc.ts';
import { packageVersion } from '../package-root.ts';

/** A metric as a row of a table: names and units follow the conventions of Prometheus. */
export interface MetricRow {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels?: readonly string[];
  /** Upper bounds of a histogram. */
  readonly buckets?: readonly number[];
}
export type MetricTable<Name extends string> = Readonly<Record<Name, MetricRow>>;

type Labels = Readonly<Record<string, string>>;

/** Where a collector puts what it read for one scrape. */
export type PutMetric<Name extends string> = (name: Name, value: number | null, labels?: Labels) => void;

export interface Metrics<Name extends string> {
  /** Notes one observation of a histogram. */
  observe(name: Name, value: number): void;
  /** The exposition text: what `collect` puts now, and what was observed since the start. */
  text(): Promise<string>;
  readonly contentType: string;
  stop(): void;
}

/** What every service tells of its process. */
export const processMetrics = {
  packproof_build_info: { type: 'gauge', help: 'Always 1; the version is a label.', labels: ['version'] },
  process_start_time_seconds: { type: 'gauge', help: 'When the process started, in seconds since 1970.' },
  process_cpu_seconds_total: { type: 'counter', help: 'Processor time that the process has used.' },
  process_resident_memory_bytes: { type: 'gauge', help: 'Memory of the process that is in RAM.' },
  packproof_event_loop_delay_seconds: {
    type: 'gauge',
    help: 'How late the event loop was since the scrape before, by quantile.',
    labels: ['quantile'],
  },
} as const satisfies MetricTable<string>;
type ProcessMetric = keyof typeof processMetrics;

const delayResolutionMs = 20;

/**
 * The metrics of one service, in a registry of its own. Counters and gauges are read from the service at each scrape, so
 * that nothing is counted twice; only histograms collect what is observed in between.
 */
export function createMetrics<Name extends string>(
  table: MetricTable<Name>,
  collect: (put: PutMetric<Name>) => void | Promise<void>,
): Metrics<Name> {
  const registry = new Registry();
  const rows: [string, MetricRow][] = [
    ...Object.entries(processMetrics),
    ...Object.entries<MetricRow>(table),
  ];
  const metrics = new Map(rows.map(([name, row]) => [name, register(registry, name, row)]));
  const delays = monitorEventLoopDelay({ resolution: delayResolutionMs });
  delays.enable();

  const put: PutMetric<string> = (name, value, labels = {}) => {
    const metric = metrics.get(name);
    if (value === null || !Number.isFinite(value)) return;
    if (metric instanceof Gauge) metric.set(labels, value);
    else if (metric instanceof Counter) metric.inc(labels, value);
  };

  return {
    observe(name, value) {
      const metric = metrics.get(name);
      if (metric instanceof Histogram) metric.observe(value);
    },
    async text() {
      for (const metric of metrics.values()) if (!(metric instanceof Histogram)) metric.reset();
      collectProcess(put);
      for (const quantile of [50, 99, 100]) {
        const lateNs = Math.max(0, delays.percentile(quantile) - delayResolutionMs * 1e6);
        put('packproof_event_loop_delay_seconds', lateNs / 1e9, { quantile: String(quantile / 100) });
      }
      delays.reset();
      await collect(put);
      return registry.metrics();
    },
    contentType: registry.contentType,
    stop: () => void delays.disable(),
  };
}

/** Adds `GET /metrics` for whoever may look. */
export function addMetricsRoute(app: FastifyInstance, metrics: Metrics<never>): void {
  const doc = { summary: 'Read the metrics in the text format of Prometheus', answerType: 'text/plain' };
  app.get('/metrics', { config: { role: 'reader', doc } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
}

function register(registry: Registry, name: string, row: MetricRow): Counter | Gauge | Histogram {
  const common = { name, help: row.help, labelNames: [...(row.labels ?? [])], registers: [registry] };
  if (row.type === 'counter') return new Counter(common);
  if (row.type === 'gauge') return new Gauge(common);
  return new Histogram({ ...common, buckets: [...(row.buckets ?? [])] });
}

function collectProcess(put: PutMetric<ProcessMetric>): void {
  const { user, system } = process.cpuUsage();
  put('packproof_build_info', 1, { version: packageVersion });
  put('process_start_time_seconds', Math.round(Date.now() / 1000 - process.uptime()));
  put('process_cpu_seconds_total', (user + system) / 1e6);
  put('process_resident_memory_bytes', process.memoryUsage.rss());
}
