import { parseArgs } from 'node:util';
import { seededRandom } from '../harness/random.ts';
import { mutant } from './mutate.ts';
import { fuzzCentral } from './network/central-fuzz.ts';
import { fuzzNetwork } from './network/network-fuzz.ts';
import { type FuzzTarget, targets } from './targets.ts';

/**
 * Gives every decoder changed and random bytes for a while; whatever throws, or takes longer than a person would wait, ends
 * the run with the bytes that did it. `npm run fuzz -- --seconds 600 --seed 7 --only LLRP`; with `--only mqtt` or `--only http`
 * it is the built gateway that is treated badly, over the network, and with `--only central` it is central.
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

function fuzzDecoders(): boolean {
  const chosen = targets.filter(({ name }) => values.only === undefined || name === values.only);
  const eachMs = (Number(values.seconds) * 1_000) / chosen.length;
  if (!(eachMs > 0))
    throw new Error('--seconds is a number above 0, and --only mqtt, http, central or the name of a decoder');
  process.stdout.write(
    `seed ${values.seed}, ${Math.round(eachMs / 1_000)} s for each of ${chosen.length} decoders\n`,
  );
  return chosen
    .map((target, index) => fuzzDecoder(target, Number(values.seed) + index, eachMs))
    .includes(true);
}

/** @returns whether it failed. */
function fuzzDecoder({ name, seeds, run }: FuzzTarget, seed: number, forMs: number): boolean {
  const random = seededRandom(seed);
  const end = performance.now() + forMs;
  let runs = 0;
  let longestMs = 0;
  for (; performance.now() < end; runs += 1) {
    const bytes = mutant(seeds, random);
    const started = performance.now();
    try {
      run(bytes);
    } catch (thrown) {
      return tell(`${name}: ${String(thrown)}`, bytes);
    }
    const ms = performance.now() - started;
    if (ms > slowMs) return tell(`${name}: took ${Math.round(ms)} ms`, bytes);
    longestMs = Math.max(longestMs, ms);
  }
  process.stdout.write(
    `${name}: ${runs.toLocaleString('en')} inputs, the longest took ${longestMs.toFixed(1)} ms\n`,
  );
  return false;
}

function tell(what: string, bytes: Uint8Array): true {
  process.stdout.write(`${what}\n  on ${Buffer.from(bytes).toString('hex')}\n`);
  return true;
}

async function fuzzService(kind: 'mqtt' | 'http' | 'central'): Promise<boolean> {
  process.stdout.write(`seed ${values.seed}, ${values.seconds} s of bad ${kind}\n`);
  const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
  const found =
    kind === 'central' ? await fuzzCentral(seconds, seed) : await fuzzNetwork(kind, seconds, seed);
  process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  return found.breaches.length > 0;
}

const { only } = values;
const failed =
  only === 'mqtt' || only === 'http' || only === 'central' ? await fuzzService(only) : fuzzDecoders();
process.exitCode = failed ? 1 : 0;
