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
import { bound, commissioned, type Occasion, packed, shipped, unpacked } from './events.ts';
import { contentsOf, type Pick, settle } from './parcel-contents.ts';
import type { EpcisSettings } from './settings.ts';
import { orderTransaction, shipmentTransaction } from './transactions.ts';

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

/** The pick of the same scan now lies in a parcel. */
function packedInto(state: BuilderState, fact: FactOf<'pack.confirmed'>): BuilderState {
  const { order: number, scanSeq, line, units, parcel } = fact.data;
  const key = keyOf(fact, number);
  const order = orderAt(state, key);
  const index = order.picks.findIndex(
    (pick) => pick.parcel === null && pick.scanSeq === scanSeq && pick.line === line && pick.units === units,
  );
  const pick = order.picks[index];
  if (pick === undefined) return state;
  const picks = order.picks.with(index, { ...pick, parcel, packSeq: fact.seq });
  return withOrder(state, key, { ...order, picks });
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
