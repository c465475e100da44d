import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { WorkView } from '../work-view.ts';

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
  readonly task?: string;
  /** The tote or slot into which they went, or out of which they were packed. */
  readonly place?: string;
  readonly lot?: string;
  readonly expiry?: string;
  readonly serial?: string;
  /** Number of the parcel into which they were packed. */
  readonly parcel?: number;
}

/** Scans of a shift without network; the oldest are believed to be known by then. */
const maxOwn = 2_000;

/**
 * The memory behind the facts of one input. What the gateway counts by now stays as long as its order is open here: it may still
 * be taken back.
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
  const isTold = toldBy(work);
  const isOpen = (order: string) => work.order(order) !== undefined && !work.finished(order);
  return all.filter((one) => isOpen(one.order) || !isTold(one)).slice(-maxOwn);
}

/** What of it is not in the word of the gateway, of orders that are open. */
export function untold(own: readonly OwnUnits[], work: WorkView): readonly OwnUnits[] {
  const isTold = toldBy(work);
  return own.filter((one) => !isTold(one));
}

function toldBy(work: WorkView): (one: OwnUnits) => boolean {
  const told = new Map<string, number>();
  return ({ order, seq }) => {
    const upTo = told.get(order) ?? toldUpTo(order, work);
    told.set(order, upTo);
    return seq <= upTo;
  };
}

/** The last fact of this station that is in the gateway's word of the order. A gateway of an earlier version does not say: it is believed. */
function toldUpTo(order: string, work: WorkView): number {
  if (work.order(order) === undefined) return Number.MAX_SAFE_INTEGER;
  const progress = work.floor.progress(order);
  if (progress === undefined) return 0;
  if (progress.counted === undefined) return Number.MAX_SAFE_INTEGER;
  return progress.counted.find(({ station }) => station === work.station)?.seq ?? 0;
}

type Line = Pick<OwnUnits, 'order' | 'line' | 'sku' | 'units'>;

function changesOf(fact: FactDraft, seq: number, own: readonly OwnUnits[]): OwnUnits[] {
  switch (fact.type) {
    case 'pick.confirmed': {
      const { task, tote, lot, expiry, serial } = fact.data;
      const goods = { ...given('lot', lot), ...given('expiry', expiry), ...given('serial', serial) };
      const where = { ...given('task', task), ...given('place', tote) };
      return [{ ...line(fact.data), seq, did: 'picked', ...where, ...goods }];
    }
    case 'pick.undone':
      return [back(fact.data, seq, 'picked', { place: fact.data.tote }, find(own, fact.data.pickSeq))];
    case 'pick.shorted':
      return [{ ...line(fact.data), seq, did: 'shorted' }];
    case 'pick.short_undone':
      return [back(fact.data, seq, 'shorted', {})];
    case 'wall.put':
      return [{ ...line(fact.data), seq, did: 'sorted', place: fact.data.slot }];
    case 'wall.undone':
      return [back(fact.data, seq, 'sorted', { place: fact.data.slot })];
    case 'pack.confirmed': {
      const { parcel, tote, slot } = fact.data;
      return [{ ...line(fact.data), seq, did: 'packed', parcel, ...given('place', tote ?? slot) }];
    }
    case 'pack.undone':
      return [back(fact.data, seq, 'packed', {}, find(own, fact.data.packSeq))];
    case 'item.undone':
      return [back(fact.data, seq, 'packed', {}), back(fact.data, seq, 'picked', {})];
    case 'shipment.dispatched': {
      const { order, lines } = fact.data;
      return lines.map((one) => ({ ...line({ ...one, order }), seq, did: 'shipped' }));
    }
    default:
      return [];
  }
}

function line({ order, line, sku, units }: Line): Line {
  return { order, line, sku, units };
}

/** The same less often; what the first fact said of the goods, the second one does not say again. */
function back(
  data: Line,
  seq: number,
  did: OwnUnits['did'],
  { place }: { readonly place?: string | undefined },
  first?: OwnUnits,
): OwnUnits {
  const of = first ?? {};
  return { ...of, ...line(data), seq, did, units: -data.units, ...given('place', place ?? first?.place) };
}

function find(own: readonly OwnUnits[], seq: number): OwnUnits | undefined {
  return own.find((one) => one.seq === seq);
}

function given<Name extends string>(name: Name, value: string | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: string };
}
