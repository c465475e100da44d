import type { z } from 'zod';
import type { Fault } from '../../kernel/errors.ts';
import { type CarrierEvent, carrierEvent, carrierEvents } from '../../protocols/wire/carrier-event.ts';
import { readCsv } from '../imports/csv-table.ts';
import { cellOf } from '../imports/field-value.ts';

/** Reads what a carrier sends, in whatever form, into its events; or names every fault with its place. */
export interface CarrierAdapter {
  read(text: string): { readonly events: readonly CarrierEvent[] } | { readonly faults: readonly Fault[] };
}

/** The body of `carrierEvents` as JSON. */
export const jsonAdapter: CarrierAdapter = {
  read: (text) => {
    const parsed = carrierEvents.safeParse(jsonOf(text));
    return parsed.success ? parsed.data : { faults: faultsOf(parsed.error, ['body']) };
  },
};

const columns = ['id', 'sscc', 'status', 'at', 'place', 'note', 'proofName', 'signatureSha256'] as const;
const required = new Set<string>(['id', 'sscc', 'status', 'at']);
const maxRows = 10_000;

/** A CSV file with these columns; those of the end may be missing. */
export const csvAdapter: CarrierAdapter = {
  read: (text) => {
    const faults: Fault[] = [];
    const table = readCsv('body', text, faults);
    for (const column of columns)
      if (required.has(column) && !table.columns.has(column))
        faults.push({ place: 'body:1', message: `there is no column "${column}"` });
    if (table.rows.length > maxRows) faults.push({ place: 'body', message: `more than ${maxRows} rows` });
    if (faults.length > 0) return { faults };
    const events: CarrierEvent[] = [];
    for (const row of table.rows) {
      const cell = (column: (typeof columns)[number]) => cellOf(row, column) || undefined;
      const signatureSha256 = cell('signatureSha256');
      const name = cell('proofName');
      const parsed = carrierEvent.safeParse({
        ...{ id: cell('id'), sscc: cell('sscc'), status: cell('status'), at: cell('at') },
        ...{ place: cell('place'), note: cell('note') },
        ...(name === undefined ? {} : { proof: { name, signatureSha256 } }),
      });
      if (parsed.success) events.push(parsed.data);
      else faults.push(...faultsOf(parsed.error, [`body:${row.line}`]));
    }
    return faults.length > 0 ? { faults } : { events };
  },
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function faultsOf(error: z.ZodError, where: readonly string[]): Fault[] {
  return error.issues.map(({ path, message }) => ({
    place: [...where, ...path.map(String)].join('.'),
    message,
  }));
}
