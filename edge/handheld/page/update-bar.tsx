import { useSyncExternalStore } from 'react';
import type { Language } from '../../../protocols/wire/work/site-rules.ts';
import { word } from './page-words.ts';
import type { Update } from './update.ts';

interface UpdateBarProps {
  readonly update: Update;
  readonly resting: boolean;
  readonly language: Language;
}

/** Asks for a new version, and only while no work is in hand. */
export function UpdateBar({ update, resting, language }: UpdateBarProps) {
  const ready = useSyncExternalStore(update.watch, update.isReady);
  if (!ready || !resting) return null;
  return (
    <aside className="handheld-bar" data-kind="calm" role="status">
      <p>{word('updateReady', {}, language)}</p>
      <button type="button" onClick={() => update.apply()}>
        {word('updateNow', {}, language)}
      </button>
    </aside>
  );
}
