import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyMessage, messageOf } from '../../../protocols/llrp/testing-messages.ts';
import { capabilitiesOf, modelNamed } from '../../simulators/llrp-reader/models.ts';
import { Bench, read, wrong } from './testing-session.ts';

Bench.capabilities = capabilitiesOf(modelNamed('impinj-r420'));

type Play = (bench: Bench) => void;
const lines: fc.Arbitrary<Play> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Play>((bench) => bench.greet()) },
  { weight: 1, arbitrary: fc.constant<Play>((bench) => bench.input({ kind: 'connected' })) },
  {
    weight: 1,
    arbitrary: fc.constant<Play>((bench) => bench.input({ kind: 'disconnected', state: 'disconnected' })),
  },
  { weight: 8, arbitrary: fc.constant<Play>((bench) => bench.state.pending !== null && bench.answer()) },
  { weight: 2, arbitrary: fc.constant<Play>((bench) => bench.state.pending !== null && bench.answer(wrong)) },
  {
    weight: 3,
    arbitrary: fc.nat(20_000).map(
      (ms): Play =>
        (bench) =>
          bench.wait(ms),
    ),
  },
  {
    weight: 2,
    arbitrary: anyMessage.map(
      (message): Play =>
        (bench) =>
          bench.message(message),
    ),
  },
  {
    weight: 3,
    arbitrary: messageOf('READER_EVENT_NOTIFICATION').map(
      (message): Play =>
        (bench) =>
          bench.message(message),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map(
      (on): Play =>
        (bench) =>
          bench.input({ kind: 'reading', on }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Play>((bench) => bench.input({ kind: 'unreadable', reason: 'noise' })),
  },
  {
    weight: 1,
    arbitrary: fc.option(fc.maxSafeNat()).map(
      (lastSeenUs): Play =>
        (bench) =>
          bench.input({ kind: 'reads', reads: [read({ lastSeenUs })] }),
    ),
  },
);
const settings = fc.record({
  takeOver: fc.boolean(),
  version: fc.constantFrom('1.0.1', '1.1'),
  reading: fc.boolean(),
  use: fc.constantFrom('portal', 'pack-tunnel', 'desk'),
});

describe('whatever comes', () => {
  test('it has something under way or due while it is connected, in bounded space', () => {
    fc.assert(
      fc.property(settings, fc.array(lines, { maxLength: 60 }), (chosen, plays) => {
        const bench = new Bench(chosen);
        for (const play of plays) {
          play(bench);
          const { phase, plan, antennas, inputs, troubles } = bench.state;
          expect(bench.wakeAtMs() !== null).toBe(phase !== 'offline');
          expect(plan.length).toBeLessThan(16);
          expect(Math.max(antennas.size, inputs.size)).toBeLessThanOrEqual(256);
          expect(troubles.texts.length).toBeLessThanOrEqual(21);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('it reads again with a reader that behaves, if it shall', () => {
    fc.assert(
      fc.property(settings, fc.array(lines, { maxLength: 40 }), (chosen, plays) => {
        const bench = new Bench(chosen);
        for (const play of plays) play(bench);
        bench.input({ kind: 'disconnected', state: 'disconnected' });
        bench.input({ kind: 'reading', on: true });
        bench.run();
        expect(bench.state).toMatchObject({ phase: 'running', enabled: true });
        expect(bench.told.at(-1)).toMatch(/^connected/);
      }),
      { numRuns: 300 },
    );
  });

  test('it can be closed, and is silent from then on', () => {
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 30 }), fc.array(lines, { maxLength: 10 }), (before, after) => {
        const bench = new Bench();
        for (const play of before) play(bench);
        bench.input({ kind: 'close' });
        bench.wait(1_000);
        expect(bench.closed).toBe(true);
        const { length } = bench.events;
        for (const play of after) play(bench);
        expect([bench.events.length, bench.wakeAtMs()]).toEqual([length, null]);
      }),
    );
  });
});
