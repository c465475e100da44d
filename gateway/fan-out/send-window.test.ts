import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packetIdOf, SendWindow } from './send-window.ts';

const limits = { events: 4, bytes: 1_000, ackTimeoutMs: 10_000 };
const opened = (cursor: number, sentUpTo: number) => new SendWindow(limits, cursor, sentUpTo);
const entry = (cursor: number, qos: 0 | 1 | null, bytes = 100, atMs = 0) => ({ cursor, qos, bytes, atMs });

describe('the window of a subscriber', () => {
  test('goes on only over what was acknowledged, and over what does not concern the subscriber', () => {
    const window = opened(10, 10);
    for (const each of [entry(11, null), entry(12, 1), entry(13, null), entry(14, 1)]) window.offer(each);
    expect(window.acknowledgedUpTo).toBe(11);
    window.acked(packetIdOf(14));
    expect(window.acknowledgedUpTo).toBe(11);
    window.acked(packetIdOf(12));
    expect(window.acknowledgedUpTo).toBe(14);
  });

  test('is bounded in events and bytes, and lets one event of any size through', () => {
    const full = opened(0, 0);
    expect([1, 2, 3, 4, 5].map((cursor) => full.offer(entry(cursor, 1)))).toEqual([
      'sent',
      'sent',
      'sent',
      'sent',
      'no-room',
    ]);
    const large = opened(0, 0);
    expect([large.offer(entry(1, 1, 900)), large.offer(entry(2, 1, 101))]).toEqual(['sent', 'no-room']);
    large.acked(packetIdOf(1));
    expect(large.offer(entry(2, 1, 101))).toBe('sent');
    expect(opened(0, 0).offer(entry(1, 1, 50_000))).toBe('sent');
  });

  test('never uses a packet identifier twice at a time, and knows an event that was sent before', () => {
    const far = 65_535 + 1;
    const window = opened(0, 0);
    const entries = [entry(1, 1), entry(far, null), entry(far + 1, null), entry(1 + 65_535, 1)];
    expect(entries.map((each) => window.offer(each))).toEqual(['sent', 'passed', 'passed', 'no-room']);
    const again = opened(0, 1);
    expect([1, 2].map((cursor) => [again.isRepetition(cursor), packetIdOf(cursor)])).toEqual([
      [true, 2],
      [false, 3],
    ]);
  });

  test('knows as a repetition all that was sent in an earlier connection, also after the first of it went out again', () => {
    const window = opened(10, 13);
    window.offer(entry(11, 1));
    expect([12, 13, 14].map((cursor) => window.isRepetition(cursor))).toEqual([true, true, false]);
    expect(window.sentUpTo).toBe(13);
  });

  test('is late when a subscriber leaves an event unacknowledged', () => {
    const window = opened(0, 0);
    expect(window.isLate(99_999)).toBe(false);
    window.offer(entry(1, 1, 100, 500));
    expect(window.isLate(10_500)).toBe(false);
    expect(window.isLate(10_501)).toBe(true);
  });

  test('never passes a matching event that was not acknowledged, whatever happens in whatever order', () => {
    const qosOf = fc.constantFrom(0, 1, 1, null);
    const acts = fc.array(
      fc.oneof(
        fc.constant({ kind: 'next' as const }),
        fc.record({ kind: fc.constant('ack' as const), pick: fc.nat(6) }),
        fc.record({ kind: fc.constant('stray' as const), packetId: fc.integer({ min: 1, max: 65_535 }) }),
        fc.constant({ kind: 'reconnect' as const }),
      ),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(fc.array(qosOf, { minLength: 1, maxLength: 60 }), acts, (log, script) => {
        let window = opened(0, 0);
        const acknowledged = new Set<number>();
        let unanswered: number[] = [];
        for (const act of script) {
          const position = window.position;
          if (act.kind === 'next' && position < log.length) {
            const qos = log[position] ?? null;
            if (window.offer(entry(position + 1, qos)) === 'sent' && qos === 1) unanswered.push(position + 1);
          } else if (act.kind === 'ack') {
            const [cursor] = unanswered.splice(act.pick % Math.max(1, unanswered.length), 1);
            if (cursor === undefined) continue;
            acknowledged.add(cursor);
            window.acked(packetIdOf(cursor));
          } else if (act.kind === 'stray') {
            if (unanswered.some((cursor) => packetIdOf(cursor) === act.packetId)) continue;
            window.acked(act.packetId);
          } else if (act.kind === 'reconnect') {
            window = opened(window.acknowledgedUpTo, window.sentUpTo);
            unanswered = [];
          }
          const upTo = window.acknowledgedUpTo;
          for (let cursor = 1; cursor <= upTo; cursor += 1)
            if (log[cursor - 1] === 1) expect(acknowledged.has(cursor)).toBe(true);
          expect(window.inFlight).toBeLessThanOrEqual(limits.events);
          expect(upTo).toBeLessThanOrEqual(window.position);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is emptied by a subscriber that acknowledges all, in whatever order, however many there are', () => {
    const logs = fc.array(fc.constantFrom(0, 1, 1, null), { maxLength: 3_000, size: 'max' });
    fc.assert(
      fc.property(logs, fc.infiniteStream(fc.nat(3)), (log, picks) => {
        const window = opened(0, 0);
        const unanswered: number[] = [];
        const answerOne = () => {
          const [cursor] = unanswered.splice((picks.next().value ?? 0) % unanswered.length, 1);
          window.acked(packetIdOf(cursor ?? 0));
        };
        while (window.position < log.length) {
          const cursor = window.position + 1;
          const qos = log[cursor - 1] ?? null;
          const offered = window.offer(entry(cursor, qos));
          if (offered === 'no-room') answerOne();
          else if (qos === 1) unanswered.push(cursor);
        }
        while (unanswered.length > 0) answerOne();
        expect(window.acknowledgedUpTo).toBe(log.length);
        expect(window.inFlight).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});
