import { type BackoffPlan, backoffMs } from '../../kernel/backoff.ts';

/** What came of one attempt. */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** 410: the endpoint wants nothing any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly error: string; readonly retryAfterMs: number | null };

export interface AttemptRules {
  readonly maxAttempts: number;
  readonly backoff: BackoffPlan;
  readonly disableAfterMs: number;
  /** The longest that an endpoint may ask to be left alone. */
  readonly maxRetryAfterMs: number;
}

/** Where the delivery of one event stands, and since when the endpoint has taken nothing. */
export interface Attempts {
  readonly failed: number;
  /** By the wall clock, to be told; nothing is decided by it. */
  readonly failingSinceMs: number | null;
  /** How long it has been tried in vain; a time in which nothing was to be delivered does not count. */
  readonly failingForMs: number;
}

/** When an attempt ended. */
export interface AttemptTime {
  /** By the wall clock. */
  readonly nowMs: number;
  /** Since the attempt before, by a clock that cannot jump. */
  readonly sinceLastMs: number;
}

export const noAttempts: Attempts = { failed: 0, failingSinceMs: null, failingForMs: 0 };

export type Verdict =
  | { readonly kind: 'next' }
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'set-aside' }
  | { readonly kind: 'disable'; readonly reason: string };

/** What an attempt leads to. An endpoint that takes nothing at all is disabled rather than given event after event to lose. */
export function judge(
  attempts: Attempts,
  outcome: Outcome,
  { nowMs, sinceLastMs }: AttemptTime,
  rules: AttemptRules,
  random?: () => number,
): { readonly attempts: Attempts; readonly verdict: Verdict } {
  if (outcome.kind === 'delivered') return { attempts: noAttempts, verdict: { kind: 'next' } };
  if (outcome.kind === 'gone')
    return { attempts, verdict: { kind: 'disable', reason: 'the endpoint answered 410: it is gone' } };
  const failed = attempts.failed + 1;
  const failingSinceMs = attempts.failingSinceMs ?? nowMs;
  // Between the last attempt for one event and the first for the next one, the endpoint was asked nothing.
  const failingForMs = attempts.failingForMs + (failed > 1 ? sinceLastMs : 0);
  const failing = { failingSinceMs, failingForMs };
  if (failingForMs >= rules.disableAfterMs && failed > 1) {
    const reason = `the endpoint took nothing since ${new Date(failingSinceMs).toISOString()}: ${outcome.error}`;
    return { attempts: { failed: 0, ...failing }, verdict: { kind: 'disable', reason } };
  }
  if (failed >= rules.maxAttempts)
    return { attempts: { failed: 0, ...failing }, verdict: { kind: 'set-aside' } };
  const asked = Math.min(outcome.retryAfterMs ?? 0, rules.maxRetryAfterMs);
  const delayMs = Math.max(asked, backoffMs(failed - 1, rules.backoff, random));
  return { attempts: { failed, ...failing }, verdict: { kind: 'retry', delayMs } };
}
