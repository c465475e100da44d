import type { VerdictCode } from '../../protocols/wire/facts/verdicts.ts';

import type { Role } from '../../protocols/wire/work/person-document.ts';
import type { Language } from '../../protocols/wire/work/site-rules.ts';
import type { AskedView } from './asked/asked-rules.ts';
import type { CountView } from './count/count-view.ts';
import type { PackView } from './pack/pack-view.ts';
import type { PickView } from './pick/pick-view.ts';
import type { ReturnView } from './returns/return-view.ts';
import type { ServiceView } from './service/service-view.ts';
import type { ShipView } from './ship/ship-view.ts';
import type { WallView } from './wall/wall-view.ts';

/** What the station screen shows: `GET /v1/screen`, and each event of `GET /v1/screen/stream` (server-sent events, event name `screen`). */
export interface ScreenView {
  readonly v: 1;
  /** Counts up with each change within one start of the agent. */
  readonly revision: number;
  readonly site: string;
  readonly station: string;
  readonly operator: string | null;
  /** The place whose equipment is used, where a person scanned its code. */
  readonly place: string | null;
  readonly phase: Phase;
  /** What to do next, as a title for the person. */
  readonly prompt: string;
  readonly order: ScreenOrder | null;
  /** The work in hand. */
  readonly activity: ActivityView | null;
  /** All that can be done now by a command; a button is the same as its barcode. */
  readonly actions: readonly ScreenAction[];
  /** What can be undone (at most 10), newest first: the first is what `PP:UNDO` takes back. */
  readonly undo: readonly string[];
  /** What the station waits for beside scans. */
  readonly wants: Wants;
  readonly language: Language;
  /** Whether the person may do what needs a supervisor. */
  readonly role: Role;
  /** Labels and papers that the printer has not printed yet. */
  readonly printing: number;
  /** Those of them that the printer could not do; `PP:REPRINT` gives them to it again. */
  readonly notPrinted: readonly {
    readonly document: string;
    readonly subject: string;
    readonly reason: string;
  }[];
  readonly last: LastScan | null;
  /** The next open orders (at most 50), and how many there are in all. */
  readonly queue: { readonly total: number; readonly next: readonly QueueItem[] };
  /** What else waits to be done; left out by a station that hears nothing of the floor. */
  readonly floor?: FloorQueue;
  readonly link: ScreenLink;
  readonly devices: readonly {
    readonly id: string;
    readonly kind: string;
    readonly state: string;
    readonly detail?: string;
  }[];
}

/** Each kind of work shows its own; what an order shows stands in `ScreenView.order`. */
export type ActivityView =
  | PackView
  | ShipView
  | PickView
  | ReturnView
  | CountView
  | ServiceView
  | AskedView
  | WallView;

export interface ScreenAction<Label = string> {
  /** What a barcode would hold: `PP:UNDO`. */
  readonly code: string;
  readonly label: Label;
  readonly tone: 'primary' | 'plain' | 'danger';
  /** It wants a quantity behind its code (`PP:ENTER:12`), of this: it stands in the menu only, and is typed on a pad. */
  readonly asks?: Label;
}

/** What an activity needs of the outside world to go on: the station reads and asks for it until the activity has it. */
export interface Wants {
  /** The PIN of whoever scanned a badge: `PP:PIN:digits`, which nobody may read on the screen. */
  readonly pin?: boolean;
  readonly weight?: boolean;
  readonly tags?: boolean;
  readonly photo?: boolean;
  readonly signature?: boolean;
}

/** idle: scan an order. picking: scan items; the last unit seals the parcel by itself. sealed: scan the label of each parcel to dispatch. other: see `activity`. */
export type Phase = 'idle' | 'picking' | 'sealed' | 'other';

export interface ScreenOrder {
  readonly number: string;
  readonly customer: string;
  readonly shipTo: string;
  readonly unitsDone: number;
  readonly unitsTotal: number;
  readonly lines: readonly ScreenLine[];
  /** Units in the open parcel, and the sealed ones. */
  readonly openParcelUnits: number;
  /** Number of the open parcel; a parcel that is opened again gives its number up, as its label is void. */
  readonly openParcel: number;
  readonly parcels: readonly {
    /** As its label says. */
    readonly parcel: number;
    readonly sscc: string;
    readonly units: number;
    readonly scanned: boolean;
  }[];
}

export interface ScreenLine {
  readonly line: number;
  readonly sku: string;
  readonly name: string;
  readonly units: number;
  readonly done: number;
  readonly shorted: number;
  readonly state: 'todo' | 'partial' | 'done' | 'short';
  /** The barcodes that confirm it, each with the units it counts for: for the person, and for the simulator's buttons. */
  readonly barcodes: readonly { readonly gtin: string; readonly level: string; readonly units: number }[];
}

export interface LastScan {
  /** seq of its scan.recorded fact: a new value means a new scan. */
  readonly seq: number;
  readonly at: string;
  readonly raw: string;
  readonly verdict: VerdictCode;
  readonly tone: 'ok' | 'done' | 'error';
  readonly message: string;
  readonly line: number | null;
}

export interface QueueItem {
  readonly order: string;
  readonly customer: string;
  readonly units: number;
  readonly lines: number;
  readonly status: 'released' | 'on_hold';
}

/** Open walks, loads and counts of the site (at most 50 of each); scanning the name begins one. */
export interface FloorQueue {
  readonly tasks: readonly {
    readonly task: string;
    readonly mode: 'order' | 'cluster' | 'zone' | 'batch';
    readonly zone?: string;
    readonly status: 'open' | 'handed_over';
    readonly orders: number;
    readonly stops: number;
    /** The task that has to be done before. */
    readonly after?: string;
  }[];
  readonly loads: readonly {
    readonly load: string;
    readonly carrier: string;
    readonly door?: string;
    readonly parcels: number;
  }[];
  readonly counts: readonly {
    readonly count: string;
    readonly location: string;
    readonly trigger: 'cycle' | 'short';
  }[];
  /** Orders of which work was done twice, until somebody has settled it; left out where there are none. */
  readonly conflicts?: readonly {
    readonly order: string;
    /** Whose work counts; the others take theirs back. */
    readonly keeper: string;
    readonly others: readonly string[];
    readonly kinds: readonly string[];
    /** False: nobody is stopped, the goods have to be compared with the order. */
    readonly isStopped: boolean;
  }[];
}

interface ScreenLink {
  readonly connected: boolean;
  readonly unacknowledged: number;
  readonly oldestUnacknowledgedAt: string | null;
  /** Photos and signatures that the gateway does not have yet; left out by a station that is asked for its own. */
  readonly unsentPictures?: number;
  /** Why this station sends nothing any more; left out while all is well. */
  readonly stopped?: { readonly code: string; readonly message: string };
  /** Why the gateway does not take what this station sends, as long as that lasts; all is kept and offered again. */
  readonly refused?: { readonly code: string };
  /** When central made the newest work that this station holds. */
  readonly workAsOf: string | null;
  /** How old that was when this view was made, by the clock of the site, which nobody here can set. */
  readonly workAgeMs?: number | null;
}
