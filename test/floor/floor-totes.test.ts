import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { eachOf, milk, order, tea } from '../../edge/fulfilment/testing-station.ts';
import type { RunningGateway } from '../../gateway/main.ts';
import { newDataDir, startTestGateway, testSite } from '../../gateway/testing-gateway.ts';
import type { TaskDocument, WaveDocument } from '../../protocols/wire/floor.ts';
import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import type { siteRules } from '../../protocols/wire/work/site-rules.ts';
import { askOperator, type FloorStation, floorSettings, floorStations, workOf } from './floor-station.ts';

const t = eachOf(tea);
const m = eachOf(milk);
const names = ['S1', 'S2', 'S3'];
const patience = { timeout: 20_000, interval: 20 };

let gateway: RunningGateway;
let work: ReturnType<typeof workOf>;
let stations: FloorStation[] = [];

beforeEach(async () => {
  gateway = await startTestGateway(newDataDir(), floorSettings);
  work = workOf(gateway.httpUrl);
});
afterEach(async () => {
  for (const station of stations) station.stop();
  stations = [];
  await gateway.stop();
});

type Rules = NonNullable<Parameters<typeof siteRules.parse>[0]>;
type Shelf = readonly [location: string, walk: number, zone: string, sku: string | null];

/** A site with its rules, orders and places, and three stations that know them. */
async function site(rules: Rules, orders: readonly OrderDocument[], shelves: readonly Shelf[]) {
  const settings = { name: 'Berlin', gs1CompanyPrefix: '4012345', timeZone: 'Europe/Berlin', rules };
  const places = shelves.map(([location, walk, zone, sku]) => {
    const contents = sku === null ? [] : [{ sku, units: 100 }];
    return ['location', location, { location, zone, walk, contents }] as const;
  });
  const wanted = orders.map((one) => ['order', one.order, one] as const);
  await work(['site', testSite, settings], ...places, ...wanted);
  stations = await floorStations(gateway, names, rules, orders);
  const [one, two, three] = stations;
  if (one === undefined || two === undefined || three === undefined) throw new Error('three stations');
  return { one, two, three };
}

const plan = () =>
  vi.waitFor(async () => {
    const wave = await askOperator<WaveDocument>(gateway.httpUrl, 'POST', '/v1/waves', { v: 1 });
    expect(wave.wave).toMatch(/^W\d+$/);
    return wave;
  }, patience);

/** The station hears until it knows that. */
const hears = (station: FloorStation, isThere: () => unknown) =>
  vi.waitFor(async () => {
    await station.hear();
    expect(isThere()).toBeTruthy();
  }, patience);

const taskOf = (station: FloorStation, task: string): TaskDocument => {
  const found = station.floor.task(task);
  if (found === undefined) throw new Error(`${station.name} does not know ${task}`);
  return found;
};

const quick = { claims: { mode: 'off' }, pack: { from: 'picked' } } as const;

describe('a tote that is scanned at the pack station before the gateway has told everything', () => {
  test('is refused while it is filled, and holds all when the late document comes', async () => {
    const { one, two } = await site(quick, [order('SO-1', [tea, 3], [milk, 1])], []);
    one.verdicts('SO-1', 'T-1', t);
    await one.tell();
    await hears(two, () => two.floor.tote('T-1')?.items.length);
    expect(two.scan('T-1').reply.verdict).toBe('refused_tote_filling');
    expect(one.verdicts(t, t, m).at(-1)).toBe('task_closed');
    expect(two.scan('T-1').reply.verdict).toBe('refused_tote_filling');
    await one.tell();
    await hears(two, () => two.floor.tote('T-1')?.status === 'picked');
    expect(two.verdicts('T-1', t, t, t, m).at(-1)).toBe('parcel_sealed');
  });

  test('without the network is packed as far as it was told, and grows in the hand when the word comes', async () => {
    const { one, two } = await site(quick, [order('SO-1', [tea, 3], [milk, 1])], []);
    one.verdicts('SO-1', 'T-1', t, t);
    await one.tell();
    await hears(two, () => two.floor.tote('T-1')?.items.length);
    one.verdicts(t, m);
    await one.tell();
    two.online = false;
    expect(two.verdicts('T-1', t, t, t)).toEqual([
      ...['tote_opened', 'item_confirmed', 'item_confirmed', 'refused_not_picked'],
    ]);
    two.online = true;
    await two.tell();
    await hears(two, () => two.floor.tote('T-1')?.packed?.length === 1);
    expect(two.verdicts(t, m)).toEqual(['item_confirmed', 'parcel_sealed']);
    await two.tell();
    await hears(two, () => two.floor.tote('T-1') === undefined);
    expect(two.floor.progress('SO-1')).toMatchObject({
      lines: [
        { picked: 3, packed: 3 },
        { picked: 1, packed: 1 },
      ],
    });
  });
});

