import type { FactData, KnownFact } from '../../wire/fact.ts';
import type { EpcisEvent } from '../event.ts';
import {
  type BuilderState,
  emptyState,
  type OpenOrder,
  type SealedParcel,
  withOrder,
  withoutOrder,
} from './builder-state.ts';
import { bound, commissioned, loaded, type Occasion, packed, returned, shipped, unpacked } from './events.ts';
import { contentsOf, type Pick, settle } from './parcel-contents.ts';
import type { EpcisSettings } from './settings.ts';
import { loadTransaction, orderTransaction, returnTransaction, shipmentTransaction } from './transactions.ts';

/** Where events say less than happened, because the facts do. */
export interface BuilderNote {
  readonly site: string;
  readonly station: string;
  readonly seq: number;
  readonly message: string;
}

export interface BuilderStep {
  readonly state: BuilderState;
  readonly events: readonly EpcisEvent[];
  readonly notes: readonly BuilderNote[];
}

type FactOf<Type extends KnownFact['type']> = Omit<KnownFact, 'type' | 'data'> & {
  readonly data: FactData<Type>;
};

/**
 * Tells the next fact of a site as EPCIS events. Facts of a station have to come in the order of their seq; one that
 * came before is passed over. A pick becomes visible when its parcel is sealed, so that what was undone before that
 * never was an event; what is undone after it is taken out of the parcel by a DELETE.
 */
export function step(state: BuilderState, fact: KnownFact, settings: EpcisSettings): BuilderStep {
  const station = `${fact.site} ${fact.station}`;
  if (fact.seq <= (state.heads.get(station) ?? 0)) return { state, events: [], notes: [] };
  const heads = new Map(state.heads).set(station, fact.seq);
  return apply({ ...state, heads }, fact, settings);
}

/** Tells facts as EPCIS events, from the first on. */
export function eventsOfFacts(
  facts: Iterable<KnownFact>,
  settings: EpcisSettings,
): { readonly events: EpcisEvent[]; readonly notes: BuilderNote[] } {
  const events: EpcisEvent[] = [];
  const notes: BuilderNote[] = [];
  let state = emptyState;
  for (const fact of facts) {
    const next = step(state, fact, settings);
    state = next.state;
    events.push(...next.events);
    notes.push(...next.notes);
  }
  return { events, notes };
}

function apply(state: BuilderState, fact: KnownFact, settings: EpcisSettings): BuilderStep {
  switch (fact.type) {
    case 'pick.confirmed':
      return silent(picked(state, fact));
    case 'pack.confirmed':
      return silent(packedInto(state, fact));
    case 'item.undone':
      return undone(state, fact, settings);
    case 'pick.undone':
      return silent(unpicked(state, fact));
    case 'pack.undone':
      return silent(unpackedAgain(state, fact));
    case 'parcel.reopened':
      return reopened(state, fact, settings);
    case 'parcel.loaded':
      return told(state, loadedParcel('loading', fact, settings));
    case 'parcel.unloaded':
      return told(state, loadedParcel('unloading', fact, settings));
    case 'return.received':
      return told(state, receivedBack(fact, settings));
    case 'parcel.sealed':
      return sealed(state, fact, settings);
    case 'shipment.dispatched':
      return dispatched(state, fact, settings);
    default:
      return silent(state);
  }
}

function silent(state: BuilderState): BuilderStep {
  return { state, events: [], notes: [] };
}

function told(state: BuilderState, event: EpcisEvent): BuilderStep {
  return { state, events: [event], notes: [] };
}

function keyOf({ site, station }: KnownFact | FactOf<KnownFact['type']>, order: string): string {
  return `${site} ${station} ${order}`;
}

function orderAt(state: BuilderState, key: string): OpenOrder {
  return state.orders.get(key) ?? { picks: [], sealed: [] };
}

function occasionOf(fact: FactOf<KnownFact['type']>, settings: EpcisSettings): Occasion {
  const { recordTime } = settings;
  return { at: fact.at, place: settings.placeOf(fact.site, fact.station), recordTime };
}

function noteOn({ site, station, seq }: FactOf<KnownFact['type']>, message: string): BuilderNote {
  return { site, station, seq, message };
}

function picked(state: BuilderState, fact: FactOf<'pick.confirmed'>): BuilderState {
  const { order: number, expiry: _expiry, ...data } = fact.data;
  const key = keyOf(fact, number);
  const order = orderAt(state, key);
  const pick: Pick = { ...data, pickSeq: fact.seq, packSeq: null, parcel: null };
  return withOrder(state, key, { ...order, picks: [...order.picks, pick] });
}

