import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { createFloorFeed } from './floor-feed.ts';
import { type FloorStore, openFloorStore } from './floor-store.ts';
import type { DataOf } from './fold/floor-books.ts';

let folder: string;
let clock: ManualClock;
let store: FloorStore;
let ready: boolean;
let page: ReturnType<typeof createFloorFeed>;
const tote = (name: string): DataOf<'tote'> => ({ tote: name, order: null, status: 'filling', items: [] });
const put = (...names: string[]) =>
  store.change(() => {
    for (const name of names) store.documents.put('tote', name, tote(name));
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-feed-'));
  clock = new ManualClock();
  store = openFloorStore(folder, clock);
  ready = true;
  page = createFloorFeed({ site: 'berlin', store, clock, ready: () => ready });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

test('hands out what changed, each document in its newest version, and in pages', () => {
  put('T-1', 'T-2', 'T-3');
  put('T-1');
  store.change(() => store.documents.remove('tote', 'T-2'));
  const first = page({ after: 0, limit: 2 });
  expect(first.documents.map(({ id, data }) => [id, data === null])).toEqual([
    ['T-1', false],
    ['T-3', false],
  ]);
  expect(first.more).toBe(true);
  const rest = page({ after: first.cursor, epoch: first.epoch, limit: 2 });
  expect(rest.documents).toMatchObject([{ id: 'T-2', data: null, version: 2 }]);
  expect([rest.more, rest.cursor]).toEqual([false, 4]);
  expect(page({ after: 4, epoch: first.epoch, limit: 2 })).toMatchObject({ documents: [], cursor: 4 });
});

test('what is put unchanged is no change, and a change that fails leaves none', () => {
  put('T-1');
  put('T-1');
  expect(store.position().cursor).toBe(1);
  expect(() =>
    store.change(() => {
      store.documents.put('tote', 'T-2', tote('T-2'));
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(page({ after: 0, limit: 9 })).toMatchObject({ documents: [{ id: 'T-1' }], cursor: 1 });
});

test('who was away while deletions were forgotten gets everything again, once, and then goes on as the others', () => {
  put('T-1', 'T-2', 'T-3');
  const { epoch } = page({ after: 0, limit: 9 });
  store.change(() => store.documents.remove('tote', 'T-1'));
  clock.advance(1_000);
  store.change(() => store.forgetDeletions(clock.now()));
  put('T-4');
  const again = page({ after: 3, epoch, limit: 9 });
  expect(again.epoch).not.toBe(epoch);
  const whole = page({ after: 0, epoch: again.epoch, limit: 9 });
  expect(whole).toMatchObject({ epoch: again.epoch, cursor: 5 });
  expect(whole.documents.map(({ id }) => id)).toEqual(['T-2', 'T-3', 'T-4']);
  put('T-5');
  expect(page({ after: 5, epoch: again.epoch, limit: 9 })).toMatchObject({
    epoch: again.epoch,
    documents: [{ id: 'T-5' }],
  });
  expect(page({ after: 4, epoch, limit: 9 })).toMatchObject({
    epoch,
    documents: [{ id: 'T-4' }, { id: 'T-5' }],
  });
});

test('another epoch begins again, and nothing is told before the facts were read', () => {
  put('T-1');
  const { epoch } = store.position();
  expect(page({ after: 9, epoch: 'of-before', limit: 9 })).toMatchObject({
    epoch,
    documents: [{ id: 'T-1' }],
  });
  ready = false;
  expect(() => page({ after: 0, limit: 9 })).toThrow('still being read');
});
