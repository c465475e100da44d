import type { Clock } from '../../kernel/clock.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';

/** What is not the answer to a person's scan may be this late on the screen. */
const soonMs = 200;

/** The screen as it is now, and everyone who watches it. */
export class ScreenFeed {
  private readonly build: (revision: number) => ScreenView;
  private readonly clock: Clock;
  private readonly watchers = new Set<(json: string) => void>();
  private revision = 0;
  private json: string | null = null;
  private planned = false;
  private stopped = false;
  private cancelSoon = () => {};

  constructor(clock: Clock, build: (revision: number) => ScreenView) {
    this.clock = clock;
    this.build = build;
  }

  /** The ScreenView as JSON. */
  current(): string {
    this.json ??= JSON.stringify(this.build(this.revision));
    return this.json;
  }

  /** Shows a change at once. */
  changed(): void {
    this.cancelSoon();
    this.planned = false;
    this.revision += 1;
    this.json = null;
    for (const watcher of this.watchers) watcher(this.current());
  }

  /** Shows a change soon, together with others. */
  changedSoon(): void {
    if (this.planned || this.stopped) return;
    this.planned = true;
    this.cancelSoon = this.clock.after(soonMs, () => this.changed());
  }

  /** Tells the screen now and at each change, until the returned function is called. */
  watch(watcher: (json: string) => void): () => void {
    this.watchers.add(watcher);
    watcher(this.current());
    return () => this.watchers.delete(watcher);
  }

  stop(): void {
    this.stopped = true;
    this.cancelSoon();
    this.watchers.clear();
  }
}
