import type { OrderDocument } from '../../protocols/wire/work.ts';
import type { LastScan } from './screen-view.ts';

/**
 * All that a station remembers between two scans: plain JSON of bounded size. It is stored in the same transaction as
 * the facts from which it follows, and never changed in place.
 */
export interface StationState {
  readonly v: 1;
  readonly operator: string | null;
  readonly session: Session | null;
  /** Sessions that a hold interrupted, to be taken up again by scanning the order. */
  readonly parked: readonly Session[];
  /** Keys of the serials that left in earlier orders, newest last. */
  readonly recentSerials: readonly string[];
  /** The last reading of each device that was not ignored, for its bounce window. */
  readonly lastReadings: Readonly<Record<string, { readonly raw: string; readonly at: string }>>;
  readonly nextSsccSerial: number;
  /** What the person was told last; a bounce does not replace it. */
  readonly last: LastScan | null;
}

/** The work on one order, as it was when it was started. */
export interface Session {
  readonly order: OrderDocument;
  readonly version: number;
  /** One for each line of the order, in its sequence. */
  readonly lines: readonly LineProgress[];
  readonly sealed: readonly SealedParcel[];
  /** What can be undone: the confirmed items of the open parcel, newest last. */
  readonly undoable: readonly ConfirmedItem[];
  readonly serials: readonly string[];
}

/** Units of one line. The units in the open parcel are `done` less `sealed`. */
export interface LineProgress {
  readonly done: number;
  readonly sealed: number;
  readonly shorted: number;
}

export interface ParcelItem {
  readonly line: number;
  readonly sku: string;
  readonly units: number;
}

interface SealedParcel {
  readonly parcel: number;
  readonly sscc: string;
  readonly items: ParcelItem[];
  /** Its label was scanned for the dispatch. */
  readonly scanned: boolean;
}

/** What one scan confirmed; it can serve several lines of the same product. */
export interface ConfirmedItem {
  readonly parts: readonly ConfirmedPart[];
  readonly serial: string | null;
}

export interface ConfirmedPart {
  /** Position in the order's lines. */
  readonly index: number;
  readonly units: number;
  readonly pickSeq: number;
  readonly packSeq: number;
}

export const maxParked = 20;
export const maxRecentSerials = 256;
export const maxUndoable = 100;

export const initialState: StationState = {
  v: 1,
  operator: null,
  session: null,
  parked: [],
  recentSerials: [],
  lastReadings: {},
  nextSsccSerial: 0,
  last: null,
};
