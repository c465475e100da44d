import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AttemptTime, judge, noAttempts, type Outcome } from './attempts.ts';

const rules = {
  maxAttempts: 4,
  backoff: { firstMs: 1_000, maxMs: 10_000 },
  disableAfterMs: 3_600_000,
  maxRetryAfterMs: 60_000,
};
const fresh = noAttempts;
const at = (sinceLastMs = 0, nowMs = 0): AttemptTime => ({ nowMs, sinceLastMs });
const failure = (retryAfterMs: number | null = null): Outcome => ({
  kind: 'failed',
  error: 'answered 500',
  retryAfterMs,
});

test('a failure is tried again later and later, with some chance in it, and never before the endpoint wants it', () => {
  const first = judge(fresh, failure(), at(), rules, () => 0);
  expect(first.verdict).toEqual({ kind: 'retry', delayMs: 500 });
  const second = judge(first.attempts, failure(), at(), rules, () => 1);
  expect(second.verdict).toEqual({ kind: 'retry', delayMs: 2_000 });
  expect(judge(fresh, failure(30_000), at(), rules).verdict).toEqual({ kind: 'retry', delayMs: 30_000 });
  expect(judge(fresh, failure(86_400_000), at(), rules).verdict).toEqual({ kind: 'retry', delayMs: 60_000 });
});

test('an endpoint that takes nothing for too long is disabled, one that is gone at once', () => {
  const failing = { failed: 1, failingSinceMs: 0, failingForMs: 1_800_000 };
  expect(judge(failing, failure(), at(1_799_999), rules).verdict.kind).toBe('retry');
  expect(judge(failing, failure(), at(1_800_000), rules).verdict.kind).toBe('disable');
  expect(judge(fresh, { kind: 'gone' }, at(), rules).verdict.kind).toBe('disable');
});

test('a clock that jumps disables nobody, and nor does a time in which nothing was to be sent', () => {
  const first = judge(fresh, failure(), at(), rules);
  const yearMs = 365 * 86_400_000;
  const jumped = judge(first.attempts, failure(), at(1_000, yearMs), rules);
  expect(jumped).toMatchObject({ verdict: { kind: 'retry' }, attempts: { failingForMs: 1_000 } });
  const back = judge(first.attempts, failure(), at(3_600_000, -yearMs), rules);
  expect(back.verdict.kind).toBe('disable');
  const afterAWeekend = { failed: 0, failingSinceMs: 0, failingForMs: 3_599_000 };
  expect(judge(afterAWeekend, failure(), at(60 * 3_600_000), rules).verdict.kind).toBe('retry');
});

test('whatever comes, an event gets at most so many attempts, and a success ends all that was counted', () => {
  const outcomes = fc.array(fc.constantFrom<Outcome>({ kind: 'delivered' }, failure(), failure(5_000)), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(outcomes, (script) => {
      let attempts = fresh;
      let tries = 0;
      for (const outcome of script) {
        const judged = judge(attempts, outcome, at(), rules);
        attempts = judged.attempts;
        tries += 1;
        expect(tries).toBeLessThanOrEqual(rules.maxAttempts);
        if (judged.verdict.kind !== 'retry') tries = 0;
        if (outcome.kind === 'delivered') expect(attempts).toEqual(fresh);
        else expect(attempts.failingSinceMs).toBe(0);
      }
    }),
  );
});
