import type { Fault } from '../../kernel/errors.ts';
import { type CsvTable, readCsv } from './csv-table.ts';
import { columnsOfField } from './field-value.ts';
import type { Field, ImportMapping } from './mapping.ts';

type Kind = 'customers' | 'products' | 'orders' | 'orderLines' | 'locations';
export type Tables = Readonly<Partial<Record<Kind, CsvTable>>>;

/** Reads the files that a mapping names, and checks that they have the columns that it names. */
export function readTables(
  mapping: ImportMapping,
  files: Readonly<Record<string, string>>,
  faults: Fault[],
): Tables {
  const tables: Partial<Record<Kind, CsvTable>> = {};
  for (const kind of ['customers', 'products', 'orders', 'orderLines', 'locations'] as const) {
    const section = mapping[kind];
    if (section === undefined) continue;
    const text = Object.hasOwn(files, section.file) ? files[section.file] : undefined;
    if (text === undefined) {
      faults.push({ place: `mapping.${kind}.file`, message: `${section.file} was not sent along` });
      continue;
    }
    const table = readCsv(section.file, text, faults);
    tables[kind] = table;
    if (table.columns.size > 0) checkColumns(kind, section, table, faults);
  }
  return tables;
}

function checkColumns(
  kind: Kind,
  section: NonNullable<ImportMapping[Kind]>,
  table: CsvTable,
  faults: Fault[],
) {
  const missing = (column: string, where: string) => {
    if (table.columns.has(column)) return;
    const message = `there is no column "${column}", which mapping.${where} names`;
    faults.push({ place: `${table.file}:1`, message });
  };
  const check = (where: string, fields: Readonly<Record<string, Field | undefined>>) => {
    for (const [name, field] of Object.entries(fields)) {
      for (const column of field === undefined ? [] : columnsOfField(field))
        missing(column, `${where}.${name}`);
    }
  };
  check(`${kind}.fields`, section.fields);
  if ('packagings' in section) {
    for (const [nth, packaging] of section.packagings.entries())
      check(`${kind}.packagings.${nth}`, packaging);
    check(`${kind}.openingStock`, { units: section.openingStock?.units });
  }
  if ('release' in section && typeof section.release === 'object') {
    missing(section.release.column, `${kind}.release`);
  }
}
