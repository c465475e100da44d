import { partyLink, ssccLink } from '../digital-link.ts';
import type {
  Action,
  AggregationEvent,
  AssociationEvent,
  BizTransaction,
  EpcisEvent,
  ObjectEvent,
  QuantityElement,
  TransactionEvent,
} from '../event.ts';
import { eventHashId } from '../hash/event-hash-id.ts';
import type { JsonObject } from '../json.ts';
import type { StationPlace } from './settings.ts';

/** When and where an event happened. */
export interface Occasion {
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  readonly place: StationPlace;
  readonly recordTime?: string | undefined;
}

/** What a parent is joined with or parted from. */
export interface Children {
  readonly childEPCs: readonly string[];
  readonly childQuantityList: readonly QuantityElement[];
}

/** A parcel got its SSCC: the logistic unit begins to exist (CBV 2.0, 7.1: commissioning). */
export function commissioned(sscc: string, occasion: Occasion): EpcisEvent {
  return identified<ObjectEvent>({
    type: 'ObjectEvent',
    ...headOf(occasion),
    epcList: [ssccLink(sscc)],
    action: 'ADD',
    bizStep: 'commissioning',
    disposition: 'active',
    ...locationOf(occasion),
  });
}

/** Goods were packed into a parcel (EPCIS 2.0, 7.4.3). */
export function packed(
  sscc: string,
  children: Children,
  transactions: readonly BizTransaction[],
  occasion: Occasion,
): EpcisEvent {
  return aggregation('ADD', 'packing', sscc, children, transactions, occasion);
}

/** Goods were taken out of a sealed parcel; without children everything was. */
export function unpacked(sscc: string, children: Children, occasion: Occasion): EpcisEvent {
  return aggregation('DELETE', 'unpacking', sscc, children, [], occasion);
}

function aggregation(
  action: Action,
  bizStep: string,
  sscc: string,
  children: Children,
  transactions: readonly BizTransaction[],
  occasion: Occasion,
): EpcisEvent {
  return identified<AggregationEvent>({
    type: 'AggregationEvent',
    ...headOf(occasion),
    parentID: ssccLink(sscc),
    ...childrenOf(children),
    action,
    bizStep,
    disposition: 'in_progress',
    ...locationOf(occasion),
    ...(transactions.length === 0 ? {} : { bizTransactionList: transactions }),
  });
}

/** Parcels left the site, on their way to the customer (EPCIS 2.0, 7.4.2). */
export function shipped(
  ssccs: readonly string[],
  transactions: readonly BizTransaction[],
  occasion: Occasion,
): EpcisEvent {
  const { party } = occasion.place;
  const source = party === undefined ? undefined : partyLink(party);
  return identified<ObjectEvent>({
    type: 'ObjectEvent',
    ...headOf(occasion),
    epcList: linksOf(ssccs),
    action: 'OBSERVE',
    bizStep: 'shipping',
    disposition: 'in_transit',
    ...(occasion.place.readPoint === undefined ? {} : { readPoint: { id: occasion.place.readPoint } }),
    bizTransactionList: transactions,
    ...(source === undefined ? {} : { sourceList: [{ type: 'possessing_party', source }] }),
  });
}

/** A parcel was put on a vehicle, or taken off it again (CBV 2.0, 7.1: loading, unloading). */
export function loaded(
  bizStep: 'loading' | 'unloading',
  sscc: string,
  transactions: readonly BizTransaction[],
  occasion: Occasion,
): EpcisEvent {
  return identified<ObjectEvent>({
    type: 'ObjectEvent',
    ...headOf(occasion),
    epcList: [ssccLink(sscc)],
    action: 'OBSERVE',
    bizStep,
    disposition: 'in_progress',
    ...locationOf(occasion),
    bizTransactionList: transactions,
  });
}

/** Goods of a customer came back (CBV 2.0, 7.1: receiving; 7.2: returned). */
export function returned(
  { childEPCs, childQuantityList }: Children,
  transactions: readonly BizTransaction[],
  occasion: Occasion,
): EpcisEvent {
  return identified<ObjectEvent>({
    type: 'ObjectEvent',
    ...headOf(occasion),
    ...(childEPCs.length === 0 ? {} : { epcList: childEPCs }),
    ...(childQuantityList.length === 0 ? {} : { quantityList: childQuantityList }),
    action: 'OBSERVE',
    bizStep: 'receiving',
    disposition: 'returned',
    ...locationOf(occasion),
    bizTransactionList: transactions,
  });
}

/** From now on the parcels belong to the order and its despatch advice (EPCIS 2.0, 7.4.4). */
export function bound(
  ssccs: readonly string[],
  transactions: readonly BizTransaction[],
  occasion: Occasion,
): EpcisEvent {
  return identified<TransactionEvent>({
    type: 'TransactionEvent',
    ...headOf(occasion),
    bizTransactionList: transactions,
    epcList: linksOf(ssccs),
    action: 'ADD',
    bizStep: 'shipping',
    disposition: 'in_transit',
    ...(occasion.place.readPoint === undefined ? {} : { readPoint: { id: occasion.place.readPoint } }),
  });
}

/**
 * Something that stays what it is was fixed to a parcel or taken off it, such as a sensor or a returnable asset
 * (EPCIS 2.0, 7.4.6). Parent and children are URIs.
 */
export function associated(
  action: 'ADD' | 'DELETE',
  parentID: string,
  children: Children,
  occasion: Occasion,
): EpcisEvent {
  return identified<AssociationEvent>({
    type: 'AssociationEvent',
    ...headOf(occasion),
    parentID,
    ...childrenOf(children),
    action,
    bizStep: action === 'ADD' ? 'installing' : 'removing',
    ...locationOf(occasion),
  });
}

/** Gives an event the hash of what it says as its id (CBV 2.0, 8.9). */
function identified<Event extends EpcisEvent>(event: Event): Event {
  return { ...event, eventID: eventHashId(event as unknown as JsonObject) };
}

function headOf({ at, place, recordTime }: Occasion) {
  return {
    eventTime: at,
    eventTimeZoneOffset: place.offsetAt(at),
    ...(recordTime === undefined ? {} : { recordTime }),
  };
}

function locationOf({ place: { readPoint, bizLocation } }: Occasion) {
  return {
    ...(readPoint === undefined ? {} : { readPoint: { id: readPoint } }),
    ...(bizLocation === undefined ? {} : { bizLocation: { id: bizLocation } }),
  };
}

function childrenOf({ childEPCs, childQuantityList }: Children) {
  return {
    ...(childEPCs.length === 0 ? {} : { childEPCs }),
    ...(childQuantityList.length === 0 ? {} : { childQuantityList }),
  };
}

function linksOf(ssccs: readonly string[]): string[] {
  return [...new Set(ssccs)].map(ssccLink);
}
