import type { Clock } from '../../kernel/clock.ts';
import type { PackproofError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';

const quietMs = 10_000;

export interface Refusals {
  /** Counts a refusal under its code and logs it, each code at most once in ten seconds. */
  count(fault: PackproofError, fields?: Readonly<Record<string, unknown>>): void;
  /** How often each code was met since the start. */
  byCode(): Record<string, number>;
}

/** A client that does wrong does it a thousand times a second: all are counted, few are logged. */
export function createRefusals(log: Log, clock: Clock): Refusals {
  const counts = new Map<string, number>();
  const loggedAt = new Map<string, number>();
  return {
    count(fault, fields = {}) {
      const total = (counts.get(fault.code) ?? 0) + 1;
      counts.set(fault.code, total);
      const now = clock.monotonicMs();
      if (now - (loggedAt.get(fault.code) ?? Number.NEGATIVE_INFINITY) < quietMs) return;
      loggedAt.set(fault.code, now);
      log.warn({ event: 'gateway.refused', code: fault.code, total, ...fields }, fault.message);
    },
    byCode: () => Object.fromEntries(counts),
  };
}
