import { backoffMs } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';

const retryPlan = { firstMs: 500, maxMs: 5_000 };

export interface HandheldIntakeOptions {
  readonly clock: Clock;
  /** How many tasks may wait while nothing can be stored. */
  readonly limit?: number;
  /** The first task in the queue cannot be stored, or could be after all (null). */
  readonly onFailure: (thrown: unknown) => void;
}

/**
 * The one queue of a handheld, first in first out: what edge/agent/intake.ts is for a station, where storing takes time. A task
 * decides and stores; while it does, and until it can, all behind it wait.
 */
export class HandheldIntake {
  private readonly options: HandheldIntakeOptions;
  private readonly tasks: (() => Promise<void>)[] = [];
  private draining: Promise<void> | null = null;
  private attempt = 0;
  private stopped = false;
  private cancelRetry = () => {};

  constructor(options: HandheldIntakeOptions) {
    this.options = options;
  }

  get waiting(): number {
    return this.tasks.length;
  }

  /** @returns false if the queue is full; then the task was not taken and must not be shown as anything else. */
  push(task: () => Promise<void>): boolean {
    if (this.stopped || this.tasks.length >= (this.options.limit ?? 10_000)) return false;
    this.tasks.push(task);
    if (this.attempt === 0) this.start();
    return true;
  }

  /** Takes nothing more, and waits for what is being stored; what could not be stored was never confirmed. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelRetry();
    await this.draining;
  }

  private start(): void {
    this.draining ??= this.drain().finally(() => {
      this.draining = null;
    });
  }

  private async drain(): Promise<void> {
    try {
      for (let task = this.tasks[0]; task !== undefined && !this.stopped; task = this.tasks[0]) {
        await task();
        this.tasks.shift();
        this.recovered();
      }
    } catch (thrown) {
      this.failed(thrown);
    }
  }

  private failed(thrown: unknown): void {
    const delayMs = backoffMs(this.attempt, retryPlan);
    this.attempt += 1;
    if (!this.stopped) this.cancelRetry = this.options.clock.after(delayMs, () => this.start());
    this.options.onFailure(thrown);
  }

  private recovered(): void {
    if (this.attempt === 0) return;
    this.attempt = 0;
    this.options.onFailure(null);
  }
}
