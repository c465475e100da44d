import type { z } from 'zod';
import type { Fault } from '../../kernel/errors.ts';
import type { CsvRow } from './csv-table.ts';
import { columnsOfField, type FieldResult, fieldValue } from './field-value.ts';
import type { Field } from './mapping.ts';

/** Targets that are numbers, whichever kind they belong to. */
const numericTargets = new Set([
  'creditLimitMinor',
  'paymentTermsDays',
  'unitPriceMinor',
  'taxRateBp',
  'freightMinor',
  'discountBp',
  'units',
  'line',
  'walk',
]);

/** What a row, with the rows that belong to it, gives: an object, and where in the files each of its members stands. */
export class Draft {
  readonly row: CsvRow;
  readonly content: Record<string, unknown> = {};
  /** Members that could not be read at all; their absence is no further fault. */
  readonly unread = new Set<string>();
  private readonly places = new Map<string, { readonly row: CsvRow; readonly field: Field | null }>();

  constructor(row: CsvRow) {
    this.row = row;
  }

  /** Notes that the member at `path` comes from this row. */
  locate(path: string, row: CsvRow, field: Field | null): void {
    this.places.set(path, { row, field });
  }

  /** The fault of a member, at the file, line and column that it came from, or the nearest that is known. */
  faultAt(path: string, message: string): Fault {
    for (let known = path; known !== ''; known = known.split('.').slice(0, -1).join('.')) {
      const place = this.places.get(known);
      if (place !== undefined) return faultOf(place.row, place.field, path, message);
    }
    return faultOf(this.row, null, path, message);
  }
}

/** Reads the fields of one row into `target`; `prefix` is where it stands in the whole, such as `lines.3`. */
export function readFields(
  draft: Draft,
  fields: Readonly<Record<string, Field | undefined>>,
  row: CsvRow,
  faults: Fault[],
  prefix = '',
): Record<string, unknown> {
  const target: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field === undefined) continue;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    draft.locate(path, row, field);
    const result: FieldResult = fieldValue(field, row, numericTargets.has(name));
    if ('fault' in result) {
      faults.push(draft.faultAt(path, result.fault));
      draft.unread.add(path);
    } else if (result.value !== null) setMember(target, name.split('.'), result.value);
  }
  return target;
}

/** Validates a draft as the HTTP interface would; each fault is shown where it stands in the files. */
export function validated<Schema extends z.ZodType>(
  schema: Schema,
  draft: Draft,
  faults: Fault[],
): z.output<Schema> | null {
  const parsed = schema.safeParse(draft.content);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const path = issue.path.map(String).join('.');
    if (!draft.unread.has(path)) faults.push(draft.faultAt(path, issue.message));
  }
  return null;
}

function setMember(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const child = (target[name] ?? {}) as Record<string, unknown>;
  target[name] = child;
  setMember(child, rest, value);
}

function faultOf(row: CsvRow, field: Field | null, path: string, message: string): Fault {
  const column = field === null ? undefined : columnsOfField(field)[0];
  const at = column === undefined ? undefined : row.table.columns.get(column);
  const place = `${row.table.file}:${row.line}`;
  if (at === undefined) return { place, message: `${path}: ${message}` };
  return { place: `${place}:${at + 1}`, message: `column ${column} (${path}): ${message}` };
}
