import type {
  ClaimDocument,
  CountTaskDocument,
  ItemWeightDocument,
  LoadDocument,
  ParcelDocument,
  ProgressDocument,
  TaskDocument,
  ToteDocument,
} from '../../protocols/wire/floor.ts';
import type { LocationDocument } from '../../protocols/wire/work/location-document.ts';
import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import type { PersonDocument } from '../../protocols/wire/work/person-document.ts';
import type { ProductDocument } from '../../protocols/wire/work/product-document.ts';
import type { SiteDocument } from '../../protocols/wire/work/site-document.ts';
import type { SiteRules } from '../../protocols/wire/work/site-rules.ts';

/** An order of the replica of work, with the version of its document. */
export interface ReleasedOrder {
  readonly version: number;
  readonly document: OrderDocument;
}

/** The serial references that this station may use for its parcels, both ends included. */
export interface SsccRange {
  readonly extensionDigit: number;
  readonly firstSerial: number;
  readonly lastSerial: number;
}

/** What stands at the place where the person works. */
export interface Equipment {
  readonly printer: boolean;
  readonly scale: boolean;
  /** An RFID reader that looks at closed parcels. */
  readonly tagReader: boolean;
  /** The places to which any of it belongs (`PP:STATION:name`); empty or left out where all of it serves every place. */
  readonly places?: readonly string[];
}

/** What the core must know to decide. Every answer is immediate: no decision waits for a network. */
export interface WorkView {
  /** The station's own name. */
  readonly station: string;
  order(number: string): ReleasedOrder | undefined;
  /** The product of which one packaging has this GTIN (14 digits). */
  productByGtin(gtin: string): ProductDocument | undefined;
  productBySku(sku: string): ProductDocument | undefined;
  /** True once the order was dispatched at this station, even if its document is gone. */
  finished(order: string): boolean;
  /** Undefined until the station has pulled the settings of its site. */
  site(): SiteDocument | undefined;
  rules(): SiteRules;
  ssccRange(): SsccRange;
  location(name: string): LocationDocument | undefined;
  person(badge: string): PersonDocument | undefined;
  /** Whether the PIN is the person's. False for a person without one. */
  pinMatches(person: PersonDocument, pin: string): boolean;
  /** At that place; where the person works now unless one is named. */
  equipment(place?: string): Equipment;
  /** Whether the gateway can be asked now. */
  connected(): boolean;
  /** What the gateway knows of the floor; undefined where it knows nothing, or this station has not heard it yet. */
  readonly floor: FloorView;
}

/** Of a station to which the gateway has told nothing. */
export const unknownFloor: FloorView = {
  claim: () => undefined,
  task: () => undefined,
  tote: () => undefined,
  progress: () => undefined,
  parcel: () => undefined,
  parcelsOf: () => [],
  load: () => undefined,
  countTask: () => undefined,
  itemWeight: () => undefined,
  ordersWithPiece: () => [],
};

export interface FloorView {
  /** By its id, see `claimId`. */
  claim(id: string): ClaimDocument | undefined;
  task(id: string): TaskDocument | undefined;
  tote(id: string): ToteDocument | undefined;
  progress(order: string): ProgressDocument | undefined;
  parcel(sscc: string): ParcelDocument | undefined;
  /** All parcels of an order that are known. */
  parcelsOf(order: string): readonly ParcelDocument[];
  load(id: string): LoadDocument | undefined;
  countTask(location: string): CountTaskDocument | undefined;
  itemWeight(sku: string): ItemWeightDocument | undefined;
  /** The orders for which a piece was picked that has not come back since; `{gtin}/{serial}` names it. */
  ordersWithPiece(serial: string): readonly string[];
}
