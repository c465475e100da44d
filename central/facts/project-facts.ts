import type { KnownFact } from '../../protocols/wire/fact.ts';
import type { Trx } from '../database/database.ts';
import { applyFact } from '../shipments/apply-fact.ts';
import type { Misfit, OrderProgress } from '../shipments/order-progress.ts';
import { loadProgress, type NamedInBatch } from '../shipments/progress-store.ts';
import { loadProofs } from '../shipments/proof-store.ts';
import { shipmentIdsOf } from '../shipments/proofs.ts';
import type { FactMisfit } from './fact-store.ts';

/** What a batch of facts does to the orders that it names. */
export interface Projection {
  readonly progresses: readonly OrderProgress[];
  readonly misfits: readonly FactMisfit[];
}

/** Facts that move an order on; the others are only kept. */
const moving = new Set<KnownFact['type']>([
  'order.started',
  'pick.confirmed',
  'pack.confirmed',
  'item.undone',
  'pick.shorted',
  'parcel.sealed',
  'shipment.dispatched',
]);

/** Whether a fact changes more than the log of its station. */
export function movesOrder({ type }: KnownFact): boolean {
  return moving.has(type);
}

/** Applies new facts, in order, to the orders as they stand. Reads only; to be called before the facts are stored. */
export async function projectFacts(trx: Trx, facts: readonly KnownFact[]): Promise<Projection> {
  const relevant = facts.filter(movesOrder);
  const rescued = facts.flatMap((fact) => (fact.type === 'fact.rescued' ? [rescuedMisfit(fact)] : []));
  if (relevant.length === 0) return { progresses: [], misfits: rescued };
  const progresses = await loadProgress(trx, namedIn(relevant));
  await loadProofs(trx, needingProofs(relevant, progresses));
  const misfits = relevant.flatMap((fact) =>
    applyTo(progresses.get(orderOf(fact)), fact).map((misfit) => ({ ...misfit, fact })),
  );
  return { progresses: [...progresses.values()], misfits: [...misfits, ...rescued] };
}

/** What only a log held that was given up is evidence for a person; what follows from it is for that person to say. */
function rescuedMisfit(fact: KnownFact & { readonly type: 'fact.rescued' }): FactMisfit {
  const { station, seq, order } = fact.data;
  const about = order === undefined ? '' : ` about order ${order}`;
  const message = `Fact ${seq} of ${station}${about} was rescued from a log that was given up. Nothing was booked by it.`;
  return { code: 'FACT_RESCUED', message, fact };
}

function applyTo(progress: OrderProgress | undefined, fact: KnownFact): readonly Misfit[] {
  if (progress === undefined) {
    return [{ code: 'ORDER_UNKNOWN', message: `There is no order ${orderOf(fact)}.` }];
  }
  const { number, site } = progress.order;
  if (site !== fact.site) {
    return [
      { code: 'ORDER_OF_OTHER_SITE', message: `Order ${number} belongs to ${site}, not to ${fact.site}.` },
    ];
  }
  return applyFact(progress, fact);
}

function orderOf(fact: KnownFact): string {
  return 'order' in fact.data ? (fact.data.order ?? '') : '';
}

function namedIn(facts: readonly KnownFact[]): NamedInBatch {
  const named = { orders: new Set<string>(), ssccs: new Set<string>(), shipments: new Set<string>() };
  for (const fact of facts) {
    named.orders.add(orderOf(fact));
    if (fact.type === 'parcel.sealed') named.ssccs.add(fact.data.sscc);
    if (fact.type !== 'shipment.dispatched') continue;
    for (const id of shipmentIdsOf(fact)) named.shipments.add(id);
  }
  return { orders: [...named.orders], ssccs: [...named.ssccs], shipments: [...named.shipments] };
}

function needingProofs(
  facts: readonly KnownFact[],
  progresses: ReadonlyMap<string, OrderProgress>,
): OrderProgress[] {
  const orders = new Set(
    facts.filter(({ type }) => type === 'shipment.dispatched' || type === 'item.undone').map(orderOf),
  );
  return [...orders].flatMap((order) => progresses.get(order) ?? []);
}
