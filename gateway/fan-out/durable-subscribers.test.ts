import { describe, expect, test } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { openSqlite, type Sqlite } from '../../kernel/sqlite.ts';
import { migrations } from '../database.ts';
import { createBatchedWrites } from './batched-writes.ts';
import { openDurableSubscribers } from './durable-subscribers.ts';

const log = createLog('test', 'silent');
const dayMs = 24 * 60 * 60 * 1_000;

function rig(db: Sqlite = openSqlite(':memory:', migrations)) {
  const clock = new ManualClock();
  const writes = createBatchedWrites(db, clock, log);
  const named: string[] = [];
  const incidents = {
    report: (code: string, subject: string, detail: string) =>
      void named.push(`${code} ${subject}: ${detail}`),
    end: (code: string, subject: string) => void named.push(`${code} ${subject}: over`),
  };
  const deps = { db, writes, clock, log, incidents, logEnd: () => 100, maxDurable: 2, expireDays: 30 };
  const subscribers = openDurableSubscribers(deps);
  const stored = (clientId: string) =>
    db.prepare('SELECT cursor FROM subscribers WHERE client_id = ?').pluck().get(clientId);
  return { db, clock, writes, named, subscribers, stored };
}

describe('a durable subscriber', () => {
  test('is stored before its subscription is answered, and its cursor within a second', () => {
    const { subscribers, clock, stored } = rig();
    subscribers.subscribe('billing', 'erp', { '#': 1 });
    expect(stored('billing')).toBe(100);
    subscribers.moved('billing', 170, 180);
    subscribers.moved('billing', 175, 180);
    expect(stored('billing')).toBe(100);
    clock.advance(1_000);
    expect(stored('billing')).toBe(175);
  });

  test('is the same after a restart, and not taken for connected', () => {
    const first = rig();
    first.subscribers.subscribe('billing', 'erp', { 'a/#': 1, 'a/b': 0 });
    first.subscribers.moved('billing', 120, 130);
    first.writes.close();
    expect(rig(first.db).subscribers.find('billing')).toMatchObject({
      owner: 'erp',
      cursor: 120,
      sentUpTo: 130,
      subscriptions: { 'a/#': 1, 'a/b': 0 },
      connected: false,
    });
  });

  test('that was not seen for long is forgotten by name; one that is connected or came back is not', () => {
    const { subscribers, clock, named, stored } = rig();
    subscribers.subscribe('gone', 'erp', { '#': 1 });
    subscribers.setConnected('gone', false);
    subscribers.subscribe('here', 'erp', { '#': 1 });
    subscribers.setConnected('here', true);
    clock.advance(29 * dayMs);
    expect(subscribers.list()).toHaveLength(2);
    clock.advance(2 * dayMs);
    expect(subscribers.list().map(({ clientId }) => clientId)).toEqual(['here']);
    expect(stored('gone')).toBeUndefined();
    const expired = named.splice(0).filter((each) => !each.endsWith('over'));
    expect(expired).toEqual([
      'SUBSCRIBER_EXPIRED gone: not seen since 2026-01-05T06:00:00.000Z; events behind 100 were not delivered to it',
    ]);
    subscribers.subscribe('gone', 'erp', { '#': 1 });
    expect(named).toEqual(['SUBSCRIBER_EXPIRED gone: over']);
  });

  test('keeps what is written at once when its place is written later', () => {
    const { subscribers, clock, db } = rig();
    subscribers.subscribe('billing', 'erp', { 'a/#': 1 });
    subscribers.moved('billing', 120, 120);
    subscribers.subscribe('billing', 'erp', { 'b/#': 0 });
    clock.advance(2_000);
    expect(rig(db).subscribers.find('billing')).toMatchObject({
      cursor: 120,
      subscriptions: { 'a/#': 1, 'b/#': 0 },
    });
  });

  test('is gone with its last subscription, and does not come back with a place that was still to be written', () => {
    const { subscribers, clock, stored } = rig();
    subscribers.subscribe('billing', 'erp', { 'a/#': 1, 'b/#': 1 });
    subscribers.unsubscribe('billing', ['a/#']);
    expect(subscribers.find('billing')?.subscriptions).toEqual({ 'b/#': 1 });
    subscribers.moved('billing', 120, 120);
    subscribers.unsubscribe('billing', ['b/#']);
    clock.advance(2_000);
    expect([subscribers.find('billing'), stored('billing')]).toEqual([undefined, undefined]);
  });

  test('that was placed before it came gets nothing as a repetition; one that was put back does', () => {
    const { subscribers } = rig();
    subscribers.place('new', 40);
    expect(subscribers.find('new')).toMatchObject({ cursor: 40, sentUpTo: 40, owner: null });
    subscribers.subscribe('billing', 'erp', { '#': 1 });
    subscribers.place('billing', 40);
    expect(subscribers.find('billing')).toMatchObject({ cursor: 40, sentUpTo: 100 });
  });

  test('is one of a bounded number', () => {
    const { subscribers } = rig();
    subscribers.subscribe('one', 'erp', { '#': 1 });
    subscribers.subscribe('two', 'erp', { '#': 1 });
    expect(() => subscribers.subscribe('three', 'erp', { '#': 1 })).toThrow(
      'more than 2 durable subscribers',
    );
    expect(() => subscribers.place('three', 0)).toThrow('more than 2 durable subscribers');
    subscribers.forget('one');
    subscribers.subscribe('three', 'erp', { '#': 1 });
  });

  test('is written once for all that it moved meanwhile, and then not again', () => {
    const { writes, clock } = rig();
    const written: string[] = [];
    const write = (what: string) => () => void written.push(what);
    writes.soon('one', write('one at 5'));
    writes.soon('one', write('one at 6'));
    clock.advance(1_000);
    writes.soon('two', write('two at 1'));
    clock.advance(1_000);
    expect(written).toEqual(['one at 6', 'two at 1']);
  });

  test('keeps its cursor when the disk fails, and writes it when the disk works again', () => {
    const { subscribers, clock, db, stored } = rig();
    subscribers.subscribe('billing', 'erp', { '#': 1 });
    db.exec('ALTER TABLE subscribers RENAME TO stolen');
    subscribers.moved('billing', 150, 150);
    clock.advance(5_000);
    db.exec('ALTER TABLE stolen RENAME TO subscribers');
    clock.advance(1_000);
    expect(stored('billing')).toBe(150);
  });
});
