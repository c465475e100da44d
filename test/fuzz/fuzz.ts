import { parseArgs } from 'node:util';
import { seededRandom } from '../harness/random.ts';
import { mutant } from './mutate.ts';
import { targets } from './targets.ts';

/**
 * Gives every decoder changed and random bytes for a while; whatever throws, or takes longer than a person would wait, ends
 * the run with the bytes that did it. `npm run fuzz -- --seconds 600 --seed 7 --only LLRP`
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
  },
});
/** No input of at most 4 KB may keep a station waiting for longer. */
const slowMs = 1_000;

const chosen = targets.filter(({ name }) => values.only === undefined || name === values.only);
const eachMs = (Number(values.seconds) * 1_000) / chosen.length;
if (!(eachMs > 0)) throw new Error('--seconds is a number above 0, and --only the name of a decoder');
process.stdout.write(
  `seed ${values.seed}, ${Math.round(eachMs / 1_000)} s for each of ${chosen.length} decoders\n`,
);

let failed = false;
for (const [index, { name, seeds, run }] of chosen.entries()) {
  const random = seededRandom(Number(values.seed) + index);
  const end = performance.now() + eachMs;
  let runs = 0;
  let longestMs = 0;
  while (performance.now() < end) {
    const bytes = mutant(seeds, random);
    const started = performance.now();
    try {
      run(bytes);
    } catch (thrown) {
      failed = true;
      process.stdout.write(`${name}: ${String(thrown)}\n  on ${Buffer.from(bytes).toString('hex')}\n`);
      break;
    }
    const ms = performance.now() - started;
    if (ms > slowMs) {
      failed = true;
      process.stdout.write(
        `${name}: took ${Math.round(ms)} ms\n  on ${Buffer.from(bytes).toString('hex')}\n`,
      );
      break;
    }
    longestMs = Math.max(longestMs, ms);
    runs += 1;
  }
  process.stdout.write(
    `${name}: ${runs.toLocaleString('en')} inputs, the longest took ${longestMs.toFixed(1)} ms\n`,
  );
}
process.exitCode = failed ? 1 : 0;
