import { useState, useSyncExternalStore } from 'react';
import type { Language } from '../../../protocols/wire/work/site-rules.ts';
import type { Handheld } from '../core/handheld.ts';
import { isLow } from '../store/storage-space.ts';
import { word } from './page-words.ts';

/** Says so when the room on this device comes to an end, or, once a start, that the browser does not promise to keep what is stored. */
export function StorageBar({
  handheld,
  language,
}: {
  readonly handheld: Handheld;
  readonly language: Language;
}) {
  const space = useSyncExternalStore(handheld.watch, handheld.storage);
  const [understood, setUnderstood] = useState(false);
  if (space === null) return null;
  if (isLow(space)) {
    const left = Math.max(0, Math.floor((space.quotaBytes - space.usedBytes) / 1_000_000));
    return (
      <aside className="handheld-bar" data-kind="bad" role="status">
        <p>{word('storageLow', { left }, language)}</p>
      </aside>
    );
  }
  if (space.persisted || understood) return null;
  return (
    <aside className="handheld-bar" data-kind="partial" role="status">
      <p>{word('storageNotKept', {}, language)}</p>
      <button type="button" onClick={() => setUnderstood(true)}>
        {word('understood', {}, language)}
      </button>
    </aside>
  );
}
