import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { fileTrouble } from '../../../kernel/file-trouble.ts';
import type { ChainSource } from '../../../protocols/wire/chain-source.ts';
import { cliErrors } from '../../cli-errors.ts';
import { exitCodes } from '../../exit-codes.ts';
import { openSource } from './open-source.ts';
import { keysFor, onlyIn, type Selection, verifySource } from './verify-source.ts';
import { verifyWords } from './verify-words.ts';

interface VerifyOptions extends Selection {
  readonly keys?: string;
  readonly archive?: string;
  readonly against?: string;
  readonly rescue?: string;
  readonly json?: boolean;
}

/** Adds `packproof verify`: whether facts are whole, in unbroken sequence, and signed by their stations. */
export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description(
      'verify the chains of facts in a folder, a database or a file; offline, nothing is written there',
    )
    .argument(
      '<source>',
      'folder of a station, gateway or central; postgres://... of central; or a file of events',
    )
    .option('--site <id>', 'only chains of this site')
    .option('--station <id>', 'only the chain of this station')
    .option('--order <number>', 'only chains that hold facts of this order, and list these')
    .option(
      '--keys <file>',
      'verify signatures with these keys (GET /v1/station-keys of the gateway) instead of the store’s own',
    )
    .option('--archive <folder>', 'where a gateway has its segments, if not in its data folder')
    .option('--against <source>', 'name the facts that only the first source holds')
    .option('--rescue <file>', 'with --against: write those facts to a file, one a line')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 all is good, 1 something is bad (the first bad fact is named), 2 wrong use.',
    )
    .action(async (source: string, options: VerifyOptions) => {
      process.exitCode = await run(source, options);
    });
}

async function run(place: string, options: VerifyOptions): Promise<number> {
  const source = await openSource(place, options.archive);
  try {
    const keys = keysFor(source, options.keys);
    const chains = await verifySource(source, options, keys, showProgress);
    const only = options.against === undefined ? undefined : await compare(source, options.against, options);
    if (options.json === true) {
      const onlyHere = only?.map(placeOf);
      process.stdout.write(
        `${JSON.stringify({ v: 1, source: source.name, keys: keys !== undefined, chains, onlyHere })}\n`,
      );
    } else {
      const selected = [options.site, options.station, options.order].some((name) => name !== undefined);
      process.stdout.write(verifyWords(source.name, chains, { keysAtHand: keys !== undefined, selected }));
      if (only !== undefined) process.stdout.write(onlyWords(only));
    }
    if (options.rescue !== undefined && only !== undefined) writeRescue(options.rescue, only);
    return chains.some(({ findingCount }) => findingCount > 0) || chains.length === 0
      ? exitCodes.failed
      : exitCodes.done;
  } finally {
    await source.close();
  }
}

async function compare(source: ChainSource, against: string, options: VerifyOptions) {
  const other = await openSource(against, options.archive);
  try {
    return await onlyIn(source, other, options);
  } finally {
    await other.close();
  }
}

function writeRescue(file: string, facts: readonly unknown[]): void {
  try {
    writeFileSync(file, facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''), { flag: 'wx' });
  } catch (thrown) {
    const place = { place: file, cause: thrown };
    throw cliErrors.fault('FILE_UNREADABLE', `${file} cannot be written: ${fileTrouble(thrown)}`, place);
  }
}

function placeOf(fact: unknown): { station: unknown; seq: unknown; type: unknown } {
  const { station, seq, type } = fact as Record<string, unknown>;
  return { station, seq, type };
}

function onlyWords(facts: readonly unknown[]): string {
  const lines = facts
    .map(placeOf)
    .map(({ station, seq, type }) => `  only here: ${station} ${seq} ${type}\n`);
  return `${facts.length} facts are only here\n${lines.join('')}`;
}

function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}   `);
}
