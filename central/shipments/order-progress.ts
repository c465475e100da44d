import type { Database } from '../database/schema.ts';
import type { OrderEvent } from '../process/order-history.ts';

export type OrderRow = Database['orders'];
export type OrderLineRow = Database['order_lines'];

/** A confirmed pick, which is what proves units of an order line, and the parcel that they went into. */
export interface Proof {
  readonly site: string;
  readonly station: string;
  readonly pickSeq: number;
  readonly scanSeq: number;
  readonly line: number;
  readonly units: number;
  packSeq: number | null;
  parcel: number | null;
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
  /** Those of its parcels that are stored for the order and had not left before. */
  readonly taken: readonly string[];
  readonly lines: readonly DispatchLine[];
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
  /** All live proofs that are not on an invoice yet; only loaded for orders of which something is undone or dispatched. */
  proofs: Proof[];
  readonly parcels: Map<string, SealedParcel>;
  /** Station and SSCC of a parcel whose SSCC another one had already -> its number. Loaded as the proofs are. */
  readonly twins: Map<string, number>;
  readonly known: KnownNames;
  readonly changes: {
    order: boolean;
    readonly lines: Set<number>;
    readonly sealed: SealedParcel[];
    readonly dispatches: Dispatch[];
    readonly events: OrderEvent[];
  };
}

export function progressOf(
  order: OrderRow,
  lines: readonly OrderLineRow[],
  known: KnownNames,
): OrderProgress {
  return {
    order: { ...order },
    lines: new Map(lines.map((line) => [line.line, { ...line }])),
    proofs: [],
    parcels: new Map(),
    twins: new Map(),
    known,
    changes: { order: false, lines: new Set(), sealed: [], dispatches: [], events: [] },
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
}

/** Why a sound fact does not fit the business. */
export interface Misfit {
  readonly code: MisfitCode;
  readonly message: string;
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
  | 'UNDO_UNKNOWN'
  | 'PARCEL_KNOWN'
  | 'PARCEL_UNKNOWN'
  | 'SHIPMENT_KNOWN'
  | 'FACT_RESCUED'
  | 'PROOF_INCOMPLETE';
