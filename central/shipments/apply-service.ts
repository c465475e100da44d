import { detailsOf } from '../orders/order.ts';
import { recordDelivery } from './apply-dispatch.ts';
import { countItems, lineOf } from './item-counts.ts';
import type { DispatchLine, ItemCount, Misfit, OrderProgress } from './order-progress.ts';
import type { FactOf } from './proofs.ts';

type Completed = FactOf<'service.completed'>;

/** Somebody began at the customer's place. */
export function applyServiceStarted(
  progress: OrderProgress,
  { at, station, seq, operator, data }: FactOf<'service.started'>,
): readonly Misfit[] {
  const refused = asService(progress, data.order);
  if (refused !== null) return [refused];
  const by = operator === null ? '' : ` by ${operator}`;
  const summary = `Service started at ${station}${by}.`;
  progress.changes.events.push({
    order: data.order,
    at,
    type: 'order.started',
    summary,
    data: { station, seq, operator },
  });
  return [];
}

export function applyServiceInterrupted(
  progress: OrderProgress,
  { at, type, station, seq, data }: FactOf<'service.interrupted'> & { readonly type: string },
): readonly Misfit[] {
  const summary = `Service interrupted: ${data.reason}`;
  progress.changes.events.push({
    order: data.order,
    at,
    type,
    summary,
    data: { station, seq, reason: data.reason },
  });
  return [];
}

/** The customer signed for it: it is delivered, and the fact with the signature proves the invoice. */
export function applyServiceCompleted(progress: OrderProgress, fact: Completed): readonly Misfit[] {
  const { data, site, station, seq, at } = fact;
  const refused = asService(progress, data.order) ?? tooMany(progress, countItems(data.lines));
  if (refused !== null) return [refused];
  const items = countItems(data.lines);
  const lines = items.map((item) => deliver(progress, item, fact));
  const id = `${data.order}/service@${station}/${seq}`.slice(0, 200);
  const head = { order: data.order, site, station, seq, at, carrier: null, load: null };
  recordDelivery(progress, { id, ...head, parcels: [], taken: [], lines, service: true });
  const { sha256 } = data.signature;
  progress.changes.events.push({
    order: data.order,
    at,
    type: 'service.completed',
    summary: `Service completed, signed by ${data.signedBy} (SHA-256 ${sha256.slice(0, 12)}…).`,
    data: { station, seq, signedBy: data.signedBy, signature: sha256, startedAt: data.startedAt },
  });
  return [];
}

function asService({ order }: OrderProgress, number: string): Misfit | null {
  if (detailsOf(order).kind === 'service') return null;
  const message = `Order ${number} is of goods: nothing of it is completed without a scan of what left.`;
  return { code: 'ORDER_IS_NO_SERVICE', message };
}

function tooMany(progress: OrderProgress, items: readonly ItemCount[]): Misfit | null {
  for (const item of items) {
    const line = lineOf(progress, item);
    if ('code' in line) return line;
    if (line.shipped + item.units <= line.units) continue;
    const message = `${line.shipped} + ${item.units} completed of line ${item.line}, ${line.units} were ordered.`;
    return { code: 'SHIPPED_TOO_MANY', message };
  }
  return null;
}

function deliver(
  progress: OrderProgress,
  item: ItemCount,
  { site, station, seq, at }: Completed,
): DispatchLine {
  const line = progress.lines.get(item.line);
  if (line !== undefined) {
    line.picked += item.units;
    line.packed += item.units;
    line.shipped += item.units;
  }
  progress.changes.lines.add(item.line);
  const place = { site, station, scanSeq: seq, at, line: item.line, units: item.units, tote: null };
  const piece = { location: null, lot: null, expiry: null, serial: null };
  const pick = { ...place, ...piece, pickSeq: seq, sku: item.sku, spent: item.units };
  const pack = { ...place, packSeq: seq, parcel: 1, slot: null };
  return { ...item, proofs: [{ pick, pack, units: item.units }] };
}
