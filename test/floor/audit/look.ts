import type { Db } from '../../../central/database/database.ts';
import { irregularPage } from '../../../central/insight/irregular.ts';
import type { FactType, KnownFact } from '../../../protocols/wire/fact.ts';
import type { FloorDocument, FloorKind } from '../../../protocols/wire/floor.ts';
import type { Floor } from '../floor.ts';
import { work } from '../goods.ts';
import { site } from '../office.ts';

const beforeAll = { site: '', station: '', seq: 0, code: '' };

type DataOf<Kind extends FloorKind> = NonNullable<Extract<FloorDocument, { kind: Kind }>['data']>;
export type FactOf<Type extends FactType> = Extract<KnownFact, { readonly type: Type }>;

export type Look = Awaited<ReturnType<typeof lookAt>>;

/** Names a promise that does not hold, and by what; null where it holds. */
export type Finding = string | null;

/** What somebody relies on. */
export interface Promised {
  readonly name: string;
  readonly broken: (look: Look) => Finding | Promise<Finding>;
}

/** What central and the gateway know at the end, read once. */
export async function lookAt(floor: Floor) {
  const { db } = floor.office;
  const all = {
    orders: await db.selectFrom('orders').selectAll().execute(),
    ...(await orderLines(db)),
    shipments: await db.selectFrom('shipments').selectAll().execute(),
    shipped: await db.selectFrom('shipment_lines').selectAll().execute(),
    parcels: await db.selectFrom('parcels').selectAll().execute(),
    payments: await db.selectFrom('payments').selectAll().execute(),
    allocations: await db.selectFrom('payment_allocations').selectAll().execute(),
    returns: await db.selectFrom('returns').selectAll().execute(),
    invoices: await db.selectFrom('invoices').selectAll().execute(),
    billed: await db.selectFrom('invoice_lines').selectAll().execute(),
    evidence: await db.selectFrom('invoice_line_evidence').selectAll().execute(),
    facts: await db.selectFrom('facts').selectAll().execute(),
    stock: await db.selectFrom('stock').selectAll().execute(),
    movements: await db.selectFrom('stock_movements').selectAll().execute(),
    returned: await db.selectFrom('return_lines').selectAll().execute(),
    documents: await db.selectFrom('work_documents').selectAll().where('site', '=', site).execute(),
    exceptions: await irregularPage(db, { settled: false, after: beforeAll, limit: 1_000_000 }),
  };
  return {
    floor,
    ledger: floor.ledger,
    ...all,
    /** Why a person looks at the order: codes of what central lists, and the kinds of conflict that the gateway shows. */
    shownOf: (order: string): readonly string[] => [
      ...all.exceptions.filter((one) => one.order_number === order).map(({ code }) => code),
      ...(progressOf(floor, order)?.conflict?.kinds ?? []),
    ],
    progress: (order: string) => progressOf(floor, order),
    told: <Kind extends FloorKind>(kind: Kind): DataOf<Kind>[] =>
      floor.gateway.documents(kind).map(({ json }) => JSON.parse(json) as DataOf<Kind>),
    ofType: <Type extends FactType>(type: Type): FactOf<Type>[] =>
      floor.ledger.facts.filter((fact): fact is FactOf<Type> & KnownFact => fact.type === type),
  };
}

/** What is shipped, and what is done at the customer's place, of which the gateway counts nothing. */
async function orderLines(db: Db) {
  const all = await db.selectFrom('order_lines').selectAll().execute();
  const isService = (line: (typeof all)[number]) => line.sku === work.sku;
  return { lines: all.filter((line) => !isService(line)), serviceLines: all.filter(isService) };
}

function progressOf(floor: Floor, order: string): DataOf<'progress'> | undefined {
  const found = floor.gateway.documents('progress').find(({ id }) => id === order);
  return found === undefined ? undefined : (JSON.parse(found.json) as DataOf<'progress'>);
}

/** The first thing of a list that is wrong. */
export function firstOf<Item>(items: Iterable<Item>, wrong: (item: Item) => Finding): Finding {
  for (const item of items) {
    const found = wrong(item);
    if (found !== null) return found;
  }
  return null;
}

export function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}
