import type { ToteDocument } from '../../../protocols/wire/floor.ts';
import type { WorkView } from '../work-view.ts';
import type { OwnUnits } from './own-units.ts';

type Item = ToteDocument['items'][number];
type Packed = NonNullable<ToteDocument['packed']>;

/** A tote or a slot, with what was put in and taken out here since the gateway told of it; undefined while nothing is known to lie in it. */
export function knownTote(
  name: string,
  /** What was done with it here and is not in the gateway's word. */
  own: readonly OwnUnits[],
  work: WorkView,
  recentPicks: readonly string[],
): ToteDocument | undefined {
  const told = work.floor.tote(name);
  if (own.length === 0) return told;
  // Whoever else has taken it for other work meanwhile, the gateway knows.
  const order = told === undefined ? orderOf(own, work) : told.order;
  const ofOrder = own.filter((one) => one.order === order);
  if (order === null || ofOrder.length === 0) return told ?? { ...begun(name, own), order };
  const tote = ofOrder.reduce(follow, told ?? { ...begun(name, ofOrder), order });
  const isPicked = tote.status === 'picked' || isPickedHere(tote, order, work, recentPicks);
  if (tote.items.length === 0 && (isPicked || told === undefined)) return undefined;
  return { ...tote, status: isPicked ? 'picked' : 'filling' };
}

/** Whose units went in last; null for those of a whole batch. */
function orderOf(own: readonly OwnUnits[], work: WorkView): string | null {
  const last = own.at(-1);
  return last === undefined || modeOf(last.task, work) === 'batch' ? null : last.order;
}

function modeOf(task: string | undefined, { floor }: WorkView): string | undefined {
  return task === undefined ? undefined : floor.task(task)?.mode;
}

function begun(name: string, own: readonly OwnUnits[]): Omit<ToteDocument, 'order'> {
  const task = own.at(-1)?.task;
  // What lies in a slot is packed while more is put there.
  const isSlot = own.some(({ did }) => did === 'sorted');
  const status = isSlot ? 'picked' : 'filling';
  return { tote: name, ...(task === undefined ? {} : { task }), status, items: [] };
}

/** The walk that filled it ended here, and no other zone comes behind. While the gateway can be asked, its word counts. */
function isPickedHere(
  { task }: ToteDocument,
  order: string,
  work: WorkView,
  recentPicks: readonly string[],
): boolean {
  if (work.connected() && work.floor.progress(order) !== undefined) return false;
  return recentPicks.includes(task ?? order) && modeOf(task, work) !== 'zone';
}

function follow(tote: ToteDocument, one: OwnUnits): ToteDocument {
  return one.did === 'packed'
    ? withPacked(withItem(tote, one, -one.units), one)
    : withItem(tote, one, one.units);
}

function withItem(tote: ToteDocument, of: OwnUnits, units: number): ToteDocument {
  if (units < 0) return { ...tote, items: less(tote.items, of, -units) };
  const item = itemOf(of, units);
  const found = tote.items.find((other) => sameItem(other, item));
  if (found === undefined) return { ...tote, items: [...tote.items, item] };
  const more = { ...found, units: found.units + units };
  return { ...tote, items: tote.items.map((other) => (other === found ? more : other)) };
}

function itemOf({ line, sku, lot, expiry, serial }: OwnUnits, units: number): Item {
  return {
    ...{ line, sku, units },
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(serial === undefined ? {} : { serial }),
  };
}

function sameItem(one: Item, other: Item): boolean {
  return (
    one.line === other.line &&
    one.sku === other.sku &&
    one.lot === other.lot &&
    one.expiry === other.expiry &&
    one.serial === other.serial
  );
}

/** Those first of which the same is known. */
function less(items: readonly Item[], { line, lot, serial }: OwnUnits, units: number): Item[] {
  let left = units;
  const isThis = (item: Item) => item.lot === lot && item.serial === serial;
  const ofLine = items.filter((item) => item.line === line);
  const taken = new Map<Item, number>();
  for (const item of [...ofLine.filter(isThis), ...ofLine.filter((one) => !isThis(one))]) {
    const some = Math.min(left, item.units);
    taken.set(item, some);
    left -= some;
  }
  return items.flatMap((item) => {
    const rest = item.units - (taken.get(item) ?? 0);
    return rest === 0 ? [] : [{ ...item, units: rest }];
  });
}

function withPacked({ packed = [], ...tote }: ToteDocument, { line, sku, units }: OwnUnits): ToteDocument {
  const before = packed.find((one) => one.line === line && one.sku === sku);
  const sum = (before?.units ?? 0) + units;
  const others: Packed = packed.filter((one) => one !== before);
  return sum > 0 ? { ...tote, packed: [...others, { line, sku, units: sum }] } : { ...tote, packed: others };
}
