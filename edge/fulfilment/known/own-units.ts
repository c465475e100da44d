import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { ProgressDocument } from '../../../protocols/wire/floor.ts';
import type { WorkView } from '../work-view.ts';
import { remembering } from './remembering.ts';

/** What one fact of this station changed of an order line: until the gateway counts that fact, nobody else says so. */
export interface OwnUnits {
  /** Of the fact. */
  readonly seq: number;
  readonly order: string;
  readonly line: number;
  readonly sku: string;
  readonly did: 'picked' | 'shorted' | 'sorted' | 'packed' | 'shipped';
  /** Less than nothing where they were taken back. */
  readonly units: number;
  readonly task: string | undefined;
  /** The tote or slot into which they went, or out of which they were packed. */
  readonly place: string | undefined;
  readonly lot: string | undefined;
  readonly expiry: string | undefined;
  readonly serial: string | undefined;
  /** Number of the parcel into which they were packed. */
  readonly parcel: number | undefined;
}

/** Scans of a shift without network; the oldest are believed to be known by then. */
const mostOwn = 3_000;
/** Looking each one up takes its time: then there is room for a while. */
const keptOwn = 2_000;

/**
 * The memory behind the facts of one input. What the gateway counts stays as long as its order is open here: it may still be taken
 * back.
 */
export function rememberUnits(
  own: readonly OwnUnits[],
  facts: readonly FactDraft[],
  /** The seq of the first of these facts. */
  firstSeq: number,
  work: WorkView,
): readonly OwnUnits[] {
  const all = [...own];
  for (const [at, fact] of facts.entries()) all.push(...changesOf(fact, firstSeq + at, all));
  if (all.length === own.length) return own;
  const kept = work.rules().ship.by === 'station' ? withoutLeft(all, facts) : all;
  return kept.length <= mostOwn ? kept : needed(kept, work).slice(-keptOwn);
}

/** By its label an order leaves as a whole, and is begun nowhere again. */
function withoutLeft(own: readonly OwnUnits[], facts: readonly FactDraft[]): readonly OwnUnits[] {
  const left = facts.flatMap((fact) => (fact.type === 'shipment.dispatched' ? [fact.data.order] : []));
  return left.length === 0 ? own : own.filter(({ order }) => !left.includes(order));
}

function needed(own: readonly OwnUnits[], work: WorkView): OwnUnits[] {
  const isOpen = (order: string) => work.order(order) !== undefined && !work.finished(order);
  const neededAfter = remembering((order: string) =>
    isOpen(order) ? 0 : toldUpTo(order, work.floor.progress(order), work),
  );
  return own.filter(({ order, seq }) => seq > neededAfter(order));
}

/** The last fact of this station that is in the gateway's word of the order. A gateway of an earlier version does not say: it is believed. */
export function toldUpTo(order: string, progress: ProgressDocument | undefined, work: WorkView): number {
  if (work.order(order) === undefined) return Number.MAX_SAFE_INTEGER;
  if (progress === undefined) return 0;
  if (progress.counted === undefined) return Number.MAX_SAFE_INTEGER;
  return progress.counted.find(({ station }) => station === work.station)?.seq ?? 0;
}

type Line = Pick<OwnUnits, 'order' | 'line' | 'sku' | 'units'>;
type Details = { readonly [Name in 'task' | 'place' | 'lot' | 'expiry' | 'serial']?: string | undefined } & {
  readonly parcel?: number | undefined;
};

function changesOf(fact: FactDraft, seq: number, own: readonly OwnUnits[]): OwnUnits[] {
  switch (fact.type) {
    case 'pick.confirmed':
      return [did('picked', seq, fact.data, { ...fact.data, place: fact.data.tote })];
    case 'pick.undone':
      return [back('picked', seq, fact.data, fact.data.tote, find(own, fact.data.pickSeq))];
    case 'pick.shorted':
      return [did('shorted', seq, fact.data)];
    case 'pick.short_undone':
      return [back('shorted', seq, fact.data)];
    case 'wall.put':
      return [did('sorted', seq, fact.data, { place: fact.data.slot })];
    case 'wall.undone':
      return [back('sorted', seq, fact.data, fact.data.slot)];
    case 'pack.confirmed': {
      const { parcel, tote, slot } = fact.data;
      return [did('packed', seq, fact.data, { parcel, place: tote ?? slot })];
    }
    case 'pack.undone':
      return [back('packed', seq, fact.data, undefined, find(own, fact.data.packSeq))];
    case 'item.undone':
      return [back('packed', seq, fact.data), back('picked', seq, fact.data)];
    case 'shipment.dispatched': {
      const { order, lines } = fact.data;
      return lines.map((one) => did('shipped', seq, { ...one, order }));
    }
    default:
      return [];
  }
}

/** Each of them has the same members in the same order: of many alike the engine finds one faster. */
function did(
  what: OwnUnits['did'],
  seq: number,
  { order, line, sku, units }: Line,
  { task, place, lot, expiry, serial, parcel }: Details = {},
): OwnUnits {
  return { seq, order, line, sku, did: what, units, task, place, lot, expiry, serial, parcel };
}

/** The same less often; what the first fact said of the goods, the second one does not say again. */
function back(
  what: OwnUnits['did'],
  seq: number,
  data: Line,
  place?: string | undefined,
  first?: OwnUnits,
): OwnUnits {
  return did(what, seq, { ...data, units: -data.units }, { ...first, place: place ?? first?.place });
}

function find(own: readonly OwnUnits[], seq: number): OwnUnits | undefined {
  return own.find((one) => one.seq === seq);
}
