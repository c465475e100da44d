import type { ToteDocument } from '../../../protocols/wire/floor.ts';
import { withGoods, withoutGoods, withPacked } from '../../../protocols/wire/tote-contents.ts';
import type { WorkView } from '../work-view.ts';
import type { OwnUnits } from './own-units.ts';

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
  if (one.did !== 'packed') return moved(tote, one, one.units);
  return withPacked(moved(tote, one, -one.units), one);
}

function moved(tote: ToteDocument, of: OwnUnits, units: number): ToteDocument {
  return units < 0 ? withoutGoods(tote, of, -units) : withGoods(tote, of, units);
}
