import type { KnownFact } from '../../protocols/wire/fact.ts';
import { lineOf } from './item-counts.ts';
import type { Misfit, OrderProgress } from './order-progress.ts';
import type { FactOf } from './proofs.ts';

/** Goods of an order came back. What becomes of them in stock and in its return follows from `changes.returns`. */
export function applyReturn(
  progress: OrderProgress,
  fact: KnownFact & { readonly data: { readonly return: string; readonly order: string } },
): readonly Misfit[] {
  const { known, order } = progress;
  const name = fact.data.return;
  const owner = known.returns.get(name) ?? order.number;
  if (owner !== order.number) {
    const message = `Return ${name} is of order ${owner}, not of ${order.number}. Nothing of it was counted.`;
    return [{ code: 'RETURN_UNKNOWN', message }];
  }
  known.returns.set(name, owner);
  switch (fact.type) {
    case 'return.received':
      return received(progress, fact, fact);
    case 'return.undone':
      return undone(progress, fact, fact);
    case 'return.started':
      return note(progress, fact, fact.data.order, `Return ${fact.data.return} started at ${fact.station}.`);
    case 'return.closed':
      return note(progress, fact, fact.data.order, `Return ${fact.data.return} closed.`);
    default:
      return [];
  }
}

/** How much of it counts follows from all that came back: see `countReturned`. */
function received(
  progress: OrderProgress,
  { station, seq, at, data }: FactOf<'return.received'>,
  fact: KnownFact,
): readonly Misfit[] {
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  const { return: name, units, serial = null } = data;
  const none = { booked: 0, counted: 0, undone: false };
  progress.returned.push({ station, seq, at, name, line: line.line, serial, units, ...none });
  const [condition, disposition] = [data.condition, data.disposition].map((word) =>
    word.replaceAll('_', ' '),
  );
  const summary = `${data.units} of ${data.sku} came back (${condition}): ${disposition}.`;
  return note(progress, fact, data.order, summary);
}

function undone(progress: OrderProgress, { station, data }: FactOf<'return.undone'>, fact: KnownFact) {
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  const back = progress.returned.find(
    (one) => !one.undone && one.station === station && one.seq === data.receivedSeq && one.line === data.line,
  );
  if (back?.units !== data.units) {
    const message = `Line ${data.line} has no return ${data.receivedSeq} of ${data.units} that can be undone.`;
    return [{ code: 'UNDO_UNKNOWN', message } as const];
  }
  back.undone = true;
  return note(progress, fact, data.order, `${data.units} of ${data.sku} did not come back after all.`);
}

function note(progress: OrderProgress, fact: KnownFact, order: string, summary: string): readonly Misfit[] {
  const { at, type, station, seq, data } = fact;
  progress.changes.returns.push(fact);
  progress.changes.events.push({ order, at, type, summary, data: { station, seq, ...data } });
  return [];
}