test('a cluster with a second tote: the pack station names both, and seals when both were brought', async () => {
  const rules = { ...quick, waves: { mode: 'cluster' } } as const;
  const orders = [order('SO-1', [tea, 2], [milk, 1]), order('SO-2', [tea, 1])];
  const { one, two } = await site(rules, orders, [
    ['L-1', 1, 'A', 'TEA'],
    ['L-2', 2, 'A', 'MILK'],
  ]);
  const wave = await plan();
  expect(wave.orders).toEqual(['SO-1', 'SO-2']);
  await hears(one, () => one.floor.task('W1-1'));
  one.verdicts('W1-1', 'T-1', 'T-2', t, 'T-1', t, 'T-3', 'T-3', t, 'T-2');
  await one.tell();
  await hears(two, () => two.floor.progress('SO-1')?.totes?.length === 2);
  expect(two.verdicts('T-1', 'T-3', 'T-2')).toEqual([
    ...['refused_tote_filling', 'refused_tote_filling', 'refused_tote_filling'],
  ]);
  expect(one.verdicts(m, 'T-3')).toEqual(['item_confirmed', 'task_closed']);
  await one.tell();
  await hears(two, () => two.floor.tote('T-3')?.status === 'picked');
  expect(two.scan('T-1').reply.message).toContain('Bring T-3, too');
  expect(two.verdicts(t, t, 'PP:SHORT', 'T-3', t, m)).toEqual([
    ...['item_confirmed', 'refused_not_picked', 'refused_totes_missing', 'tote_opened', 'item_confirmed'],
    'parcel_sealed',
  ]);
});

test('put to wall with the slots that the site has named: wave, batch, wall, pack', async () => {
  const rules = { ...quick, waves: { mode: 'put_to_wall' } } as const;
  const orders = [order('SO-1', [tea, 2], [milk, 1]), order('SO-2', [tea, 1])];
  const { one, two, three } = await site(rules, orders, [
    ['L-1', 1, 'A', 'TEA'],
    ['L-2', 2, 'A', 'MILK'],
    ['W-NORTH-2', 12, 'WALL', null],
    ['W-NORTH-1', 11, 'WALL', null],
  ]);
  await plan();
  await hears(one, () => one.floor.task('W1-1'));
  expect(taskOf(one, 'W1-1')).toMatchObject({
    mode: 'batch',
    wall: {
      slots: [
        { slot: 'W-NORTH-1', order: 'SO-1' },
        { slot: 'W-NORTH-2', order: 'SO-2' },
      ],
    },
  });
  expect(one.verdicts('W1-1', 'T-1', t, t, t, m).at(-1)).toBe('task_closed');
  await one.tell();
  await hears(two, () => two.floor.task('W1-1')?.status === 'closed');
  expect(two.verdicts('T-1', t, 'W-NORTH-2', 'W-NORTH-1')).toEqual([
    ...['tote_opened', 'item_confirmed', 'refused_wrong_tote', 'item_put'],
  ]);
  await two.tell();
  // The slot is packed from while more is put there: what comes late is told to the session in hand.
  await hears(three, () => three.floor.tote('W-NORTH-1'));
  expect(three.verdicts('W-NORTH-1', t, t)).toEqual(['tote_opened', 'item_confirmed', 'refused_not_picked']);
  expect(two.verdicts(t, 'W-NORTH-1', t, 'W-NORTH-2', m, 'W-NORTH-1')).toEqual([
    ...['item_confirmed', 'item_put', 'item_confirmed', 'item_put', 'item_confirmed', 'item_put'],
  ]);
  await two.tell();
  await hears(three, () => three.floor.tote('W-NORTH-2') && three.floor.tote('T-1') === undefined);
  expect(three.verdicts(t, m)).toEqual(['item_confirmed', 'parcel_sealed']);
  expect(three.verdicts(`00${three.facts('parcel.sealed')[0]?.sscc}`, 'W-NORTH-2', t)).toEqual([
    ...['shipment_dispatched', 'tote_opened', 'parcel_sealed'],
  ]);
  expect(three.facts('pack.confirmed').map(({ slot, order: of }) => [slot, of])).toEqual([
    ...[
      ['W-NORTH-1', 'SO-1'],
      ['W-NORTH-1', 'SO-1'],
      ['W-NORTH-1', 'SO-1'],
      ['W-NORTH-2', 'SO-2'],
    ],
  ]);
  await three.tell();
  await hears(
    one,
    () => one.floor.tote('W-NORTH-2') === undefined && one.floor.tote('W-NORTH-1') === undefined,
  );
});