/** The pick of the same scan now lies in a parcel; or units from a tote, wherever they were picked into it. */
function packedInto(state: BuilderState, fact: FactOf<'pack.confirmed'>): BuilderState {
  const { order: number, scanSeq, line, units, parcel, tote, slot } = fact.data;
  const key = keyOf(fact, number);
  const order = orderAt(state, key);
  const index = order.picks.findIndex(
    (pick) => pick.parcel === null && pick.scanSeq === scanSeq && pick.line === line && pick.units === units,
  );
  const pick = order.picks[index];
  if (pick === undefined) return tote === undefined && slot === undefined ? state : packedFrom(state, fact);
  const picks = order.picks.with(index, { ...pick, parcel, packSeq: fact.seq });
  return withOrder(state, key, { ...order, picks });
}

/** Takes the oldest picks into the tote, also of other stations, which lie in the parcel of this one from now on. */
function packedFrom(state: BuilderState, fact: FactOf<'pack.confirmed'>): BuilderState {
  const { order: number, line, parcel, tote } = fact.data;
  const isSource = (pick: Pick) =>
    pick.parcel === null && pick.line === line && (tote === undefined || pick.tote === tote);
  const [start, end] = [`${fact.site} `, ` ${number}`];
  const keys = [...state.orders.keys()].filter((key) => key.startsWith(start) && key.endsWith(end));
  let left = fact.data.units;
  let next = state;
  const moved: Pick[] = [];
  for (const key of keys) {
    const order = orderAt(next, key);
    const picks = order.picks.flatMap((pick): Pick[] => {
      const taken = isSource(pick) ? Math.min(left, pick.units) : 0;
      if (taken === 0) return [pick];
      left -= taken;
      moved.push({ ...pick, units: taken, parcel, packSeq: fact.seq });
      return taken < pick.units ? [{ ...pick, units: pick.units - taken }] : [];
    });
    next = withOrder(next, key, { ...order, picks });
  }
  const key = keyOf(fact, number);
  const own = orderAt(next, key);
  return withOrder(next, key, { ...own, picks: [...own.picks, ...moved] });
}

function unpicked(state: BuilderState, fact: FactOf<'pick.undone'>): BuilderState {
  const { order: number, pickSeq, line, units } = fact.data;
  const key = keyOf(fact, number);
  const order = orderAt(state, key);
  const picks = order.picks.flatMap((pick): Pick[] => {
    if (pick.pickSeq !== pickSeq || pick.line !== line || pick.parcel !== null) return [pick];
    return pick.units > units ? [{ ...pick, units: pick.units - units }] : [];
  });
  return withOrder(state, key, { ...order, picks });
}

function unpackedAgain(state: BuilderState, fact: FactOf<'pack.undone'>): BuilderState {
  const key = keyOf(fact, fact.data.order);
  const order = orderAt(state, key);
  const picks = order.picks.map((pick) =>
    pick.packSeq === fact.data.packSeq ? { ...pick, packSeq: null, parcel: null } : pick,
  );
  return withOrder(state, key, { ...order, picks });
}

/** The SSCC no longer holds anything; what was in it lies in the open parcel again. */
function reopened(
  state: BuilderState,
  fact: FactOf<'parcel.reopened'>,
  settings: EpcisSettings,
): BuilderStep {
  const { order: number, sscc, parcel } = fact.data;
  const [start, end] = [`${fact.site} `, ` ${number}`];
  const owner = [...state.orders].find(
    ([key, { sealed: parcels }]) =>
      key.startsWith(start) && key.endsWith(end) && parcels.some((one) => one.sscc === sscc),
  );
  const found = owner?.[1].sealed.find((one) => one.sscc === sscc);
  if (owner === undefined || found === undefined) {
    const note = noteOn(fact, `parcel ${sscc} of order ${number}, which is opened again, is not known`);
    return { state, events: [], notes: [note] };
  }
  const [key, order] = owner;
  const without = { ...order, sealed: order.sealed.filter((one) => one !== found) };
  const next = withOrder(state, key, without);
  const own = orderAt(next, keyOf(fact, number));
  const picks = [...own.picks, ...found.picks.map((pick) => ({ ...pick, parcel }))];
  const nothing = { childEPCs: [], childQuantityList: [] };
  return {
    state: withOrder(next, keyOf(fact, number), { ...own, picks }),
    events: [unpacked(sscc, nothing, occasionOf(fact, settings))],
    notes: [],
  };
}

