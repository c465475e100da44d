import { backoffMs } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';

const retryPlan = { firstMs: 500, maxMs: 5_000 };

export interface IntakeOptions {
  readonly clock: Clock;
  /** How many tasks may wait while nothing can be stored. */
  readonly limit?: number;
  /** The first task in the queue cannot be stored, or could be after all (null). */
  readonly onFailure: (thrown: unknown) => void;
}

/**
 * The one queue of a station, first in first out over all its devices. A task decides and stores; if it cannot store
 * it stays at the head, and all behind it wait, until it can.
 */
export class Intake {
  private readonly options: IntakeOptions;
  private readonly tasks: (() => void)[] = [];
  private draining = false;
  private attempt = 0;
  private stopped = false;
  private cancelRetry = () => {};

  constructor(options: IntakeOptions) {
    this.options = options;
  }

  get waiting(): number {
    return this.tasks.length;
  }

  /** @returns false if the queue is full; then the task was not taken and must not be shown as anything else. */
  push(task: () => void): boolean {
    if (this.stopped || this.tasks.length >= (this.options.limit ?? 10_000)) return false;
    this.tasks.push(task);
    if (this.attempt === 0) this.drain();
    return true;
  }

  /** Takes nothing more; what could not be stored was never confirmed. */
  stop(): void {
    this.stopped = true;
    this.cancelRetry();
  }

  private drain(): void {
    if (this.draining) return;
    this.draining = true;
    try {
      for (let task = this.tasks[0]; task !== undefined && !this.stopped; task = this.tasks[0]) {
        task();
        this.tasks.shift();
        this.recovered();
      }
    } catch (thrown) {
      this.failed(thrown);
    } finally {
      this.draining = false;
    }
  }

  private failed(thrown: unknown): void {
    const delayMs = backoffMs(this.attempt, retryPlan);
    this.attempt += 1;
    this.cancelRetry = this.options.clock.after(delayMs, () => this.drain());
    this.options.onFailure(thrown);
  }

  private recovered(): void {
    if (this.attempt === 0) return;
    this.attempt = 0;
    this.options.onFailure(null);
  }
}
