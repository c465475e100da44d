import { lineOf } from './item-counts.ts';
import type { Evidence, Misfit, OrderProgress, Short } from './order-progress.ts';
import type { FactOf } from './proofs.ts';
import { takeWaiting, waitingUnits } from './waiting.ts';

export function shortOf({ station, seq, data }: FactOf<'pick.shorted'>): Short {
  return { station, seq, line: data.line, units: data.units };
}

/** @returns the units that there were to take back: none of a short that nobody knows, or that was undone before. */
export function takeShortBack({ shorts }: Evidence, { station, data }: FactOf<'pick.short_undone'>): number {
  const short = shorts.find(
    (one) => one.station === station && one.seq === data.shortSeq && one.line === data.line,
  );
  if (short === undefined || short.units < data.units) return 0;
  short.units -= data.units;
  return data.units;
}

export function applyShort(progress: OrderProgress, fact: FactOf<'pick.shorted'>): readonly Misfit[] {
  const { data } = fact;
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  const given = waitingUnits(progress, 'pick.undone', data.line);
  if (line.picked + line.shorted + data.units - given > line.units) {
    const message = `${data.units} shorted of line ${line.line}: ${line.units} were ordered, ${line.picked} picked, ${line.shorted} short already.`;
    return [{ code: 'SHORTED_TOO_MANY', message, waits: true }];
  }
  line.shorted += data.units;
  progress.evidence.shorts.push(shortOf(fact));
  progress.changes.lines.add(line.line);
  const one = { line: data.line, sku: line.sku, units: data.units };
  progress.changes.shorts.push(one);
  progress.changes.events.push({
    order: progress.order.number,
    at: fact.at,
    type: 'pick.shorted',
    summary: `${data.units} of ${data.sku} are short (${data.reason.replaceAll('_', ' ')}).`,
    data: { station: fact.station, seq: fact.seq, ...one, reason: data.reason },
  });
  return [];
}

/** Units that were given up are to be picked after all. What follows for the back-order is settled with the batch. */
export function applyShortUndone(
  progress: OrderProgress,
  fact: FactOf<'pick.short_undone'> & { readonly type: 'pick.short_undone' },
): readonly Misfit[] {
  const { station, seq, at, data } = fact;
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  if (takeWaiting(progress, 'pick.shorted', station, data.shortSeq)) return [];
  const units = takeShortBack(progress.evidence, fact);
  if (units === 0) {
    const message = `Line ${data.line} has no short ${data.shortSeq} of ${data.units} that can be undone.`;
    return [{ code: 'UNDO_UNKNOWN', message }];
  }
  line.shorted -= units;
  progress.changes.lines.add(line.line);
  progress.changes.unshorted.push(fact);
  progress.changes.events.push({
    order: progress.order.number,
    at,
    type: 'pick.short_undone',
    summary: `${units} of ${data.sku} are not short after all.`,
    data: { station, seq, line: data.line, sku: data.sku, units },
  });
  return [];
}
