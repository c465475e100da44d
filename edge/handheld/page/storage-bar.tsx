import { useSyncExternalStore } from 'react';
import type { Handheld } from '../core/handheld.ts';
import { isLow } from '../store/storage-space.ts';
import { word } from './page-words.ts';

/** Says so when the room on this device comes to an end, or when the browser does not promise to keep what is stored. */
export function StorageBar({ handheld }: { readonly handheld: Handheld }) {
  const space = useSyncExternalStore(handheld.watch, handheld.storage);
  if (space === null || (space.persisted && !isLow(space))) return null;
  const left = Math.max(0, Math.floor((space.quotaBytes - space.usedBytes) / 1_000_000));
  return (
    <aside className="storage-bar" data-low={isLow(space)} role="status">
      {isLow(space) ? word('storageLow', { left }) : word('storageNotKept')}
    </aside>
  );
}
