import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeSicsWeight } from '../../protocols/scale/sics.ts';
import { notWeighed, weighed } from '../../protocols/scale/weight.ts';
import type { Dialect } from './dialect.ts';
import { lineDialect } from './line-dialect.ts';
import { stepScale } from './scale-session.ts';
import {
  freshScaleSession,
  type ScaleEffect,
  type ScaleInput,
  type ScaleSession,
  scaleWakeAtMs,
} from './scale-state.ts';
import { sicsDialect } from './sics-dialect.ts';
import { toledoDialect } from './toledo-dialect.ts';

const settings = { tellMs: 200, silentMs: 3_000, pollMs: 500, weighPollMs: 100 };
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

/** A session in a time of its own: what is due is done when its time comes. */
function run<State>(dialect: Dialect<State>) {
  let session: ScaleSession<State> = freshScaleSession(dialect);
  let nowMs = 0;
  const effects: ScaleEffect[] = [];
  const input = (one: ScaleInput) => {
    const step = stepScale(settings, dialect, session, one, nowMs);
    session = step.state;
    effects.push(...step.effects);
  };
  const pass = (ms: number) => {
    const endMs = nowMs + ms;
    for (let steps = 0; steps < 10_000; steps += 1) {
      const wakeMs = scaleWakeAtMs(settings, dialect, session);
      if (wakeMs === null || wakeMs > endMs) break;
      nowMs = Math.max(nowMs, wakeMs);
      input({ kind: 'tick' });
    }
    nowMs = endMs;
  };
  const answers = () => effects.flatMap((effect) => (effect.kind === 'answer' ? [effect] : []));
  const sent = () => effects.flatMap((effect) => (effect.kind === 'send' ? [effect.text] : []));
  return { input, pass, answers, sent, effects };
}

const noTare = 'TA A      0 g\r\n';

/** A weight as an MT-SICS scale tells it that is asked for its tare, too. */
const sicsAnswer = (grams: number, tare: string) => bytesOf(`${encodeSicsWeight(gramsOf(grams))}${tare}`);

const gramsOf = (grams: number, stable = true) => {
  const reading = weighed({ digits: grams, decimals: 0, unit: 'g' }, { stable, kind: 'net' });
  return reading.ok ? reading.value : notWeighed('zero-fault');
};

test('an answer to an earlier question does not count: the load may have changed', () => {
  const { input, pass, answers } = run(sicsDialect);
  input({ kind: 'up' });
  input({ kind: 'bytes', bytes: bytesOf('I2 A "x"\r\nI4 A "y"\r\n') });
  pass(0);
  input({ kind: 'bytes', bytes: bytesOf('I4 A "y"\r\n') });
  pass(10);
  input({ kind: 'wish', id: 1, task: 'weight', timeoutMs: 5_000 });
  input({ kind: 'bytes', bytes: sicsAnswer(1, noTare) });
  expect(answers()).toEqual([]);
  pass(600);
  input({ kind: 'bytes', bytes: sicsAnswer(2, noTare) });
  expect(answers()).toMatchObject([{ id: 1, outcome: { weight: { milligrams: 2_000 } } }]);
});

test('a zero that the scale puts off is asked for again, and a refusal ends it', () => {
  const { input, pass, answers, sent } = run(sicsDialect);
  input({ kind: 'up' });
  input({ kind: 'bytes', bytes: bytesOf('I2 L\r\n') });
  pass(0);
  input({ kind: 'bytes', bytes: bytesOf('I4 L\r\n') });
  pass(0);
  input({ kind: 'bytes', bytes: sicsAnswer(1, noTare) });
  input({ kind: 'wish', id: 1, task: 'zero', timeoutMs: 5_000 });
  input({ kind: 'bytes', bytes: bytesOf('Z I\r\n') });
  pass(150);
  expect(sent().filter((text) => text === 'Z\r\n')).toHaveLength(2);
  input({ kind: 'bytes', bytes: bytesOf('Z +\r\n') });
  expect(answers()).toMatchObject([{ id: 1, outcome: { failure: 'refused' } }]);
});

