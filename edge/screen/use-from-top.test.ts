import { expect, test } from 'vitest';
import { scanned, scene } from './testing-scenes.ts';
import { stepOf } from './use-from-top.ts';

const stepAfter = (name: string, ...codes: readonly string[]) => {
  const at = scene(name);
  for (const code of codes) at.scan(code);
  return stepOf(at.view());
};

test('another item of the same parcel is no other step, its label is', () => {
  expect(stepAfter('pack: begun', scanned.coffee)).toBe(stepAfter('pack: begun'));
  expect(stepAfter('pack: sealed')).not.toBe(stepAfter('pack: begun'));
});

test('each stop of a walk, an item in the hand and the slot that it belongs into are steps of their own', () => {
  const steps = ['walk: at the location', 'walk: in the hand', 'wall: opened', 'wall: in the hand'];
  expect(new Set(steps.map((name) => stepAfter(name))).size).toBe(steps.length);
  expect(stepAfter('walk: wrong tote')).toBe(stepAfter('walk: in the hand'));
});
