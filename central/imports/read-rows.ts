import { z } from 'zod';
import { type Fault, PackproofError } from '../../kernel/errors.ts';
import { type Product, productInput, withGtins } from '../catalog/product.ts';
import { type CustomerInput, customerInput } from '../customers/customer.ts';
import { type OrderInput, orderInput } from '../orders/order.ts';
import { groupBy } from '../process/rows.ts';
import type { CsvRow } from './csv-table.ts';
import { cellOf, fieldValue } from './field-value.ts';
import type { ImportMapping } from './mapping.ts';
import type { Tables } from './read-tables.ts';
import { Draft, readFields, validated } from './row-reader.ts';

/** Something to enter, and where it came from. */
export interface Entry<Input> {
  readonly input: Input;
  readonly draft: Draft;
}

export interface ProductEntry extends Entry<Product> {
  readonly openingUnits: number;
}

export interface OrderEntry extends Entry<OrderInput> {
  readonly release: boolean;
}

export function readCustomers(
  mapping: ImportMapping,
  tables: Tables,
  faults: Fault[],
): Entry<CustomerInput>[] {
  const section = mapping.customers;
  if (section === undefined) return [];
  return (tables.customers?.rows ?? []).flatMap((row) => {
    const draft = new Draft(row);
    Object.assign(draft.content, readFields(draft, section.fields, row, faults));
    const input = validated(customerInput, draft, faults);
    return input === null ? [] : [{ input, draft }];
  });
}

const openingUnits = z.strictObject({ units: z.number().int().min(0).max(10_000_000).default(0) });

export function readProducts(mapping: ImportMapping, tables: Tables, faults: Fault[]): ProductEntry[] {
  const section = mapping.products;
  if (section === undefined) return [];
  return (tables.products?.rows ?? []).flatMap((row) => {
    const draft = new Draft(row);
    Object.assign(draft.content, readFields(draft, section.fields, row, faults));
    draft.content.packagings = readPackagings(section, draft, row, faults);
    const stock = new Draft(row);
    Object.assign(stock.content, readFields(stock, { units: section.openingStock?.units }, row, faults));
    const opening = validated(openingUnits, stock, faults);
    const input = validated(productInput, draft, faults);
    const product = input === null ? null : named(() => withGtins(input), draft, faults);
    return product === null || opening === null
      ? []
      : [{ input: product, draft, openingUnits: opening.units }];
  });
}

type ProductsMapping = NonNullable<ImportMapping['products']>;

/** The packagings that the row has: one of which a field is empty is none. */
function readPackagings(section: ProductsMapping, draft: Draft, row: CsvRow, faults: Fault[]) {
  const present = section.packagings.filter((fields) =>
    Object.entries(fields).every(([name, field]) => {
      const result = fieldValue(field, row, name === 'units');
      return 'fault' in result || result.value !== null;
    }),
  );
  return present.map((fields, nth) => readFields(draft, fields, row, faults, `packagings.${nth}`));
}

export function readOrders(mapping: ImportMapping, tables: Tables, faults: Fault[]): OrderEntry[] {
  const { orders, orderLines } = mapping;
  if (orders === undefined || orderLines === undefined) return [];
  const orderOf = (row: CsvRow) => String(textOf(orderLines.fields.order, row));
  const linesOf = groupBy(tables.orderLines?.rows ?? [], orderOf);
  const claimed = new Set<string>();
  const entries = (tables.orders?.rows ?? []).flatMap((row) => {
    const draft = new Draft(row);
    Object.assign(draft.content, { channel: 'csv' }, readFields(draft, orders.fields, row, faults));
    const number = String(draft.content.number ?? '');
    const lineRows = linesOf.get(number) ?? [];
    claimed.add(number);
    draft.content.lines = lineRows.map((lineRow, nth) =>
      readLine(orderLines.fields, draft, lineRow, nth, faults),
    );
    if (lineRows.length === 0) {
      faults.push(draft.faultAt('number', `no row of ${orderLines.file} belongs to order ${number}`));
      return [];
    }
    const input = validated(orderInput, draft, faults);
    return input === null ? [] : [{ input, draft, release: isReleased(orders.release, row) }];
  });
  for (const [number, rows] of linesOf) {
    if (!claimed.has(number)) nameOrphans(orderLines.fields, number, rows, orders.file, faults);
  }
  return entries;
}

type LineFields = NonNullable<ImportMapping['orderLines']>['fields'];

function readLine({ order, ...fields }: LineFields, draft: Draft, row: CsvRow, nth: number, faults: Fault[]) {
  draft.locate(`lines.${nth}`, row, order);
  return readFields(draft, fields, row, faults, `lines.${nth}`);
}

function nameOrphans(
  fields: LineFields,
  number: string,
  rows: readonly CsvRow[],
  file: string,
  faults: Fault[],
) {
  for (const row of rows) {
    const draft = new Draft(row);
    draft.locate('order', row, fields.order);
    faults.push(draft.faultAt('order', `there is no order "${number}" in ${file}`));
  }
}

function textOf(field: LineFields['order'], row: CsvRow) {
  const result = fieldValue(field, row, false);
  return 'fault' in result ? '' : (result.value ?? '');
}

type Release = NonNullable<ImportMapping['orders']>['release'];

function isReleased(release: Release, row: CsvRow): boolean {
  if (typeof release === 'boolean') return release;
  return (cellOf(row, release.column) === '') === (release.when === 'empty');
}

/** Runs a rule of the business on a draft; its refusal becomes a fault where the draft stands in the files. */
function named<Result>(rule: () => Result, draft: Draft, faults: Fault[]): Result | null {
  try {
    return rule();
  } catch (thrown) {
    faults.push(...faultsOf(thrown, draft));
    return null;
  }
}

/** The faults that a refusal of the business names, at their places in the files. Anything else is thrown on. */
export function faultsOf(thrown: unknown, draft: Draft): Fault[] {
  if (!(thrown instanceof PackproofError)) throw thrown;
  const faults =
    thrown.faults.length > 0 ? thrown.faults : [{ place: thrown.place ?? '', message: thrown.message }];
  return faults.map(({ place, message }) => draft.faultAt(place, message));
}
