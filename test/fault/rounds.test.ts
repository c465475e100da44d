import { expect, test } from 'vitest';
import { keptRounds, type NamedFire, runRounds, seededFires } from './run-rounds.ts';
import { keptFires } from './seeds.ts';
import { summaryText } from './tally.ts';

/** `npm run fault -- --rounds N` runs more of them. */
const minutes = Number(process.env.FAULT_MINUTES ?? 10);
const firstSeed = Number(process.env.FAULT_SEED ?? 1);
const leastRounds = keptFires.length + 5;

function* fires(): Generator<NamedFire> {
  yield* keptRounds();
  yield* seededFires(firstSeed);
}

test(`as many fires as fit into ${minutes} minutes, from seed ${firstSeed} on, lose nothing and double nothing`, {
  timeout: 60 * 60_000,
}, async () => {
  const end = performance.now() + minutes * 60_000;
  let done = 0;
  const found: string[] = [];
  const tally = await runRounds({
    fires: fires(),
    goesOn: () => found.length === 0 && (done < leastRounds || performance.now() < end),
    onRound: ({ name, begun, breaches }, _tally, folder) => {
      done += 1;
      if (breaches.length > 0) found.push(`${name}: ${begun.join(', ')}; see ${folder}`, ...breaches);
    },
  });
  const summary = tally.summary();
  process.stdout.write(`${summaryText(summary)}\n`);
  expect(found).toEqual([]);
  expect(summary.facts).toMatchObject({ lost: 0, doubled: 0 });
  expect(summary.facts.made).toBeGreaterThan(done * 100);
});
