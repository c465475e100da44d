import { beforeEach, describe, expect, test } from 'vitest';
import { get, orderBody, post } from '../test-goods.ts';
import { tea, testFloor } from './test-floor.ts';

type Floor = Awaited<ReturnType<typeof testFloor>>;
let app: Floor['app'];
let station: Floor['station'];
let put: Floor['put'];
let upload: Floor['upload'];
let exceptions: Floor['exceptions'];
let stock: Floor['stock'];
let statuses: Floor['statuses'];
let document: Floor['document'];

beforeEach(async () => {
  ({ app, station, put, upload, exceptions, stock, statuses, document } = await testFloor());
});

describe('what is short', () => {
  const short = (units: number, order = 'A-1') =>
    station.add({ type: 'pick.shorted', data: { order, ...tea, units, reason: 'not_located' } });

  function sendEight(): void {
    station.start('A-1');
    station.confirm('A-1', 1, 'TEA', 8);
    short(2);
    const eight = [{ ...tea, units: 8 }];
    station.dispatch('A-1', [station.sealParcel('A-1', eight)], eight);
  }

  test('is reserved no longer, and the reservations of others stay', async () => {
    await post(app, '/v1/orders', orderBody());
    await post(app, '/v1/orders', orderBody({ number: 'A-2' }));
    station.start('A-1');
    short(4);
    await upload();
    expect(await stock()).toEqual(['TEA 100/16']);
  });

  test('is free for the order that waits for it, as the books have it until somebody counts', async () => {
    await post(app, '/v1/orders', orderBody());
    await post(app, '/v1/orders', orderBody({ number: 'A-2', lines: [{ sku: 'TEA', units: 94 }] }));
    station.start('A-1');
    short(3);
    await upload();
    expect(await statuses()).toEqual(['A-1 in_fulfilment', 'A-2 back_ordered']);
    short(1);
    await upload();
    expect(await statuses()).toEqual(['A-1 in_fulfilment', 'A-2 released']);
    expect(await stock()).toEqual(['TEA 100/100']);
  });

  test('becomes a back-order at the same price and without freight, which waits for stock', async () => {
    await put('/v1/sites/s1/rules', { rules: { pick: { short: { rest: 'back_order' } } } });
    await post(app, '/v1/orders', orderBody());
    await post(app, '/v1/orders', orderBody({ number: 'Z-1', lines: [{ sku: 'TEA', units: 89 }] }));
    sendEight();
    await upload();
    expect(await statuses()).toEqual(['A-1 dispatched', 'A-1-B1 released', 'Z-1 released']);
    expect((await get(app, '/v1/orders/A-1-B1')).body).toMatchObject({ lines: [{ sku: 'TEA', units: 2 }] });
    const { items } = (await get(app, '/v1/orders')).body as { items: { grossMinor: number }[] };
    // 2 x 4.50 less 5 %, 19 %
    expect(items[1]?.grossMinor).toBe(1017);
    station.add({ type: 'station.started', data: { boot: 'b2', version: '1' } });
    await upload();
    expect(await statuses()).toHaveLength(3);
  });

  test('is dropped where the site says so, or says nothing', async () => {
    await post(app, '/v1/orders', orderBody());
    sendEight();
    await upload();
    expect(await statuses()).toEqual(['A-1 dispatched']);
    expect(await stock()).toEqual(['TEA 92/0']);
  });

  test('to the last unit ends the order, and its back-order stands for it', async () => {
    await put('/v1/sites/s1/rules', { rules: {} });
    await post(app, '/v1/orders', orderBody());
    station.start('A-1');
    short(10);
    await upload();
    expect(await statuses()).toEqual(['A-1 cancelled', 'A-1-B1 released']);
  });

  describe('and is taken back', () => {
    const undo = (shortSeq: number, units: number) =>
      station.add({ type: 'pick.short_undone', data: { order: 'A-1', ...tea, units, shortSeq } });

    test('is reserved again, also in the upload of the short itself; the rest of it stays short', async () => {
      await post(app, '/v1/orders', orderBody());
      station.start('A-1');
      const first = short(4).seq;
      short(1);
      await upload();
      expect(await stock()).toEqual(['TEA 100/5']);
      undo(first, 4);
      await upload();
      expect(await stock()).toEqual(['TEA 100/9']);
      undo(short(1).seq, 1);
      await upload();
      expect(await stock()).toEqual(['TEA 100/9']);
      expect((await get(app, '/v1/orders/A-1')).body).toMatchObject({ lines: [{ shorted: 1 }] });
      const journey = (await get(app, '/v1/orders/A-1/journey')).body as { history: { type: string }[] };
      expect(journey).toMatchObject({ lines: [{ shorted: 1 }] });
      expect(
        journey.history.filter(({ type }) => type.startsWith('pick.short')).map(({ type }) => type),
      ).toEqual([
        ...['pick.shorted', 'pick.shorted', 'pick.short_undone', 'pick.shorted', 'pick.short_undone'],
      ]);
      expect(await exceptions()).toEqual([]);
    });

    test('withdraws its back-order, and the order that had ended goes on', async () => {
      await put('/v1/sites/s1/rules', { rules: {} });
      await post(app, '/v1/orders', orderBody());
      station.start('A-1');
      const { seq } = short(10);
      await upload();
      expect(await statuses()).toEqual(['A-1 cancelled', 'A-1-B1 released']);
      undo(seq, 10);
      await upload();
      expect(await statuses()).toEqual(['A-1 in_fulfilment', 'A-1-B1 cancelled']);
      expect(await document('order', 'A-1')).toMatchObject({ status: 'released' });
      expect(await document('order', 'A-1-B1')).toMatchObject({ status: 'cancelled' });
      expect(await stock()).toEqual(['TEA 100/10']);
      station.confirm('A-1', 1, 'TEA', 8);
      short(2);
      const eight = [{ ...tea, units: 8 }];
      station.dispatch('A-1', [station.sealParcel('A-1', eight)], eight);
      await upload();
      expect(await exceptions()).toEqual([]);
      expect(await statuses()).toEqual(['A-1 dispatched', 'A-1-B1 cancelled', 'A-1-B2 released']);
    });

    test('is an exception where the back-order is in work already', async () => {
      await put('/v1/sites/s1/rules', { rules: {} });
      await post(app, '/v1/orders', orderBody());
      station.start('A-1');
      const { seq } = short(10);
      await upload();
      station.start('A-1-B1');
      undo(seq, 10);
      await upload();
      expect(await exceptions()).toEqual(['BACK_ORDER_BEGUN']);
    });

    test('is no undo of a short that nobody knows, nor a second one', async () => {
      await post(app, '/v1/orders', orderBody());
      station.start('A-1');
      const { seq } = short(2);
      undo(seq, 2);
      undo(seq, 2);
      undo(1, 2);
      await upload();
      expect(await exceptions()).toEqual(['UNDO_UNKNOWN', 'UNDO_UNKNOWN']);
      expect((await get(app, '/v1/orders/A-1')).body).toMatchObject({ lines: [{ shorted: 0 }] });
    });
  });
});
