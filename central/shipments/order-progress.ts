import type { KnownFact } from '../../protocols/wire/fact.ts';
import type { Database } from '../database/schema.ts';
import type { OrderEvent } from '../process/order-history.ts';
import type { Returned } from './returned.ts';

export type OrderRow = Database['orders'];
export type OrderLineRow = Database['order_lines'];

/** A confirmed pick: what proves units of an order line. */
export interface Pick {
  readonly site: string;
  readonly station: string;
  readonly pickSeq: number;
  readonly scanSeq: number;
  readonly at: string;
  readonly line: number;
  /** What was really taken: another product than the line's where it was substituted. */
  readonly sku: string;
  readonly tote: string | null;
  readonly location: string | null;
  readonly lot: string | null;
  readonly expiry: string | null;
  readonly serial: string | null;
  /** What was not undone. */
  units: number;
  /** Of these, how many an invoice stands on already. */
  spent: number;
}

/** Units of a line that were given up, and not taken back. */
export interface Short {
  readonly station: string;
  readonly seq: number;
  readonly line: number;
  units: number;
}

/** Units that went into a parcel: by the scan of their pick, or later, at any station, out of a tote. */
export interface Pack {
  readonly site: string;
  readonly station: string;
  readonly packSeq: number;
  readonly scanSeq: number;
  readonly at: string;
  readonly line: number;
  readonly units: number;
  readonly parcel: number;
  /** The tote or the slot of a wall that they came from. */
  readonly tote: string | null;
  readonly slot: string | null;
}

/** Units of a pick that lie in the parcel of a pack. */
export interface Proof {
  readonly pick: Pick;
  readonly pack: Pack;
  readonly units: number;
}

/** A parcel as it was sealed. */
export interface SealedParcel {
  readonly sscc: string;
  readonly parcel: number;
  readonly site: string;
  readonly station: string;
  readonly seq: number;
  readonly at: string;
  readonly items: readonly ItemCount[];
  shipment: string | null;
  /** It was opened again: its SSCC is void. */
  voided: boolean;
}

export interface ItemCount {
  readonly line: number;
  readonly sku: string;
  readonly units: number;
}

/** A dispatch, with what proves each of its lines. */
export interface Dispatch {
  readonly id: string;
  readonly order: string;
  readonly site: string;
  readonly station: string;
  readonly seq: number;
  readonly at: string;
  readonly parcels: readonly string[];
  readonly carrier: string | null;
  readonly load: string | null;
  /** Those of its parcels that are stored for the order and had not left before. */
  readonly taken: readonly string[];
  readonly lines: readonly DispatchLine[];
  /** Work at the customer's place: nothing left the stock. */
  readonly service: boolean;
}

export interface DispatchLine extends ItemCount {
  /** The picks that went into the parcels of this dispatch. Complete if their units sum to the line's. */
  readonly proofs: readonly Proof[];
}

/**
 * An order while a batch of facts is applied to it. The steps change it in memory, so that a batch costs one read and one
 * write of each table however many facts it holds; what was changed is collected for the store.
 */
export interface OrderProgress {
  readonly order: OrderRow;
  readonly lines: Map<number, OrderLineRow>;
  /** What the facts prove. Only loaded for orders of which something is undone, dispatched, packed from a tote or waiting. */
  readonly evidence: Evidence;
  /** Facts that do not fit yet, and may when another station's facts come. They changed nothing. */
  waiting: WaitingFact[];
  /** What came back, at any station. Only loaded for orders of which something comes back or leaves. */
  readonly returned: Returned[];
  readonly parcels: Map<string, SealedParcel>;
  /** Station and SSCC of a parcel whose SSCC another one had already -> its number. Loaded as the proofs are. */
  readonly twins: Map<string, number>;
  readonly known: KnownNames;
  readonly changes: {
    order: boolean;
    readonly lines: Set<number>;
    readonly sealed: SealedParcel[];
    readonly voided: { readonly sscc: string; readonly at: string }[];
    readonly dispatches: Dispatch[];
    readonly swaps: EvidenceSwap[];
    readonly shorts: ItemCount[];
    /** Shorts that were taken back. */
    readonly unshorted: KnownFact[];
    readonly moves: ContentMove[];
    readonly returns: KnownFact[];
    readonly events: OrderEvent[];
  };
}

