import { arch, cpus, platform } from 'node:os';

/** A figure beside the baseline of the same run. */
export interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: { readonly what: string; readonly value: number };
  readonly goal?: string;
}

/** The value at a share of the sorted samples: 0.5 is the median. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function renderTable(measurements: readonly Measurement[]): string {
  const rows = measurements.map(({ what, value, unit, baseline, goal }) =>
    [
      what,
      `${figure(value)} ${unit}`,
      baseline === undefined ? '' : `${baseline.what}: ${figure(baseline.value)} ${unit}`,
      baseline === undefined ? '' : (value / baseline.value).toFixed(2),
      goal ?? '',
    ].join(' | '),
  );
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, ${platform()} ${arch()}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
  const head = ['| what | figure | baseline | ratio | goal |', '|---|---|---|---|---|'];
  return `${machine}\n\n${[...head, ...rows.map((row) => `| ${row} |`)].join('\n')}\n`;
}

function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value >= 10 ? 1 : 3);
}
