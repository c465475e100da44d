import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../kernel/log.ts';
import { ManualClock } from '../../../kernel/manual-clock.ts';
import type { LocationDocument } from '../../../protocols/wire/work/location-document.ts';
import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { SiteDocument } from '../../../protocols/wire/work/site-document.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { type FloorStore, openFloorStore } from '../floor-store.ts';
import { createPlanner } from './planner.ts';
import { judgeRest } from './rest.ts';
import { openWaveBook, type WaveBook } from './wave-book.ts';

const minute = 60_000;
let folder: string;
let clock: ManualClock;
let store: FloorStore;
let book: WaveBook;
let planner: ReturnType<typeof createPlanner>;
let orders: Map<string, OrderDocument>;
let isReady: () => boolean;
let places: { readonly id: string; readonly data: LocationDocument }[];
let waves: Partial<ReturnType<typeof siteRules.parse>['waves']>;

const site = (): SiteDocument => ({
  name: 'Berlin',
  gs1CompanyPrefix: '4012345',
  timeZone: 'Europe/Berlin',
  rules: siteRules.parse({
    waves,
    ship: {
      carriers: [
        { carrier: 'DHL', name: 'DHL', cutOff: '17:30' },
        { carrier: 'UPS', name: 'UPS', cutOff: '12:00' },
      ],
    },
  }),
});

function open(): void {
  store = openFloorStore(folder, clock);
  book = openWaveBook(store.db, clock);
  planner = createPlanner({
    ...{ store, book, clock, log: createLog('test', 'silent') },
    siteWork: {
      site,
      rules: () => site().rules ?? siteRules.parse({}),
      order: (number) => orders.get(number),
    },
    work: { list: (_kind, after) => (after === '' ? places : []) as never[] },
    ready: () => isReady(),
    onPlanned: () => {},
  });
  planner.start();
}

/** Central releases an order of so many units of tea. */
function release(number: string, more: Partial<OrderDocument> = {}, units = 1): void {
  const order: OrderDocument = {
    order: number,
    status: 'released',
    customer: { id: 'C', name: 'C' },
    shipTo: { name: '', street: '', city: '', postalCode: '', country: '' },
    promised: null,
    lines: [{ line: 1, sku: 'TEA', name: 'Tea', units }],
    ...more,
  };
  orders.set(number, order);
  store.change(() => book.note(number, order));
}

/** Lets time pass, and what was begun in it end. */
async function pass(ms: number): Promise<void> {
  clock.advance(ms);
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

const planned = () => planner.all().map(({ wave, orders: of }) => [wave, ...of]);
const wave = async (carrier?: string) => (await planner.make(carrier)).orders;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-planner-'));
  // 07:00 in Berlin.
  clock = new ManualClock('2026-01-05T06:00:00.000Z');
  orders = new Map();
  isReady = () => true;
  places = [];
  waves = { mode: 'cluster', ordersPerTask: 3 };
  open();
});
afterEach(async () => {
  await planner.stop();
  store.close();
  rmSync(folder, { recursive: true });
});

describe('a wave is made by itself', () => {
  test('when a walk is full, at the next look', async () => {
    for (const number of ['SO-1', 'SO-2']) release(number);
    await pass(minute);
    expect(planned()).toEqual([]);
    release('SO-3');
    await pass(30_000);
    expect(planned()).toEqual([['W1', 'SO-1', 'SO-2', 'SO-3']]);
    await pass(60 * minute);
    expect(planned()).toHaveLength(1);
  });

  test('when a walk is full, also while one order waits for a vehicle that leaves earlier', async () => {
    release('SO-1', { carrier: 'UPS' });
    for (const number of ['SO-2', 'SO-3', 'SO-4']) release(number, { carrier: 'DHL' });
    await pass(minute);
    expect(planned()).toEqual([['W1', 'SO-2', 'SO-3', 'SO-4']]);
    await pass(10 * minute);
    expect(planned()).toEqual([
      ['W1', 'SO-2', 'SO-3', 'SO-4'],
      ['W2', 'SO-1'],
    ]);
  });

  test('when an order has waited for ten minutes', async () => {
    release('SO-1');
    await pass(9 * minute);
    expect(planned()).toEqual([]);
    await pass(2 * minute);
    expect(planned()).toEqual([['W1', 'SO-1']]);
  });

  test('within the hour before its vehicle leaves', async () => {
    await pass(4 * 60 * minute);
    release('SO-1', { carrier: 'UPS' });
    await pass(30_000);
    expect(planner.all()).toMatchObject([
      { wave: 'W1', carrier: 'UPS', cutOffAt: '2026-01-05T11:00:00.000Z', orders: ['SO-1'] },
    ]);
  });

  test('not while the rules say off, not before all was read, and again when that is over', async () => {
    waves = { mode: 'off' };
    for (const number of ['SO-1', 'SO-2', 'SO-3']) release(number);
    await pass(20 * minute);
    waves = { mode: 'cluster' };
    isReady = () => false;
    await pass(20 * minute);
    expect(planned()).toEqual([]);
    isReady = () => true;
    await pass(minute);
    expect(planned()).toEqual([['W1', 'SO-1', 'SO-2', 'SO-3']]);
  });

  test('no order twice, over a restart and when a wave is asked for meanwhile', async () => {
    for (const number of ['SO-1', 'SO-2', 'SO-3']) release(number);
    const asked = planner.make(undefined);
    clock.advance(30_000);
    await asked;
    await planner.stop();
    store.close();
    open();
    release('SO-4');
    await pass(11 * minute);
    expect(planned()).toEqual([
      ['W1', 'SO-1', 'SO-2', 'SO-3'],
      ['W2', 'SO-4'],
    ]);
  });
});

