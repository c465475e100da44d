import { expect, test } from 'vitest';
import type { Log } from '../kernel/log.ts';
import { ManualClock } from '../kernel/manual-clock.ts';
import { cloudSyncErrors } from './cloud-sync-errors.ts';
import { type LoopReport, runLoop } from './loop.ts';

const away = cloudSyncErrors.fault('PEER_UNREACHABLE', 'central does not answer');
const refused = cloudSyncErrors.fault('PEER_REFUSED', 'central wants a token');

/** A loop whose rounds do what is told: they throw it, or succeed with null. */
function loopOver(...told: readonly (Error | null)[]) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const said: { level: string; event: string; failures: number }[] = [];
  const logAs = (level: string) => (fields: { event: string; failures: number }) => {
    said.push({ level, event: fields.event, failures: fields.failures });
  };
  const log = { info: logAs('info'), warn: logAs('warn'), error: logAs('error') } as unknown as Log;
  const report: LoopReport = { lastSuccessAt: null, lastError: null, failures: 0 };
  const startedMs: number[] = [];
  const round = async () => {
    const outcome = told[startedMs.length] ?? null;
    startedMs.push(clock.monotonicMs());
    if (startedMs.length >= told.length) stop.abort();
    if (outcome !== null) throw outcome;
  };
  const ended = runLoop({ name: 'facts', log, clock, stopping: stop.signal, round }, report);
  /** Lets time pass until the loop ends; the pauses between its rounds are then known. */
  const live = async () => {
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(50);
    }
    return startedMs.slice(1).map((ms, index) => ms - (startedMs[index] ?? 0));
  };
  return { clock, stop, said, report, startedMs, ended, live };
}

test('pauses grow while rounds fail, and are short again after one that did not', async () => {
  const loop = loopOver(away, away, away, away, away, away, away, away, null, away, null);
  const pauses = await loop.live();
  // Half of a pause is left to chance.
  for (const [index, mostMs] of [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000].entries()) {
    expect(pauses[index]).toBeGreaterThanOrEqual(mostMs / 2);
    expect(pauses[index]).toBeLessThanOrEqual(mostMs + 50);
  }
  expect(pauses[9]).toBeLessThanOrEqual(300);
});

test('what only a person can mend is tried again after five seconds at the earliest', async () => {
  for (const lasting of [refused, new Error('a defect of this program')]) {
    const [pause = 0] = await loopOver(lasting, null).live();
    expect(pause).toBeGreaterThanOrEqual(2_500);
    expect(pause).toBeLessThanOrEqual(5_050);
  }
});

test('a night without network does not fill the log, and its end is said', async () => {
  const nights = Array.from({ length: 45 }, () => away);
  const loop = loopOver(...nights, null, null);
  await loop.live();
  expect(loop.said).toEqual([
    { level: 'warn', event: 'cloud_sync.facts_failed', failures: 1 },
    { level: 'warn', event: 'cloud_sync.facts_failed', failures: 21 },
    { level: 'warn', event: 'cloud_sync.facts_failed', failures: 41 },
    { level: 'info', event: 'cloud_sync.facts_recovered', failures: 45 },
  ]);
});

test('the report names the last error until a round succeeds', async () => {
  const failing = loopOver(away, refused, null, away);
  await failing.live();
  expect(failing.report).toEqual({
    lastSuccessAt: expect.stringMatching(/^2026-01-05T06:/),
    lastError: null,
    failures: 2,
  });
  const stuck = loopOver(refused, away, null);
  await new Promise((resolve) => setImmediate(resolve));
  expect(stuck.report).toEqual({
    lastSuccessAt: null,
    lastError: 'PEER_REFUSED: central wants a token',
    failures: 1,
  });
  stuck.stop.abort();
  await stuck.ended;
});

test('a stop does not wait for the end of a pause', async () => {
  const loop = loopOver(refused, null, null);
  await new Promise((resolve) => setImmediate(resolve));
  expect(loop.startedMs).toHaveLength(1);
  loop.stop.abort();
  await loop.ended;
  expect(loop.startedMs).toHaveLength(1);
  expect(loop.clock.monotonicMs()).toBe(0);
});
