import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { centralMetrics } from '../central/insight/central-metrics.ts';
import { cloudSyncMetrics } from '../cloud-sync/cloud-sync-metrics.ts';
import { edgeMetrics } from '../edge/agent/edge-metrics.ts';
import { gatewayMetrics } from '../gateway/operate/gateway-metrics.ts';
import { type MetricRow, processMetrics } from '../kernel/operate/metrics.ts';
import { packageRoot } from '../kernel/package-root.ts';

const tables: Readonly<Record<string, Readonly<Record<string, MetricRow>>>> = {
  'every service': processMetrics,
  gateway: gatewayMetrics,
  'cloud-sync': cloudSyncMetrics,
  edge: edgeMetrics,
  central: centralMetrics,
};
const all = Object.entries(tables).flatMap(([service, table]) =>
  Object.entries(table).map(([name, row]) => ({ service, name, ...row })),
);

test('docs/operate.md names every metric as the services do, and no other', () => {
  const page = readFileSync(join(packageRoot, 'docs/operate.md'), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| `(packproof|process)_/.test(line));
  const wanted = all.map(({ service, name, type, labels = [], help }) => {
    const shown = labels.length === 0 ? name : `${name}{${labels.join(', ')}}`;
    return `| \`${shown}\` | ${service} | ${type} | ${help} |`;
  });
  expect(rows).toEqual(wanted);
});

test('names say what is counted and in which unit, as Prometheus wants it', () => {
  for (const { name, type } of all) {
    expect(name).toMatch(/^(packproof|process)(_[a-z]+)+$/);
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
    expect(name).not.toMatch(/_(ms|milliseconds|minutes|kb|mb)(_|$)/);
  }
});
