import { textOrder } from '../../kernel/text-order.ts';
import type { KnownFact } from '../../protocols/wire/fact.ts';
import type { Trx } from '../database/database.ts';
import { applyFact, applyToOrder } from '../shipments/apply-fact.ts';
import { countReturned } from '../shipments/count-returned.ts';
import { toldTypes } from '../shipments/floor-events.ts';
import type { Misfit, OrderProgress, WaitingFact } from '../shipments/order-progress.ts';
import { loadProgress, type NamedInBatch } from '../shipments/progress-store.ts';
import { loadProofs } from '../shipments/proof-store.ts';
import { isFromTote, shipmentIdsOf } from '../shipments/proofs.ts';
import { loadReturned } from '../shipments/returned.ts';
import type { FactMisfit } from './fact-store.ts';
import { loadWaiting } from './waiting-store.ts';

/** What a batch of facts does to the orders that it names. */
export interface Projection {
  readonly progresses: readonly OrderProgress[];
  readonly misfits: readonly FactMisfit[];
  /** Facts that waited and do no more: they are no exceptions any longer. */
  readonly settled: readonly KnownFact[];
}

/** Facts that move an order on; the others are only kept. */
const moving = new Set<KnownFact['type']>([
  'order.started',
  'pick.confirmed',
  'pack.confirmed',
  'item.undone',
  'pick.undone',
  'pack.undone',
  'pick.shorted',
  'pick.short_undone',
  'parcel.sealed',
  'parcel.reopened',
  'shipment.dispatched',
  'service.started',
  'service.interrupted',
  'service.completed',
  'return.started',
  'return.received',
  'return.undone',
  'return.closed',
  ...toldTypes,
]);

/** Whether a fact changes more than the log of its station. */
export function movesOrder({ type, data }: KnownFact): boolean {
  return moving.has(type) && ('order' in data ? data.order !== undefined : true);
}

/**
 * Applies new facts, in order, to the orders as they stand, and those that waited for them. Reads only; to be called before
 * the facts are stored.
 */
export async function projectFacts(trx: Trx, facts: readonly KnownFact[]): Promise<Projection> {
  const relevant = facts.filter(movesOrder);
  const rescued = facts.flatMap((fact) => (fact.type === 'fact.rescued' ? [rescuedMisfit(fact)] : []));
  if (relevant.length === 0) return { progresses: [], misfits: rescued, settled: [] };
  const waiting = await loadWaiting(trx, [...new Set(relevant.map(orderOf))]);
  const progresses = await loadProgress(trx, namedIn([...relevant, ...waiting.map(({ fact }) => fact)]));
  noteScans(progresses, facts);
  for (const one of waiting) progresses.get(orderOf(one.fact))?.waiting.push(one);
  await loadProofs(trx, needingProofs(relevant, progresses));
  await loadReturned(trx, [...relevant, ...waiting.map(({ fact }) => fact)], progresses);
  const misfits = relevant.flatMap((fact) => applyTo(progresses.get(orderOf(fact)), fact));
  for (const progress of progresses.values()) misfits.push(...retryWaiting(progress));
  for (const progress of progresses.values()) countReturned(progress);
  const still = new Set([...progresses.values()].flatMap((progress) => progress.waiting));
  const fresh = [...still].filter(({ stored }) => !stored);
  return {
    progresses: [...progresses.values()],
    misfits: [...misfits, ...fresh.map(({ fact, misfit }) => ({ ...misfit, fact })), ...rescued],
    settled: waiting.filter((one) => !still.has(one)).map(({ fact }) => fact),
  };
}

/** What the scans of this batch say of the pieces; those that are stored are read with the proofs. */
function noteScans(progresses: ReadonlyMap<string, OrderProgress>, facts: readonly KnownFact[]): void {
  const [first] = progresses.values();
  for (const fact of facts) {
    if (fact.type === 'scan.recorded' && fact.data.gs1 !== undefined)
      first?.known.scans.set(`${fact.station} ${fact.seq}`, fact.data.gs1);
  }
}

