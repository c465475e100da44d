import type { KnownFact } from '../../protocols/wire/fact.ts';
import type { Trx } from '../database/database.ts';
import { chunksOf } from '../process/rows.ts';
import type { OrderProgress } from './order-progress.ts';

/** Units that came back by one scan, wherever that was. */
export interface Returned {
  readonly station: string;
  readonly seq: number;
  /** When, by the clock of the station. */
  readonly at: string;
  /** The return that they belong to. */
  readonly name: string;
  readonly line: number;
  readonly serial: string | null;
  readonly units: number;
  /** Of them, how many the books have by now. */
  readonly booked: number;
  /** Of them, how many are to be credited and in stock. */
  counted: number;
  /** Taken back: they did not come back after all. */
  undone: boolean;
}

const returnTypes: readonly KnownFact['type'][] = [
  'return.started',
  'return.received',
  'return.undone',
  'return.closed',
];

/** What leaves makes room for what came back of it, if that was heard of first. */
const leavingTypes: readonly KnownFact['type'][] = ['shipment.dispatched', 'service.completed'];

/** Gives the orders of these facts what of them came back so far at any station, and whose the returns are that are named. */
export async function loadReturned(
  trx: Trx,
  facts: readonly KnownFact[],
  progresses: ReadonlyMap<string, OrderProgress>,
): Promise<void> {
  const ofReturns = facts.filter(({ type }) => returnTypes.includes(type) || leavingTypes.includes(type));
  const [first] = ofReturns;
  if (first === undefined) return;
  const names = new Set(ofReturns.flatMap(({ data }) => ('return' in data ? [data.return] : [])));
  const orders = new Set(ofReturns.flatMap(({ data }) => ('order' in data ? (data.order ?? []) : [])));
  for (const chunk of chunksOf([...names])) await loadNames(trx, first.site, chunk, progresses);
  for (const chunk of chunksOf([...orders])) await loadLines(trx, chunk, progresses);
}

async function loadNames(
  trx: Trx,
  site: string,
  names: readonly string[],
  progresses: ReadonlyMap<string, OrderProgress>,
): Promise<void> {
  const [progress] = progresses.values();
  const rows = await trx
    .selectFrom('returns')
    .select(['id', 'order_number'])
    .where('site', '=', site)
    .where('id', 'in', names)
    .execute();
  for (const { id, order_number } of rows) progress?.known.returns.set(id, order_number);
}

async function loadLines(
  trx: Trx,
  orders: readonly string[],
  progresses: ReadonlyMap<string, OrderProgress>,
): Promise<void> {
  const rows = await trx
    .selectFrom('returns')
    .innerJoin('return_lines as line', (join) =>
      join.onRef('line.site', '=', 'returns.site').onRef('line.return_id', '=', 'returns.id'),
    )
    .select([
      'returns.order_number',
      'returns.id as name',
      'line.station',
      'line.seq',
      'line.at',
      'line.line',
    ])
    .select(['line.serial', 'line.units', 'line.counted', 'line.undone'])
    .where('returns.order_number', 'in', orders)
    .execute();
  for (const { order_number: order, undone, ...row } of rows)
    progresses.get(order)?.returned.push({ ...row, booked: row.counted, undone: undone === 1 });
}
