import { type Histogram, quantileMs } from './histogram.ts';
import type { WarehouseProgress, WarehouseResult } from './run-warehouse.ts';

const count = (value: number) => Math.round(value).toLocaleString('en');

/** The line that is written over and over while it runs. */
export function progressLine({
  seconds,
  committed,
  acknowledged,
  received,
  gatewayMb,
}: WarehouseProgress): string {
  const memory = gatewayMb === null ? '' : `, gateway ${gatewayMb.toFixed(0)} MB`;
  return `${seconds.toFixed(0)} s: ${count(committed)} facts, ${count(acknowledged)} acknowledged, ${count(received)} received${memory}`;
}

/** The figures as text, for people. */
export function renderResult(result: WarehouseResult, subscribers: number): string {
  const { facts, seconds, acknowledged, received, gateway } = result;
  const lines = [
    ['facts', `${count(facts)} in ${seconds.toFixed(1)} s: ${count(facts / seconds)} facts/s`],
    ['durable to acknowledged', latencyText(acknowledged)],
  ];
  if (subscribers > 0) {
    const { missing, repeated, outOfOrder, latency } = received;
    lines.push(
      ['scanned to subscriber', latencyText(latency)],
      [
        'subscribers',
        `${subscribers}: ${missing} events missing, ${outOfOrder} out of order, ${repeated} repeated`,
      ],
    );
  }
  if (gateway !== null) {
    const { cpuMsPer1000Facts, maxResidentMb } = gateway;
    lines.push([
      'gateway',
      `${cpuMsPer1000Facts.toFixed(1)} ms of processor time for 1,000 facts, at most ${maxResidentMb.toFixed(0)} MB`,
    ]);
  }
  return `${lines.map(([name, text]) => `  ${(name ?? '').padEnd(24)} ${text}`).join('\n')}\n`;
}

function latencyText(histogram: Histogram): string {
  if (histogram.count === 0) return 'no samples';
  const [median, high] = [0.5, 0.99].map((share) => quantileMs(histogram, share).toFixed(1));
  return `p50 ${median} ms, p99 ${high} ms, at most ${histogram.maxMs.toFixed(0)} ms`;
}

/** The figures for programs. */
export function resultJson(result: WarehouseResult): object {
  const { facts, seconds, acknowledged, received, gateway } = result;
  const latency = (histogram: Histogram) => ({
    samples: histogram.count,
    p50Ms: quantileMs(histogram, 0.5),
    p99Ms: quantileMs(histogram, 0.99),
    maxMs: histogram.maxMs,
  });
  return {
    v: 1,
    facts,
    seconds,
    factsPerSecond: facts / seconds,
    acknowledged: latency(acknowledged),
    received: { ...received, latency: latency(received.latency) },
    gateway,
  };
}
