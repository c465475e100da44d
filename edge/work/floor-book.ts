import { type Clock, isoInstant } from '../../kernel/clock.ts';
import type {
  ClaimDocument,
  FloorDocument,
  FloorKind,
  LoadDocument,
  TaskDocument,
} from '../../protocols/wire/floor.ts';
import type { FloorQueue } from '../fulfilment/screen-view.ts';
import type { FloorView } from '../fulfilment/work-view.ts';
import { PieceIndex } from './piece-index.ts';
import { SiteClock } from './site-clock.ts';

type DataOf<Kind extends FloorKind> = NonNullable<Extract<FloorDocument, { kind: Kind }>['data']>;

type Found<Kind extends FloorKind> = DataOf<Kind> | undefined;

/** How many of each a screen lists. */
const listed = 50;
const maxParsed = 500;

/**
 * What a station knows of the floor, in memory: documents as text, of which those that were asked for lately are parsed. It
 * answers at once and without a network, in the agent as in a browser.
 */
export class FloorBook implements FloorView {
  /** By the gateway's clock a claim ends. */
  readonly site: SiteClock;
  private readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
  private readonly kinds = new Map<string, Map<string, string>>();
  private readonly parsed = new Map<string, unknown>();
  /** Orders of which work was done twice. */
  private readonly conflicts = new Set<string>();
  private readonly pieces = new PieceIndex();
  private lists: FloorQueue | null = null;

  constructor(clock: Pick<Clock, 'now' | 'monotonicMs'>) {
    this.clock = clock;
    this.site = new SiteClock(clock);
  }

  /** @param json the document, or null where it is gone. */
  set(kind: string, id: string, json: string | null): void {
    const documents = this.kinds.get(kind) ?? new Map<string, string>();
    this.kinds.set(kind, documents);
    if (json === null) documents.delete(id);
    else documents.set(id, json);
    this.parsed.delete(`${kind} ${id}`);
    if (kind === 'progress') {
      this.noteConflict(id, json);
      this.pieces.note(id, json);
    }
    if (kind === 'task' || kind === 'load' || kind === 'count_task') this.lists = null;
  }

  clear(): void {
    this.kinds.clear();
    this.parsed.clear();
    this.conflicts.clear();
    this.pieces.clear();
    this.lists = null;
  }

  /** A claim that has not expired at the gateway, with its end as the clock here shows it. */
  claim(id: string): ClaimDocument | undefined {
    const claim = this.get('claim', id);
    if (claim === undefined) return undefined;
    const untilMs = this.site.toWallMs(claim.expiresAt);
    return untilMs > this.clock.now() ? { ...claim, expiresAt: isoInstant(untilMs) } : undefined;
  }

  task(id: string): TaskDocument | undefined {
    return this.get('task', id);
  }

  tote(id: string) {
    return this.get('tote', id);
  }

  progress(order: string) {
    return this.get('progress', order);
  }

  parcel(sscc: string) {
    return this.get('parcel', sscc);
  }

  parcelsOf(order: string) {
    const named = [...(this.kinds.get('parcel') ?? [])].filter(([, json]) => json.includes(order));
    return named.flatMap(([id]) => this.parcel(id) ?? []).filter((parcel) => parcel.order === order);
  }

  load(id: string): LoadDocument | undefined {
    return this.get('load', id);
  }

  countTask(location: string) {
    return this.get('count_task', location);
  }

  itemWeight(sku: string) {
    return this.get('item_weight', sku);
  }

  ordersWithPiece(serial: string): readonly string[] {
    return this.pieces.ordersOf(serial);
  }

  /** The claims that a station has and that have not expired, by their ids. */
  claimsOf(station: string): readonly string[] {
    return [...(this.kinds.get('claim')?.keys() ?? [])].filter((id) => this.claim(id)?.station === station);
  }

  /** What waits to be done beside orders. */
  queue(): FloorQueue {
    this.lists ??= {
      tasks: this.all('task')
        .filter(({ status }) => status === 'open' || status === 'handed_over')
        .slice(0, listed)
        .map(({ task, mode, zone, status, orders, stops, after }) => ({
          task,
          mode,
          ...(zone === undefined ? {} : { zone }),
          status: status === 'handed_over' ? status : 'open',
          orders: orders.length,
          stops: stops.length,
          ...(after === undefined ? {} : { after }),
        })),
      loads: this.all('load')
        .filter(({ status }) => status === 'open')
        .slice(0, listed)
        .map(({ load, carrier, door, parcels }) => ({
          load,
          carrier,
          ...(door === undefined ? {} : { door }),
          parcels,
        })),
      counts: this.all('count_task')
        .slice(0, listed)
        .map(({ count, location, trigger }) => ({ count, location, trigger })),
      ...(this.conflicts.size === 0 ? {} : { conflicts: this.conflictList() }),
    };
    return this.lists;
  }

  private noteConflict(order: string, json: string | null): void {
    const isOne = json?.includes('"conflict":') === true;
    if (!isOne && !this.conflicts.delete(order)) return;
    if (isOne) this.conflicts.add(order);
    this.lists = null;
  }

  private conflictList(): NonNullable<FloorQueue['conflicts']> {
    const orders = [...this.conflicts].sort(byNumber).slice(0, listed);
    return orders.flatMap((order) => {
      const conflict = this.progress(order)?.conflict;
      if (conflict === undefined) return [];
      const { keeper, others, kinds = [], shown } = conflict;
      return [{ order, keeper, others, kinds, isStopped: shown !== true }];
    });
  }

  private all<Kind extends FloorKind>(kind: Kind): DataOf<Kind>[] {
    const documents = [...(this.kinds.get(kind) ?? [])].sort(([a], [b]) => byNumber(a, b));
    return documents.map(([, json]) => JSON.parse(json) as DataOf<Kind>);
  }

  private get<Kind extends FloorKind>(kind: Kind, id: string): Found<Kind> {
    const key = `${kind} ${id}`;
    if (!this.parsed.has(key)) {
      const json = this.kinds.get(kind)?.get(id);
      if (json === undefined) return undefined;
      if (this.parsed.size >= maxParsed) this.parsed.clear();
      this.parsed.set(key, JSON.parse(json));
    }
    return this.parsed.get(key) as Found<Kind>;
  }
}

/** `W2-1` before `W10-1`. */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
