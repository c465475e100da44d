import type { Clock } from '../../kernel/clock.ts';

/** Wakes the long polls of a site's work feed. */
export class WorkNotifier {
  readonly #waiting = new Map<string, Set<() => void>>();
  #stopped = false;

  /** Something changed in the work of `site`. */
  wake(site: string): void {
    const waiting = this.#waiting.get(site);
    this.#waiting.delete(site);
    for (const resume of waiting ?? []) resume();
  }

  /** Resolves at the next `wake(site)`, after `waitMs`, or when the service stops. Start it before you look, then look. */
  async changed(site: string, waitMs: number, clock: Clock): Promise<void> {
    if (this.#stopped) return;
    await new Promise<void>((resolve) => {
      const waiting = this.#waiting.get(site) ?? new Set();
      const resume = (): void => {
        cancel();
        waiting.delete(resume);
        resolve();
      };
      const cancel = clock.after(waitMs, resume);
      this.#waiting.set(site, waiting.add(resume));
    });
  }

  /** Answers everyone who waits, and lets nobody wait from now on. */
  stop(): void {
    this.#stopped = true;
    for (const site of [...this.#waiting.keys()]) this.wake(site);
  }
}
