import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { messageOf } from '../../../kernel/errors.ts';
import { fileTrouble } from '../../../kernel/file-trouble.ts';
import { badge } from '../../../protocols/wire/facts/fact-members.ts';
import { type Language, language as languages } from '../../../protocols/wire/work/site-rules.ts';
import { cliErrors } from '../../cli-errors.ts';
import { readNamedFile } from '../../read-named-file.ts';
import { namesOf } from './name-list.ts';
import { commandSections, sheetTitles, siteSections } from './sheet-commands.ts';
import { sheetPdf } from './sheet-pdf.ts';

interface SheetOptions {
  readonly out: string;
  readonly language: Language;
  readonly badges?: string;
  readonly stations?: string[];
  readonly carriers?: string[];
  readonly names?: string[];
  readonly commands: boolean;
}

/** Adds `packproof sheet`: the barcodes of all commands, to be printed and hung up where people work. */
export function addSheetCommand(program: Command): void {
  program
    .command('sheet')
    .description(
      'make a PDF with the barcode of every command, and of badges, places, carriers, totes, locations and doors',
    )
    .requiredOption('--out <file>', 'where to write the PDF')
    .addOption(
      new Option('--language <language>', 'of the words beside the codes')
        .choices(languages.options)
        .default('en'),
    )
    .option('--badges <file>', 'CSV file with the columns badge and name: a code for each person')
    .option('--stations <profiles...>', 'names of places, each with the code that binds its equipment')
    .option('--carriers <carriers...>', 'carriers, each with the code that opens its load')
    .option(
      '--names <names...>',
      'names of totes (T-), locations (L-), wall slots (W-) and doors (D-), as T-001..T-040',
    )
    .option('--no-commands', 'leave the commands out')
    .action(run);
}

async function run(options: SheetOptions): Promise<void> {
  const { out, language, badges, stations = [], carriers = [] } = options;
  const people = badges === undefined ? [] : readBadges(badges);
  const sections = [
    ...(options.commands ? commandSections(language) : []),
    ...siteSections({ badges: people, stations, carriers, names: namesOf(options.names ?? []) }, language),
  ];
  if (sections.length === 0) throw cliErrors.fault('OPTIONS_INCOMPLETE', 'nothing to print was named');
  const pdf = await sheetPdf(sheetTitles[language], sections);
  try {
    writeFileSync(out, pdf);
  } catch (thrown) {
    throw cliErrors.fault('FILE_UNREADABLE', `${out} cannot be written: ${fileTrouble(thrown)}`, {
      place: out,
      cause: thrown,
    });
  }
  const codes = sections.reduce((sum, { entries }) => sum + entries.length, 0);
  process.stdout.write(`${codes} codes in ${out}. Print it at 100 % on A4.\n`);
}

const badgeRows = z.array(z.object({ badge, name: z.string().min(1).max(200) })).max(5_000);

/** All of the file or nothing. */
function readBadges(path: string): z.output<typeof badgeRows> {
  const text = readNamedFile(path);
  let rows: unknown;
  try {
    rows = parse(text, {
      columns: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
    });
  } catch (thrown) {
    throw cliErrors.fault('FILE_UNREADABLE', `${path}: ${messageOf(thrown)}`, { place: path, cause: thrown });
  }
  const read = badgeRows.safeParse(rows);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const row = Number(issue?.path[0] ?? 0) + 2;
  const detail = `${path}, line ${row}: ${String(issue?.path[1] ?? 'row')}: ${issue?.message ?? 'unreadable'}`;
  throw cliErrors.fault('FILE_UNREADABLE', `${detail}. The columns are badge and name.`, { place: path });
}
