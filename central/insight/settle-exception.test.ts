import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { TestStation } from '../facts/test-facts.ts';
import { testContext } from '../test-context.ts';
import { get, orderBody, post, stockUp } from '../test-goods.ts';

const ten = [{ line: 1, sku: 'TEA', units: 10 }];
let context: Awaited<ReturnType<typeof testContext>>;
let app: FastifyInstance;

interface Item {
  readonly site: string;
  readonly station: string;
  readonly seq: number;
  readonly code: string;
  readonly message: string;
  readonly settled: unknown;
}

beforeEach(async () => {
  context = await testContext();
  app = await createApp(context);
  await stockUp(app);
  await post(app, '/v1/orders', orderBody());
});

async function upload(station: TestStation): Promise<void> {
  const events = station.takeEvents();
  expect(await post(app, '/v1/facts', { v: 1, site: 's1', events })).toMatchObject({ status: 200 });
}

async function listed(query = ''): Promise<Item[]> {
  return (await get(app, `/v1/exceptions${query}`)).body.items as Item[];
}

async function open(): Promise<number> {
  return (await get(app, '/v1/status')).body.exceptions as number;
}

const settle = (item: Item | undefined, body: object) =>
  post(app, `/v1/exceptions/${item?.site}/${item?.station}/${item?.seq}/${item?.code}/settle`, body);

describe('an exception', () => {
  test('is on the list until a person settles it; who and why is kept with it and in the history of its order', async () => {
    const station = new TestStation('s1', 'pack-1');
    station.fulfil('A-1', ten);
    // The same goods are said to have left twice.
    station.dispatch('A-1', [station.lastSscc], ten);
    await upload(station);
    const [second, ...others] = await listed();
    expect(second).toMatchObject({ code: 'SHIPMENT_KNOWN', settled: null });
    expect(others).toEqual([]);
    expect(await open()).toBe(1);
    const answer = await settle(second, { reason: 'The carrier has it once.', by: 'Eva Sommer' });
    const settled = { by: 'Eva Sommer', reason: 'The carrier has it once.' };
    expect(answer).toMatchObject({ status: 200, body: { settled } });
    expect(await listed()).toEqual([]);
    expect(await open()).toBe(0);
    expect(await listed('?settled=true')).toMatchObject([{ code: 'SHIPMENT_KNOWN', settled }]);
    const { body } = await get(app, '/v1/orders/A-1/journey');
    expect((body as { history: { summary: string }[] }).history.at(-1)?.summary).toMatch(
      /^SHIPMENT_KNOWN of fact \d+ of pack-1 was settled by Eva Sommer: The carrier has it once\.$/,
    );
    // Settled is not booked: the books are as they were.
    expect((await get(app, '/v1/invoices')).body.items).toHaveLength(1);
  });

  test('that nobody has is refused by name, and one needs a reason', async () => {
    const station = new TestStation('s1', 'pack-1');
    station.start('nobodys');
    await upload(station);
    const [unknown] = await listed();
    expect(await settle(unknown, { reason: ' ' })).toMatchObject({
      status: 400,
      body: { faults: [{ place: 'body.reason' }] },
    });
    const other = {
      site: 's1',
      station: 'pack-1',
      seq: 99,
      code: 'ORDER_UNKNOWN',
      message: '',
      settled: null,
    };
    expect(await settle(other, { reason: 'x' })).toMatchObject({
      status: 404,
      body: { code: 'EXCEPTION_UNKNOWN' },
    });
    // Of an order that nobody knows there is no history to tell it to.
    expect(await settle(unknown, { reason: 'A test of the day we began.' })).toMatchObject({ status: 200 });
    expect(await listed()).toEqual([]);
  });

  test('is listed again when more of it comes after it was settled', async () => {
    const station = new TestStation('s1', 'pack-1');
    station.start('A-1');
    await upload(station);
    const clash = async (order: string) => {
      const restored = new TestStation('s1', 'pack-1');
      restored.start(order);
      await upload(restored);
    };
    await clash('A-2');
    const [conflict] = await listed();
    expect(conflict).toMatchObject({ code: 'CONFLICT', seq: 1 });
    await settle(conflict, { reason: 'Restored from a backup, and replaced.' });
    expect(await listed()).toEqual([]);
    context.clock.jump(60_000);
    await clash('A-3');
    expect(await listed()).toMatchObject([{ code: 'CONFLICT', seq: 1, settled: null }]);
  });

  test('of more than left stays settled while the rest of its return goes on, and is listed again when more of it counts no more', async () => {
    const station = new TestStation('s1', 'pack-1');
    station.fulfil('A-1', ten);
    const name = { return: 'R-1', order: 'A-1', line: 1, sku: 'TEA' };
    const how = { gtin: '04012345000016', scanSeq: 1, condition: 'as_new', disposition: 'restock' } as const;
    station.add({ type: 'return.received', data: { ...name, ...how, units: 13 } });
    await upload(station);
    const [beyond] = await listed();
    expect(beyond).toMatchObject({ code: 'RETURNED_TOO_MANY', settled: null });
    expect(beyond?.message).toMatch(/^Of 13 of line 1 that came back, 10 count: .* The other 3 are not/);
    context.clock.jump(60_000);
    await settle(beyond, { reason: 'Three were of a shop.' });
    station.add({ type: 'return.closed', data: { return: 'R-1', order: 'A-1' } });
    await upload(station);
    expect(await listed()).toEqual([]);
    context.clock.jump(60_000);
    const desk = new TestStation('s1', 'returns-1');
    desk.add({ type: 'return.received', data: { ...name, ...how, return: 'R-2', units: 4 } });
    await upload(desk);
    expect(await listed()).toMatchObject([{ code: 'RETURNED_TOO_MANY', seq: beyond?.seq, settled: null }]);
    expect((await listed())[0]?.message).toMatch(/^Of 13 .*, 6 count: .* The other 7 are not/);
  });

  test('that waits is applied all the same if what it waited for comes', async () => {
    const desk = new TestStation('s1', 'returns-1');
    const name = { return: 'R-1', order: 'A-1', line: 1, sku: 'TEA' };
    const how = { gtin: '04012345000016', scanSeq: 1, condition: 'as_new', disposition: 'restock' } as const;
    desk.add({ type: 'return.received', data: { ...name, ...how, units: 4 } });
    await upload(desk);
    const [early] = await listed();
    expect(early).toMatchObject({ code: 'RETURNED_TOO_MANY' });
    await settle(early, { reason: 'The customer says so.' });
    const station = new TestStation('s1', 'pack-1');
    station.fulfil('A-1', ten);
    await upload(station);
    expect((await get(app, '/v1/returns/R-1')).body).toMatchObject({ lines: [{ units: 4 }] });
    expect([await listed(), await listed('?settled=true')]).toEqual([[], []]);
  });
});

test('a place that no page ends at is refused, also where the database counts no further', async () => {
  expect(await get(app, '/v1/exceptions?after=s1/pack-1/99999999999999999999/CONFLICT')).toMatchObject({
    status: 400,
    body: { code: 'REQUEST_INVALID', place: 'query.after' },
  });
});
