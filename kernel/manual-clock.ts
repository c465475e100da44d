import type { Clock } from './clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly action: () => void;
}

/** A clock for tests that moves only when told to; due timers run in order of their time. */
export class ManualClock implements Clock {
  private elapsedMs = 0;
  private readonly timers = new Set<Timer>();
  private startMs: number;

  constructor(startIso = '2026-01-05T06:00:00.000Z') {
    this.startMs = Date.parse(startIso);
  }

  now(): number {
    return this.startMs + this.elapsedMs;
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  after(delayMs: number, action: () => void): () => void {
    const timer = { dueMs: this.elapsedMs + delayMs, action };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Moves time on; timers that become due run, also those that they set. */
  advance(byMs: number): void {
    const end = this.elapsedMs + byMs;
    for (let next = this.nextDue(end); next !== undefined; next = this.nextDue(end)) {
      this.timers.delete(next);
      this.elapsedMs = Math.max(this.elapsedMs, next.dueMs);
      next.action();
    }
    this.elapsedMs = end;
  }

  /** Sets the wall clock; no time passes by that. */
  jump(byMs: number): void {
    this.startMs += byMs;
  }

  private nextDue(endMs: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) {
      if (timer.dueMs <= endMs && (first === undefined || timer.dueMs < first.dueMs)) first = timer;
    }
    return first;
  }
}
