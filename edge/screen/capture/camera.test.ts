import { expect, test } from 'vitest';
import { CameraGate } from './camera-gate.ts';
import { nearestTo } from './code-reader.ts';

test('a code that stays before the camera is one scan; taken away and shown again it is a second one', () => {
  const gate = new CameraGate();
  const scans = [
    ['A', 0],
    ['A', 100],
    [null, 200],
    ['A', 900],
    ['A', 1_900],
    ['A', 3_200],
    ['B', 3_300],
    ['A', 3_400],
  ].map(([code, at]) => gate.isNew(code as string | null, at as number));
  expect(scans).toEqual([true, false, false, false, false, true, true, true]);
});

test('complaint 20: of several codes on a label the one in the middle counts', () => {
  const at = (x: number, y: number) => [
    { x: x - 10, y },
    { x: x + 10, y },
  ];
  const codes = [
    { text: 'corner', corners: at(30, 20) },
    { text: 'middle', corners: at(330, 250) },
    { text: 'edge', corners: at(600, 240) },
  ];
  expect(nearestTo({ x: 320, y: 240 }, codes)).toBe('middle');
  expect(nearestTo({ x: 0, y: 0 }, [])).toBeNull();
});
