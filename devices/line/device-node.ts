import { type FSWatcher, lstatSync, readlinkSync, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';

const pollMs = 250;

/**
 * What stands at a path now: a text that changes when the device behind it is another one, or null if there is none.
 * The path may be a link (as udev makes them) whose target comes and goes.
 */
export function deviceNodeAt(path: string): string | null {
  try {
    const link = lstatSync(path);
    const node = statSync(path);
    const through = link.isSymbolicLink() ? `${readlinkSync(path)} ${link.ino} ${link.ctimeMs}` : path;
    return `${through} ${node.rdev} ${node.ino}`;
  } catch {
    return null;
  }
}

/**
 * Reports each change of what stands at a path. Watching the folder makes it quick; the poll makes it sure, for
 * folders that do not exist yet and file systems that notify of nothing.
 */
export function watchDeviceNode(path: string, clock: Clock, changed: () => void): () => void {
  let last = deviceNodeAt(path);
  let watcher: FSWatcher | undefined;
  let cancelPoll = () => {};
  let stopped = false;
  const look = () => {
    const now = deviceNodeAt(path);
    if (now === last || stopped) return;
    last = now;
    changed();
  };
  const poll = () => {
    watcher ??= watchFolder(dirname(path), look, () => {
      watcher = undefined;
    });
    look();
    // What was told of a change may have stopped the watch.
    if (!stopped) cancelPoll = clock.after(pollMs, poll);
  };
  poll();
  return () => {
    stopped = true;
    cancelPoll();
    watcher?.close();
  };
}

function watchFolder(folder: string, look: () => void, lost: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, look);
    watcher.on('error', () => {
      watcher.close();
      lost();
    });
    return watcher;
  } catch {
    return undefined;
  }
}
