import { claimId } from '../../../protocols/wire/floor.ts';
import type { SiteRules } from '../../../protocols/wire/work/site-rules.ts';
import type { DataOf, FactOf, FloorBooks } from './floor-books.ts';
import type { Units } from './order-units.ts';

type Progress = DataOf<'progress'>;

/** A difference of two stations' clocks, or the way of a fact, is no time without network. */
const slackMs = 60_000;

/** What one station did on an order. */
export interface Worker {
  readonly station: Progress['stations'][number];
  readonly firstAt: string;
  readonly lastAt?: string;
  /** Units that it picked and has not undone; of each line likewise. */
  readonly units: number;
  readonly lines?: Units;
  /** When it last picked under a claim. */
  readonly claimedAt: string | null;
  /** Whether it picked without one. */
  readonly unclaimed: boolean;
  /** It picked of a line at a time at which another one did, and was heard of later. */
  readonly blind?: boolean;
  /** It sent the order on its way. */
  readonly dispatched?: true;
}

interface Work {
  readonly order: string;
  readonly units: number;
  readonly line?: number | undefined;
  readonly task?: string | undefined;
}

type WorkFact = FactOf<
  | 'order.started'
  | 'pick.confirmed'
  | 'pick.undone'
  | 'item.undone'
  | 'pack.confirmed'
  | 'shipment.dispatched'
>;

/** Stations that have units of the order in their totes or parcels, or sent it on its way. */
export function workersOf({ memory }: FloorBooks, order: string): Worker[] {
  return memory
    .owned<Worker>(order, 'worker')
    .flatMap(({ value }) => (value.units > 0 || value.dispatched === true ? [value] : []));
}

/** Notes that the station worked on the order. */
export function noteWork(
  books: FloorBooks,
  { station, at, type }: WorkFact,
  { order, units, line, task }: Work,
): void {
  const { memory, heldClaim } = books;
  const id = `${order} ${station}`;
  const before = memory.get<Worker>('worker', id) ?? beginner(station, at);
  const claims = [claimId({ kind: 'order', order })];
  if (task !== undefined) claims.push(claimId({ kind: 'task', task }));
  const held = units > 0 ? heldClaim(station, claims, at) : null;
  const left = Math.max(0, before.units + units);
  memory.put('worker', id, order, {
    ...before,
    firstAt: at < before.firstAt ? at : before.firstAt,
    lastAt: at > (before.lastAt ?? '') ? at : before.lastAt,
    units: left,
    ...(line === undefined ? {} : { lines: add(before.lines, line, units) }),
    claimedAt: held === true ? at : before.claimedAt,
    unclaimed: before.unclaimed || held === false,
    blind: left > 0 && (before.blind === true || isBlind(books, station, at, { order, units, line })),
    ...(type === 'shipment.dispatched' ? { dispatched: true } : {}),
  });
}

function beginner(station: string, at: string): Worker {
  return { station: station as Worker['station'], firstAt: at, units: 0, claimedAt: null, unclaimed: false };
}

function add(lines: Units = {}, line: number, units: number): Units {
  return { ...lines, [line]: Math.max(0, (lines[line] ?? 0) + units) };
}

/** Whether another station picked of the same line after that, and the gateway heard of it before. */
function isBlind(
  { memory }: FloorBooks,
  station: string,
  at: string,
  { order, units, line }: Pick<Work, 'order' | 'units' | 'line'>,
): boolean {
  if (units <= 0 || line === undefined) return false;
  return memory.owned<Worker>(order, 'worker').some(({ value }) => {
    const { station: other, lines, lastAt = '' } = value;
    return other !== station && (lines?.[line] ?? 0) > 0 && Date.parse(lastAt) > Date.parse(at) + slackMs;
  });
}

/** Whose work counts comes first: what has left is not called back, then a claim, then what the site says, then the names. */
export function byRight(rule: SiteRules['claims']['conflict']): (a: Worker, b: Worker) => number {
  const left = ({ dispatched }: Worker) => (dispatched === true ? 0 : 1);
  return (a, b) =>
    left(a) - left(b) ||
    (b.claimedAt ?? '').localeCompare(a.claimedAt ?? '') ||
    (rule === 'most' ? b.units - a.units : 0) ||
    a.firstAt.localeCompare(b.firstAt) ||
    a.station.localeCompare(b.station);
}
