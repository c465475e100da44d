import type { Clock } from '../../kernel/clock.ts';

type Times = Pick<Clock, 'now' | 'monotonicMs'>;

/**
 * What time it is at the gateway, as far as this station can know. Leases and the age of what was heard rest on it and not on this machine's own clock,
 * which somebody may set. It never runs slower than either clock here: what measures time may stand still while a device
 * sleeps, and a wall clock may be set back. So a lease is never held for longer than it was given, and old knowledge never looks new.
 */
export class SiteClock {
  private readonly clock: Times;
  private heardSiteMs = Number.NEGATIVE_INFINITY;
  /** What both clocks here showed then; null: it was heard before this start. */
  private heardAt: { readonly wallMs: number; readonly monotonicMs: number } | null = null;

  constructor(clock: Times) {
    this.clock = clock;
  }

  /** The gateway said it just now. */
  heard(asOf: string): void {
    this.heardSiteMs = Date.parse(asOf);
    this.heardAt = { wallMs: this.clock.now(), monotonicMs: this.clock.monotonicMs() };
  }

  /** The gateway said it before this start, nobody knows how long ago. */
  remember(asOf: string | null): void {
    if (asOf !== null) this.heardSiteMs = Date.parse(asOf);
  }

  /** Milliseconds since the Unix epoch. */
  now(): number {
    const wallMs = this.clock.now();
    if (this.heardAt === null) return Math.max(wallMs, this.heardSiteMs);
    const passedMs = Math.max(
      wallMs - this.heardAt.wallMs,
      this.clock.monotonicMs() - this.heardAt.monotonicMs,
    );
    return this.heardSiteMs + passedMs;
  }

  /** An instant of the site as the wall clock here shows it, to be compared with what is read here. */
  toWallMs(instant: string): number {
    return Date.parse(instant) - this.now() + this.clock.now();
  }
}

/** How old the newest work is that a station holds; null if it holds none. */
export function workAgeMs(asOf: string | null, site: Pick<SiteClock, 'now'>): number | null {
  return asOf === null ? null : Math.max(0, site.now() - Date.parse(asOf));
}