/** What only a log held that was given up is evidence for a person; what follows from it is for that person to say. */
function rescuedMisfit(fact: KnownFact & { readonly type: 'fact.rescued' }): FactMisfit {
  const { station, seq, order } = fact.data;
  const about = order === undefined ? '' : ` about order ${order}`;
  const message = `Fact ${seq} of ${station}${about} was rescued from a log that was given up. Nothing was booked by it.`;
  return { code: 'FACT_RESCUED', message, fact };
}

function applyTo(progress: OrderProgress | undefined, fact: KnownFact): FactMisfit[] {
  if (progress === undefined) {
    return [{ code: 'ORDER_UNKNOWN', message: `There is no order ${orderOf(fact)}.`, fact }];
  }
  const { number, site } = progress.order;
  if (site !== fact.site) {
    const message = `Order ${number} belongs to ${site}, not to ${fact.site}.`;
    return [{ code: 'ORDER_OF_OTHER_SITE', message, fact }];
  }
  return settle(progress, fact, applyFact(progress, fact));
}

/** What waits is set aside with its reason; it is an exception only as long as nothing came that makes it fit. */
function settle(progress: OrderProgress, fact: KnownFact, misfits: readonly Misfit[]): FactMisfit[] {
  const waits = misfits.find((misfit) => misfit.waits === true);
  if (waits !== undefined) {
    progress.waiting.push({ fact, misfit: waits, stored: false });
    return [];
  }
  return misfits.map((misfit) => ({ ...misfit, fact }));
}

/** Tries what waits again and again, as one that fits may be what another waits for. */
function retryWaiting(progress: OrderProgress): FactMisfit[] {
  const found: FactMisfit[] = [];
  let settledOne = progress.waiting.length > 0;
  while (settledOne) {
    settledOne = false;
    for (const one of [...progress.waiting].sort(byStation)) {
      if (!progress.waiting.includes(one)) continue;
      const misfits = applyToOrder(progress, one.fact);
      if (misfits.some(({ waits }) => waits === true)) continue;
      progress.waiting = progress.waiting.filter((other) => other !== one);
      found.push(...misfits.map((misfit) => ({ ...misfit, fact: one.fact })));
      settledOne = true;
    }
  }
  return found;
}

function byStation(left: WaitingFact, right: WaitingFact): number {
  return textOrder(left.fact.station, right.fact.station) || left.fact.seq - right.fact.seq;
}

function orderOf(fact: KnownFact): string {
  return 'order' in fact.data ? (fact.data.order ?? '') : '';
}

function namedIn(facts: readonly KnownFact[]): NamedInBatch {
  const named = { orders: new Set<string>(), ssccs: new Set<string>(), shipments: new Set<string>() };
  for (const fact of facts) {
    named.orders.add(orderOf(fact));
    if (fact.type === 'parcel.sealed' || fact.type === 'parcel.reopened') named.ssccs.add(fact.data.sscc);
    if (fact.type !== 'shipment.dispatched') continue;
    for (const sscc of fact.data.parcels) named.ssccs.add(sscc);
    for (const id of shipmentIdsOf(fact)) named.shipments.add(id);
  }
  return { orders: [...named.orders], ssccs: [...named.ssccs], shipments: [...named.shipments] };
}

const needing = new Set<KnownFact['type']>([
  'shipment.dispatched',
  'item.undone',
  'pick.undone',
  'pick.short_undone',
  'pack.undone',
  'parcel.reopened',
]);

function needingProofs(
  facts: readonly KnownFact[],
  progresses: ReadonlyMap<string, OrderProgress>,
): OrderProgress[] {
  const orders = new Set(
    facts
      .filter((fact) => needing.has(fact.type) || (fact.type === 'pack.confirmed' && isFromTote(fact.data)))
      .map(orderOf),
  );
  return [...progresses.values()].filter(
    ({ order, waiting }) => orders.has(order.number) || waiting.length > 0,
  );
}
