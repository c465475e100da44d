import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeOptionsOfService } from '../../cli/service-options.ts';
import { FactLog } from '../../edge/facts/fact-log.ts';
import { centralStatus } from '../../protocols/wire/status.ts';
import { auditLoad } from '../harness/audit-load.ts';
import { LoadStation } from '../harness/load.ts';
import { plantSite, startPlant } from '../harness/plant.ts';
import { until } from '../harness/wait.ts';

/** `DRAIN_FACTS=1000000` is the days of a whole site. */
const total = Number(process.env.DRAIN_FACTS ?? 100_000);
const stationCount = 10;
const perStation = Math.ceil(total / stationCount);
const draftsPerCommit = 1_000;
const maxMegabytes = 300;

function fillLog(station: LoadStation): void {
  const log = new FactLog({
    path: station.file,
    site: plantSite,
    station: station.station,
    keep: 10_000_000,
  });
  while (log.lastSeq < perStation) {
    const count = Math.min(draftsPerCommit, perStation - log.lastSeq);
    const drafts = Array.from({ length: count }, (_, n) => ({
      type: 'device.garbled' as const,
      data: {
        device: 'offline',
        reason: `fact ${log.lastSeq + n + 1}`,
        hex: 'c0ffee'.repeat(40),
        bytes: 120,
      },
    }));
    log.commit({ at: '2026-01-05T06:00:00.000Z', operator: 'load', drafts });
  }
  log.close();
}

function peakMegabytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

test(`${total} facts that waited at ${stationCount} stations without a network all arrive, and the gateway stays small`, {
  timeout: 60 * 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-drain-'));
  const plant = await startPlant({
    folder,
    stations: 0,
    surroundings: { gateway: { env: { NODE_OPTIONS: nodeOptionsOfService('gateway') } } },
  });
  const stations = Array.from(
    { length: stationCount },
    (_, n) =>
      new LoadStation(`L${n + 1}`, {
        folder,
        site: plantSite,
        mqttPort: Number(new URL(plant.mqttUrl).port),
        factsPerSecond: 1,
      }),
  );
  try {
    for (const station of stations) fillLog(station);
    for (const station of stations) station.rest();
    const started = performance.now();
    await Promise.all(stations.map((station) => station.start()));
    await until(
      'central to have every fact',
      50 * 60_000,
      async () => {
        const answer = await fetch(`${plant.centralUrl}/v1/status`);
        const heads = new Map<string, number>(
          centralStatus.parse(await answer.json()).stations.map(({ station, upTo }) => [station, upTo]),
        );
        return (
          stations.every(({ station, shown }) => (heads.get(station) ?? 0) >= Math.max(shown, perStation)) ||
          undefined
        );
      },
      250,
    );
    const seconds = (performance.now() - started) / 1_000;
    const megabytes = peakMegabytes(plant.services.gateway.pid);
    process.stdout.write(
      `${total} facts from ${stationCount} stations to central in ${seconds.toFixed(1)} s (${Math.round(total / seconds)}/s); ` +
        `the gateway took ${megabytes} MB at most\n`,
    );
    expect(megabytes).toBeLessThan(maxMegabytes);
  } finally {
    for (const station of stations) await station.stop();
    await plant.stop();
  }
  expect(auditLoad(join(folder, 'central', 'central.sqlite'), stations)).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});