test('a look that fails is told, and the next one is made all the same', async () => {
  release('SO-1');
  isReady = () => {
    throw new Error('the disk is gone for a moment');
  };
  await pass(11 * minute);
  expect(planned()).toEqual([]);
  isReady = () => true;
  await pass(minute);
  expect(planned()).toEqual([['W1', 'SO-1']]);
});

describe('a wave takes', () => {
  test('one carrier, the one that leaves first, and then the next', async () => {
    release('SO-1', { carrier: 'DHL', priority: 0 });
    release('SO-2', { carrier: 'UPS' });
    release('SO-3', { carrier: 'DHL' });
    release('SO-4');
    expect([await wave(), await wave(), await wave()]).toEqual([['SO-2'], ['SO-1', 'SO-3'], ['SO-4']]);
    await expect(wave()).rejects.toMatchObject({ code: 'WAVE_EMPTY' });
  });

  test('the carrier that is asked for; one whose vehicle has left waits for tomorrow', async () => {
    await pass(6 * 60 * minute);
    release('SO-1', { carrier: 'UPS' });
    release('SO-2', { carrier: 'DHL' });
    expect(await wave()).toEqual(['SO-2']);
    release('SO-3', { carrier: 'DHL' });
    expect(await wave('UPS')).toEqual(['SO-1']);
    expect(planner.all().at(-1)).toMatchObject({ cutOffAt: '2026-01-06T11:00:00.000Z' });
  });

  test('the most urgent first, by priority and then by the promised day, as many as fit', async () => {
    waves = { mode: 'cluster', ordersPerWave: 3 };
    release('SO-1', { promised: '2026-01-09' });
    release('SO-2', { promised: '2026-01-06' });
    release('SO-3', { priority: 1 });
    release('SO-4');
    expect(await wave()).toEqual(['SO-3', 'SO-2', 'SO-1']);
    expect(await wave()).toEqual(['SO-4']);
  });
});

