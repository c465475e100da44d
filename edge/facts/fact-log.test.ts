import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqlite } from '../../kernel/sqlite.ts';
import type { Fact, FactDraft } from '../../protocols/wire/fact.ts';
import { genesis } from '../../protocols/wire/fact-chain.ts';
import { receive } from '../../protocols/wire/fact-receiver.ts';
import { FactLog, factMigrations } from './fact-log.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-facts-'));
  path = join(folder, 'facts.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

const identity = { site: 'HAM', station: 'S1' };
const at = '2026-01-05T06:00:00.000Z';
const started = (boot: string): FactDraft => ({ type: 'station.started', data: { boot, version: '0.1.0' } });
const open = (keep = 20_000) => new FactLog({ path, ...identity, keep, keepFinished: 2 });
const commit = (log: FactLog, boots: readonly string[], more = {}) =>
  log.commit({ at, operator: null, drafts: boots.map(started), ...more });
const factsOf = (log: FactLog) => log.read(1, 100_000).map((json) => JSON.parse(json) as Fact);

test('a program that ended at any moment finds its facts, its state and its chain again', () => {
  const first = open();
  commit(first, ['a', 'b'], { state: '{"n":2}', memory: '{"m":2}', finishedOrders: ['SO-1'] });
  // No close: the process was killed here.
  const second = open();
  expect(second.lastSeq).toBe(2);
  expect([second.state, second.memory]).toEqual(['{"n":2}', '{"m":2}']);
  expect(second.finishedOrders()).toEqual(['SO-1']);
  commit(second, ['c'], { state: '{"n":3}' });
  expect([second.state, second.memory]).toEqual(['{"n":3}', '{"m":2}']);
  const reception = receive(genesis, { ...identity, fromGateway: false }, factsOf(second), () => undefined);
  expect(reception.received.map((one) => one.kind)).toEqual(['fact', 'fact', 'fact']);
  first.close();
  second.close();
});

test('stores all facts of an input with its state, or nothing', () => {
  const log = open();
  commit(log, ['a'], { state: '{"n":1}' });
  const other = new Database(path);
  other.exec(`CREATE TRIGGER full BEFORE INSERT ON facts WHEN NEW.seq = 3
    BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`);
  expect(() => commit(log, ['b', 'c'], { state: '{"n":3}', finishedOrders: ['SO-1'] })).toThrow(
    /disk is full/,
  );
  expect([log.lastSeq, log.state, log.finishedOrders().length]).toEqual([1, '{"n":1}', 0]);
  expect(factsOf(log)).toHaveLength(1);
  other.exec('DROP TRIGGER full');
  other.close();
  expect(commit(log, ['b', 'c']).map((fact) => fact.seq)).toEqual([2, 3]);
  log.close();
});

test('keeps what is not acknowledged, and of the rest the newest', () => {
  const log = open(10);
  commit(
    log,
    Array.from({ length: 5_000 }, (_, n) => `boot-${n}`),
  );
  log.acknowledge(5);
  expect(log.oldestHeld).toBe(1);
  for (let turn = 0; turn < 6; turn += 1) log.acknowledge(4_990);
  expect(factsOf(log).map((fact) => fact.seq)).toEqual(Array.from({ length: 20 }, (_, n) => 4_981 + n));
  expect(log.oldestHeld).toBe(4_981);
  expect(log.oldestUnacknowledgedAt()).toBe(at);
  log.acknowledge(5_000);
  expect(log.oldestUnacknowledgedAt()).toBeNull();
  log.close();
  const again = open(10);
  expect([again.acknowledged, again.lastSeq, again.oldestHeld]).toEqual([5_000, 5_000, 4_991]);
  again.close();
});

test('remembers the newest finished orders', () => {
  const log = open();
  for (const order of ['SO-1', 'SO-2', 'SO-2', 'SO-3']) commit(log, ['a'], { finishedOrders: [order] });
  expect(log.finishedOrders()).toEqual(['SO-2', 'SO-3']);
  log.close();
});

test('refuses the log of another station, and one whose end is missing', () => {
  const log = open();
  commit(log, ['a', 'b']);
  log.close();
  expect(() => new FactLog({ path, site: 'HAM', station: 'S2' })).toThrow(
    expect.objectContaining({ code: 'STATION_LOG_FOREIGN' }),
  );
  const other = new Database(path);
  other.exec('DELETE FROM facts WHERE seq = 2');
  other.close();
  expect(open).toThrow(expect.objectContaining({ code: 'STATION_LOG_DAMAGED' }));
});

test('a file of an earlier version keeps its state, which is in one piece until the next commit', () => {
  const before = openSqlite(path, factMigrations.slice(0, 1));
  before
    .prepare('INSERT INTO station VALUES (1, ?, ?, 0, ?, 0, ?)')
    .run(identity.site, identity.station, genesis.hash, '{"n":1}');
  before.close();
  const log = open();
  expect([log.state, log.memory]).toEqual(['{"n":1}', null]);
  commit(log, ['a'], { state: '{"n":2}', memory: '{"m":2}' });
  expect([log.state, log.memory]).toEqual(['{"n":2}', '{"m":2}']);
  log.close();
});
