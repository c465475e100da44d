import { expect, test } from 'vitest';
import { verifyWords } from './verify-words.ts';

test('a store without facts is told from one that lacks those that were named', () => {
  const words = (selected: boolean) => verifyWords('gateway', [], { keysAtHand: true, selected });
  expect(words(false)).toBe('gateway: there are no facts yet, so nothing is verified\n');
  expect(words(true)).toContain('no facts of what --site, --station and --order name');
});
