import type { KnownFact } from '../../protocols/wire/fact.ts';
import { mayBecome } from '../process/order-states.ts';
import { applyDispatch } from './apply-dispatch.ts';
import { lineOf } from './item-counts.ts';
import type { Misfit, OrderProgress } from './order-progress.ts';
import { attributeToParcel, type FactOf, proofOf, undoneProof } from './proofs.ts';
import { sealParcel } from './seal-parcel.ts';

/**
 * Applies one fact to its order. A fact that does not fit changes nothing but what the misfit names as sound, and never
 * stops the ones behind it.
 */
export function applyFact(progress: OrderProgress, fact: KnownFact): readonly Misfit[] {
  const before = progress.order.status;
  const refused = begin(progress, fact);
  if (refused !== null) return [refused];
  switch (fact.type) {
    case 'order.started':
      return started(progress, fact, before);
    case 'pick.confirmed':
      return picked(progress, fact);
    case 'pack.confirmed':
      return packed(progress, fact);
    case 'item.undone':
      return undone(progress, fact);
    case 'pick.shorted':
      return shorted(progress, fact);
    case 'parcel.sealed':
      return sealParcel(progress, fact);
    case 'shipment.dispatched':
      return applyDispatch(progress, fact);
    default:
      return [];
  }
}

/**
 * Work on the floor implies that the order was begun, also where the fact that said so was set aside. An order that was
 * released once may have been begun before a hold or its cancellation got to the station.
 */
function begin(
  { order, changes }: OrderProgress,
  { station, at, seq }: { readonly station: string; readonly at: string; readonly seq: number },
): Misfit | null {
  if (['in_fulfilment', 'dispatched', 'closed'].includes(order.status)) return null;
  if (order.released_at === null || !mayBecome(order.status, 'in_fulfilment')) {
    const message = `${station} works on order ${order.number}, which is ${order.status}.`;
    return { code: 'ORDER_NOT_RELEASED', message };
  }
  if (order.status === 'cancelled') {
    const summary = `${station} works on it although it was cancelled: it is in fulfilment again.`;
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
    data: { station: fact.station, seq: fact.seq, version: fact.data.version },
  });
  if (before !== 'cancelled') return [];
  const message = `Order ${number} was cancelled, and ${fact.station} had not heard of it. Stop it there, or let it leave: what leaves is invoiced.`;
  return [{ code: 'ORDER_CANCELLED', message }];
}

function picked(progress: OrderProgress, fact: FactOf<'pick.confirmed'>): readonly Misfit[] {
  const { data } = fact;
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  if (line.picked + data.units > line.units) {
    const message = `${line.picked} + ${data.units} picked of line ${line.line}, ${line.units} were ordered.`;
    return [{ code: 'PICKED_TOO_MANY', message }];
  }
  line.picked += data.units;
  progress.changes.lines.add(line.line);
  progress.proofs.push(proofOf(fact));
  return [];
}

function packed(progress: OrderProgress, fact: FactOf<'pack.confirmed'>): readonly Misfit[] {
  const { data } = fact;
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  if (line.packed + data.units > line.picked) {
    const message = `${line.packed} + ${data.units} packed of line ${line.line}, ${line.picked} were picked.`;
    return [{ code: 'PACKED_TOO_MANY', message }];
  }
  line.packed += data.units;
  progress.changes.lines.add(line.line);
  attributeToParcel(progress.proofs, fact);
  return [];
}

function undone(progress: OrderProgress, fact: FactOf<'item.undone'>): readonly Misfit[] {
  const { data } = fact;
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  const proof = undoneProof(progress.proofs, fact);
  if (proof === undefined || line.packed - data.units < line.shipped) {
    const message = `Line ${data.line} has no pick ${data.pickSeq} with pack ${data.packSeq} of ${data.units} that can be undone.`;
    return [{ code: 'UNDO_UNKNOWN', message }];
  }
  line.picked -= data.units;
  line.packed -= data.units;
  progress.changes.lines.add(line.line);
  progress.proofs = progress.proofs.filter((other) => other !== proof);
  return [];
}

function shorted(progress: OrderProgress, fact: FactOf<'pick.shorted'>): readonly Misfit[] {
  const { data } = fact;
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  if (line.picked + line.shorted + data.units > line.units) {
    const message = `${data.units} shorted of line ${line.line}: ${line.units} were ordered, ${line.picked} picked, ${line.shorted} short already.`;
    return [{ code: 'SHORTED_TOO_MANY', message }];
  }
  line.shorted += data.units;
  progress.changes.lines.add(line.line);
  progress.changes.events.push({
    order: progress.order.number,
    at: fact.at,
    type: 'pick.shorted',
    summary: `${data.units} of ${data.sku} are short (${data.reason.replaceAll('_', ' ')}).`,
    data: { station: fact.station, seq: fact.seq, line: data.line, units: data.units, reason: data.reason },
  });
  return [];
}
