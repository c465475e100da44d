import type { Clock } from '../clock.ts';

const maxKeys = 10_000;

/**
 * Counts events per key, such as the failed sign-ins of an address, and says when there are too many: a bucket per key that holds
 * `perMinute` and fills again over a minute. Of more keys than it can hold it forgets those that have been quiet longest.
 */
export class RateMeter {
  readonly #perMinute: number;
  readonly #clock: Clock;
  /** In the order of their last event. */
  readonly #buckets = new Map<string, { left: number; atMs: number }>();

  constructor(perMinute: number, clock: Clock) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  /** Counts one event; false if that is one too many. */
  take(key: string): boolean {
    const left = this.#left(key);
    if (left < 1) return false;
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: left - 1, atMs: this.#clock.monotonicMs() });
    const oldest = this.#buckets.size > maxKeys ? this.#buckets.keys().next() : undefined;
    if (oldest?.done === false) this.#buckets.delete(oldest.value);
    return true;
  }

  /** Whether another event would be one too many. */
  isSpent(key: string): boolean {
    return this.#left(key) < 1;
  }

  #left(key: string): number {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return this.#perMinute;
    const filled = ((this.#clock.monotonicMs() - bucket.atMs) * this.#perMinute) / 60_000;
    return Math.min(this.#perMinute, bucket.left + filled);
  }
}
