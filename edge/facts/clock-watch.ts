import type { Clock } from '../../kernel/clock.ts';

/** More than a clock is adjusted by in small steps, less than a person would set it by. */
const jumpMs = 2_000;

/** What the wall clock would show if it had run on, and what it shows; in milliseconds since the Unix epoch. */
export interface ClockJump {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Sees when the wall clock was set: it moved otherwise than the time that has passed. The order of facts does not rest on
 * the clock, but what they say about when does.
 */
export class ClockWatch {
  private readonly clock: Clock;
  private wallMs: number;
  private monotonicMs: number;

  constructor(clock: Clock) {
    this.clock = clock;
    this.wallMs = clock.now();
    this.monotonicMs = clock.monotonicMs();
  }

  /** The jump since the last call, if there was one. */
  check(): ClockJump | null {
    const toMs = this.clock.now();
    const monotonicMs = this.clock.monotonicMs();
    const fromMs = this.wallMs + (monotonicMs - this.monotonicMs);
    this.wallMs = toMs;
    this.monotonicMs = monotonicMs;
    return Math.abs(toMs - fromMs) > jumpMs ? { fromMs, toMs } : null;
  }

  /** While the program was off nothing measured the time: only a clock that is behind the last fact was set for certain. */
  sinceLastFact(at: string | null): ClockJump | null {
    const fromMs = at === null ? this.wallMs : Date.parse(at);
    return fromMs - this.wallMs > jumpMs ? { fromMs, toMs: this.wallMs } : null;
  }
}
