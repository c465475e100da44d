import { describe, expect, test } from 'vitest';
import { zoneOffsets } from '../../../protocols/epcis/build/zone-offset.ts';
import { nextTime, readSchedule, type Schedule } from './schedule.ts';

function next(schedule: Schedule, behind: string, zone = 'UTC'): string | null {
  const reading = readSchedule(schedule);
  if (!reading.ok) throw new Error(reading.message);
  const at = nextTime(reading.plan, Date.parse(behind), zoneOffsets(zone) ?? (() => '+00:00'));
  return at === null ? null : new Date(at).toISOString();
}

describe('a schedule', () => {
  test('of an hour and a minute is due once a day, in local time', () => {
    expect(next({ hour: '1', minute: '5' }, '2026-01-10T12:00:00Z')).toBe('2026-01-11T01:05:00.000Z');
    expect(next({ hour: '1', minute: '5' }, '2026-01-10T12:00:00Z', 'Europe/Berlin')).toBe(
      '2026-01-11T00:05:00.000Z',
    );
    expect(next({ hour: '1', minute: '5' }, '2026-07-10T12:00:00Z', 'Europe/Berlin')).toBe(
      '2026-07-10T23:05:00.000Z',
    );
    expect(next({ hour: '1' }, '2026-01-11T01:00:00Z')).toBe('2026-01-12T01:00:00.000Z');
  });

  test('may name lists, ranges and steps', () => {
    expect(next({ second: '0/30' }, '2026-01-10T12:00:01Z')).toBe('2026-01-10T12:00:30.000Z');
    expect(next({ minute: '10,[20-22]' }, '2026-01-10T12:20:00Z')).toBe('2026-01-10T12:21:00.000Z');
    expect(next({ dayOfWeek: '1', hour: '8' }, '2026-01-10T12:00:00Z')).toBe('2026-01-12T08:00:00.000Z');
    expect(next({ month: '2', dayOfMonth: '29' }, '2026-01-10T12:00:00Z')).toBe('2028-02-29T00:00:00.000Z');
  });

  test('that never comes is known as such', () => {
    expect(next({ month: '2', dayOfMonth: '30' }, '2026-01-10T12:00:00Z')).toBeNull();
  });

  test('keeps its hour over the change to summer time, and skips one that does not exist', () => {
    expect(next({ hour: '8' }, '2026-03-29T00:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T06:00:00.000Z');
    expect(next({ hour: '2', minute: '30' }, '2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe(
      '2026-03-30T00:30:00.000Z',
    );
  });

  test.each([
    [{ minute: '60' }, 'minute'],
    [{ hour: 'x' }, 'hour'],
    [{ dayOfWeek: '0' }, 'dayOfWeek'],
    [{ second: '[5-1]' }, 'second'],
    [{ second: '0/0' }, 'second'],
    [{ month: '1,,2' }, 'month'],
  ])('of %j is refused', (schedule, field) => {
    expect(readSchedule(schedule)).toMatchObject({ ok: false, field });
  });
});
