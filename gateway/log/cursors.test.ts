import { expect, test } from 'vitest';
import { openSqlite } from '../../kernel/sqlite.ts';
import { migrations } from '../database.ts';
import { openCursors } from './cursors.ts';

const opened = () => openCursors(openSqlite(':memory:', migrations), () => 100);

test('a consumer goes on, and back only if it says so', () => {
  const cursors = opened();
  expect([cursors.move('sync', 40, false), cursors.move('sync', 30, false)]).toEqual([40, 40]);
  expect([cursors.move('sync', 30, true), cursors.consumer('sync')]).toEqual([30, 30]);
});

test('nobody is placed behind the end of the log', () => {
  const cursors = opened();
  expect(() => cursors.move('sync', 101, false)).toThrow('sync claims 101, the log ends at 100');
  expect(cursors.consumer('sync')).toBeUndefined();
});

test('there are so many consumers at most, and each of them still moves', () => {
  const cursors = opened();
  for (let n = 0; n < 64; n += 1) cursors.move(`c${n}`, 1, false);
  expect(() => cursors.move('one-more', 1, false)).toThrow('64 consumers');
  expect(cursors.move('c63', 2, false)).toBe(2);
});
