import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReaderMessage } from '../../../protocols/reader-json/reader-message.ts';
import {
  freshJson,
  type JsonEffect,
  type JsonInput,
  type JsonSettings,
  jsonDueMs,
  stepJson,
} from './json-session.ts';

const overBroker: JsonSettings = { silentMs: 60_000, controlled: true, direct: false, requestPrefix: 'q-' };
const health = { radioConnected: true, reading: true, temperatureCelsius: 40, antennas: [1, 2] };
const heartbeat = (more: Partial<typeof health> = {}): ReaderMessage => ({
  kind: 'heartbeat',
  atUs: null,
  health: { ...health, ...more },
});

/** A session whose clock goes from due tick to due tick. */
function bench(settings: JsonSettings, reading = true) {
  let state = freshJson(reading);
  let nowMs = 1_000;
  const effects: JsonEffect[] = [];
  const give = (input: JsonInput) => {
    const step = stepJson(settings, state, input);
    state = step.state;
    effects.push(...step.effects);
  };
  return {
    effects,
    up: (kept = false) => give({ kind: 'up', kept, nowMs }),
    down: () => give({ kind: 'down' }),
    want: (on: boolean) => give({ kind: 'want', on, nowMs }),
    hear: (message: ReaderMessage, wallMs = 0) =>
      give({ kind: 'message', message, aside: false, nowMs, wallMs }),
    answer: (succeeded = true, text = '') => {
      const last = effects.findLast((effect) => effect.kind === 'ask');
      const { command, id } = last ?? { command: 'status', id: '' };
      give({
        kind: 'message',
        message: { kind: 'response', command, id, succeeded, text },
        aside: settings.direct,
        nowMs,
        wallMs: 0,
      });
    },
    pass: (ms: number) => {
      const end = nowMs + ms;
      for (
        let due = jsonDueMs(settings, state);
        due !== null && due <= end;
        due = jsonDueMs(settings, state)
      ) {
        nowMs = Math.max(nowMs, due);
        give({ kind: 'tick', nowMs });
      }
      nowMs = end;
    },
    asked: () => effects.flatMap((effect) => (effect.kind === 'ask' ? [effect.command] : [])),
    states: () => effects.flatMap((effect) => (effect.kind === 'state' ? [effect.state] : [])),
    told: () => effects.flatMap((effect) => (effect.kind === 'tell' ? [effect.event] : [])),
  };
}

describe('a reader over a broker', () => {
  test('is asked how it is, started once it answers, and asked again before it is silent too long', () => {
    const it = bench(overBroker);
    it.up();
    expect([it.asked(), it.states()]).toEqual([['status'], []]);
    it.answer();
    expect([it.asked(), it.states()]).toEqual([['status', 'start'], ['connected']]);
    it.answer();
    it.pass(29_000);
    expect(it.asked()).toEqual(['status', 'start']);
    it.pass(2_000);
    expect(it.asked()).toEqual(['status', 'start', 'status']);
  });

  test('that refuses to start is asked again later, and one that reads already is taken at its word', () => {
    const it = bench(overBroker);
    it.up();
    it.answer();
    it.answer(false, 'radio is busy');
    expect(it.told()).toEqual([{ kind: 'trouble', message: 'it refused to start: radio is busy' }]);
    it.pass(16_000);
    expect(it.asked()).toEqual(['status', 'start', 'start']);
    it.answer(false, '{"reason":"start currently ongoing"}');
    it.pass(10_000);
    expect(it.asked()).toEqual(['status', 'start', 'start']);
    expect(it.told()).toHaveLength(1);
  });

  test('that does not answer is asked three times, then after a while', () => {
    const it = bench(overBroker);
    it.up();
    it.pass(29_000);
    expect(it.asked()).toEqual(['status', 'status', 'status']);
    it.pass(2_000);
    expect(it.asked()).toHaveLength(4);
    expect(it.states()).toEqual(['disconnected']);
  });

  test('that stopped by itself is started again', () => {
    const it = bench(overBroker);
    it.up();
    it.answer();
    it.answer();
    it.hear(heartbeat());
    it.hear(heartbeat({ reading: false }));
    expect(it.asked()).toEqual(['status', 'start', 'start']);
  });

  test('that was told to stop is told so when it is back, and not what came in between', () => {
    const it = bench(overBroker);
    it.up();
    it.answer();
    it.answer();
    it.down();
    it.want(false);
    it.up();
    it.answer();
    expect(it.asked().slice(2)).toEqual(['status', 'stop']);
  });

  test('tells changes of antennas and radio once', () => {
    const it = bench(overBroker);
    it.up();
    it.hear(heartbeat());
    it.hear(heartbeat({ antennas: [2, 3], radioConnected: false }));
    it.hear(heartbeat({ antennas: [2, 3], radioConnected: false }));
    expect(it.told()).toEqual([
      { kind: 'trouble', message: 'the reader says that its radio is not connected' },
      { kind: 'antenna', antenna: 1, connected: false },
      { kind: 'antenna', antenna: 3, connected: true },
    ]);
  });

  test('whose kept messages come first is neither alive nor late by them', () => {
    const it = bench(overBroker);
    it.up(true);
    it.hear({ kind: 'other', atUs: 0, type: 'x' }, 3_600_000);
    expect([it.states(), it.told()]).toEqual([[], []]);
    it.pass(1_001);
    it.hear({ kind: 'other', atUs: 3_600_000_000, type: 'x' }, 3_600_000);
    expect(it.states()).toEqual(['connected']);
    expect(it.told()).toEqual([{ kind: 'clock', offsetMs: 0 }]);
  });
});

