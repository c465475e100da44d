/**
 * EPCIS 2.0 events as we write them, in the JSON/JSON-LD form (EPCIS 2.0, 7.4 and 9.5): the part of the standard that
 * a warehouse speaks of. Identifiers are URIs, terms of the CBV bare strings, times in UTC.
 */
interface EventHead {
  readonly eventTime: string;
  /** The local time's offset from UTC where it happened, such as `+01:00`. */
  readonly eventTimeZoneOffset: string;
  readonly recordTime?: string;
  readonly eventID?: string;
  readonly errorDeclaration?: ErrorDeclaration;
  readonly bizStep?: string;
  readonly disposition?: string;
  readonly readPoint?: Located;
  readonly bizLocation?: Located;
  readonly bizTransactionList?: readonly BizTransaction[];
  readonly sourceList?: readonly Source[];
}

interface Located {
  readonly id: string;
}

export interface BizTransaction {
  readonly type: 'po' | 'desadv' | 'rma' | 'bol';
  readonly bizTransaction: string;
}

interface Source {
  readonly type: 'possessing_party' | 'owning_party' | 'location';
  readonly source: string;
}

/** That an event that was told before is wrong (EPCIS 2.0, 7.4.1.4). */
export interface ErrorDeclaration {
  readonly declarationTime: string;
  readonly reason?: 'did_not_occur' | 'incorrect_data';
  readonly correctiveEventIDs?: readonly string[];
}

/** So many of a class; without `uom` whole items are counted. */
export interface QuantityElement {
  readonly epcClass: string;
  readonly quantity: number;
}

export type Action = 'OBSERVE' | 'ADD' | 'DELETE';

export interface ObjectEvent extends EventHead {
  readonly type: 'ObjectEvent';
  readonly action: Action;
  readonly epcList?: readonly string[];
  readonly quantityList?: readonly QuantityElement[];
}

interface Family extends EventHead {
  readonly action: Action;
  readonly parentID: string;
  readonly childEPCs?: readonly string[];
  readonly childQuantityList?: readonly QuantityElement[];
}

/** Goods in a logistic unit. */
export interface AggregationEvent extends Family {
  readonly type: 'AggregationEvent';
}

/** Something that stays with what it is fixed to, such as a sensor or the returnable crate of a parcel. */
export interface AssociationEvent extends Family {
  readonly type: 'AssociationEvent';
}

export interface TransactionEvent extends EventHead {
  readonly type: 'TransactionEvent';
  readonly action: Action;
  readonly bizTransactionList: readonly BizTransaction[];
  readonly epcList: readonly string[];
}

export type EpcisEvent = ObjectEvent | AggregationEvent | AssociationEvent | TransactionEvent;

export interface EpcisDocument {
  readonly '@context': readonly string[];
  readonly type: 'EPCISDocument';
  readonly schemaVersion: '2.0';
  readonly creationDate: string;
  readonly epcisBody: { readonly eventList: readonly EpcisEvent[] };
}
