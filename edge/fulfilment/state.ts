import type { Role } from '../../protocols/wire/work/person-document.ts';
import type { Language } from '../../protocols/wire/work/site-rules.ts';
import type { Asked } from './asked/asked-rules.ts';
import type { CountWork } from './count/count-work.ts';
import type { OwnUnits } from './known/own-units.ts';
import type { PackSession } from './pack/pack-session.ts';
import type { ClosedWalk, PickSession } from './pick/pick-session.ts';
import type { ReturnedBefore, ReturnWork } from './returns/return-work.ts';
import type { LastScan } from './screen-view.ts';
import type { ServiceWork } from './service/service-work.ts';
import type { LoadWork } from './ship/load-work.ts';
import type { OwnParcels } from './ship/own-parcels.ts';
import type { WallSession } from './wall/wall-session.ts';

/**
 * All that a station remembers between two inputs: plain JSON of bounded size. It is stored in the same transaction as
 * the facts from which it follows, and never changed in place.
 */
export interface StationState {
  readonly v: 2;
  /** The badge of who is signed in. */
  readonly operator: string | null;
  /** What central's list of people says of them. */
  readonly person: { readonly role: Role; readonly language?: Language };
  /** Whose badge was scanned and whose PIN is awaited, and how often it was wrong. */
  readonly signing: { readonly badge: string; readonly wrong: number } | null;
  /** The equipment of the place, where a person named one by scanning its code. */
  readonly profile: string | null;
  /** The work in hand. */
  readonly activity: Activity | null;
  /** Work that was interrupted, to be taken up again. */
  readonly parked: readonly Activity[];
  /** Keys of the serials that left in earlier orders, newest last. */
  readonly recentSerials: readonly string[];
  /** Pick tasks, and orders picked without one, that were finished here lately: the gateway may not have heard it yet. */
  readonly recentPicks: readonly string[];
  /** The walk that was closed last here, while nothing else was begun behind it. */
  readonly closedWalk: ClosedWalk | null;
  /** The last reading of each device that was not ignored, for its bounce window. */
  readonly lastReadings: Readonly<Record<string, { readonly raw: string; readonly at: string }>>;
  readonly nextSsccSerial: number;
  /** What was picked, sorted, packed and given up here of open orders and is not in the gateway's word yet, oldest first. */
  readonly own: readonly OwnUnits[];
  /** Its own parcels that wait for a load, or left on one. */
  readonly parcels: OwnParcels;
  /** The dock door that was scanned before its load is opened. */
  readonly door: string | null;
  /** The day (YYYYMMDD) of the last load that was opened here, and how many were that day. */
  readonly loads: { readonly date: string; readonly n: number };
  /** What came back here of the newest orders. */
  readonly returned: readonly ReturnedBefore[];
  /** What the printer has still to do, oldest first. */
  readonly prints: readonly PrintJob[];
  readonly nextPrintJob: number;
  /** The order that was packed last and is in hand no more; `left`: its parcels were dispatched. */
  readonly lastPacked: { readonly session: PackSession; readonly left: boolean } | null;
  /** What the person was told last; a bounce does not replace it. */
  readonly last: LastScan | null;
}

/** One kind of work, each in a folder of its own. */
export type Activity =
  | PackSession
  | LoadWork
  | PickSession
  | ReturnWork
  | CountWork
  | ServiceWork
  | Asked
  | WallSession;

/** A label or a paper that has to be printed. It stays until the printer says what came of it. */
export interface PrintJob {
  readonly job: number;
  readonly document: 'parcel_label' | 'packing_slip' | 'tote_label' | 'return_label' | 'manifest';
  /** An SSCC, an order, a tote, a load. */
  readonly subject: string;
  readonly order?: string;
  /** Counts from 1; a second copy is a reprint. */
  readonly copy: number;
  /** What stands on a manifest. */
  readonly manifest?: {
    readonly manifest: string;
    readonly carrier: string;
    readonly parcels: readonly { readonly sscc: string; readonly order: string }[];
  };
  /** What stands on it. */
  readonly paper?: ParcelPaper;
  /** Why the printer could not; it waits until a person asks for it again (`PP:REPRINT`). */
  readonly failed?: string;
  /** How often it was asked for again: what is printed then may be there twice. */
  readonly retries?: number;
}

/** What is printed of a parcel. */
export interface ParcelPaper {
  readonly parcel: number;
  /** Name and address, a line each. */
  readonly shipTo: readonly string[];
  readonly lines: readonly {
    readonly sku: string;
    readonly name: string;
    readonly units: number;
    readonly lots?: readonly string[];
    /** The SKU that was ordered, where something else was packed in its place. */
    readonly insteadOf?: string;
  }[];
  /** Lines for which there was no room. */
  readonly moreLines: number;
  readonly grams?: number;
  readonly carrier?: string;
  readonly service?: string;
}

export const maxParked = 20;
export const maxRecentSerials = 256;
export const maxRecentPicks = 50;
export const maxUndoable = 100;
export const maxPrints = 200;

export const initialState: StationState = {
  v: 2,
  operator: null,
  person: { role: 'operator' },
  signing: null,
  profile: null,
  activity: null,
  parked: [],
  recentSerials: [],
  recentPicks: [],
  closedWalk: null,
  lastReadings: {},
  nextSsccSerial: 0,
  own: [],
  parcels: { sealed: [], left: [] },
  door: null,
  loads: { date: '', n: 0 },
  returned: [],
  prints: [],
  nextPrintJob: 1,
  lastPacked: null,
  last: null,
};
