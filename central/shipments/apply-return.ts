import type { KnownFact } from '../../protocols/wire/fact.ts';
import { lineOf } from './item-counts.ts';
import type { Misfit, OrderProgress } from './order-progress.ts';
import type { FactOf } from './proofs.ts';

/** Goods of an order came back. What becomes of them in stock and in its return follows from `changes.returns`. */
export function applyReturn(progress: OrderProgress, fact: KnownFact): readonly Misfit[] {
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

function received(
  progress: OrderProgress,
  { data }: FactOf<'return.received'>,
  fact: KnownFact,
): readonly Misfit[] {
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  if (line.returned + data.units > line.shipped) {
    const message = `${line.returned} + ${data.units} returned of line ${line.line}, ${line.shipped} were shipped.`;
    return [{ code: 'RETURNED_TOO_MANY', message, waits: true }];
  }
  line.returned += data.units;
  progress.changes.lines.add(line.line);
  const [condition, disposition] = [data.condition, data.disposition].map((word) =>
    word.replaceAll('_', ' '),
  );
  const summary = `${data.units} of ${data.sku} came back (${condition}): ${disposition}.`;
  return note(progress, fact, data.order, summary);
}

function undone(progress: OrderProgress, { station, data }: FactOf<'return.undone'>, fact: KnownFact) {
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  const waiting = progress.waiting.findIndex(
    ({ fact: other }) =>
      other.type === 'return.received' && other.station === station && other.seq === data.receivedSeq,
  );
  if (waiting >= 0) {
    progress.waiting.splice(waiting, 1);
    return [];
  }
  if (line.returned < data.units) {
    const message = `Line ${data.line} has no return ${data.receivedSeq} of ${data.units} that can be undone.`;
    return [{ code: 'UNDO_UNKNOWN', message } as const];
  }
  line.returned -= data.units;
  progress.changes.lines.add(line.line);
  return note(progress, fact, data.order, `${data.units} of ${data.sku} did not come back after all.`);
}

function note(progress: OrderProgress, fact: KnownFact, order: string, summary: string): readonly Misfit[] {
  const { at, type, station, seq, data } = fact;
  progress.changes.returns.push(fact);
  progress.changes.events.push({ order, at, type, summary, data: { station, seq, ...data } });
  return [];
}
