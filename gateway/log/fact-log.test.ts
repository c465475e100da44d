import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openSqlite } from '../../kernel/sqlite.ts';
import { migrations } from '../database.ts';
import { chainOf, newDataDir, testSite } from '../testing-gateway.ts';
import type { Arrival } from './arrival.ts';
import { openFactLog } from './fact-log.ts';

const at = '2026-01-05T06:00:00.000Z';
const batch = (station: string, facts: readonly unknown[]): Arrival => ({
  kind: 'batch',
  station,
  topic: 'facts',
  facts,
  payload: Buffer.from(JSON.stringify(facts)),
});
const open = (path = join(newDataDir(), 'log.sqlite')) => {
  const db = openSqlite(path, migrations);
  return { db, path, log: openFactLog(db, testSite) };
};

describe('the fact log', () => {
  test('on a full disk stores nothing of the group, and takes it whole when there is room', () => {
    const { db, log } = open();
    const facts = chainOf('pack-1', 900);
    log.commit([batch('pack-1', facts.slice(0, 1))], at);
    const pages = db.pragma('page_count', { simple: true }) as number;
    db.pragma(`max_page_count = ${pages + 10}`);
    const group = [batch('pack-2', chainOf('pack-2', 3)), batch('pack-1', facts.slice(1))];
    expect(() => log.commit(group, at)).toThrow(/full/);
    expect(log.cursor()).toBe(1);
    expect(log.headOf('pack-2').upTo).toBe(0);
    db.pragma('max_page_count = 1000000');
    log.commit(group, at);
    expect(log.headOf('pack-1').upTo).toBe(900);
    expect(log.read({ after: 0, limit: 500 })).toMatchObject({ cursor: 500, more: true });
    expect(log.read({ after: 500, limit: 500 })).toMatchObject({ cursor: 903, more: false });
  });

  test('PIPE trap 1: brings every commit to the disk, not only the first', () => {
    const { db, log, path } = open();
    for (const fact of chainOf('pack-1', 3)) log.commit([batch('pack-1', [fact])], at);
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    db.close();
    // What the driver itself does after a write in WAL mode: its commits survive a kill, but not a power cut.
    const bare = new Database(path);
    bare.exec('DELETE FROM conflicts');
    expect(bare.pragma('synchronous', { simple: true })).toBe(1);
    bare.close();
  });

  test('takes over what a version before it stored fact by fact', () => {
    const path = join(newDataDir(), 'log.sqlite');
    const before = openSqlite(path, migrations.slice(0, 1));
    const facts = chainOf('pack-1', 4);
    const insert = before.prepare(
      `INSERT INTO entries (site, station, seq, hash, kind, body, received_at) VALUES (?, 'pack-1', ?, ?, ?, ?, ?)`,
    );
    for (const { seq, hash, ...rest } of facts.slice(0, 2))
      insert.run(testSite, seq, hash, 'fact', JSON.stringify({ seq, hash, ...rest }), at);
    insert.run(testSite, 3, '', 'set-aside', JSON.stringify({ reason: 'invalid', detail: 'd', raw: 7 }), at);
    before.prepare(`INSERT INTO stations VALUES (?, 'pack-1', 3, '', ?)`).run(testSite, at);
    before.close();
    const { db, log } = open(path);
    const [again] = log.commit([batch('pack-1', [...facts.slice(0, 2), facts[3]])], at);
    expect(again).toMatchObject({ reception: { duplicates: 2, conflicts: [], head: { upTo: 4 } } });
    const page = log.read({ after: 0, limit: 10 });
    expect(page.events.map((event) => event.packproofcursor)).toEqual([1, 2, 3, 4]);
    expect([page.events[0]?.data, page.events[3]?.data]).toEqual([facts[0], facts[3]]);
    expect(page.events[2]?.data).toMatchObject({ seq: 3, hash: '', reason: 'invalid', raw: 7 });
    expect(db.prepare('SELECT seq, kind FROM entries').all()).toHaveLength(4);
  });

  test('numbers its entries without holes over commits, failures and restarts', () => {
    const { db, log, path } = open();
    const facts = chainOf('pack-1', 6);
    log.commit([batch('pack-1', facts.slice(0, 2))], at);
    expect(() =>
      log.commit([batch('pack-1', facts.slice(2, 4)), { ...batch('x', []), facts: null } as never], at),
    ).toThrow();
    log.commit([batch('pack-1', facts.slice(2, 3))], at);
    db.close();
    const again = open(path).log;
    again.commit([batch('pack-1', facts.slice(3))], at);
    expect(again.cursor()).toBe(6);
    expect(again.read({ after: 0, limit: 10 }).events.map((event) => event.packproofcursor)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });

  test('names a seq that is used again with another fact, also if both came for one commit', () => {
    const { log } = open();
    const [first, second] = chainOf('pack-1', 2);
    const other = { type: 'order.started', data: { order: 'SO-OTHER', version: 1 } } as const;
    const [again] = chainOf('pack-1', 1, { upTo: first?.seq ?? 0, hash: first?.hash ?? '' }, other);
    const [, outcome] = log.commit([batch('pack-1', [first, second]), batch('pack-1', [again])], at);
    expect(outcome).toMatchObject({
      reception: {
        conflicts: [{ seq: 2, knownHash: second?.hash, receivedHash: again?.hash }],
        duplicates: 0,
        added: 0,
      },
    });
    expect(log.counts()).toMatchObject({ conflicts: 1 });
    expect(log.read({ after: 0, limit: 10 }).events.map(({ data }) => data)).toEqual([first, second]);
  });

  test('keeps ten thousand conflicts of a station that goes on and on, and no more', () => {
    const { db, log } = open();
    db.exec(`INSERT INTO conflicts (site, station, seq, known_hash, received_hash, raw, received_at)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
      SELECT 's', 'copy', i, '', '', '', '' FROM n`);
    const [known] = chainOf('pack-1', 1);
    const other = { type: 'order.started', data: { order: 'SO-OTHER', version: 1 } } as const;
    const [outcome] = log.commit([batch('pack-1', [known, ...chainOf('pack-1', 1, undefined, other)])], at);
    expect(outcome).toMatchObject({ reception: { conflicts: [{ seq: 1 }] } });
    expect(log.counts()).toMatchObject({ conflicts: 10_000 });
  });

  test('tells where it holds a fact, and nothing of what it does not hold', () => {
    const { log } = open();
    const facts = chainOf('pack-1', 3);
    log.commit([batch('pack-1', facts.slice(0, 2)), batch('pack-2', chainOf('pack-2', 2))], at);
    log.commit([batch('pack-1', facts.slice(2))], at);
    expect([1, 2, 3, 4].map((seq) => log.positionOf('pack-1', seq)?.cursor)).toEqual([1, 2, 5, undefined]);
    expect(log.positionOf('pack-1', 2)?.hash).toBe(facts[1]?.hash);
    expect(log.positionOf('pack-9', 1)).toBeUndefined();
  });

  test('replays one station from a seq, page by page', () => {
    const { log } = open();
    const facts = chainOf('pack-1', 5);
    for (const fact of facts)
      log.commit([batch('pack-1', [fact]), batch('pack-2', chainOf('pack-2', fact.seq))], at);
    const first = log.read({ after: 0, limit: 2, station: 'pack-1', fromSeq: 3 });
    const second = log.read({ after: first.cursor, limit: 2, station: 'pack-1', fromSeq: 3 });
    expect([...first.events, ...second.events].map((event) => event.data)).toEqual(facts.slice(2));
    expect([first.more, second.more]).toEqual([true, false]);
  });

  test('ends a page before it grows beyond what a request can carry', () => {
    const { log } = open();
    const large = Array.from({ length: 5 }, (_, index) => ({ seq: index + 1, noise: 'x'.repeat(400_000) }));
    for (const fact of large) log.commit([batch('pack-1', [fact])], at);
    const page = log.read({ after: 0, limit: 500 });
    expect(page).toMatchObject({ cursor: 2, more: true });
    expect(JSON.stringify(page).length).toBeLessThan(1_048_576);
  });

  test('keeps the newest thousand messages that had no place in it', () => {
    const { db, log } = open();
    const refused = Array.from({ length: 1_010 }, (_, index): Arrival => {
      return {
        kind: 'refused',
        code: 'BATCH_INVALID',
        station: 's',
        topic: 't',
        payload: Buffer.from(`noise ${index}`),
      };
    });
    log.commit(refused, at);
    const kept = db.prepare('SELECT CAST(raw AS TEXT) FROM refused_messages ORDER BY id').pluck().all();
    expect(kept).toHaveLength(1_000);
    expect(kept.at(-1)).toBe('noise 1009');
  });
});
