/** More waits only for a device that takes nothing, or for a caller that does not wait for its answers. */
const maxWaitingBytes = 32 * 1024 * 1024;

/** Lets one write at a time go to a device, in the order in which they were asked for. */
export class WriteQueue {
  private last: Promise<void> = Promise.resolve();
  private waitingBytes = 0;

  /** Runs `write` when all before it have ended, well or not. Undefined if too much waits already. */
  add(bytes: number, write: () => Promise<void>): Promise<void> | undefined {
    if (this.waitingBytes > 0 && this.waitingBytes + bytes > maxWaitingBytes) return undefined;
    this.waitingBytes += bytes;
    const written = this.last.then(write).finally(() => {
      this.waitingBytes -= bytes;
    });
    this.last = written.catch(() => {});
    return written;
  }
}
