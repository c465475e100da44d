import { useSyncExternalStore } from 'react';
import { word } from './page-words.ts';
import type { Update } from './update.ts';

/** Asks for a new version, and only while no work is in hand. */
export function UpdateBar({ update, resting }: { readonly update: Update; readonly resting: boolean }) {
  const ready = useSyncExternalStore(update.watch, update.isReady);
  if (!ready || !resting) return null;
  return (
    <aside className="update-bar" role="status">
      <p>{word('updateReady')}</p>
      <button type="button" onClick={() => update.apply()}>
        {word('updateNow')}
      </button>
    </aside>
  );
}
