import type { KnownFact } from '../../protocols/wire/fact.ts';
import { closeSettledOrders } from '../cash-application/close-orders.ts';
import type { CentralContext } from '../context.ts';
import { applyCounts } from '../counts/apply-counts.ts';
import type { Trx } from '../database/database.ts';
import { issueInvoices, swapEvidence } from '../invoicing/issue-invoices.ts';
import { applyLoads } from '../loads/apply-loads.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { settleShorts } from '../release/back-orders.ts';
import { offerFreed } from '../release/offer-freed.ts';
import { settleShortsTakenBack } from '../release/shorts-taken-back.ts';
import { bookReturned } from '../returns/book-returned.ts';
import { storeReturnMisfits } from '../returns/return-misfits.ts';
import { storeReturns } from '../returns/return-store.ts';
import { saveUninvoiced } from '../shipments/order-billing.ts';
import type { OrderProgress } from '../shipments/order-progress.ts';
import { saveProgress } from '../shipments/progress-store.ts';
import { settleDispatches } from '../shipments/settle-dispatches.ts';
import { freeShorts, moveContents } from '../shipments/settle-floor.ts';
import { type FactMisfit, storeMisfits } from './fact-store.ts';

/** Facts of a place or a vehicle, whatever orders they touch. */
const ofSite: readonly KnownFact['type'][] = [
  'count.closed',
  'load.opened',
  'load.closed',
  'parcel.loaded',
  'parcel.unloaded',
];

export function isOfSite({ type }: KnownFact): boolean {
  return ofSite.includes(type);
}

/** Orders of which something left, now or before, and of which it changed what is still to leave. */
function leftAndChanged({ order, changes }: OrderProgress): boolean {
  return order.status === 'dispatched' && changes.lines.size > 0;
}

/** Orders that may come to another amount than what was known of them. */
function isBilledAnew(progress: OrderProgress): boolean {
  const { shorts, unshorted } = progress.changes;
  return leftAndChanged(progress) || shorts.length > 0 || unshorted.length > 0;
}

interface Applied {
  readonly progresses: readonly OrderProgress[];
  readonly facts: readonly KnownFact[];
  readonly misfits: readonly FactMisfit[];
  readonly at: string;
}

/** Stores what facts changed, and what follows for stock, invoices, returns and other orders. Their facts are stored already. */
export async function settleFacts(
  { config }: CentralContext,
  trx: Trx,
  { progresses, facts, misfits, at }: Applied,
): Promise<void> {
  await saveProgress(trx, progresses);
  await recordOrderEvents(
    trx,
    progresses.flatMap(({ changes }) => changes.events),
  );
  const unproven = await issueInvoices(trx, config.seller, progresses, at);
  await swapEvidence(trx, progresses);
  const shorted = await freeShorts(trx, progresses);
  await moveContents(
    trx,
    progresses.flatMap(({ changes }) => changes.moves),
  );
  const left = await settleDispatches(trx, progresses.filter(leftAndChanged), at);
  const begun = await settleShortsTakenBack(trx, progresses, at);
  await saveUninvoiced(trx, progresses.filter(isBilledAnew));
  const shortened = progresses.filter(({ changes }) => changes.shorts.length > 0);
  await offerFreed(trx, { stock: [shorted, left], shortened: shortened.map(({ order }) => order) }, at);
  await settleShorts(trx, config, progresses, at);
  await storeReturns(trx, progresses);
  const returned = await bookReturned(trx, progresses, at);
  await storeReturnMisfits(trx, progresses, at);
  await applyLoads(trx, facts);
  const miscounted = await applyCounts(trx, facts, at);
  await storeMisfits(trx, at, [...misfits, ...unproven, ...begun, ...returned, ...miscounted]);
  await closeSettledOrders(
    trx,
    progresses.filter(leftAndChanged).map(({ order }) => order.number),
    at,
  );
}
