import { parseArgs } from 'node:util';
import { messageOf } from '../../kernel/errors.ts';
import { keptRounds, runRounds, seededFires } from './run-rounds.ts';
import { keepFire } from './seeds.ts';
import { summaryText } from './tally.ts';

/**
 * Sets sites on fire, one round after the other: `npm run fault -- --rounds 1000 --seed 1`. `--minutes N` ends it earlier, `--kept`
 * begins with the fires that once broke something, `--json` prints an object a line. A fire that breaks a promise is kept
 * (kept-fires.json) with its site's folder, and the rounds go on; the exit code is then 1.
 */
const options = {
  rounds: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  minutes: { type: 'string', default: '100000' },
  kept: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;
const usage = `Usage: npm run fault -- [options]
  --rounds <n>   how many fires (default 20)
  --seed <n>     the seed of the first; each round takes the next (default 1)
  --minutes <n>  end after so long
  --kept         begin with the fires that once broke something
  --json         print an object a line
Exit codes: 0 every promise held, 1 a fire broke one, 2 wrong use.
`;

/** Ends the program if it is asked what it does, or told what it does not know. */
function optionsGiven() {
  try {
    const { values } = parseArgs({ options });
    if (values.help) leave(0, usage);
    const [first, rounds, minutes] = [Number(values.seed), Number(values.rounds), Number(values.minutes)];
    if (!(first >= 0) || !(rounds > 0) || !(minutes > 0))
      leave(2, `--seed, --rounds and --minutes are numbers\n${usage}`);
    return { values, first, rounds, minutes };
  } catch (thrown) {
    return leave(2, `${messageOf(thrown)}\n${usage}`);
  }
}

function leave(code: 0 | 2, text: string): never {
  (code === 0 ? process.stdout : process.stderr).write(text);
  process.exit(code);
}

const { values, first, rounds, minutes } = optionsGiven();
const print = (line: string) => process.stdout.write(`${line}\n`);

let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    // The round at hand ends, so that nothing is left running.
    stopped = true;
  });
const end = performance.now() + minutes * 60_000;

function* fires() {
  if (values.kept) yield* keptRounds();
  yield* seededFires(first, rounds);
}

const tally = await runRounds({
  fires: fires(),
  goesOn: () => !stopped && performance.now() < end,
  onRound: ({ name, fire, begun, breaches, seconds, verdict }, { rounds: done }, folder) => {
    const broken = breaches.length > 0;
    if (values.json) print(JSON.stringify({ round: done, name, seconds, begun, verdict, breaches }));
    else {
      const { work, burn, heal } = seconds;
      const took = `${(work + burn + heal).toFixed(1)} s (${work} + ${burn} + ${heal})`;
      print(`round ${done}/${rounds}, ${name}: ${broken ? 'BROKEN' : 'sound'}, ${took}, ${begun.join(', ')}`);
    }
    if (!broken) return;
    keepFire({ found: `${name}: ${breaches[0]}`.slice(0, 200), fire });
    if (!values.json) print(`  see ${folder}:\n  ${breaches.join('\n  ')}`);
    process.exitCode = 1;
  },
});
const summary = tally.summary();
print(values.json ? JSON.stringify({ summary }) : summaryText(summary));
