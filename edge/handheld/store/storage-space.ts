/** What the browser says of the room that it gives this page. */
export interface StorageSpace {
  /** False: the browser may throw everything away when it needs room. */
  readonly persisted: boolean;
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

/** Below this much room a person is warned; a shift of scans takes a tenth of it. */
const lowBytes = 20_000_000;

/** Asks that the browser keeps what is stored until a person deletes it. */
export async function askToPersist(): Promise<boolean> {
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

export async function readSpace(): Promise<StorageSpace> {
  const [persisted, { usage = 0, quota = 0 }] = await Promise.all([
    navigator.storage.persisted(),
    navigator.storage.estimate(),
  ]);
  return { persisted, usedBytes: usage, quotaBytes: quota };
}

/** Whether the room comes to an end. */
export function isLow({ usedBytes, quotaBytes }: StorageSpace): boolean {
  return quotaBytes - usedBytes < lowBytes;
}

/** Whether a commit failed because there is no room. */
export function isFull(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
}
