import type { ProgressDocument, TaskDocument } from '../../../protocols/wire/floor.ts';
import type { StationState } from '../state.ts';
import type { FloorView, WorkView } from '../work-view.ts';
import { knownTote } from './known-tote.ts';
import { type OwnUnits, toldUpTo } from './own-units.ts';
import { remembering } from './remembering.ts';

type State = Pick<StationState, 'own' | 'recentPicks'>;
type Line = ProgressDocument['lines'][number];

/**
 * What a station decides by: the word of the gateway, and on top of it what was done here and is not in that word yet. Without
 * a network it would else begin a walk that was given back as if nobody had picked of it.
 */
export function knownWork(work: WorkView, state: State): WorkView {
  return state.own.length === 0 ? work : { ...work, floor: knownFloor(work, state) };
}

/** What was done here is looked through when something is asked, and only for that: there may be much of it. */
function knownFloor(work: WorkView, { own, recentPicks }: State): FloorView {
  const told = work.floor;
  const toldProgress = remembering((order) => told.progress(order));
  const upTo = remembering((order) => toldUpTo(order, toldProgress(order), work));
  const isUntold = ({ order, seq }: OwnUnits) => seq > upTo(order);
  const byTask = (id: string) => own.filter(({ task }) => task === id).filter(isUntold);
  const byPlace = (name: string) => own.filter(({ place }) => place === name).filter(isUntold);
  const byOrder = (number: string) => own.filter(({ order }) => order === number).filter(isUntold);
  return {
    claim: (id) => told.claim(id),
    task: (id) => knownTask(told.task(id), byTask(id)),
    tote: (name) => knownTote(name, byPlace(name), work, recentPicks),
    progress: remembering((order) => knownProgress(order, byOrder(order), toldProgress(order))),
    parcel: (sscc) => told.parcel(sscc),
    parcelsOf: (order) => told.parcelsOf(order),
    load: (id) => told.load(id),
    countTask: (location) => told.countTask(location),
    itemWeight: (sku) => told.itemWeight(sku),
    ordersWithPiece: (serial) => told.ordersWithPiece(serial),
  };
}

function knownProgress(
  order: string,
  own: readonly OwnUnits[],
  known: ProgressDocument | undefined,
): ProgressDocument | undefined {
  if (own.length === 0) return known;
  const told = known ?? {
    order,
    stations: [],
    lines: [],
    serials: [],
    nextParcel: 1,
    counted: [],
  };
  const lines = new Map(told.lines.map((one) => [one.line, one]));
  for (const { line, did, units } of own) {
    if (did !== 'sorted') lines.set(line, withUnits(lines.get(line) ?? nothingOf(line), did, units));
  }
  const parcels = own.map(({ parcel = 0 }) => parcel + 1);
  const totes = new Set([...(told.totes ?? []), ...placesOf(own)]);
  return {
    ...told,
    lines: [...lines.values()].sort((a, b) => a.line - b.line),
    nextParcel: Math.max(told.nextParcel, ...parcels),
    ...(totes.size === 0 ? {} : { totes: [...totes] }),
  };
}

const nothingOf = (line: number): Line => ({ line, picked: 0, packed: 0, shipped: 0, shorted: 0 });

function withUnits(line: Line, did: Exclude<OwnUnits['did'], 'sorted'>, units: number): Line {
  return { ...line, [did]: Math.max(0, line[did] + units) };
}

/** The totes and slots into which units went here. */
function placesOf(own: readonly OwnUnits[]): string[] {
  return own.flatMap(({ did, place, units }) =>
    (did === 'picked' || did === 'sorted') && place !== undefined && units > 0 ? [place] : [],
  );
}

/** The walk, with the totes that were filled on it here. */
function knownTask(told: TaskDocument | undefined, own: readonly OwnUnits[]): TaskDocument | undefined {
  if (told === undefined || own.length === 0) return told;
  const totes = new Map(told.totes.map((one) => [one.tote, one]));
  for (const { place, order } of own) {
    if (place === undefined || totes.has(place)) continue;
    totes.set(place, told.mode === 'batch' ? { tote: place } : { tote: place, order });
  }
  return { ...told, totes: [...totes.values()] };
}
