import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isoInstant } from '../../kernel/clock.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { siteRules } from '../../protocols/wire/work/site-rules.ts';
import { type Claims, createClaims } from './claims.ts';
import { cleanUp } from './clean-up.ts';
import { type FloorStore, openFloorStore } from './floor-store.ts';

const minute = 60_000;
const id = 'order:SO-1';
const subject = { kind: 'order' as const, order: 'SO-1' };
let folder: string;
let clock: ManualClock;
let store: FloorStore;
let claims: Claims;
let mode: 'lease' | 'off';
const now = () => isoInstant(clock.now());
const granted = (station: string) => claims.ask(subject, station, null).granted;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-claims-'));
  clock = new ManualClock();
  mode = 'lease';
  store = openFloorStore(folder, clock);
  const rules = () => siteRules.parse({ claims: { mode, minutes: 30 } });
  claims = createClaims({ store, rules, clock });
  claims.modeChanged();
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

test('a lease ends by the clock, and each fact of the holder lets it begin anew', () => {
  expect(granted('S1')).toBe(true);
  clock.advance(25 * minute);
  store.change(() => claims.renew(id, 'S1', now()));
  clock.advance(25 * minute);
  expect(granted('S2')).toBe(false);
  store.change(() => claims.renew(id, 'S2', now()));
  clock.advance(6 * minute);
  claims.expire();
  expect(store.documents.get('claim', id)).toBeUndefined();
  expect(granted('S2')).toBe(true);
});

test('a claim that has expired is free before anybody has tidied up', () => {
  granted('S1');
  clock.advance(31 * minute);
  expect(granted('S2')).toBe(true);
});

test('whose claim it was stays known for a week, and is not known of the time before claims were kept', () => {
  const before = now();
  clock.advance(10 * minute);
  granted('S1');
  clock.advance(5 * minute);
  const during = now();
  claims.giveBack(id, 'S1');
  clock.advance(20 * minute);
  expect(claims.held('S1', [id], during)).toBe(true);
  expect(claims.held('S2', [id], during)).toBe(false);
  expect(claims.held('S1', [id], now())).toBe(false);
  expect(claims.held('S1', [id], isoInstant(Date.parse(before) - minute))).toBeNull();
  mode = 'off';
  claims.modeChanged();
  expect(claims.held('S1', [id], during)).toBeNull();
});

test('a station that worked on without a network still had its claim, as long as nobody else took it', () => {
  granted('S1');
  clock.advance(35 * minute);
  claims.expire();
  // Its facts of the time come only now: at 20 minutes it scanned, and at 40 again.
  store.change(() => claims.renew(id, 'S1', isoInstant(clock.now() - 15 * minute)));
  clock.advance(5 * minute);
  expect(claims.held('S1', [id], now())).toBe(true);
  expect(granted('S2')).toBe(true);
  store.change(() => claims.renew(id, 'S1', now()));
  clock.advance(60 * minute);
  expect(claims.held('S1', [id], now())).toBe(false);
});

test('what a supervisor took back is for another first', () => {
  granted('S1');
  expect(claims.takeBack(id)).toBe(true);
  expect(() => granted('S1')).toThrow('took order:SO-1 from S1');
  clock.advance(minute);
  expect(granted('S1')).toBe(true);
  claims.takeBack(id);
  expect(granted('S2')).toBe(true);
});

test('a fact of long ago ends no claim of today', () => {
  const long = now();
  clock.advance(120 * minute);
  granted('S1');
  store.change(() => claims.finish(id, long));
  expect(granted('S2')).toBe(false);
  store.change(() => claims.finish(id, now()));
  expect(granted('S2')).toBe(true);
});

test('one station holds a hundred claims at most', () => {
  for (let number = 1; number <= 100; number += 1)
    claims.ask({ kind: 'order', order: `SO-${number}` }, 'S1', null);
  expect(() => claims.ask({ kind: 'order', order: 'SO-101' }, 'S1', null)).toThrow('holds 100 claims');
  expect(claims.ask({ kind: 'order', order: 'SO-1' }, 'S1', null).granted).toBe(true);
});

test('what is finished goes a day later unless central still wants it, stations hear of it for a week, and who was away longer begins again', () => {
  const progress = { order: 'SO-1', stations: [], lines: [], serials: [], nextParcel: 1 };
  store.change(() => {
    store.documents.put('progress', 'SO-1', progress, true);
    store.documents.put('progress', 'SO-2', { ...progress, order: 'SO-2' });
    store.memory.put('pick', 'S1/1', 'SO-1', {});
  });
  let wanted = true;
  const forgotten: string[] = [];
  const deps = {
    store,
    forgetWave: () => {},
    isOpen: () => wanted,
    onForgotten: (order: string) => void forgotten.push(order),
  };
  const tidy = () => cleanUp(deps, clock.now());
  clock.advance(23 * 60 * minute);
  tidy();
  expect(store.documents.get('progress', 'SO-1')).toBeDefined();
  clock.advance(2 * 60 * minute);
  tidy();
  expect(store.documents.get('progress', 'SO-1')).toBeDefined();
  wanted = false;
  clock.advance(25 * 60 * minute);
  tidy();
  expect(store.documents.get('progress', 'SO-1')).toBeUndefined();
  expect(store.documents.get('progress', 'SO-2')).toBeDefined();
  expect(forgotten).toEqual(['SO-1']);
  expect(store.memory.get('pick', 'S1/1')).toBeUndefined();
  expect([...store.after(0, 10)].map(({ id: name, json }) => [name, json === 'null'])).toEqual([
    ['SO-2', false],
    ['SO-1', true],
  ]);
  const { cursor } = store.position();
  clock.advance(8 * 24 * 60 * minute);
  tidy();
  expect([...store.after(0, 10)]).toHaveLength(1);
  expect(store.position()).toMatchObject({ cursor, horizon: cursor });
});