function loadedParcel(
  bizStep: 'loading' | 'unloading',
  fact: FactOf<'parcel.loaded'> | FactOf<'parcel.unloaded'>,
  settings: EpcisSettings,
): EpcisEvent {
  const { order, load, sscc } = fact.data;
  const occasion = occasionOf(fact, settings);
  const { party } = occasion.place;
  return loaded(bizStep, sscc, [orderTransaction(order, party), loadTransaction(load, party)], occasion);
}

function receivedBack(fact: FactOf<'return.received'>, settings: EpcisSettings): EpcisEvent {
  const { order, line, sku, units, gtin, lot, serial, scanSeq } = fact.data;
  const occasion = occasionOf(fact, settings);
  const { party } = occasion.place;
  const pick = {
    pickSeq: fact.seq,
    scanSeq,
    line,
    sku,
    units,
    gtin,
    lot,
    serial,
    packSeq: null,
    parcel: null,
  };
  const transactions = [orderTransaction(order, party), returnTransaction(fact.data.return, party)];
  return returned(contentsOf([pick], settings), transactions, occasion);
}

function undone(state: BuilderState, fact: FactOf<'item.undone'>, settings: EpcisSettings): BuilderStep {
  const { order: number, pickSeq, packSeq, line, units } = fact.data;
  const key = keyOf(fact, number);
  const order = orderAt(state, key);
  const isIt = (pick: Pick) =>
    pick.pickSeq === pickSeq && pick.packSeq === packSeq && pick.line === line && pick.units === units;
  const picks = order.picks.filter((pick) => !isIt(pick));
  if (picks.length < order.picks.length) return silent(withOrder(state, key, { ...order, picks }));
  const parcel = order.sealed.find((candidate) => candidate.picks.some(isIt));
  if (parcel === undefined) {
    const note = noteOn(fact, `what is undone, pick ${pickSeq} of order ${number}, is not known`);
    return { state, events: [], notes: [note] };
  }
  const rest = { ...parcel, picks: parcel.picks.filter((pick) => !isIt(pick)) };
  const sealed = order.sealed.map((candidate) => (candidate === parcel ? rest : candidate));
  return {
    state: withOrder(state, key, { ...order, sealed }),
    events: takenOut(parcel.picks.filter(isIt), rest, occasionOf(fact, settings), settings),
    notes: [],
  };
}

/** A serialised case that served several lines is out only when the last of them is undone. */
function takenOut(
  picks: readonly Pick[],
  rest: SealedParcel,
  occasion: Occasion,
  settings: EpcisSettings,
): EpcisEvent[] {
  const still = new Set(contentsOf(rest.picks, settings).childEPCs);
  const { childEPCs, childQuantityList } = contentsOf(picks, settings);
  const taken = { childEPCs: childEPCs.filter((epc) => !still.has(epc)), childQuantityList };
  if (taken.childEPCs.length + childQuantityList.length === 0) return [];
  return [unpacked(rest.sscc, taken, occasion)];
}

function sealed(state: BuilderState, fact: FactOf<'parcel.sealed'>, settings: EpcisSettings): BuilderStep {
  const { order: number, parcel, sscc, items } = fact.data;
  const key = keyOf(fact, number);
  const order = orderAt(state, key);
  const inside = order.picks.filter((pick) => pick.parcel === parcel);
  const { picks, notes } = settle(inside, items, settings);
  const occasion = occasionOf(fact, settings);
  const children = contentsOf(picks, settings);
  const events = [commissioned(sscc, occasion)];
  if (children.childEPCs.length + children.childQuantityList.length > 0) {
    events.push(packed(sscc, children, [orderTransaction(number, occasion.place.party)], occasion));
  }
  const rest = order.picks.filter((pick) => pick.parcel !== parcel);
  return {
    state: withOrder(state, key, { picks: rest, sealed: [...order.sealed, { sscc, picks }] }),
    events,
    notes: notes.map((note) => noteOn(fact, `parcel ${sscc} of order ${number}, ${note}`)),
  };
}

function dispatched(
  state: BuilderState,
  fact: FactOf<'shipment.dispatched'>,
  settings: EpcisSettings,
): BuilderStep {
  const { order: number, shipment, parcels } = fact.data;
  const occasion = occasionOf(fact, settings);
  const { party } = occasion.place;
  const transactions = [orderTransaction(number, party), shipmentTransaction(shipment, party)];
  return {
    state: withoutOrder(state, keyOf(fact, number)),
    events: [shipped(parcels, transactions, occasion), bound(parcels, transactions, occasion)],
    notes: [],
  };
}
