import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EpochHistory } from './epoch-history.ts';

const missChance = 0.01;

function waitAfter(epochs: readonly number[]): number {
  const history = new EpochHistory();
  for (const epoch of epochs) history.add(epoch);
  return history.epochsToWait(missChance);
}

const every = (step: number) => Array.from({ length: 40 }, (_, at) => at * step);

describe('how long to wait for a tag', () => {
  test('follows its own read rate: ln(1 / chance) / share of epochs with a read', () => {
    expect(waitAfter(every(1))).toBe(5);
    expect(waitAfter(every(2))).toBe(10);
    expect(waitAfter(every(4))).toBe(18);
  });

  test('is long for a tag that is hardly known', () => {
    expect(waitAfter([7])).toBe(10);
  });

  test('is at least twice the longest silence that it came back from', () => {
    expect(waitAfter([...every(1).slice(0, 20), 28])).toBe(17);
  });

  test('is the same for another order, and for more reads in the same epoch', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(31), { minLength: 1, maxLength: 40 }), (epochs) => {
        const sorted = [...new Set(epochs)].sort((a, b) => a - b);
        expect(waitAfter(epochs)).toBe(waitAfter(sorted));
      }),
    );
  });
});
