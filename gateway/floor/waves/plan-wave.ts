import { textOrder } from '../../../kernel/text-order.ts';
import type { LocationDocument } from '../../../protocols/wire/work/location-document.ts';
import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { SiteRules } from '../../../protocols/wire/work/site-rules.ts';
import type { DataOf } from '../fold/floor-books.ts';
import { groupBy } from './group-by.ts';
import { createStock, type Taken } from './stock.ts';

type Task = DataOf<'task'>;
type Stop = Task['stops'][number];
type Slots = NonNullable<Task['wall']>['slots'];

const maxStops = 2_000;
const maxParts = 200;

export interface WaveInput {
  /** Its name is `W{number}`, and its tasks are `W{number}-1` and so on. */
  readonly number: number;
  readonly rules: SiteRules['waves'];
  /** In the order in which they are to be picked; at most `rules.ordersPerWave` are taken. */
  readonly orders: readonly OrderDocument[];
  readonly locations: Iterable<LocationDocument>;
  /** Stops of tasks that are not closed: their units are spoken for. */
  readonly reserved: readonly Stop[];
  /** Free slots of the wall, for a wave that is sorted there. */
  readonly slots: readonly string[];
}

export interface Wave {
  readonly orders: readonly string[];
  readonly tasks: readonly Task[];
}

/** A stop while it is planned: with what the walk is sorted by. */
interface Place {
  readonly walk: number;
  readonly stop: Stop;
}

/** Plans walks for orders. The same input gives the same wave; every unit of an order is in exactly one part. */
export function planWave(input: WaveInput): Wave {
  const { rules, number } = input;
  const stock = createStock(input.locations, input.reserved);
  const names = nameTasks(number);
  const tasks: Task[] = [];
  const orders: string[] = [];
  const slots = [...input.slots];
  for (let next = 0; next < Math.min(input.orders.length, rules.ordersPerWave); ) {
    const limit = Math.min(rules.ordersPerTask, rules.ordersPerWave - next);
    const size = rules.mode === 'put_to_wall' ? Math.min(limit, slots.length) : limit;
    const group = input.orders.slice(next, next + size);
    if (group.length === 0) break;
    const places = placesOf(group, stock.take);
    const wallSlots = rules.mode === 'put_to_wall' ? slotsOf(group, slots.splice(0, size)) : [];
    tasks.push(...tasksOf(rules.mode, { names, wave: `W${number}`, group, places, wallSlots }));
    orders.push(...group.map(({ order }) => order));
    next += group.length;
  }
  return { orders, tasks };
}

function nameTasks(number: number): () => string {
  let last = 0;
  return () => {
    last += 1;
    return `W${number}-${last}`;
  };
}

/** All stops that serve these orders, in the order of the walk; what the books know no place for comes last. */
function placesOf(
  group: readonly OrderDocument[],
  take: (sku: string, units: number, lot: string | undefined) => Taken[],
): Place[] {
  const places = new Map<string, Place[]>();
  for (const { order, lines } of group) {
    for (const { line, sku, name, units, lot } of lines) {
      for (const { from, units: some } of take(sku, units, lot))
        addPart(places, placeOf(from, { sku, name, lot }), { order, line, units: some });
    }
  }
  return [...places.values()].flat().sort(byWalk);
}

function placeOf(from: Taken['from'], { sku, name, lot }: Pick<Stop, 'sku' | 'name' | 'lot'>): Place {
  const wanted = from?.lot ?? lot;
  const stop: Stop = {
    ...(from === undefined ? {} : { location: from.location }),
    ...(from?.zone === undefined ? {} : { zone: from.zone }),
    sku,
    name,
    ...(wanted === undefined ? {} : { lot: wanted }),
    ...(from?.expiry === undefined ? {} : { expiry: from.expiry }),
    parts: [],
  };
  return { walk: from?.walk ?? Number.MAX_SAFE_INTEGER, stop };
}

/** The same goods of the same place are one stop for all orders, as far as a stop holds parts. */
function addPart(places: Map<string, Place[]>, place: Place, part: Stop['parts'][number]): void {
  const { location, sku, lot, expiry } = place.stop;
  const key = JSON.stringify([location, sku, lot, expiry]);
  const known = places.get(key) ?? [];
  const last = known.at(-1);
  if (last !== undefined && last.stop.parts.length < maxParts) last.stop.parts.push(part);
  else known.push({ ...place, stop: { ...place.stop, parts: [part] } });
  places.set(key, known);
}

function byWalk(a: Place, b: Place): number {
  return (
    a.walk - b.walk ||
    textOrder(a.stop.location ?? '', b.stop.location ?? '') ||
    textOrder(a.stop.sku, b.stop.sku) ||
    textOrder(a.stop.expiry ?? '', b.stop.expiry ?? '') ||
    textOrder(a.stop.lot ?? '', b.stop.lot ?? '')
  );
}

interface Walk {
  readonly names: () => string;
  readonly wave: string;
  readonly group: readonly OrderDocument[];
  readonly places: readonly Place[];
  readonly wallSlots: Slots;
}

function tasksOf(mode: SiteRules['waves']['mode'], walk: Walk): Task[] {
  const one = walk.group.length === 1 ? 'order' : 'cluster';
  if (mode === 'put_to_wall') return chained(walk, 'batch', [walk.places]);
  if (mode !== 'zone') return chained(walk, one, [walk.places]);
  const zones = groupBy(walk.places, ({ stop }) => stop.zone);
  // A zone that lies nearer to the beginning of the walk goes first; it holds its stops in that order already.
  return chained(walk, 'zone', [...zones.values()]);
}

/** One task for each part of the walk, each after the one before. */
function chained(walk: Walk, mode: Task['mode'], parts: readonly (readonly Place[])[]): Task[] {
  const tasks: Task[] = [];
  for (const part of parts.flatMap(cut)) {
    const before = tasks.at(-1);
    const zone = mode === 'zone' ? part[0]?.zone : undefined;
    tasks.push({
      task: walk.names(),
      wave: walk.wave,
      mode,
      ...(zone === undefined ? {} : { zone }),
      status: 'open',
      orders: ordersOf(part),
      stops: [...part],
      totes: [],
      ...(mode === 'batch' ? { wall: { wall: 'W', slots: walk.wallSlots } } : {}),
      ...(before === undefined ? {} : { after: before.task }),
    });
  }
  return tasks;
}

/** A task holds so many stops; orders of more lines are walked several times. */
function cut(places: readonly Place[]): Stop[][] {
  const stops = places.map(({ stop }) => stop);
  const parts: Stop[][] = [];
  for (let at = 0; at < stops.length; at += maxStops) parts.push(stops.slice(at, at + maxStops));
  return parts;
}

export function ordersOf(stops: readonly Stop[]): string[] {
  return [...new Set(stops.flatMap(({ parts }) => parts.map(({ order }) => order)))].sort(textOrder);
}

function slotsOf(group: readonly OrderDocument[], slots: readonly string[]): Slots {
  return slots.flatMap((slot, index) => {
    const order = group[index]?.order;
    return order === undefined ? [] : [{ slot, order }];
  });
}
