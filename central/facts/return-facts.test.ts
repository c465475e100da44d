import { beforeEach, describe, expect, test } from 'vitest';
import { get, orderBody, post } from '../test-goods.ts';
import { TestStation } from './test-facts.ts';
import { tea, ten, testFloor } from './test-floor.ts';

type Floor = Awaited<ReturnType<typeof testFloor>>;
let app: Floor['app'];
let station: Floor['station'];
let put: Floor['put'];
let upload: Floor['upload'];
let exceptions: Floor['exceptions'];
let stock: Floor['stock'];
let document: Floor['document'];

beforeEach(async () => {
  ({ app, station, put, upload, exceptions, stock, document } = await testFloor());
});

describe('a return', () => {
  const back = (units: number, over: object = {}) => ({
    ...{ return: 'R-1', order: 'A-1', ...tea, units, gtin: '04012345000016', scanSeq: 1 },
    ...{ condition: 'as_new' as const, disposition: 'restock' as const },
    ...over,
  });

  test('is kept line by line with what it is worth; only what can be sold again is in stock', async () => {
    await put('/v1/sites/s1/locations/L-1', { walk: 1, contents: [] });
    await post(app, '/v1/orders', orderBody());
    station.fulfil('A-1', ten);
    station.add({ type: 'return.started', data: { return: 'R-1', order: 'A-1', sscc: station.lastSscc } });
    station.add({ type: 'return.received', data: back(2, { location: 'L-1' }) });
    station.add({
      type: 'return.received',
      data: back(3, { condition: 'damaged', disposition: 'scrap', lot: 'L1' }),
    });
    const wrong = station.add({ type: 'return.received', data: back(1) });
    station.add({
      type: 'return.undone',
      data: { return: 'R-1', order: 'A-1', ...tea, units: 1, receivedSeq: wrong.seq },
    });
    station.add({ type: 'return.closed', data: { return: 'R-1', order: 'A-1' } });
    await upload();
    expect(await exceptions()).toEqual([]);
    expect(await stock()).toEqual(['TEA 92/0']);
    expect((await get(app, '/v1/returns/R-1')).body).toMatchObject({
      order: 'A-1',
      status: 'closed',
      // 5 x 4.50 less 5 %, 19 %: 21.38 + 4.06
      toCreditMinor: 2544,
      lines: [
        { units: 2, disposition: 'restock', location: 'L-1' },
        { units: 3, condition: 'damaged', lot: 'L1' },
      ],
    });
    expect(await document('location', 'L-1')).toMatchObject({ contents: [{ sku: 'TEA', units: 2 }] });
    // Nothing of it is booked in the journal.
    expect((await get(app, '/v1/invoices')).body).toMatchObject({ items: [{ grossMinor: 5682 }] });
  });

  test('is to be credited once it is closed, with the facts and the invoice that it rests on', async () => {
    const toCredit = async (query = '') =>
      (await get(app, `/v1/returns-to-credit${query}`)).body as { items: object[]; next: string | null };
    await post(app, '/v1/orders', orderBody());
    station.fulfil('A-1', ten);
    const first = station.add({ type: 'return.received', data: back(5) });
    station.add({ type: 'return.received', data: back(1, { return: 'R-2' }) });
    const wrong = station.add({ type: 'return.received', data: back(1, { return: 'R-3' }) });
    station.add({
      type: 'return.undone',
      data: { return: 'R-3', order: 'A-1', ...tea, units: 1, receivedSeq: wrong.seq },
    });
    await upload();
    expect((await toCredit()).items).toEqual([]);
    for (const name of ['R-1', 'R-2', 'R-3'])
      station.add({ type: 'return.closed', data: { return: name, order: 'A-1' } });
    await upload();
    const { items } = await toCredit();
    expect(items).toMatchObject([
      {
        ...{ return: 'R-1', order: 'A-1', customer: { id: 'C1' }, currency: 'EUR', toCreditMinor: 2544 },
        lines: [
          { station: 'pack-1', seq: first.seq, units: 5, credited: [{ invoice: 'INV-000001', units: 5 }] },
        ],
        credits: [{ invoice: 'INV-000001', netMinor: 2138, taxMinor: 406, grossMinor: 2544 }],
      },
      // 25.65 + 4.87 for six, less the 25.44 of the first five.
      { return: 'R-2', toCreditMinor: 508 },
    ]);
    const page = await toCredit('?limit=1');
    expect(page.items).toEqual(items.slice(0, 1));
    expect((await toCredit(`?after=${encodeURIComponent(page.next ?? '')}`)).items).toEqual(items.slice(1));
    expect((await toCredit('?from=2026-03-02&to=2026-03-02')).items).toHaveLength(2);
    expect((await toCredit('?from=2026-03-03')).items).toEqual([]);
    expect((await toCredit('?to=2026-03-01')).items).toEqual([]);
  });

  test('is to be credited as far as it was billed, over all returns of it', async () => {
    await post(app, '/v1/orders', orderBody());
    station.start('A-1');
    const four = [{ ...tea, units: 4 }];
    station.confirm('A-1', 1, 'TEA', 4, 1);
    station.confirm('A-1', 1, 'TEA', 6, 2);
    const sscc = station.sealParcel('A-1', four, 1);
    station.dispatch('A-1', [sscc], four, 1);
    // The second one has no parcel of its own, so that nothing proves it and nothing is billed.
    station.dispatch('A-1', [sscc], four, 2);
    for (const [name, units] of [
      ['R-1', 3],
      ['R-2', 2],
    ] as const) {
      station.add({ type: 'return.received', data: back(units, { return: name }) });
      station.add({ type: 'return.closed', data: { return: name, order: 'A-1' } });
    }
    await upload();
    const { body } = await get(app, '/v1/returns-to-credit');
    const items = body.items as { toCreditMinor: number; lines: { credited: { units: number }[] }[] }[];
    expect((await get(app, '/v1/invoices')).body.items).toHaveLength(1);
    const credited = items.flatMap(({ lines }) => lines.flatMap((line) => line.credited));
    expect(credited.map(({ units }) => units)).toEqual([3, 1]);
    // The goods of the invoice: 17.10 + 3.25.
    expect(items.map(({ toCreditMinor }) => toCreditMinor)).toEqual([1527, 508]);
    // What was never billed is worth nothing, whichever list is asked.
    expect((await get(app, '/v1/returns/R-2')).body).toMatchObject({ toCreditMinor: 508 });
  });

  test('of two invoices is credited unit by unit what each bills for its goods, to the cent', async () => {
    await post(app, '/v1/orders', orderBody());
    station.start('A-1');
    for (const [nth, units] of [3, 7].entries()) {
      station.confirm('A-1', 1, 'TEA', units, nth + 1);
      const lines = [{ ...tea, units }];
      station.dispatch('A-1', [station.sealParcel('A-1', lines, nth + 1)], lines, nth + 1);
    }
    const names = Array.from({ length: 10 }, (_, nth) => `R-${nth}`);
    for (const name of names) station.add({ type: 'return.received', data: back(1, { return: name }) });
    // The last to come is the first to be closed, and so the first to be credited.
    for (const name of names.toReversed())
      station.add({ type: 'return.closed', data: { return: name, order: 'A-1' } });
    await upload();
    const { items } = (await get(app, '/v1/returns-to-credit')).body as {
      items: { return: string; toCreditMinor: number; credits: { invoice: string; grossMinor: number }[] }[];
    };
    const creditOf = (invoice: string) =>
      items
        .flatMap(({ credits }) => credits.filter((credit) => credit.invoice === invoice))
        .reduce((sum, { grossMinor }) => sum + grossMinor, 0);
    // 3 x 4.50 less 5 %: 12.83 + 2.44; 7 of them: 29.93 + 5.69. Each unit by itself would be 5.09.
    expect([creditOf('INV-000001'), creditOf('INV-000002')]).toEqual([1527, 3562]);
    expect(items.map(({ credits }) => credits.map(({ invoice }) => invoice).join())).toEqual([
      ...Array.from({ length: 3 }, () => 'INV-000001'),
      ...Array.from({ length: 7 }, () => 'INV-000002'),
    ]);
    const { body } = await get(app, '/v1/returns');
    const listed = body.items as { return: string; toCreditMinor: number }[];
    for (const { return: name, toCreditMinor } of items)
      expect(listed.find((one) => one.return === name)?.toCreditMinor).toBe(toCreditMinor);
  });

  test('that was closed without a network, and is heard of late, moves no credit before it', async () => {
    await post(app, '/v1/orders', orderBody());
    station.fulfil('A-1', ten);
    const far = new TestStation('s1', 'returns-far');
    far.add({ type: 'return.received', data: back(1, { return: 'R-far' }) });
    far.add({ type: 'return.closed', data: { return: 'R-far', order: 'A-1' } });
    station.add({ type: 'return.received', data: back(5) });
    station.add({ type: 'return.closed', data: { return: 'R-1', order: 'A-1' } });
    await upload();
    const credits = async () => {
      const { items } = (await get(app, '/v1/returns-to-credit')).body as {
        items: { return: string; toCreditMinor: number }[];
      };
      return items.map((one) => `${one.return} ${one.toCreditMinor}`);
    };
    expect(await credits()).toEqual(['R-1 2544']);
    await upload(far);
    // It was closed first and is listed first, and takes the cent that is left.
    expect(await credits()).toEqual(['R-far 508', 'R-1 2544']);
  });

  test('of more than left waits, and fits when the dispatch of another station comes', async () => {
    await post(app, '/v1/orders', orderBody());
    const desk = new TestStation('s1', 'returns-1');
    desk.add({ type: 'return.received', data: back(4) });
    await upload(desk);
    expect(await exceptions()).toEqual(['RETURNED_TOO_MANY']);
    station.fulfil('A-1', ten);
    await upload();
    expect(await exceptions()).toEqual([]);
    expect(await stock()).toEqual(['TEA 94/0']);
  });

  test('of more than left counts as far as it left; what is too much waits for a person', async () => {
    await post(app, '/v1/orders', orderBody());
    station.fulfil('A-1', ten);
    station.add({ type: 'return.received', data: back(8) });
    const desk = new TestStation('s1', 'returns-1');
    const { seq } = desk.add({ type: 'return.received', data: back(5, { return: 'R-2' }) });
    await upload();
    await upload(desk);
    // By the clocks of the stations the desk was first.
    expect((await get(app, '/v1/returns/R-2')).body).toMatchObject({ lines: [{ units: 5, excess: 0 }] });
    expect((await get(app, '/v1/returns/R-1')).body).toMatchObject({ lines: [{ units: 5, excess: 3 }] });
    expect(await exceptions()).toEqual(['RETURNED_TOO_MANY']);
    expect(await stock()).toEqual(['TEA 100/0']);
    const undo = { return: 'R-2', order: 'A-1', ...tea, units: 5, receivedSeq: seq };
    desk.add({ type: 'return.undone', data: undo });
    await upload(desk);
    expect((await get(app, '/v1/returns/R-1')).body).toMatchObject({ lines: [{ units: 8, excess: 0 }] });
    expect(await exceptions()).toEqual([]);
    expect(await stock()).toEqual(['TEA 98/0']);
  });

  test('is counted once, however many desks say so: the same piece waits for a person until one takes it back', async () => {
    await post(app, '/v1/orders', orderBody());
    station.fulfil('A-1', ten);
    const piece = { serial: 'S-77', return: 'R-1' };
    station.add({ type: 'return.received', data: back(1, piece) });
    // By the clocks of the stations this one was first.
    const desk = new TestStation('s1', 'returns-1');
    const { seq } = desk.add({ type: 'return.received', data: back(1, { ...piece, return: 'R-2' }) });
    await upload();
    expect(await exceptions()).toEqual([]);
    await upload(desk);
    expect(await exceptions()).toEqual(['RETURNED_TWICE']);
    expect(await stock()).toEqual(['TEA 91/0']);
    expect((await get(app, '/v1/returns/R-1')).body).toMatchObject({
      toCreditMinor: 0,
      lines: [{ serial: 'S-77', units: 0, excess: 1 }],
    });
    desk.add({
      type: 'return.undone',
      data: { return: 'R-2', order: 'A-1', ...tea, units: 1, receivedSeq: seq },
    });
    await upload(desk);
    expect(await exceptions()).toEqual([]);
    expect((await get(app, '/v1/returns/R-1')).body).toMatchObject({ lines: [{ serial: 'S-77', units: 1 }] });
    expect(await stock()).toEqual(['TEA 91/0']);
  });

  test('is taken back once, and only as it was', async () => {
    await post(app, '/v1/orders', orderBody());
    station.fulfil('A-1', ten);
    const { seq } = station.add({ type: 'return.received', data: back(3) });
    const undo = (units: number) =>
      station.add({
        type: 'return.undone',
        data: { return: 'R-1', order: 'A-1', ...tea, units, receivedSeq: seq },
      });
    undo(2);
    undo(3);
    undo(3);
    await upload();
    undo(3);
    await upload();
    expect(await exceptions()).toEqual(['UNDO_UNKNOWN', 'UNDO_UNKNOWN', 'UNDO_UNKNOWN']);
    expect(await stock()).toEqual(['TEA 90/0']);
    expect((await get(app, '/v1/returns/R-1')).body).toMatchObject({ lines: [], toCreditMinor: 0 });
  });

  test('is of one order: what is said of another one under its name is not counted', async () => {
    await post(app, '/v1/orders', orderBody());
    await post(app, '/v1/orders', orderBody({ number: 'A-2' }));
    station.fulfil('A-1', ten);
    station.fulfil('A-2', ten);
    station.add({ type: 'return.received', data: back(1) });
    await upload();
    station.add({ type: 'return.received', data: back(1, { order: 'A-2' }) });
    await upload();
    expect(await exceptions()).toEqual(['RETURN_UNKNOWN']);
    expect((await get(app, '/v1/returns/R-1')).body).toMatchObject({ order: 'A-1', lines: [{ units: 1 }] });
  });
});
