import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ErrorRow } from '../../kernel/errors.ts';
import { packageRoot } from '../../kernel/package-root.ts';

export const errorsPageFile = join(packageRoot, 'docs/errors.md');

interface Row extends ErrorRow {
  readonly code: string;
  readonly room: string;
}

/** Every row of every room's error table (the files that are named `*-errors.ts`), by room and code. */
export async function allErrors(): Promise<Row[]> {
  const files = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '*-errors.ts'],
    {
      cwd: packageRoot,
      encoding: 'utf8',
    },
  )
    .split('\n')
    .filter((file) => file !== '');
  const tables = await Promise.all(
    files.map(async (file) => {
      const module = (await import(pathToFileURL(join(packageRoot, file)).href)) as Record<string, unknown>;
      return Object.values(module).flatMap((exported) => rowsOf(exported, file.split('/')[0] ?? ''));
    }),
  );
  return tables.flat().sort((a, b) => `${a.room} ${a.code}`.localeCompare(`${b.room} ${b.code}`, 'en'));
}

function rowsOf(exported: unknown, room: string): Row[] {
  const rows = (exported as { rows?: Record<string, ErrorRow> } | null)?.rows;
  return rows === undefined ? [] : Object.entries(rows).map(([code, row]) => ({ ...row, code, room }));
}

/** The text of docs/errors.md. */
export function renderErrorsPage(errors: readonly Row[]): string {
  const rooms = [...new Set(errors.map((error) => error.room))];
  const sections = rooms.map((room) => {
    const rows = errors
      .filter((error) => error.room === room)
      .map(
        (error) =>
          `| \`${error.code}\` | ${error.http} | ${error.retry} | ${error.meaning} | ${error.remedy} |`,
      );
    return [
      `## ${room}`,
      '',
      '| code | HTTP | retry | what it means | what to do |',
      '|---|---|---|---|---|',
      ...rows,
      '',
    ].join('\n');
  });
  return `# Errors

Every error that Packproof gives has a code of this table. Over HTTP it comes as problem+json (RFC 9457) with the members \`code\`,
\`detail\`, \`place\`, \`faults\`, \`retry\` and \`remedy\`. **retry** says what the caller may do: *safe*, send the same again; *ambiguous*, ask
first whether it happened; *never*, change the request. This page is made from the tables in the code by \`npm run docs:errors\`.

${sections.join('\n')}`;
}
