import { expect, test } from 'vitest';
import { startPostgres, whyNoPostgres } from '../harness/postgres-cluster.ts';
import { fuzzCentral } from './network/central-fuzz.ts';
import { fuzzNetwork, type NetworkFuzz } from './network/network-fuzz.ts';

const seconds = Number(process.env.FUZZ_SECONDS ?? 12);
const seed = Number(process.env.FUZZ_SEED ?? 7);
/** The goal is twice, and the figure is printed. What is asserted is that they are served, on a machine that does other things too. */
const tolerated = { times: 10, ms: 1_500 };

function judge(kind: string, { breaches, p99Ms, megabytes, attacks, answers }: NetworkFuzz): void {
  process.stdout.write(
    `${kind}: p99 of the healthy ${p99Ms.quiet.toFixed(1)} ms undisturbed, ${p99Ms.attacked.toFixed(1)} ms under attack; ` +
      `${megabytes.before} to ${megabytes.after} MB; ${JSON.stringify(attacks)} ${JSON.stringify(answers)}\n`,
  );
  expect(breaches).toEqual([]);
  expect(p99Ms.attacked).toBeLessThan(p99Ms.quiet * tolerated.times + tolerated.ms);
}

test.each(['mqtt', 'http'] as const)(
  '%s of the worst kind breaks nothing, and healthy stations hardly notice',
  async (kind) => judge(kind, await fuzzNetwork(kind, seconds, seed)),
);

test('requests to central from its own document break nothing, and a healthy gateway hardly notices', async () =>
  judge('central', await fuzzCentral(seconds, seed)));

test.skipIf(whyNoPostgres() !== null)('nor do they on PostgreSQL', async () => {
  const cluster = await startPostgres();
  try {
    await cluster.run('postgres', 'create database fuzzed');
    judge('central on PostgreSQL', await fuzzCentral(seconds, seed, cluster.url('fuzzed')));
  } finally {
    await cluster.remove();
  }
});
