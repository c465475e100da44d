import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isoInstant } from '../../kernel/clock.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { type ClaimDocument, floorPage } from '../../protocols/wire/floor.ts';
import { FloorReplica } from './floor-replica.ts';

const minute = 60_000;
let folder: string;
let clock: ManualClock;
let replica: FloorReplica;
let cursor = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-floor-'));
  clock = new ManualClock();
  cursor = 0;
  open();
});
afterEach(() => {
  replica.close();
  rmSync(folder, { recursive: true });
});

function open(): void {
  replica = new FloorReplica(join(folder, 'floor.sqlite'), clock);
}

/** A page of documents, each with the next cursor: `[kind, id, data]`. */
function pageOf(
  documents: readonly [string, string, unknown][],
  epoch = 'e1',
  asOf = isoInstant(clock.now()),
) {
  const made = documents.map(([kind, id, data]) => {
    cursor += 1;
    return { kind, id, version: cursor, cursor, data };
  });
  return floorPage.parse({ v: 1, site: 'HAM', epoch, documents: made, cursor, more: false, asOf });
}

const tote = (name: string) => ({ tote: name, order: 'SO-1', status: 'filling', items: [] });
const task = (name: string, more: object = {}) => ({
  task: name,
  mode: 'cluster',
  status: 'open',
  orders: ['SO-1'],
  stops: [{ sku: 'TEA', name: 'Tea', parts: [{ order: 'SO-1', line: 1, units: 1 }] }],
  totes: [],
  ...more,
});
const claim = (station: string, forMinutes: number) =>
  ({
    subject: { kind: 'order', order: 'SO-1' },
    station,
    operator: null,
    grantedAt: isoInstant(clock.now()),
    expiresAt: isoInstant(clock.now() + forMinutes * minute),
  }) as ClaimDocument;

test('holds what it was told, over a restart, until it is told otherwise', () => {
  expect(
    replica.apply(
      pageOf([
        ['tote', 'T-1', tote('T-1')],
        ['tote', 'T-2', tote('T-2')],
      ]),
      0,
    ),
  ).toBe(true);
  expect(replica.apply(pageOf([['tote', 'T-2', null]]), 2)).toBe(true);
  replica.close();
  open();
  expect(replica.book.tote('T-1')).toMatchObject({ order: 'SO-1' });
  expect(replica.book.tote('T-2')).toBeUndefined();
  expect(replica.position).toMatchObject({ epoch: 'e1', cursor: 3 });
});

test('takes no page that leaves a gap, and nothing that it has passed', () => {
  replica.apply(pageOf([['tote', 'T-1', tote('T-1')]]), 0);
  const missed = pageOf([['tote', 'T-2', tote('T-2')]]);
  expect(replica.apply({ ...missed, cursor: 9 }, 5)).toBe(false);
  const old = { ...missed, documents: [{ ...missed.documents[0], id: 'T-1', cursor: 1, data: null }] };
  expect(replica.apply(floorPage.parse({ ...old, cursor: 1 }), 0)).toBe(true);
  expect(replica.book.tote('T-1')).toBeDefined();
});

test('another epoch replaces everything, and only from its beginning', () => {
  replica.apply(pageOf([['tote', 'T-1', tote('T-1')]]), 0);
  const other = pageOf([['tote', 'T-9', tote('T-9')]], 'e2');
  expect(replica.apply(other, 1)).toBe(false);
  expect(replica.apply(other, 0)).toBe(true);
  expect([replica.book.tote('T-1'), replica.book.tote('T-9')?.tote]).toEqual([undefined, 'T-9']);
});

test('a claim counts until the clock of the station says so, and an answer counts at once', () => {
  replica.keepClaim(claim('S1', 30));
  expect(replica.book.claim('order:SO-1')?.station).toBe('S1');
  expect(replica.book.claimsOf('S1')).toEqual(['order:SO-1']);
  clock.advance(31 * minute);
  expect(replica.book.claim('order:SO-1')).toBeUndefined();
  expect(replica.book.claimsOf('S1')).toEqual([]);
  replica.apply(pageOf([['claim', 'order:SO-1', claim('S2', 30)]]), 0);
  expect(replica.book.claim('order:SO-1')?.station).toBe('S2');
  replica.dropClaim('order:SO-1');
  expect(replica.book.claim('order:SO-1')).toBeUndefined();
});

test('a claim lasts as long at the gateway whatever is done to the clock of the station', () => {
  const siteMs = clock.now();
  const claims = (atMs: number, forMinutes: number) => ({
    ...claim('S1', 0),
    grantedAt: isoInstant(atMs),
    expiresAt: isoInstant(atMs + forMinutes * minute),
  });
  // This clock is hours ahead of the gateway's: a claim is no shorter for that.
  clock.jump(5 * 60 * minute);
  replica.apply(pageOf([['claim', 'order:SO-1', claims(siteMs, 30)]], 'e1', isoInstant(siteMs)), 0);
  clock.advance(29 * minute);
  expect(replica.book.claim('order:SO-1')?.station).toBe('S1');
  // Set back, it is no longer either.
  clock.jump(-5 * 60 * minute);
  clock.advance(2 * minute);
  expect(replica.book.claim('order:SO-1')).toBeUndefined();
  clock.jump(-24 * 60 * minute);
  expect(replica.book.claim('order:SO-1')).toBeUndefined();
  // Not by a restart without a network either, before what was heard last.
  replica.apply(pageOf([], 'e1', isoInstant(siteMs + 31 * minute)), cursor);
  replica.close();
  open();
  expect(replica.book.claim('order:SO-1')).toBeUndefined();
});

test('a claim ends for the core when it ends here: in the time by which scans are stamped', () => {
  const siteMs = clock.now();
  clock.jump(-60 * minute);
  const granted = { ...claim('S1', 0), expiresAt: isoInstant(siteMs + 30 * minute) };
  replica.apply(pageOf([['claim', 'order:SO-1', granted]], 'e1', isoInstant(siteMs)), 0);
  expect(replica.book.claim('order:SO-1')?.expiresAt).toBe(isoInstant(clock.now() + 30 * minute));
});

test('what measures time stands still while a device sleeps: a claim ends all the same', () => {
  replica.apply(pageOf([['claim', 'order:SO-1', claim('S1', 30)]]), 0);
  clock.jump(31 * minute);
  expect(replica.book.claim('order:SO-1')).toBeUndefined();
});

test('lists what waits to be done, in the order of its numbers', () => {
  replica.apply(
    pageOf([
      ['task', 'W10-1', task('W10-1')],
      ['task', 'W2-1', task('W2-1', { status: 'handed_over' })],
      ['task', 'W1-1', task('W1-1', { status: 'in_progress' })],
      [
        'count_task',
        'L-1',
        { count: 'C1', location: 'L-1', trigger: 'short', since: '2026-01-05T06:00:00.000Z' },
      ],
    ]),
    0,
  );
  const { tasks, counts } = replica.book.queue();
  expect(tasks.map(({ task: name, status, stops }) => [name, status, stops])).toEqual([
    ['W2-1', 'handed_over', 1],
    ['W10-1', 'open', 1],
  ]);
  expect(counts).toEqual([{ count: 'C1', location: 'L-1', trigger: 'short' }]);
});
