import { describe, expect, test } from 'vitest';
import { readPresets, readUses, sessionSettings, smoothingSettings } from './settings.ts';

const points = [
  { reader: 'r', antenna: 1, zone: 'yard' },
  { reader: 'r', antenna: 2, zone: 'hall' },
];

describe('the settings of the smoothing', () => {
  test.each(readUses)('preset %s is valid, and so is nothing at all', (use) => {
    expect(smoothingSettings.safeParse(readPresets[use].smoothing).success).toBe(true);
    expect(sessionSettings.safeParse(readPresets[use].session).success).toBe(true);
    expect(smoothingSettings.parse({}).departure).toEqual({
      minMs: 2000,
      maxMs: 15_000,
      missChance: 0.01,
      epochMs: 250,
    });
  });

  test.each([
    [{ points: [...points, points[0]] }, 'points.2', 'this antenna is listed twice'],
    [
      { points, portals: [{ name: 'p', outside: ['yard'], inside: ['hall', 'yard'] }] },
      'portals.0',
      'zone yard is on both sides',
    ],
    [
      { points, portals: [{ name: 'p', outside: ['yard'], inside: ['moon'] }] },
      'portals.0',
      'no antenna watches zone moon',
    ],
    [{ departure: { minMs: 9000, maxMs: 8000 } }, 'departure.minMs', 'must not be above maxMs'],
  ])('%j is refused at its place', (input, path, message) => {
    const issues = smoothingSettings.safeParse(input).error?.issues ?? [];
    expect(issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)).toEqual([
      `${path}: ${message}`,
    ]);
  });
});