test('zones: the second goes on with the totes of the first, and packing waits for both', async () => {
  const rules = { ...quick, waves: { mode: 'zone' } } as const;
  const orders = [order('SO-1', [tea, 1], [milk, 1]), order('SO-2', [tea, 1])];
  const { one, two, three } = await site(rules, orders, [
    ['L-1', 1, 'A', 'TEA'],
    ['L-9', 9, 'B', 'MILK'],
  ]);
  await plan();
  await hears(one, () => one.floor.task('W1-2'));
  expect(one.verdicts('W1-2')).toEqual(['refused_task_incomplete']);
  expect(one.verdicts('W1-1', 'T-1', 'T-2', t, 'T-1', 'PP:HAND_OVER').at(-1)).toBe('task_handed_over');
  await one.tell();
  await hears(two, () => two.floor.task('W1-1')?.status === 'handed_over');
  // The zone itself is handed over to another hand, which goes on with its totes.
  expect(two.verdicts('W1-1', t, 'T-2')).toEqual(['task_started', 'item_confirmed', 'task_closed']);
  await two.tell();
  await hears(one, () => one.floor.task('W1-1')?.status === 'closed');
  await hears(three, () => three.floor.tote('T-2')?.status === 'picked');
  expect(three.verdicts('T-1')).toEqual(['refused_tote_filling']);
  expect(one.verdicts('W1-2', m)).toEqual(['task_started', 'task_closed']);
  expect(one.facts('tote.assigned').map(({ tote }) => tote)).toEqual(['T-1', 'T-2']);
  await one.tell();
  await hears(three, () => three.floor.tote('T-1')?.status === 'picked');
  expect(three.verdicts('T-1', t, m)).toEqual(['tote_opened', 'item_confirmed', 'parcel_sealed']);
});

test('two stations pack the same order without leases and without the network: it is found, listed and settled by the rule', async () => {
  const { one, two, three } = await site({}, [order('SO-1', [tea, 2], [milk, 1])], []);
  one.verdicts('SO-1', t, t);
  two.verdicts('SO-1', t);
  await one.tell();
  await hears(two, () => two.floor.progress('SO-1')?.lines.length);
  await two.tell();
  await hears(two, () => two.floor.progress('SO-1')?.conflict);
  const incidents = () =>
    askOperator<{ incidents: { code: string; detail: string }[] }>(gateway.httpUrl, 'GET', '/v1/incidents');
  expect((await incidents()).incidents).toMatchObject([
    { code: 'FLOOR_CONFLICT', detail: expect.stringContaining('more picked than ordered') },
  ]);
  await three.hear();
  const [keeper, other] = two.floor.progress('SO-1')?.conflict?.keeper === 'S1' ? [one, two] : [two, one];
  expect(three.waiting.conflicts).toMatchObject([
    { order: 'SO-1', keeper: keeper.name, others: [other.name], isStopped: true },
  ]);
  await other.hear();
  expect(other.verdicts(m, 'PP:UNDO')).toEqual(['refused_order_elsewhere', 'item_undone']);
  while (other.picked(1) > 0) other.scan('PP:UNDO');
  await other.tell();
  await hears(three, () => three.floor.progress('SO-1')?.conflict === undefined);
  expect(three.waiting.conflicts).toBeUndefined();
  expect((await incidents()).incidents).toEqual([]);
});

test('the rest of an order gets a later wave: as a back-order of its own, or when a short was taken back', async () => {
  const rules = { ...quick, waves: { mode: 'cluster' } } as const;
  const orders = [order('SO-1', [tea, 3]), order('SO-2', [tea, 2]), order('SO-2-B1', [tea, 1])];
  const { one, two } = await site(rules, orders.slice(0, 2), [['L-1', 1, 'A', 'TEA']]);
  await plan();
  await hears(one, () => one.floor.task('W1-1'));
  one.verdicts('W1-1', 'T-1', 'T-2');
  for (let unit = 0; unit < 2; unit += 1) one.verdicts(t, 'T-1');
  expect(one.verdicts('PP:SHORT:STOCK_OUT')).toEqual(['task_closed']);
  await one.tell();
  await hears(two, () => two.floor.task('W1-1')?.status === 'closed');
  // Central: what was short of one is an order of its own now, and more of the other was found after all.
  const [, , back] = orders;
  const short = one.log.findIndex((fact) => fact.type === 'pick.shorted' && fact.data.order === 'SO-1');
  one.log.push({
    type: 'pick.short_undone',
    data: { order: 'SO-1', line: 1, sku: 'TEA', units: 1, shortSeq: short + 1 },
  });
  await one.tell();
  if (back !== undefined) await work(['order', back.order, back]);
  await hears(two, () => two.floor.progress('SO-1')?.lines[0]?.shorted === 0);
  const waves = [await plan(), await plan()];
  expect(waves.map(({ orders: of }) => of)).toEqual([['SO-1'], ['SO-2-B1']]);
  await hears(two, () => two.floor.task('W3-1'));
  expect(taskOf(two, 'W2-1').stops).toMatchObject([{ parts: [{ order: 'SO-1', units: 1, before: 2 }] }]);
  expect(two.verdicts('W2-1', 'T-1')).toEqual(['task_started', 'tote_assigned']);
  await two.tell();
  await hears(one, () => one.floor.tote('T-1')?.status === 'filling');
  expect(two.verdicts(t)).toEqual(['task_closed']);
  await two.tell();
  await hears(one, () => one.floor.progress('SO-1')?.lines[0]?.picked === 3);
  expect(one.floor.tote('T-1')).toMatchObject({ status: 'picked', items: [{ units: 3 }] });
});
