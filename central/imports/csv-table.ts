import { CsvError, type Info, parse } from 'csv-parse/sync';
import type { Fault } from '../../kernel/errors.ts';

export interface CsvRow {
  readonly table: CsvTable;
  /** Line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly file: string;
  /** Name of a column -> its place, from 0. */
  readonly columns: ReadonlyMap<string, number>;
  readonly rows: readonly CsvRow[];
}

interface Record {
  readonly record: string[];
  readonly info: Info;
}

/** Reads a CSV file (RFC 4180, with a header) and names every row whose cells do not fit the header. */
export function readCsv(file: string, text: string, faults: Fault[]): CsvTable {
  const [header, ...records] = recordsOf(file, text, faults);
  const rows: CsvRow[] = [];
  const table: CsvTable = { file, columns: columnsOf(file, header?.record ?? [], faults), rows };
  const width = header?.record.length ?? 0;
  for (const { record, info } of records) {
    const line = info.lines - record.join('').split('\n').length + 1;
    if (record.length === width) rows.push({ table, line, cells: record });
    else {
      const message = `the row has ${record.length} cells, the header has ${width}`;
      faults.push({ place: `${file}:${line}:${Math.min(record.length, width) + 1}`, message });
    }
  }
  return table;
}

function recordsOf(file: string, text: string, faults: Fault[]): Record[] {
  let lastGoodLine = 0;
  try {
    const records = parse(text, {
      info: true,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      on_record: (record, context) => {
        lastGoodLine = context.lines;
        return record;
      },
    }) as unknown as Record[];
    if (records.length === 0)
      faults.push({ place: `${file}:1`, message: 'the file is empty; it has no header' });
    return records;
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    faults.push(syntaxFault(file, thrown, lastGoodLine + 1));
    return [];
  }
}

/** @param firstLine where the row begins: an open quote swallows the rest of the file, and its end helps nobody. */
function syntaxFault(file: string, thrown: CsvError, firstLine: number): Fault {
  const { code, lines, column } = thrown as CsvError & { readonly lines?: number; readonly column?: number };
  const at = typeof column === 'number' ? column + 1 : 1;
  return code === 'CSV_QUOTE_NOT_CLOSED'
    ? { place: `${file}:${firstLine}:${at}`, message: 'a quote opens here and is not closed' }
    : { place: `${file}:${lines ?? firstLine}:${at}`, message: `this is not CSV: ${thrown.message}` };
}

function columnsOf(file: string, header: readonly string[], faults: Fault[]): Map<string, number> {
  const columns = new Map<string, number>();
  for (const [at, name] of header.entries()) {
    if (columns.has(name))
      faults.push({ place: `${file}:1:${at + 1}`, message: `column ${name} stands twice` });
    columns.set(name, at);
  }
  return columns;
}
