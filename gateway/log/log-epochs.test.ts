import { expect, test } from 'vitest';
import { openSqlite } from '../../kernel/sqlite.ts';
import { migrations } from '../database.ts';
import { chainOf, testSite } from '../testing-gateway.ts';
import { openFactLog } from './fact-log.ts';
import { openLogEpochs } from './log-epochs.ts';

/** A log of ten facts. */
function opened() {
  const db = openSqlite(':memory:', migrations);
  const facts = chainOf('pack-1', 10);
  const arrival = {
    kind: 'batch',
    station: 'pack-1',
    topic: 'facts',
    facts,
    payload: Buffer.alloc(0),
  } as const;
  openFactLog(db, testSite).commit([arrival], '2026-01-05T06:00:00.000Z');
  return { db, epochs: openLogEpochs(db) };
}

test('a reader keeps what it has up to where each newer numbering began', () => {
  const { db, epochs } = opened();
  const first = epochs.current().epoch;
  expect(epochs.agreedUpTo(first)).toBe(Number.POSITIVE_INFINITY);
  const second = epochs.begin(4);
  const third = epochs.begin(7);
  expect([first, second.epoch, third.epoch].map(epochs.agreedUpTo)).toEqual([4, 7, Number.POSITIVE_INFINITY]);
  expect(epochs.agreedUpTo('0000000000000000')).toBe(0);
  expect(openLogEpochs(db).current()).toMatchObject({ epoch: third.epoch, from: 7 });
});

test('a numbering begins nowhere behind the end of the log', () => {
  const { epochs } = opened();
  expect([epochs.begin(99).from, epochs.begin().from]).toEqual([10, 10]);
});

test('of a log that is put back again and again the oldest numberings are forgotten, and their readers begin anew', () => {
  const { db, epochs } = opened();
  const first = epochs.current().epoch;
  const begin = db.transaction(() => {
    for (let n = 0; n < 1_000; n += 1) epochs.begin(4);
  });
  begin();
  expect(epochs.agreedUpTo(first)).toBe(0);
  expect(db.prepare('SELECT count(*) FROM log_epochs').pluck().get()).toBe(1_000);
});
