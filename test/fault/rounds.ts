import { parseArgs } from 'node:util';
import { forget, runRound } from './round.ts';
import { keptSeeds } from './seeds.ts';

/**
 * Sets sites on fire, one after the other, until one breaks a promise. `npm run fault -- --rounds 1000 --seed 1`; the kept
 * seeds run first. `--minutes N` ends it earlier.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '100000' },
    kept: { type: 'boolean', default: false },
  },
});
const first = Number(values.seed);
const rounds = Number(values.rounds);
if (!(first >= 0) || !(rounds > 0)) throw new Error('--seed and --rounds are numbers');
const end = performance.now() + Number(values.minutes) * 60_000;
const seeds = [
  ...(values.kept ? keptSeeds.map(({ seed }) => seed) : []),
  ...Array.from({ length: rounds }, (_, n) => first + n),
];

const met = new Map<string, number>();
let done = 0;
let facts = 0;
let skipped: readonly string[] = [];
for (const seed of seeds) {
  if (performance.now() > end) break;
  const round = await runRound(seed);
  for (const name of round.begun) met.set(name, (met.get(name) ?? 0) + 1);
  done += 1;
  facts += round.facts;
  skipped = round.skipped;
  const { start, burn, heal } = round.seconds;
  process.stdout.write(
    `round ${done}, seed ${seed}: ${round.facts} facts, ${start} + ${burn} + ${heal} s: ${round.begun.join(', ')}\n`,
  );
  forget(round);
  if (round.breaches.length === 0) continue;
  process.stdout.write(`BROKEN with seed ${seed}, see ${round.folder}:\n  ${round.breaches.join('\n  ')}\n`);
  process.exitCode = 1;
  break;
}
process.stdout.write(
  `${done} rounds, ${facts} facts, ${[...met].map(([name, n]) => `${n} x ${name}`).join(', ')}\n`,
);
if (skipped.length > 0)
  process.stdout.write(`skipped, as this machine cannot do it: ${skipped.join(', ')}\n`);
