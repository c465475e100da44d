import fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { addMetricsRoute, createMetrics, type Metrics } from './metrics.ts';

const table = {
  boxes_total: { type: 'counter', help: 'Boxes.', labels: ['colour'] },
  boxes_waiting: { type: 'gauge', help: 'Waiting boxes.' },
  box_seconds: { type: 'histogram', help: 'Time of a box.', buckets: [0.1, 1] },
} as const;

let metrics: Metrics<keyof typeof table>;
afterEach(() => metrics.stop());

test('reads counters and gauges anew at each scrape, and keeps what was observed', async () => {
  const colours = new Map([
    ['red', 3],
    ['blue', 2],
  ]);
  metrics = createMetrics(table, (put) => {
    for (const [colour, count] of colours) put('boxes_total', count, { colour });
    put('boxes_waiting', null);
  });
  metrics.observe('box_seconds', 0.5);
  await metrics.text();
  colours.delete('blue');
  colours.set('red', 4);
  const text = await metrics.text();
  expect(text).toContain('boxes_total{colour="red"} 4');
  expect(text).not.toContain('blue');
  expect(text).toContain('box_seconds_bucket{le="1"} 1');
  expect(text).toMatch(/process_resident_memory_bytes \d{7,}/);
  expect(text).toMatch(/packproof_event_loop_delay_seconds\{quantile="0.99"\} \d/);
  expect(text).toMatch(/packproof_build_info\{version="\d+\.\d+\.\d+"\} 1/);
});

test('two services in one process do not see each other', async () => {
  metrics = createMetrics(table, (put) => put('boxes_waiting', 1));
  const other = createMetrics({ boxes_waiting: { type: 'gauge', help: 'Others.' } }, (put) =>
    put('boxes_waiting', 9),
  );
  expect(await metrics.text()).toMatch(/^boxes_waiting 1$/m);
  expect(await other.text()).toMatch(/^boxes_waiting 9$/m);
  other.stop();
});

test('is served as Prometheus reads it', async () => {
  metrics = createMetrics(table, () => {});
  const app = fastify();
  addMetricsRoute(app, metrics);
  const answer = await app.inject('/metrics');
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
});
