import { buildGtin } from '../../protocols/gs1/gtin.ts';
import type { CsvRow } from './csv-table.ts';
import type { Field } from './mapping.ts';

type Value = string | number | null;

/** What a field gives for a row: a value (null: empty), or why it gives none. */
export type FieldResult = { readonly value: Value } | { readonly fault: string };

/** @param numeric whether the target is a number: texts of the file are read as decimals then. */
export function fieldValue(field: Field, row: CsvRow, numeric: boolean): FieldResult {
  if ('value' in field) return { value: field.value };
  if ('template' in field) return { value: fillTemplate(field.template, row) };
  if ('leadingInteger' in field) return { value: leadingInteger(field.leadingInteger, row) };
  if ('gtin' in field) return gtinOf(field.gtin, row);
  const text = cellOf(row, field.column);
  if (text === '') return { value: field.default ?? null };
  if (field.map === undefined) return numeric ? decimal(text, field.scale ?? 1) : { value: text };
  const mapped = Object.hasOwn(field.map, text) ? field.map[text] : undefined;
  return mapped === undefined ? { fault: `"${text}" is not in the map` } : { value: mapped };
}

/** The columns that a field reads; the first one is where its faults are shown. */
export function columnsOfField(field: Field): string[] {
  if ('column' in field) return [field.column];
  if ('leadingInteger' in field) return [field.leadingInteger.column];
  if ('gtin' in field) return [field.gtin.itemReference.column];
  if ('template' in field)
    return [...field.template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
  return [];
}

export function cellOf(row: CsvRow, column: string): string {
  return (row.cells[row.table.columns.get(column) ?? -1] ?? '').trim();
}

function fillTemplate(template: string, row: CsvRow): string | null {
  const filled = template.replace(/\{([^{}]+)\}/g, (_all, column: string) => cellOf(row, column)).trim();
  return filled === '' ? null : filled;
}

function leadingInteger(
  { column, min, max }: { readonly column: string; readonly min: number; readonly max: number },
  row: CsvRow,
): number | null {
  const number = Number(/^\d{1,9}/.exec(cellOf(row, column))?.[0] ?? Number.NaN);
  return number >= min && number <= max ? number : null;
}

function gtinOf(
  gtin: { companyPrefix: string; itemReference: { column: string }; indicator: number },
  row: CsvRow,
): FieldResult {
  const text = cellOf(row, gtin.itemReference.column);
  if (!/^\d{1,8}$/.test(text)) return { fault: `"${text}" is no item reference: 1 to 8 digits` };
  try {
    return { value: buildGtin(gtin.companyPrefix, Number(text), gtin.indicator) };
  } catch (thrown) {
    return { fault: thrown instanceof Error ? thrown.message : 'gives no GTIN' };
  }
}

/** Reads a decimal with a point exactly, times `scale`: "0.15" with 10,000 is 1500. */
function decimal(text: string, scale: number): FieldResult {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text);
  if (match === null) return { fault: `"${text}" is no number of the form 1234.56` };
  const decimals = String(scale).length - 1;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) return { fault: `"${text}" has more than ${decimals} decimals` };
  const scaled = Number(match[2]) * scale + Number(fraction.padEnd(decimals, '0') || '0');
  return { value: match[1] === '-' ? -scaled : scaled };
}
