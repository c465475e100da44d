import type { KnownFact } from '../../protocols/wire/fact.ts';
import { lineOf } from './item-counts.ts';
import type { Misfit, OrderProgress } from './order-progress.ts';
import type { FactOf } from './proofs.ts';
import type { Returned } from './returned.ts';
import { takeWaiting } from './waiting.ts';

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

/** Whatever two stations say, no more can come back than left, and no piece of it twice. */
function received(
  progress: OrderProgress,
  { station, seq, data }: FactOf<'return.received'>,
  fact: KnownFact,
): readonly Misfit[] {
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  if (line.returned + data.units > line.shipped) {
    const message = `${line.returned} + ${data.units} returned of line ${line.line}, ${line.shipped} were shipped. The ${data.units} are not counted, credited or in stock.`;
    return [{ code: 'RETURNED_TOO_MANY', message, waits: true }];
  }
  const { serial = null } = data;
  const twin = serial === null ? undefined : progress.returned.find(isPiece(line.line, serial));
  if (twin !== undefined) {
    const message = `Serial ${serial} of line ${line.line} came back at ${twin.station} already (fact ${twin.seq}). It is not counted, credited or in stock again.`;
    return [{ code: 'RETURNED_TWICE', message, waits: true }];
  }
  progress.returned.push({ station, seq, line: line.line, serial, units: data.units, undone: false });
  line.returned += data.units;
  progress.changes.lines.add(line.line);
  const [condition, disposition] = [data.condition, data.disposition].map((word) =>
    word.replaceAll('_', ' '),
  );
  const summary = `${data.units} of ${data.sku} came back (${condition}): ${disposition}.`;
  return note(progress, fact, data.order, summary);
}

function isPiece(line: number, serial: string) {
  return (one: Returned) => !one.undone && one.line === line && one.serial === serial;
}

function undone(progress: OrderProgress, { station, data }: FactOf<'return.undone'>, fact: KnownFact) {
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  if (takeWaiting(progress, 'return.received', station, data.receivedSeq)) return [];
  const back = progress.returned.find(
    (one) => !one.undone && one.station === station && one.seq === data.receivedSeq && one.line === data.line,
  );
  if (back?.units !== data.units) {
    const message = `Line ${data.line} has no return ${data.receivedSeq} of ${data.units} that can be undone.`;
    return [{ code: 'UNDO_UNKNOWN', message } as const];
  }
  back.undone = true;
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