test('a stream that is dead is opened anew, though the reader answers on another way', () => {
  const it = bench({ ...overBroker, direct: true, silentMs: 90_000 });
  it.up();
  it.answer();
  for (let round = 0; round < 12; round += 1) {
    it.pass(10_000);
    it.answer();
  }
  expect(it.effects).toContainEqual({ kind: 'reopen', detail: 'nothing was heard of the reader for 90 s' });
  expect(it.asked().length).toBeLessThan(5);
});

test('whatever happens, an open session that can be told waits for something, and never asks twice at once', () => {
  const messages = fc.oneof(
    fc.constantFrom<ReaderMessage>(
      heartbeat(),
      heartbeat({ reading: false, antennas: [] }),
      { kind: 'inventory', atUs: 1, state: 'idle' },
      { kind: 'alert', atUs: null, text: 'hot' },
      { kind: 'reads', reads: [] },
    ),
    fc.record({
      kind: fc.constant('response' as const),
      command: fc.constantFrom('start', 'stop', 'status'),
      id: fc.nat(12).map((n) => `q-${n}`),
      succeeded: fc.boolean(),
      text: fc.constantFrom('', 'currently ongoing'),
    }),
  );
  const inputs = fc.oneof(
    fc.boolean().map((kept) => ({ kind: 'up' as const, kept })),
    fc.constantFrom({ kind: 'down' as const }, { kind: 'life' as const }, { kind: 'tick' as const }),
    fc.boolean().map((on) => ({ kind: 'want' as const, on })),
    messages.map((message) => ({ kind: 'message' as const, message, aside: false, wallMs: 0 })),
  );
  const anySettings = fc.record({
    silentMs: fc.constantFrom(null, 60_000),
    controlled: fc.boolean(),
    direct: fc.boolean(),
    requestPrefix: fc.constant('q-'),
  });
  fc.assert(
    fc.property(
      anySettings,
      fc.array(fc.tuple(inputs, fc.nat(20_000)), { maxLength: 60 }),
      (settings, given) => {
        let state = freshJson(true);
        let nowMs = 0;
        for (const [input, waitMs] of given) {
          nowMs += waitMs;
          const step = stepJson(settings, state, { ...input, nowMs } as JsonInput);
          state = step.state;
          const asks = step.effects.filter((effect) => effect.kind === 'ask');
          expect(asks.length).toBeLessThanOrEqual(1);
          if (asks.length > 0) expect(settings.controlled && state.up && state.request !== null).toBe(true);
          const dueMs = jsonDueMs(settings, state);
          if (state.up && settings.controlled && (state.untold || !state.alive)) expect(dueMs).not.toBeNull();
          if (state.up && settings.silentMs !== null && state.alive) {
            expect(dueMs).toBeLessThanOrEqual(state.heardAtMs + settings.silentMs);
          }
          if (!state.up) expect(dueMs).toBeNull();
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a tick that is due changes something, so that no clock runs hot', () => {
  const it = bench({ ...overBroker, silentMs: 1_000 });
  it.up();
  it.answer();
  it.answer();
  it.pass(600_000);
  expect(it.effects.length).toBeLessThan(600);
});