describe('what is left of an order', () => {
  const progressOf = (order: string, picked: number, shorted: number, shipped = 0) => ({
    ...{ order, stations: [], serials: [], nextParcel: 1 },
    lines: [{ line: 1, picked, packed: 0, shipped, shorted }],
  });
  const judge = (order: string) =>
    store.change(() => judgeRest(store.documents, book, order, orders.get(order)));
  const close = (name: string) => {
    const task = store.documents.get('task', name);
    if (task !== undefined) store.documents.put('task', name, { ...task, status: 'closed' }, true);
  };

  test('that was back-ordered comes with the next wave when central releases it', async () => {
    release('SO-1', {}, 3);
    await wave();
    store.documents.put('progress', 'SO-1', progressOf('SO-1', 2, 1, 2));
    close('W1-1');
    judge('SO-1');
    await expect(wave()).rejects.toMatchObject({ code: 'WAVE_EMPTY' });
    release('SO-1-B1', {}, 1);
    await pass(11 * minute);
    expect(planned()).toEqual([
      ['W1', 'SO-1'],
      ['W2', 'SO-1-B1'],
    ]);
  });

  test('by a short that was taken back gets a walk of its own, for the rest alone and before what is new', async () => {
    release('SO-1', {}, 3);
    await wave();
    store.documents.put('progress', 'SO-1', progressOf('SO-1', 2, 1));
    close('W1-1');
    judge('SO-1');
    await expect(wave()).rejects.toMatchObject({ code: 'WAVE_EMPTY' });
    store.documents.put('progress', 'SO-1', progressOf('SO-1', 2, 0));
    judge('SO-1');
    release('SO-2');
    expect(await wave()).toEqual(['SO-1']);
    expect(store.documents.get('task', 'W2-1')).toMatchObject({
      mode: 'order',
      stops: [{ parts: [{ order: 'SO-1', units: 1, before: 2 }] }],
    });
    expect(await wave()).toEqual(['SO-2']);
  });

  describe('is walked as the site walks', () => {
    /** Two lines, of which central wants one unit more each than was picked; some of the second was given up. */
    const restOfTwo = async (mode: NonNullable<typeof waves.mode>) => {
      waves = { mode, ordersPerTask: 3 };
      const place = (location: string, sku: string, zone: string, walk: number) => ({
        id: location,
        data: { location, zone, walk, contents: [{ sku, units: 99 }] } as LocationDocument,
      });
      places = [place('L-1', 'TEA', 'A', 1), place('L-2', 'MILK', 'B', 2)];
      const lines = (tea: number, milk: number) => [
        { line: 1, sku: 'TEA', name: 'Tea', units: tea },
        { line: 2, sku: 'MILK', name: 'Milk', units: milk },
      ];
      release('SO-1', { lines: lines(2, 2) as OrderDocument['lines'] });
      const before = (await wave()).flatMap((order) =>
        order === 'SO-1' ? (planner.all()[0]?.tasks ?? []) : [],
      );
      const done = (line: number, picked: number, shorted: number) => ({
        ...{ line, picked, shorted, packed: 0, shipped: 0 },
      });
      store.documents.put('progress', 'SO-1', {
        ...{ order: 'SO-1', stations: [], serials: [], nextParcel: 1, lines: [done(1, 2, 0), done(2, 1, 1)] },
      });
      store.documents.put('tote', 'W-1', { tote: 'W-1', order: 'SO-1', status: 'picked', items: [] });
      for (const name of before) close(name);
      release('SO-1', { lines: lines(3, 3) as OrderDocument['lines'] });
      judge('SO-1');
      expect(await wave()).toEqual(['SO-1']);
      return (planner.all()[1]?.tasks ?? []).map((name) => store.documents.get('task', name));
    };
    const tea = { location: 'L-1', parts: [{ order: 'SO-1', line: 1, units: 1, before: 2 }] };
    const milk = {
      location: 'L-2',
      parts: [{ order: 'SO-1', line: 2, units: 1, before: 2, shortedBefore: 1 }],
    };

    test('in one walk, where each order has its tote', async () => {
      expect(await restOfTwo('cluster')).toMatchObject([{ mode: 'order', stops: [tea, milk] }]);
    });

    test('from zone to zone', async () => {
      expect(await restOfTwo('zone')).toMatchObject([
        { task: 'W2-1', mode: 'zone', zone: 'A', stops: [tea] },
        { task: 'W2-2', mode: 'zone', zone: 'B', stops: [milk], after: 'W2-1' },
      ]);
    });

    test('through the wall, into a slot that nothing lies in', async () => {
      expect(await restOfTwo('put_to_wall')).toMatchObject([
        { mode: 'batch', stops: [tea, milk], wall: { slots: [{ slot: 'W-2', order: 'SO-1' }] } },
      ]);
    });
  });

  test('waits while a walk has it, while the order is held, and not when it has left', async () => {
    release('SO-1', {}, 3);
    await wave();
    store.documents.put('progress', 'SO-1', progressOf('SO-1', 1, 0));
    judge('SO-1');
    await expect(wave()).rejects.toMatchObject({ code: 'WAVE_EMPTY' });
    close('W1-1');
    judge('SO-1');
    release('SO-1', { status: 'on_hold' }, 3);
    judge('SO-1');
    await expect(wave()).rejects.toMatchObject({ code: 'WAVE_EMPTY' });
    release('SO-1', {}, 3);
    judge('SO-1');
    expect(await wave()).toEqual(['SO-1']);
    store.documents.put('progress', 'SO-1', progressOf('SO-1', 2, 0, 2));
    close('W2-1');
    judge('SO-1');
    await expect(wave()).rejects.toMatchObject({ code: 'WAVE_EMPTY' });
  });
});

test('an order that was only looked at waits for its wave all the same', async () => {
  release('SO-1');
  store.documents.put('progress', 'SO-1', {
    ...{ order: 'SO-1', stations: [], lines: [], serials: [], nextParcel: 1 },
  });
  expect(await wave()).toEqual(['SO-1']);
});
