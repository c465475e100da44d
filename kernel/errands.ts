import { type BackoffPlan, backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';

export interface ErrandsOptions {
  readonly clock: Clock;
  readonly retry: BackoffPlan;
  /** What is to be done next, as things stand; undefined for nothing. */
  readonly next: () => (() => Promise<void>) | undefined;
  readonly onFailed: (thrown: unknown) => void;
}

/**
 * Does one thing after the other as long as there is something to do, each as often as it takes, with a growing pause behind a
 * failure. What is next is asked each time, so that a lost answer or a restart changes nothing.
 */
export class Errands {
  private readonly options: ErrandsOptions;
  private readonly aborted = new AbortController();
  private running = false;
  private busy: Promise<void> | undefined;
  private attempt = 0;
  private notBeforeMs = 0;
  private cancelTimer = () => {};

  constructor(options: ErrandsOptions) {
    this.options = options;
  }

  get isRunning(): boolean {
    return this.running;
  }

  start(): void {
    this.running = true;
    this.changed();
  }

  /** Resolves when what was under way has ended; it is aborted. */
  async stop(): Promise<void> {
    this.running = false;
    this.cancelTimer();
    this.aborted.abort();
    await this.busy;
  }

  /** There may be something to do that was not before. */
  changed(): void {
    if (!this.running || this.busy !== undefined) return;
    this.cancelTimer();
    const errand = this.options.next();
    if (errand === undefined) return;
    const waitMs = this.notBeforeMs - this.options.clock.monotonicMs();
    if (waitMs > 0) {
      this.lookAgain(waitMs);
      return;
    }
    this.busy = this.run(errand).finally(() => {
      this.busy = undefined;
      this.changed();
    });
  }

  /** There is no reason to wait any more. */
  tryNow(): void {
    this.notBeforeMs = 0;
    this.changed();
  }

  lookAgain(afterMs: number): void {
    this.cancelTimer();
    this.cancelTimer = this.options.clock.after(afterMs, () => this.changed());
  }

  /** Ends a request at the stop, or when it takes too long. */
  signal(timeoutMs: number): AbortSignal {
    return AbortSignal.any([this.aborted.signal, AbortSignal.timeout(timeoutMs)]);
  }

  private async run(errand: () => Promise<void>): Promise<void> {
    const { clock, retry, onFailed } = this.options;
    try {
      await errand();
      this.attempt = 0;
      this.notBeforeMs = 0;
    } catch (thrown) {
      if (this.running) onFailed(thrown);
      this.notBeforeMs = clock.monotonicMs() + backoffMs(this.attempt, retry);
      this.attempt += 1;
    }
  }
}
