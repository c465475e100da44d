import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../kernel/package-root.ts';
import { type Tally, tallyFolder } from '../conformance/tally.ts';

/**
 * Keeps the table of docs/conformance.md equal to what the last run counted: with --write it is replaced, without it a
 * difference ends the run with exit code 1. For vectors of another folder the table is printed.
 */
const page = join(packageRoot, 'docs/conformance.md');
const begin = '<!-- counted by npm run conformance -->';
const end = '<!-- end of what is counted -->';

function readTallies(): Tally[] {
  return readdirSync(tallyFolder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(tallyFolder, file), 'utf8')) as Tally);
}

function render(tallies: readonly Tally[]): string {
  const rows = tallies.map(
    ({ area, tried, passed, deviations }) => `| ${area} | ${tried} | ${passed} | ${deviations.length} |`,
  );
  const deviations = tallies.flatMap(({ area, deviations }) =>
    deviations.map((found) => `- **${area}**, ${found.case}: ${found.reason}`),
  );
  return [
    '| area | tried | passed | deviations |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...(deviations.length === 0
      ? ['No deviation.']
      : ['Deviations, each with its reason:', '', ...deviations]),
  ].join('\n');
}

const text = readFileSync(page, 'utf8');
const [head = '', rest = ''] = text.split(begin);
const [, tail = ''] = rest.split(end);
const fresh = `${head}${begin}\n\n${render(readTallies())}\n\n${end}${tail}`;
if (process.env.PACKPROOF_VECTORS !== undefined) {
  // Other vectors have other counts: they are shown, and the page stays.
  process.stdout.write(`${render(readTallies())}\n`);
} else if (fresh !== text) {
  if (process.argv.includes('--write')) {
    writeFileSync(page, fresh);
  } else {
    process.stderr.write('docs/conformance.md tells other counts than this run: npm run docs:conformance\n');
    process.exitCode = 1;
  }
}
