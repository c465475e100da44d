import { backoffMs } from '../kernel/backoff.ts';
import { type Clock, isoInstant } from '../kernel/clock.ts';
import { messageOf, PackproofError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';

const passingPlan = { firstMs: 250, maxMs: 15_000 };
/** For refusals that a repetition does not change by itself: a person has to act, and then it goes on. */
const lastingPlan = { firstMs: 5_000, maxMs: 30_000 };

/** One direction, as the status shows it. */
export interface LoopReport {
  lastSuccessAt: string | null;
  lastError: string | null;
  /** Rounds that failed since the start. */
  failures: number;
}

export interface LoopOptions {
  readonly name: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
  /** One round; what it throws ends the round, and the next one starts after a pause. */
  readonly round: () => Promise<void>;
}

/** Repeats a round until it is stopped, with growing pauses while rounds fail. Resolves after the stop. */
export async function runLoop(options: LoopOptions, report: LoopReport): Promise<void> {
  const { clock, stopping, log, name } = options;
  let failures = 0;
  while (!stopping.aborted) {
    try {
      await options.round();
      if (failures > 0) log.info({ event: `cloud_sync.${name}_recovered`, failures }, 'it works again');
      failures = 0;
      report.lastSuccessAt = isoInstant(clock.now());
      report.lastError = null;
    } catch (thrown) {
      if (stopping.aborted) return;
      report.lastError = describe(thrown);
      report.failures += 1;
      logFailure(log, name, failures, thrown);
      await pause(clock, delayOf(thrown, failures), stopping);
      failures += 1;
    }
  }
}

function delayOf(thrown: unknown, failures: number): number {
  const lasting = !(thrown instanceof PackproofError) || thrown.row.retry === 'never';
  return backoffMs(failures, lasting ? lastingPlan : passingPlan);
}

function describe(thrown: unknown): string {
  return thrown instanceof PackproofError ? `${thrown.code}: ${thrown.message}` : messageOf(thrown);
}

/** The first failure and then every twentieth: a night without network must not fill the disk. */
function logFailure(log: Log, name: string, failures: number, thrown: unknown): void {
  if (failures % 20 !== 0) return;
  const code = thrown instanceof PackproofError ? thrown.code : 'UNEXPECTED';
  const fields = { event: `cloud_sync.${name}_failed`, code, failures: failures + 1 };
  if (code === 'PEER_UNREACHABLE') log.warn(fields, messageOf(thrown));
  else log.error({ ...fields, err: thrown }, messageOf(thrown));
}

/** Resolves after a time, or at once when `signal` aborts. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(delayMs, end);
    signal.addEventListener('abort', end);
  });
}
