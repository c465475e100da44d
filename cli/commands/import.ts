import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { messageOf } from '../../kernel/errors.ts';
import { fileTrouble } from '../../kernel/file-trouble.ts';
import { callService } from '../call-service.ts';
import { cliErrors } from '../cli-errors.ts';
import { type AccessOptions, tokenOf, trustingFetch, withAccessOptions } from '../service-access.ts';
import { httpAddress } from '../service-address.ts';

interface ImportOptions extends AccessOptions {
  readonly mapping: string;
  readonly dir?: string;
  readonly central: string;
  readonly json?: boolean;
}

/** Adds `packproof import`: CSV files into central through a mapping file, all of it or nothing. */
export function addImportCommand(program: Command): void {
  withAccessOptions(program.command('import'), 'operator')
    .description('bring customers, products, stock and orders into central from CSV files')
    .requiredOption('--mapping <file>', 'JSON file that says which column becomes what (docs/import.md)')
    .option('--dir <folder>', 'folder of the CSV files (default: that of the mapping)')
    .option('--central <url>', "central's address", httpAddress, 'http://127.0.0.1:8080')
    .option('--json', 'print the result as JSON')
    .action(runImport);
}

async function runImport(options: ImportOptions): Promise<void> {
  const mapping = parseJson(options.mapping, readText(options.mapping));
  const folder = options.dir ?? dirname(options.mapping);
  const files = Object.fromEntries(csvNamesIn(mapping).map((name) => [name, readText(join(folder, name))]));
  if (options.json !== true) process.stderr.write(`importing ${Object.keys(files).join(', ')} ...\n`);
  const result = await callService(`${options.central}/v1/imports`, {
    method: 'POST',
    body: { v: 1, mapping, files },
    token: tokenOf(options),
    fetch: trustingFetch(options),
    timeoutMs: 300_000,
  });
  process.stdout.write(options.json === true ? `${JSON.stringify(result)}\n` : `${describe(result)}\n`);
}

/** The CSV files that a mapping names, wherever it names them. Central validates the mapping itself. */
function csvNamesIn(mapping: unknown): string[] {
  if (typeof mapping !== 'object' || mapping === null) return [];
  const names = Object.entries(mapping).flatMap(([key, value]) =>
    key === 'file' && typeof value === 'string' ? [value] : csvNamesIn(value),
  );
  return [...new Set(names)];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    const near = neighbours(path);
    throw cliErrors.fault('FILE_UNREADABLE', `${path}: ${fileTrouble(thrown)}${near}`, {
      place: path,
      cause: thrown,
    });
  }
}

/** The files that are there instead, as a hint. */
function neighbours(path: string): string {
  try {
    return `; the folder holds ${readdirSync(dirname(path)).slice(0, 20).join(', ')}`;
  } catch {
    return '; the folder does not exist';
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    throw cliErrors.fault('FILE_UNREADABLE', `${path} is not JSON: ${messageOf(thrown)}`, {
      place: path,
      cause: thrown,
    });
  }
}

function describe(result: unknown): string {
  return Object.entries(result as Record<string, unknown>)
    .filter(([key]) => key !== 'v')
    .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join('\n');
}
