import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  acknowledgedUpTo,
  openWindow,
  packetIdOf,
  type SendInput,
  type SendWindow,
  stepWindow,
} from './send-window.ts';

const limits = { events: 4, bytes: 1_000, ackTimeoutMs: 10_000 };
const entry = (cursor: number, qos: 0 | 1 | null, bytes = 100, atMs = 0): SendInput => ({
  kind: 'entry',
  cursor,
  qos,
  bytes,
  atMs,
});

function run(window: SendWindow, ...inputs: SendInput[]) {
  let at = window;
  const effects = inputs.map((input) => {
    const { window: next, effect } = stepWindow(at, input, limits);
    at = next;
    return effect;
  });
  return { window: at, effects };
}

describe('the window of a subscriber', () => {
  test('goes on only over what was acknowledged, and over what does not concern the subscriber', () => {
    const sent = run(openWindow(10, 10), entry(11, null), entry(12, 1), entry(13, null), entry(14, 1));
    expect(acknowledgedUpTo(sent.window)).toBe(11);
    const second = run(sent.window, { kind: 'acked', packetId: packetIdOf(14) });
    expect(acknowledgedUpTo(second.window)).toBe(11);
    const both = run(second.window, { kind: 'acked', packetId: packetIdOf(12) });
    expect(acknowledgedUpTo(both.window)).toBe(14);
  });

  test('is bounded in events and bytes, and lets one event of any size through', () => {
    const full = run(openWindow(0, 0), entry(1, 1), entry(2, 1), entry(3, 1), entry(4, 1), entry(5, 1));
    expect(full.effects.map((effect) => effect?.kind)).toEqual(['send', 'send', 'send', 'send', 'wait']);
    const large = run(openWindow(0, 0), entry(1, 1, 900), entry(2, 1, 101));
    expect(large.effects.map((effect) => effect?.kind)).toEqual(['send', 'wait']);
    expect(run(openWindow(0, 0), entry(1, 1, 50_000)).effects).toMatchObject([{ kind: 'send' }]);
  });

  test('never uses a packet identifier twice at a time, and repeats an event under the same one, marked', () => {
    const far = 65_535 + 1;
    const { effects } = run(
      openWindow(0, 0),
      entry(1, 1),
      entry(far, null),
      entry(far + 1, null),
      entry(1 + 65_535, 1),
    );
    expect(effects.map((effect) => effect?.kind)).toEqual(['send', undefined, undefined, 'wait']);
    const again = run(openWindow(0, 1), entry(1, 1), entry(2, 1));
    expect(again.effects).toEqual([
      { kind: 'send', qos: 1, packetId: 2, dup: true },
      { kind: 'send', qos: 1, packetId: 3, dup: false },
    ]);
  });

  test('gives up on a subscriber that leaves an event unacknowledged', () => {
    const { window } = run(openWindow(0, 0), entry(1, 1, 100, 500));
    expect(run(window, { kind: 'tick', atMs: 10_500 }).effects).toEqual([null]);
    expect(run(window, { kind: 'tick', atMs: 10_501 }).effects).toEqual([{ kind: 'give-up' }]);
    expect(run(openWindow(0, 0), { kind: 'tick', atMs: 99_999 }).effects).toEqual([null]);
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
        let window = openWindow(0, 0);
        const acknowledged = new Set<number>();
        let unanswered: number[] = [];
        for (const act of script) {
          const position = window.position;
          if (act.kind === 'next' && position < log.length) {
            const step = stepWindow(window, entry(position + 1, log[position] ?? null), limits);
            window = step.window;
            if (step.effect?.kind === 'send' && step.effect.qos === 1) unanswered.push(position + 1);
          } else if (act.kind === 'ack') {
            const [cursor] = unanswered.splice(act.pick % Math.max(1, unanswered.length), 1);
            if (cursor === undefined) continue;
            acknowledged.add(cursor);
            window = stepWindow(window, { kind: 'acked', packetId: packetIdOf(cursor) }, limits).window;
          } else if (act.kind === 'stray') {
            if (unanswered.some((cursor) => packetIdOf(cursor) === act.packetId)) continue;
            window = stepWindow(window, { kind: 'acked', packetId: act.packetId }, limits).window;
          } else if (act.kind === 'reconnect') {
            window = openWindow(acknowledgedUpTo(window), window.sentUpTo);
            unanswered = [];
          }
          const upTo = acknowledgedUpTo(window);
          for (let cursor = 1; cursor <= upTo; cursor += 1)
            if (log[cursor - 1] === 1) expect(acknowledged.has(cursor)).toBe(true);
          expect(window.inFlight.length).toBeLessThanOrEqual(limits.events);
          expect(upTo).toBeLessThanOrEqual(window.position);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is emptied by a subscriber that acknowledges all', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1, null), { maxLength: 80 }), (log) => {
        let window = openWindow(0, 0);
        while (window.position < log.length) {
          const step = stepWindow(window, entry(window.position + 1, log[window.position] ?? null), limits);
          window = step.window;
          const oldest = window.inFlight[0];
          if (step.effect?.kind !== 'wait' || oldest === undefined) continue;
          window = stepWindow(window, { kind: 'acked', packetId: oldest.packetId }, limits).window;
        }
        for (const { packetId } of window.inFlight)
          window = stepWindow(window, { kind: 'acked', packetId }, limits).window;
        expect(acknowledgedUpTo(window)).toBe(log.length);
      }),
    );
  });
});
