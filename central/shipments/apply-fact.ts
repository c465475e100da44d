import type { KnownFact } from '../../protocols/wire/fact.ts';
import { mayBecome } from '../process/order-states.ts';
import { applyDispatch } from './apply-dispatch.ts';
import { applyItemUndone, applyPack, applyPackUndone, applyReopened } from './apply-pack.ts';
import { applyPick, applyPickUndone } from './apply-pick.ts';
import { applyReturn } from './apply-return.ts';
import { applyServiceCompleted, applyServiceInterrupted, applyServiceStarted } from './apply-service.ts';
import { floorEventOf } from './floor-events.ts';
import type { Misfit, OrderProgress } from './order-progress.ts';
import type { FactOf } from './proofs.ts';
import { sealParcel } from './seal-parcel.ts';
import { applyShort, applyShortUndone } from './shorts.ts';

/**
 * Applies one fact to its order, and then those that waited for it. A fact that does not fit changes nothing but what the
 * misfit names as sound, and never stops the ones behind it.
 */
export function applyFact(progress: OrderProgress, fact: KnownFact): readonly Misfit[] {
  const before = progress.order.status;
  const refused = begin(progress, fact);
  if (refused !== null) return [refused];
  return fact.type === 'order.started' ? started(progress, fact, before) : applyToOrder(progress, fact);
}

/** As `applyFact`, for an order that is known to be in work. */
export function applyToOrder(progress: OrderProgress, fact: KnownFact): readonly Misfit[] {
  switch (fact.type) {
    case 'pick.confirmed':
      return applyPick(progress, fact);
    case 'pick.undone':
      return applyPickUndone(progress, fact);
    case 'pick.shorted':
      return applyShort(progress, fact);
    case 'pick.short_undone':
      return applyShortUndone(progress, fact);
    case 'pack.confirmed':
      return applyPack(progress, fact);
    case 'pack.undone':
      return applyPackUndone(progress, fact);
    case 'item.undone':
      return applyItemUndone(progress, fact);
    case 'parcel.sealed':
      return sealParcel(progress, fact);
    case 'parcel.reopened':
      return applyReopened(progress, fact);
    case 'shipment.dispatched':
      return applyDispatch(progress, fact);
    case 'service.started':
      return applyServiceStarted(progress, fact);
    case 'service.interrupted':
      return applyServiceInterrupted(progress, fact);
    case 'service.completed':
      return applyServiceCompleted(progress, fact);
    case 'return.started':
    case 'return.received':
    case 'return.undone':
    case 'return.closed':
      return applyReturn(progress, fact);
    default:
      return told(progress, fact);
  }
}

/** What changes no quantity is a line of the order's history. */
function told(progress: OrderProgress, fact: KnownFact): readonly Misfit[] {
  const event = floorEventOf(progress.order.number, fact);
  if (event !== null) progress.changes.events.push(event);
  return [];
}

/** What leaves counts, also of an order that was cancelled meanwhile; whatever else is done to it begins nothing. */
const leaving: readonly KnownFact['type'][] = ['shipment.dispatched', 'service.completed'];

/**
 * Work on the floor implies that the order was begun, also where the fact that said so was set aside. An order that was
 * released once may have been begun before a hold got to the station.
 */
function begin({ order, changes }: OrderProgress, { type, station, at, seq }: KnownFact): Misfit | null {
  if (['in_fulfilment', 'dispatched', 'closed'].includes(order.status)) return null;
  if (order.status === 'cancelled' && order.released_at !== null && !leaving.includes(type)) return null;
  if (order.released_at === null || !mayBecome(order.status, 'in_fulfilment')) {
    const message = `${station} works on order ${order.number}, which is ${order.status}.`;
    return { code: 'ORDER_NOT_RELEASED', message };
  }
  if (order.status === 'cancelled') {
    const summary = `${station} sent it off although it was cancelled.`;
    const data = { station, seq };
    changes.events.push({ order: order.number, at, type: 'order.reopened', summary, data });
  }
  order.status = 'in_fulfilment';
  changes.order = true;
  return null;
}

function started(progress: OrderProgress, fact: FactOf<'order.started'>, before: string): readonly Misfit[] {
  const { number } = progress.order;
  const by = fact.operator === null ? '' : ` by ${fact.operator}`;
  progress.changes.events.push({
    order: number,
    at: fact.at,
    type: 'order.started',
    summary: `Picking started at ${fact.station}${by}.`,
    data: { station: fact.station, seq: fact.seq, operator: fact.operator, version: fact.data.version },
  });
  if (before !== 'cancelled') return [];
  const message = `Order ${number} was cancelled, and ${fact.station} had not heard of it. Stop it there, or let it leave: what leaves is invoiced.`;
  return [{ code: 'ORDER_CANCELLED', message }];
}
