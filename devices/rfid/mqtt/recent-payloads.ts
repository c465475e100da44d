import { createHash } from 'node:crypto';

/**
 * Knows the last payloads again. With QoS 1 a message may come twice, on the reader's way to the broker or on the broker's
 * way here. A reader counts or stamps its events, so that two of them are never alike.
 */
export class RecentPayloads {
  private readonly digests = new Set<string>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Whether it was here before; it is remembered. */
  knows(payload: Uint8Array): boolean {
    const digest = createHash('sha1').update(payload).digest('base64');
    if (this.digests.has(digest)) return true;
    this.digests.add(digest);
    if (this.digests.size > this.limit) {
      const [oldest = ''] = this.digests;
      this.digests.delete(oldest);
    }
    return false;
  }
}
