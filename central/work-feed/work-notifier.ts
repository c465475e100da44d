import type { Clock } from '../../kernel/clock.ts';

/** Wakes the long polls of a site's work feed. */
export class WorkNotifier {
  readonly #changes = new Map<string, number>();
  readonly #waiting = new Map<string, Set<() => void>>();
  #stopped = false;

  /** Something changed in the work of `site`. */
  wake(site: string): void {
    this.#changes.set(site, this.changes(site) + 1);
    for (const resume of [...(this.#waiting.get(site) ?? [])]) resume();
  }

  /** Something may have changed anywhere: everyone who waits looks again. */
  wakeAll(): void {
    for (const site of [...this.#waiting.keys()]) this.wake(site);
  }

  /** How often the work of `site` changed since the start. Ask before you look, then wait for more than that. */
  changes(site: string): number {
    return this.#changes.get(site) ?? 0;
  }

  /** Resolves as soon as there were more than `seen` changes; at the latest after `waitMs`, or when the service stops. */
  async moreThan(seen: number, site: string, waitMs: number, clock: Clock): Promise<void> {
    if (this.#stopped || this.changes(site) > seen) return;
    const waiting = this.#waiting.get(site) ?? new Set();
    this.#waiting.set(site, waiting);
    await new Promise<void>((resolve) => {
      const resume = (): void => {
        cancel();
        waiting.delete(resume);
        resolve();
      };
      const cancel = clock.after(waitMs, resume);
      waiting.add(resume);
    });
  }

  /** Answers everyone who waits, and lets nobody wait from now on. */
  stop(): void {
    this.#stopped = true;
    this.wakeAll();
  }
}
