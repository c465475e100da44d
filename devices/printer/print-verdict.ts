import { obstaclesOf, type PrinterStatus } from '../../protocols/zpl/printer-status.ts';
import type { PrintJob, PrintOutcome } from './printer.ts';

export interface JobLimits {
  /** How long a printer may be busy with other labels before a job is sent. */
  readonly busyMs: number;
  /** Time for a job: so much, and so much for each label. */
  readonly jobMs: number;
  readonly labelMs: number;
  /** How long a job waits in all for a person who mends the printer. */
  readonly blockedMs: number;
  /** What an idle printer shows for so long is how it stays. */
  readonly settleMs: number;
}

/**
 * The job that a printer has. `checking`: nothing of it was sent yet. `printing`: all of it was. `recovering`: the
 * connection was lost when some of it was sent, or all.
 */
export interface ActiveJob {
  readonly job: PrintJob;
  readonly phase: 'checking' | 'sending' | 'printing' | 'recovering';
  readonly dueMs: number;
  /** Labels that the printer had counted before; null if it does not count. */
  readonly before: number | null;
  /** Since when, and in how many looks, the printer was idle with the same count. */
  readonly idle: { readonly sinceMs: number; readonly looks: number; readonly count: number | null } | null;
  readonly seenBusy: boolean;
  /** Since when it is blocked, and how long it was before. */
  readonly blockedSinceMs: number | null;
  readonly blockedMs: number;
  /**
   * Nothing of the job can still be under way, and the printer was not restarted: what its counter shows is all. A
   * connection that this side gave up may yet deliver what was written to it.
   */
  readonly certain: boolean;
}

/** What a printer shows: its status, and its count of labels where it has one. */
export interface Look {
  readonly status: PrinterStatus;
  readonly count: number | null;
}

export type Verdict =
  | { readonly kind: 'wait'; readonly active: ActiveJob; readonly clear: boolean }
  | { readonly kind: 'send'; readonly active: ActiveJob }
  | { readonly kind: 'over'; readonly outcome: PrintOutcome };

export function newActiveJob(job: PrintJob, atMs: number, limits: JobLimits): ActiveJob {
  return {
    job,
    phase: 'checking',
    dueMs: atMs + limits.busyMs,
    before: null,
    idle: null,
    seenBusy: false,
    blockedSinceMs: null,
    blockedMs: 0,
    certain: true,
  };
}

/** What a look at the printer means for its job. */
export function verdictOn(active: ActiveJob, look: Look, limits: JobLimits, atMs: number): Verdict {
  if (active.phase === 'checking') return verdictBefore(active, look);
  const seen = notice(active, look, limits, atMs);
  const outcome = outcomeOf(seen, look, limits, atMs);
  if (outcome !== null) return { kind: 'over', outcome };
  return { kind: 'wait', active: seen, clear: active.phase === 'recovering' && look.status.partialFormat };
}

function verdictBefore(active: ActiveJob, { status, count }: Look): Verdict {
  const obstacles = obstaclesOf(status);
  if (obstacles.length > 0) return over('not_printed', obstacles.join(', '));
  const { partialFormat, formatsInBuffer, labelsRemaining, labelWaiting } = status;
  if (partialFormat) return { kind: 'wait', active, clear: true };
  if (formatsInBuffer > 0 || labelsRemaining > 0 || labelWaiting)
    return { kind: 'wait', active, clear: false };
  return { kind: 'send', active: { ...active, phase: 'sending', before: count } };
}

/** When time is up. */
export function outcomeAtEnd({ phase, blockedSinceMs, job }: ActiveJob): PrintOutcome {
  if (phase === 'checking') return { kind: 'not_printed', reason: 'the printer is busy with other labels' };
  const why = blockedSinceMs === null ? '' : ': it is blocked, and may print when it is mended';
  if (phase === 'recovering')
    return {
      kind: 'unknown',
      reason: `the connection was lost, and it could not be told what became of it${why}`,
    };
  return { kind: 'unknown', reason: `the printer did not finish ${job.labels} labels in time${why}` };
}

function notice(active: ActiveJob, { status, count }: Look, limits: JobLimits, atMs: number): ActiveJob {
  const { formatsInBuffer, labelsRemaining, partialFormat } = status;
  const busy = formatsInBuffer > 0 || labelsRemaining > 0 || partialFormat;
  const same = active.idle !== null && active.idle.count === count;
  const idle =
    same && active.idle !== null
      ? { ...active.idle, looks: active.idle.looks + 1 }
      : { sinceMs: atMs, looks: 1, count };
  const seen = { ...active, idle: busy ? null : idle, seenBusy: active.seenBusy || busy };
  return withBlocking(seen, obstaclesOf(status).length > 0, limits, atMs);
}

/** Time in which a person has to mend something does not count, up to a limit of its own. */
export function withBlocking(
  active: ActiveJob,
  blocked: boolean,
  { blockedMs: limitMs }: JobLimits,
  atMs: number,
): ActiveJob {
  const lastedMs = active.blockedSinceMs === null ? 0 : atMs - active.blockedSinceMs;
  const addedMs = Math.min(lastedMs, limitMs - active.blockedMs);
  return {
    ...active,
    blockedSinceMs: blocked ? atMs : null,
    blockedMs: active.blockedMs + addedMs,
    dueMs: active.dueMs + addedMs,
  };
}

function outcomeOf(active: ActiveJob, look: Look, limits: JobLimits, atMs: number): PrintOutcome | null {
  const { before, idle, job } = active;
  const { count } = look;
  if (idle === null) return null;
  const settled = idle.looks > 1 && atMs - idle.sinceMs >= limits.settleMs;
  if (before === null || count === null) return outcomeByStatus(active, look, settled);
  const printed = count - before;
  if (printed === job.labels) return { kind: 'printed' };
  if (!settled) return null;
  if (printed !== 0) return { kind: 'unknown', reason: `${printed} of ${job.labels} labels came out` };
  if (active.certain) return { kind: 'not_printed', reason: 'the printer dropped it before the first label' };
  const reason = 'the connection was lost; the printer counted no label, and may have been restarted';
  return { kind: 'unknown', reason };
}

/** Without a count, an idle printer says that it has done what it got: as long as it was the same connection. */
function outcomeByStatus(
  { phase, seenBusy, idle }: ActiveJob,
  { status }: Look,
  settled: boolean,
): PrintOutcome | null {
  if (phase === 'recovering')
    return { kind: 'unknown', reason: 'the connection was lost, and the printer counts no labels' };
  if (obstaclesOf(status).length > 0 || idle === null) return null;
  return settled || (seenBusy && idle.looks > 1) ? { kind: 'printed' } : null;
}

function over(kind: 'not_printed' | 'unknown', reason: string): Verdict {
  return { kind: 'over', outcome: { kind, reason } };
}
