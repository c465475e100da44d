import { statfsSync } from 'node:fs';
import type { Clock } from '../../kernel/clock.ts';
import { gatewayErrors } from '../gateway-errors.ts';

const askEveryMs = 1_000;

export interface DiskReserve {
  /**
   * To be called before each commit; asks the file system at most once a second.
   *
   * @throws DISK_RESERVE_REACHED while less than the reserve is free.
   */
  assertFree(): void;
  /** What was free when it was last asked, in bytes; null where the file system does not tell. */
  freeBytes(): number | null;
}

/**
 * Stops ingest before the disk is full: what is left is for the write-ahead log, the positions of consumers and the tools of the
 * person who makes room. A reserve of 0 asks for nothing.
 */
export function createDiskReserve(minFreeBytes: number, clock: Clock, ask: () => number | null): DiskReserve {
  let free = ask();
  let askedMs = clock.monotonicMs();
  const refresh = () => {
    if (clock.monotonicMs() - askedMs < askEveryMs) return;
    askedMs = clock.monotonicMs();
    free = ask();
  };
  return {
    assertFree() {
      refresh();
      if (free === null || free >= minFreeBytes) return;
      const message = `${free} bytes are free, log.minFreeBytes keeps ${minFreeBytes}`;
      throw gatewayErrors.fault('DISK_RESERVE_REACHED', message);
    },
    freeBytes: () => free,
  };
}

/** What an unprivileged program may still write to the file system of a folder. */
export function freeBytesOf(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
