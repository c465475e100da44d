import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Measurement, renderTable } from './report.ts';

const benches: Record<string, (folder: string, tell: (text: string) => void) => Promise<Measurement[]>> = {
  scan: async (folder, tell) => (await import('./scan-bench.ts')).benchScan(folder, tell),
  pipe: async (folder, tell) => (await import('./pipe-bench.ts')).benchPipe(folder, tell),
  gateway: async (folder, tell) => (await import('./gateway-bench.ts')).benchGateway(folder, tell),
  latency: async (folder, tell) => (await import('./latency-bench.ts')).benchLatency(folder, tell),
  site: async (folder, tell) => (await import('./site-bench.ts')).benchSite(folder, tell),
  memory: async (folder, tell) => (await import('./memory-bench.ts')).benchMemory(folder, tell),
  start: async (folder, tell) => (await import('./start-bench.ts')).benchStart(folder, tell),
  paint: async (folder, tell) => (await import('./paint-bench.ts')).benchPaint(folder, tell),
  soak: async (folder, tell) => (await import('./soak-bench.ts')).benchSoak(folder, tell),
  gs1: async () => (await import('./gs1-bench.ts')).benchGs1(),
  epc: async () => (await import('./epc-bench.ts')).benchEpc(),
  rfid: async (folder, tell) => (await import('./rfid-bench.ts')).benchRfid(folder, tell),
  llrp: async () => (await import('./llrp-bench.ts')).benchLlrp(),
};

/** It takes ten minutes by itself, so it runs only when it is named. */
const longest = 'soak';

/** Adds `packproof bench`: figures of this machine, each as a ratio to a baseline measured in the same run. */
export function addBenchCommand(program: Command): void {
  program
    .command('bench')
    .description('measure speed and memory on this machine, as ratios to a baseline of the same run')
    .argument('[names...]', `which: ${Object.keys(benches).join(', ')} (all but ${longest} unless named)`)
    .option('--json', 'print as JSON')
    .action(async (names: string[], options: { json?: boolean }) => {
      const chosen = names.length === 0 ? Object.keys(benches).filter((name) => name !== longest) : names;
      const unknown = chosen.filter((name) => benches[name] === undefined);
      if (unknown.length > 0) program.error(`error: there is no bench ${unknown.join(', ')}`);
      const measurements: Measurement[] = [];
      for (const name of chosen) measurements.push(...(await runIn(name)));
      process.stdout.write(
        options.json === true ? `${JSON.stringify({ v: 1, measurements })}\n` : renderTable(measurements),
      );
    });
}

/** Adds the process of the publishers, which the bench of the gateway starts and talks to. */
export function addBenchLoadCommand(program: Command): void {
  program.command('bench-load', { hidden: true }).action(async () => {
    await (await import('./publishers/publisher-process.ts')).runPublishers();
  });
}

/** Each bench has a folder of its own on the disk that temporary files are on. */
async function runIn(name: string): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), `packproof-bench-${name}-`));
  try {
    return (await benches[name]?.(folder, (text) => process.stderr.write(`${name}: ${text}\n`))) ?? [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
