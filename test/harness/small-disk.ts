import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';

/** A disk of its own that can become full, and have room again. */
export interface SmallDisk {
  readonly folder: string;
  fill(): void;
  free(): void;
  remove(): void;
}

/** Somebody may write while the disk is made as small as what lies on it. */
const maxTries = 20;

/** @returns null where this process may not mount one (it is not root, or in a container without the right). */
export function smallDisk(folder: string, megabytes: number): SmallDisk | null {
  mkdirSync(folder, { recursive: true });
  const whole = `size=${megabytes}m`;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', whole, 'tmpfs', folder]).status !== 0) return null;
  const resize = (size: string) => spawnSync('mount', ['-o', `remount,${size}`, folder]).status === 0;
  const usedBytes = () => {
    const { blocks, bfree, bsize } = statfsSync(folder);
    return Math.max(1, blocks - bfree) * bsize;
  };
  return {
    folder,
    fill() {
      for (let tries = 0; tries < maxTries; tries += 1) if (resize(`size=${usedBytes()}`)) return;
    },
    free: () => void resize(whole),
    remove: () => void spawnSync('umount', ['-l', folder]),
  };
}
