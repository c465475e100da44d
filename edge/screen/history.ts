import type { LastScan } from '../fulfilment/screen-view.ts';

/** More than a person looks back on. */
const maxShown = 30;

/** The last scans as this page has seen them, newest first. */
export function remember(history: readonly LastScan[], last: LastScan | null): readonly LastScan[] {
  if (last === null || history[0]?.seq === last.seq) return history;
  return [last, ...history.filter(({ seq }) => seq !== last.seq)].slice(0, maxShown);
}
