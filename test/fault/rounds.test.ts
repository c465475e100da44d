import { expect, test } from 'vitest';
import { forget, runRound } from './round.ts';
import { keptSeeds } from './seeds.ts';

/** `npm run fault -- --rounds N` runs more of them. */
const minutes = Number(process.env.FAULT_MINUTES ?? 4);
const firstSeed = Number(process.env.FAULT_SEED ?? 1);
const leastRounds = 2;

test(`as many fires as fit into ${minutes} minutes, from seed ${firstSeed} on, lose nothing and double nothing`, {
  timeout: 30 * 60_000,
}, async () => {
  const end = performance.now() + minutes * 60_000;
  const seeds = keptSeeds.map(({ seed }) => seed);
  let faults = 0;
  let facts = 0;
  let done = 0;
  for (; done < seeds.length + leastRounds || performance.now() < end; done += 1) {
    const seed = seeds[done] ?? firstSeed + done - seeds.length;
    const round = await runRound(seed);
    forget(round);
    if (done === 0 && round.skipped.length > 0)
      process.stdout.write(`skipped, as this machine cannot do it: ${round.skipped.join(', ')}\n`);
    expect(round.breaches, `seed ${seed}: ${round.begun.join(', ')}; see ${round.folder}`).toEqual([]);
    faults += round.begun.length;
    facts += round.facts;
  }
  process.stdout.write(`${done} rounds, ${faults} faults, ${facts} facts of the load stations\n`);
  expect(facts).toBeGreaterThan(done * 500);
});
