import type { KnownFact } from '../../protocols/wire/fact.ts';
import type { OrderProgress } from './order-progress.ts';

/** Units of a line in facts of one type that wait. */
export function waitingUnits({ waiting }: OrderProgress, type: KnownFact['type'], line: number): number {
  return waiting.reduce((sum, { fact }) => {
    if (fact.type !== type || !('line' in fact.data) || fact.data.line !== line) return sum;
    return sum + ('units' in fact.data ? fact.data.units : 0);
  }, 0);
}

/** A waiting fact that is compensated never happens: neither it nor its compensation changes anything. */
export function takeWaiting(
  progress: OrderProgress,
  type: KnownFact['type'],
  station: string,
  seq: number,
): boolean {
  const index = progress.waiting.findIndex(
    ({ fact }) => fact.type === type && fact.station === station && fact.seq === seq,
  );
  if (index < 0) return false;
  progress.waiting.splice(index, 1);
  return true;
}
