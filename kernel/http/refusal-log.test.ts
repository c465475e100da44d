import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ManualClock } from '../manual-clock.ts';
import { createRefusalLog } from './refusal-log.ts';

test('of a flood of strangers the first are told, and then how many there were', () => {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const clock = new ManualClock();
  const { tell } = createRefusalLog(log, clock);
  const refuse = (isStranger = true) =>
    tell(
      {
        isStranger,
        code: 'NOT_FOUND',
        requestId: 'r',
        address: 'a'.repeat(9_000),
        method: 'GET',
        url: `/${'x'.repeat(9_000)}`,
      },
      'y'.repeat(9_000),
    );
  for (let n = 0; n < 5_000; n += 1) refuse();
  expect(lines).toHaveLength(100);
  expect(JSON.stringify(lines[0]).length).toBeLessThan(1_000);
  expect(lines[0]).toMatchObject({ event: 'http.refused', code: 'NOT_FOUND', method: 'GET' });
  refuse(false);
  expect(lines).toHaveLength(101);
  clock.advance(10_000);
  refuse();
  expect(lines.slice(101)).toMatchObject([
    { event: 'http.refusals_left_out', count: 4_900 },
    { event: 'http.refused' },
  ]);
});
