import type { FloorKind } from '../../protocols/wire/floor.ts';
import type { FloorStore } from './floor-store.ts';

const hourMs = 3_600_000;
/** What is finished can still be asked for so long. */
const doneMs = 24 * hourMs;
/** What nobody touched for so long is forgotten, finished or not. */
const untouchedMs = 30 * 24 * hourMs;
const deletionMs = 7 * 24 * hourMs;
const perTurn = 500;

interface CleanUpDeps {
  readonly store: FloorStore;
  /** The wave is forgotten, so its orders may be planned again. */
  readonly forgetWave: (wave: string) => void;
  /** Central still wants the order: without its progress, what has left already would be picked again. */
  readonly isOpen: (order: string) => boolean;
  /** Nothing is known of the order any more. */
  readonly onForgotten: (order: string) => void;
}

/** Removes what is over, with what was remembered of it. @returns whether there may be more. */
export function cleanUp({ store, forgetWave, isOpen, onForgotten }: CleanUpDeps, nowMs: number): boolean {
  const old = [
    ...store.untouched(true, nowMs - doneMs, perTurn),
    ...store.untouched(false, nowMs - untouchedMs, perTurn),
  ];
  store.change(() => {
    for (const { kind, id } of old) {
      if (kind === 'progress' && isOpen(id)) {
        store.touch(kind, id);
        continue;
      }
      store.documents.remove(kind as FloorKind, id);
      if (kind === 'progress') {
        store.forgetOwned(id);
        onForgotten(id);
      }
      if (kind === 'load') store.forgetOwned(`load ${id}`);
      if (kind === 'wave') forgetWave(id);
    }
    store.forgetDeletions(nowMs - deletionMs);
  });
  return old.length >= perTurn;
}
