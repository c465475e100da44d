import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf, microsecondsOf } from './iso-time.ts';

describe('instants', () => {
  test('zones with and without colon, fractions and their limits', () => {
    const noon = Date.UTC(2025, 9, 7, 12) * 1000;
    for (const text of [
      '2025-10-07T12:00:00Z',
      '2025-10-07T12:00:00.000+0000',
      '2025-10-07T12:00:00+00',
      '2025-10-07T14:00:00+02:00',
      '2025-10-07t06:30:00.000000-0530',
    ]) {
      expect(microsecondsOf(text)).toBe(noon);
    }
    expect(microsecondsOf('2025-10-07T12:00:00.1234567Z')).toBe(noon + 123_456);
    expect(microsecondsOf('2024-02-29T00:00:00Z')).not.toBeNull();
  });

  test.each([
    '2025-02-29T00:00:00Z',
    '2025-02-30T12:00:00+0000',
    '2025-13-01T00:00:00Z',
    '2025-00-10T00:00:00Z',
    '2025-01-00T00:00:00Z',
    '2025-01-01T24:00:00Z',
    '2025-01-01T00:60:00Z',
    '2025-01-01T00:00:60Z',
    '2025-01-01T00:00:00+2400',
    '2025-01-01T00:00:00+0060',
    '2025-01-01T00:00:00',
    '2025-01-01',
    '1969-12-31T23:59:59Z',
    '2251-01-01T00:00:00Z',
    '',
  ])('%s is none', (text) => {
    expect(microsecondsOf(text)).toBeNull();
  });

  test('what was written is read', () => {
    const instants = fc.integer({ min: 0, max: Date.UTC(2250, 0) }).map((ms) => ms * 1000);
    fc.assert(
      fc.property(instants, fc.constantFrom<'Z' | '+0000'>('Z', '+0000'), (us, zone) => {
        expect(microsecondsOf(instantOf(us, zone))).toBe(us);
      }),
    );
    fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => void microsecondsOf(text)));
  });
});