export interface Evidence {
  picks: Pick[];
  packs: Pack[];
  shorts: Short[];
  readonly seals: { readonly sscc: string; readonly place: PlaceAt }[];
  readonly reopenings: { readonly sscc: string; readonly place: PlaceAt }[];
}

/** A parcel number of a station, from one of its facts on. */
interface PlaceAt {
  readonly station: string;
  readonly parcel: number;
  readonly seq: number;
}

export interface WaitingFact {
  readonly fact: KnownFact;
  readonly misfit: Misfit;
  /** Whether its exception is stored; one of the same batch is not. */
  readonly stored: boolean;
}

/** An invoice stands on a pick that was undone: the other one is what really left. */
export interface EvidenceSwap {
  readonly from: Pick;
  readonly to: Pick;
}

/** Units that were taken from a place (negative) or put back there. */
export interface ContentMove {
  readonly site: string;
  readonly location: string;
  readonly sku: string;
  readonly lot: string | null;
  readonly expiry: string | null;
  readonly units: number;
}

export function progressOf(
  order: OrderRow,
  lines: readonly OrderLineRow[],
  known: KnownNames,
): OrderProgress {
  return {
    order: { ...order },
    lines: new Map(lines.map((line) => [line.line, { ...line }])),
    evidence: { picks: [], packs: [], shorts: [], seals: [], reopenings: [] },
    waiting: [],
    returned: [],
    parcels: new Map(),
    twins: new Map(),
    known,
    changes: {
      order: false,
      lines: new Set(),
      sealed: [],
      voided: [],
      dispatches: [],
      swaps: [],
      shorts: [],
      unshorted: [],
      moves: [],
      returns: [],
      events: [],
    },
  };
}

/** Where a parcel stands: its order, the station that sealed it, and its number there. */
export interface ParcelPlace {
  readonly order: string;
  readonly station: string;
  readonly parcel: number;
}

export function twinKey(station: string, sscc: string): string {
  return `${station} ${sscc}`;
}

/** SSCCs, and shipments with their stations, that exist, of any order: shared by all progresses of a batch. */
export interface KnownNames {
  readonly ssccs: Map<string, ParcelPlace>;
  readonly shipments: Map<string, string>;
  /** Returns of the site -> whose they are. */
  readonly returns: Map<string, string>;
  /** `{station} {seq}` of a scan -> what its barcode said of the very piece. */
  readonly scans: Map<string, ScannedPiece>;
}

interface ScannedPiece {
  readonly lot?: string | undefined;
  readonly serial?: string | undefined;
}

/** Why a sound fact does not fit the business. */
export interface Misfit {
  readonly code: MisfitCode;
  readonly message: string;
  /** The fact changed nothing, and is tried again when its order gets another one. */
  readonly waits?: true;
}

type MisfitCode =
  | 'ORDER_UNKNOWN'
  | 'ORDER_OF_OTHER_SITE'
  | 'ORDER_NOT_RELEASED'
  | 'ORDER_CANCELLED'
  | 'LINE_UNKNOWN'
  | 'PICKED_TOO_MANY'
  | 'PACKED_TOO_MANY'
  | 'SHIPPED_TOO_MANY'
  | 'SHORTED_TOO_MANY'
  | 'BACK_ORDER_BEGUN'
  | 'UNDO_UNKNOWN'
  | 'PARCEL_KNOWN'
  | 'PARCEL_UNKNOWN'
  | 'SHIPMENT_KNOWN'
  | 'LOCATION_UNKNOWN'
  | 'PRODUCT_UNKNOWN'
  | 'COUNT_BELOW_RESERVED'
  | 'STOCK_TOO_LOW'
  | 'RETURNED_TOO_MANY'
  | 'RETURNED_TWICE'
  | 'RETURN_UNKNOWN'
  | 'ORDER_IS_NO_SERVICE'
  | 'FACT_RESCUED'
  | 'PROOF_INCOMPLETE';
