import { type Command, InvalidArgumentError } from 'commander';
import { exitCodes } from '../exit-codes.ts';

interface ArchiveOptions {
  readonly dataDir: string;
  readonly dir?: string;
  readonly json?: boolean;
}

interface NowOptions extends ArchiveOptions {
  readonly consumer: readonly string[];
  readonly olderThanDays: number;
  readonly facts: number;
}

/** Adds `packproof archive`: the part of a gateway's log that lies in segment files. */
export function addArchiveCommand(program: Command): void {
  const archive = program
    .command('archive')
    .description("the older part of a gateway's log, in segment files");
  addPart(archive, 'list', 'the segment files and what they hold').action(list);
  addPart(
    archive,
    'verify',
    'read the whole log again, archive and database: every seal, every chain, no gap',
  ).action(verify);
  addPart(archive, 'now', 'move what is old enough to segment files at once, also while the gateway runs')
    .option('--consumer <names...>', 'who must have processed a fact before it moves', ['cloud-sync'])
    .option('--older-than-days <days>', 'how old a fact must be', numberOf, 30)
    .option('--facts <count>', 'facts in a segment', numberOf, 4_000)
    .action(now);
}

function addPart(archive: Command, name: string, description: string): Command {
  return archive
    .command(name)
    .description(description)
    .requiredOption('--data-dir <folder>', 'the dataDir of the gateway')
    .option('--dir <folder>', 'folder of the segment files (default: archive in the data folder)')
    .option('--json', 'print as JSON');
}

async function list({ dataDir, dir, json }: ArchiveOptions): Promise<void> {
  const { openLogReader } = await import('../../gateway/main.ts');
  const reader = openLogReader(dataDir, dir);
  try {
    const segments = [...reader.segments()];
    if (json === true) print(JSON.stringify(segments));
    else if (segments.length === 0) print('nothing is archived yet');
    for (const each of json === true ? [] : segments) print(lineOf(each));
  } finally {
    reader.close();
  }
}

async function verify({ dataDir, dir, json }: ArchiveOptions): Promise<void> {
  const { openLogReader, verifyLog } = await import('../../gateway/main.ts');
  const reader = openLogReader(dataDir, dir);
  try {
    const verdict = verifyLog(reader);
    const { facts, setAside, stations, segments, faults } = verdict;
    if (json === true) print(JSON.stringify(verdict));
    else {
      for (const fault of faults) print(`FAULT ${fault}`);
      print(`${facts} facts of ${stations} stations, ${setAside} set aside, ${segments} segments`);
      print(faults.length === 0 ? 'everything verifies' : 'NOT everything verifies');
    }
    if (faults.length > 0) process.exitCode = exitCodes.failed;
  } finally {
    reader.close();
  }
}

async function now({ dataDir, dir, json, consumer, olderThanDays, facts }: NowOptions): Promise<void> {
  const { archiveNow } = await import('../../gateway/main.ts');
  const segments = await archiveNow({
    dataDir,
    ...(dir === undefined ? {} : { dir }),
    consumers: consumer,
    afterDays: olderThanDays,
    everyFacts: facts,
  });
  if (json === true) print(JSON.stringify(segments));
  else if (segments.length === 0) print('nothing was old enough and processed by everyone');
  for (const each of json === true ? [] : segments) print(lineOf(each));
}

interface SegmentLine {
  readonly file: string;
  readonly firstCursor: number;
  readonly lastCursor: number;
  readonly facts: number;
  readonly setAside: number;
  readonly bytes: number;
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
}

function lineOf(segment: SegmentLine): string {
  const { file, firstCursor, lastCursor, facts, setAside, bytes, firstReceivedAt, lastReceivedAt } = segment;
  const aside = setAside === 0 ? '' : ` (${setAside} set aside)`;
  return `${file}  positions ${firstCursor}-${lastCursor}, ${facts} facts${aside}, ${bytes} bytes, received ${firstReceivedAt} to ${lastReceivedAt}`;
}

function numberOf(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new InvalidArgumentError('not a number of 0 or more');
  return number;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
