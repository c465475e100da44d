import { join } from 'node:path';
import { z } from 'zod';
import { commandSections } from '../../cli/commands/sheet/sheet-commands.ts';
import { packageRoot } from '../../kernel/package-root.ts';
import { siteRules } from '../../protocols/wire/work/site-rules.ts';

export const floorPageFile = join(packageRoot, 'docs/floor.md');

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The page with the parts that the code knows better put in. */
export function renderFloorPage(page: string): string {
  return replacePart(replacePart(page, 'rules', rulesTable()), 'commands', commandsTable());
}

function commandsTable(): string {
  const rows = commandSections('en').flatMap(({ title, entries }) =>
    entries.map(({ code, name }) => `| ${title} | \`${code}\` | ${name} |`),
  );
  return ['| when | code | what it does |', '|---|---|---|', ...rows].join('\n');
}

/** One row for each rule: its path, what it may be, and what it is unless set. */
function rulesTable(): string {
  const schema = z.toJSONSchema(siteRules, { io: 'input' }) as Schema;
  const rows = rowsOf(schema, '').map((cells) => `| ${cells.join(' | ')} |`);
  return ['| rule | may be | unless set |', '|---|---|---|', ...rows].join('\n');
}

function rowsOf(schema: Schema, path: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const place = path === '' ? name : `${path}.${name}`;
    if (member.properties !== undefined) return rowsOf(member, place);
    return [[`\`${place}\``, allowed(member), `\`${JSON.stringify(member.default)}\``]];
  });
}

function allowed({ enum: values, type, items, minimum, maximum }: Schema): string {
  if (values !== undefined) return values.map(String).join(', ');
  if (type === 'array') return `a list: ${Object.keys(items?.properties ?? {}).join(', ')}`;
  if (type === 'boolean') return 'true, false';
  return `${minimum} to ${maximum}`;
}

function replacePart(page: string, name: string, text: string): string {
  const begin = `<!-- ${name} -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/floor.md has no place for ${name}`);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}