test('a net weight is told with its tare, and alone where the scale tells no tare', () => {
  const readings = (...answers: readonly string[]) => {
    const { input, pass, effects } = run(sicsDialect);
    input({ kind: 'up' });
    for (const answer of ['I2 A "x"\r\n', 'I4 A "y"\r\n', ...answers]) {
      pass(600);
      input({ kind: 'bytes', bytes: bytesOf(answer) });
    }
    pass(600);
    return effects.flatMap((effect) =>
      effect.kind === 'tell' && effect.event.kind === 'weight'
        ? [[effect.event.reading.kind, effect.event.reading.milligrams, effect.event.reading.tareMilligrams]]
        : [],
    );
  };
  expect(readings('S S 450 g\r\nTA A 57 g\r\n', 'S S 507 g\r\nTA A 0 g\r\n')).toEqual([
    ['net', 450_000, 57_000],
    ['gross', 507_000, 0],
  ]);
  expect(readings('S S 450 g\r\nES\r\n', 'S S 451 g\r\nES\r\n')).toEqual([
    ['gross', 450_000, null],
    ['gross', 451_000, null],
  ]);
  expect(readings('S S 450 g\r\n', 'S S 451 g\r\n', 'S S 452 g\r\n')).toEqual([
    ['gross', 451_000, null],
    ['gross', 452_000, null],
  ]);
});

const noise = fc.oneof(
  fc.uint8Array({ maxLength: 30 }),
  fc
    .constantFrom(
      'S S 1 g\r\n',
      'S D 1 g\r\n',
      'S I\r\n',
      'S +\r\n',
      'Z A\r\n',
      'T S 1 g\r\n',
      'TA A 1 g\r\n',
      'ES\r\n',
      'I4 A "x"\r\n',
    )
    .map(bytesOf),
  fc.constantFrom('ST,GS,+  1.234kg\r\n', 'OL,GS,+       kg\r\n', 'ST,GS,+  0.000kg\r\n', 'US,').map(bytesOf),
);
const happening = fc.oneof(
  fc.constant({ kind: 'up' } as const),
  fc.record({
    kind: fc.constant('down' as const),
    state: fc.constantFrom('disconnected' as const, 'failed' as const),
  }),
  fc.record({ kind: fc.constant('bytes' as const), bytes: noise }),
  fc.record({
    kind: fc.constant('wish' as const),
    task: fc.constantFrom('weight' as const, 'zero' as const, 'tare' as const),
    timeoutMs: fc.integer({ min: 0, max: 10_000 }),
  }),
  fc.record({ kind: fc.constant('cancel' as const), id: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 4_000 }) }),
);

function answersEachWishOnce<State>(dialect: Dialect<State>): void {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (events) => {
      const { input, pass, answers } = run(dialect);
      let wishes = 0;
      input({ kind: 'up' });
      for (const event of events) {
        if (event.kind === 'pass') pass(event.ms);
        else if (event.kind === 'wish') {
          wishes += 1;
          input({ ...event, id: wishes });
        } else input(event);
      }
      pass(10_000);
      expect(
        answers()
          .map(({ id }) => id)
          .sort((a, b) => a - b),
      ).toEqual(Array.from({ length: wishes }, (_, index) => index + 1));
      for (const { outcome } of answers())
        if (outcome.kind === 'done' && outcome.weight !== null)
          expect([0, 1_000, 1_234_000]).toContain(outcome.weight.milligrams);
    }),
    { numRuns: 500 },
  );
}

test.each([
  ['MT-SICS', () => answersEachWishOnce(sicsDialect)],
  ['Toledo', () => answersEachWishOnce(toledoDialect({ checksum: false }))],
  ['lines', () => answersEachWishOnce(lineDialect({ request: 'Q\r\n', zero: 'Z\r\n', tare: 'T\r\n' }))],
])('%s: whatever happens, each wish has one answer in its time', (_name, check) => check());

test('a station that listens to noise is told of it once in a second, and of the silence', () => {
  const { input, pass, effects } = run(sicsDialect);
  input({ kind: 'up' });
  for (let at = 0; at < 2_900; at += 10) {
    input({ kind: 'bytes', bytes: bytesOf('~~~\r\n') });
    pass(10);
  }
  const garbled = effects.filter((effect) => effect.kind === 'tell' && effect.event.kind === 'garbled');
  expect(garbled).toHaveLength(3);
  expect(garbled[1]).toMatchObject({ event: { reason: expect.stringContaining('more') } });
  pass(200);
  expect(effects.slice(-2)).toMatchObject([
    { kind: 'tell', event: { state: 'failed' } },
    { kind: 'reconnect' },
  ]);
});
