import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { factUploadAck } from '../../protocols/wire/fact-delivery.ts';
import { centralStatus } from '../../protocols/wire/status.ts';
import { createApp } from '../app.ts';
import { camt053 } from '../bank/test-camt.ts';
import type { CentralContext } from '../context.ts';
import { TestStation } from '../facts/test-facts.ts';
import type { JourneyView } from '../insight/journey-view.ts';
import { testContext } from '../test-context.ts';
import { get, orderBody, post, stockUp } from '../test-goods.ts';

let app: FastifyInstance;
let context: CentralContext;
let station: TestStation;

beforeEach(async () => {
  context = await testContext();
  app = await createApp(context);
  station = new TestStation('s1', 'pack-1');
  await stockUp(app);
});

const upload = (events: readonly unknown[]) => post(app, '/v1/facts', { v: 1, site: 's1', events });

async function payBy(xml: string) {
  const headers = { 'content-type': 'application/xml' };
  const response = await app.inject({ method: 'POST', url: '/v1/bank/statements', headers, payload: xml });
  return { status: response.statusCode, body: response.json<{ statements: Record<string, unknown>[] }>() };
}

async function journey(order = 'A-1'): Promise<JourneyView> {
  return (await get(app, `/v1/orders/${order}/journey`)).body as unknown as JourneyView;
}

const reached = ({ milestones }: JourneyView) =>
  milestones.filter(({ at }) => at !== null).map(({ key }) => key);

async function totals() {
  const { body } = await get(app, '/v1/journal');
  return body.totals as { entries: number; debitMinor: number; creditMinor: number };
}

describe('order to cash', () => {
  test('an order is scanned, shipped, invoiced, paid and closed, and each step is on its journey', async () => {
    await post(app, '/v1/orders', orderBody());
    expect(reached(await journey())).toEqual(['received', 'credit', 'released']);

    station.fulfil('A-1', [{ line: 1, sku: 'TEA', units: 10 }]);
    const { status, body } = await upload(station.takeEvents());
    expect(status).toBe(200);
    expect(factUploadAck.parse(body).stations).toEqual([
      { v: 1, station: 'pack-1', upTo: station.lastSeq, hash: expect.stringMatching(/^\w{64}$/), gap: null },
    ]);

    const shipped = await journey();
    expect(shipped.order.status).toBe('dispatched');
    expect(shipped.lines).toMatchObject([{ units: 10, picked: 10, packed: 10, shipped: 10, invoiced: 10 }]);
    expect(shipped.scans).toHaveLength(10);
    expect(shipped.scans[0]).toMatchObject({ verdict: 'item_confirmed', units: 1, operator: 'ada', line: 1 });
    expect(shipped.parcels).toMatchObject([
      { items: [{ line: 1, units: 10 }], dispatchedAt: expect.any(String) },
    ]);
    expect(shipped.shipments).toMatchObject([{ id: 'A-1/1', units: 10 }]);
    // 10 x 4.50 less 5 % = 42.75, freight 5.00, 19 % of 47.75 = 9.07
    expect(shipped.invoices).toMatchObject([
      {
        number: 'INV-000001',
        status: 'open',
        dueOn: '2026-04-01',
        netMinor: 4275,
        chargeMinor: 500,
        taxMinor: 907,
        grossMinor: 5682,
      },
    ]);
    const evidence = shipped.invoices[0]?.lines[0]?.evidence ?? [];
    expect(evidence.reduce((sum, { units }) => sum + units, 0)).toBe(10);
    expect((await get(app, '/v1/stock')).body).toMatchObject({ items: [{ onHand: 90, reserved: 0 }] });

    const invoice = (await get(app, '/v1/invoices/INV-000001')).body as { paymentReference: string };
    const paid = await payBy(
      camt053({ entries: [{ amount: '56.82', ustrd: `Thanks ${invoice.paymentReference}` }] }),
    );
    expect(paid).toMatchObject({
      status: 201,
      body: { statements: [{ payments: 1, matched: 1, repeated: false }] },
    });

    const closed = await journey();
    expect(closed.order.status).toBe('closed');
    expect(reached(closed)).toHaveLength(9);
    expect(closed.payments).toMatchObject([
      { invoice: 'INV-000001', allocatedMinor: 5682, rule: 'reference_and_amount' },
    ]);
    const { body: books } = await get(app, '/v1/journal');
    expect(books.totals).toEqual({ entries: 2, debitMinor: 11364, creditMinor: 11364 });
    expect(books.accounts).toMatchObject([
      { account: '1000', balanceMinor: 5682 },
      { account: '1200', balanceMinor: 0 },
      { account: '1250', balanceMinor: 0 },
      { account: '2200', balanceMinor: -907 },
      { account: '4000', balanceMinor: -4275 },
      { account: '4100', balanceMinor: -500 },
    ]);
    expect((await get(app, '/v1/exceptions')).body.items).toEqual([]);
    const stationFeed = await get(app, '/v1/sites/s1/work');
    expect(
      (stationFeed.body.documents as { id: string; data: unknown }[]).find(({ id }) => id === 'A-1')?.data,
    ).toBeNull();
  });

  test('a pick in another upload than its dispatch proves the invoice just as well', async () => {
    await post(app, '/v1/orders', orderBody());
    station.fulfil('A-1', [{ line: 1, sku: 'TEA', units: 10 }]);
    for (const event of station.takeEvents()) expect((await upload([event])).status).toBe(200);
    expect((await journey()).invoices).toMatchObject([{ grossMinor: 5682 }]);
    expect((await get(app, '/v1/exceptions')).body.items).toEqual([]);
  });

  test('what is short is not billed, and what was undone proves nothing', async () => {
    await post(app, '/v1/orders', orderBody());
    station.start('A-1');
    station.confirm('A-1', 1, 'TEA', 4);
    const wrong = station.confirm('A-1', 1, 'TEA', 3);
    station.add({
      type: 'item.undone',
      data: { order: 'A-1', line: 1, sku: 'TEA', units: 3, parcel: 1, ...wrong },
    });
    station.confirm('A-1', 1, 'TEA', 2);
    station.add({
      type: 'pick.shorted',
      data: { order: 'A-1', line: 1, sku: 'TEA', units: 4, reason: 'damaged' },
    });
    const lines = [{ line: 1, sku: 'TEA', units: 6 }];
    station.dispatch('A-1', [station.sealParcel('A-1', lines)], lines);
    await upload(station.takeEvents());
    const { invoices, lines: view } = await journey();
    expect(view).toMatchObject([{ units: 10, picked: 6, packed: 6, shipped: 6, invoiced: 6 }]);
    // 6 x 4.50 less 5 % = 25.65, freight 5.00, 19 % of 30.65 = 5.82
    expect(invoices).toMatchObject([{ netMinor: 2565, chargeMinor: 500, taxMinor: 582, grossMinor: 3647 }]);
    expect(invoices[0]?.lines[0]?.evidence.map(({ units }) => units)).toEqual([4, 2]);
    // What could not be sent is free again.
    expect((await get(app, '/v1/stock')).body).toMatchObject({ items: [{ onHand: 94, reserved: 0 }] });
  });

  test('two shipments make two invoices, with the freight on the first, and both must be paid', async () => {
    await post(app, '/v1/orders', orderBody());
    station.start('A-1');
    const part = (units: number, parcel: number) => {
      station.confirm('A-1', 1, 'TEA', units, parcel);
      const lines = [{ line: 1, sku: 'TEA', units }];
      return { lines, sscc: station.sealParcel('A-1', lines, parcel) };
    };
    const first = part(7, 1);
    const second = part(3, 2);
    station.dispatch('A-1', [first.sscc], first.lines, 1);
    station.dispatch('A-1', [second.sscc], second.lines, 2);
    await upload(station.takeEvents());
    const { invoices } = await journey();
    expect(invoices).toMatchObject([
      { number: 'INV-000001', chargeMinor: 500, lines: [{ units: 7 }, { kind: 'charge' }] },
      { number: 'INV-000002', chargeMinor: 0, lines: [{ units: 3 }] },
    ]);
    await payBy(camt053({ entries: [{ amount: amount(invoices[0]?.grossMinor), ustrd: 'INV-000001' }] }));
    expect((await journey()).order.status).toBe('dispatched');
    await payBy(
      camt053({ id: 'S2', entries: [{ amount: amount(invoices[1]?.grossMinor), ustrd: 'inv-000002' }] }),
    );
    expect((await journey()).order.status).toBe('closed');
  });

  test('one payment settles the invoices that it names together', async () => {
    await post(app, '/v1/orders', orderBody());
    await post(app, '/v1/orders', orderBody({ number: 'A-2' }));
    station.fulfil('A-1', [{ line: 1, sku: 'TEA', units: 10 }]);
    station.fulfil('A-2', [{ line: 1, sku: 'TEA', units: 10 }]);
    await upload(station.takeEvents());
    await payBy(camt053({ entries: [{ amount: '113.64', ustrd: 'INV-000001 and INV-000002' }] }));
    expect((await journey('A-1')).order.status).toBe('closed');
    expect((await journey('A-2')).payments).toMatchObject([
      { rule: 'references_and_sum', amountMinor: 11364 },
    ]);
  });

  test('the status counts it all', async () => {
    await post(app, '/v1/orders', orderBody());
    station.fulfil('A-1', [{ line: 1, sku: 'TEA', units: 10 }]);
    await upload(station.takeEvents());
    const status = centralStatus.parse((await get(app, '/v1/status')).body);
    expect(status).toMatchObject({
      stations: [{ site: 's1', station: 'pack-1', upTo: station.lastSeq, setAside: 0 }],
      exceptions: 0,
      orders: { dispatched: 1 },
      invoices: { open: 1 },
      journal: { entries: 1, debitMinor: 5682, creditMinor: 5682 },
    });
  });

  test('live pages hear of it, after the commit', async () => {
    const heard: string[] = [];
    context.live.subscribe(({ order, change }) => heard.push(`${order} ${change}`));
    await post(app, '/v1/orders', orderBody());
    heard.length = 0;
    station.fulfil('A-1', [{ line: 1, sku: 'TEA', units: 10 }]);
    await upload(station.takeEvents());
    expect(heard).toEqual([
      'A-1 order.started',
      'A-1 parcel.sealed',
      'A-1 shipment.dispatched',
      'A-1 invoice.issued',
    ]);
  });
});

describe('money that cannot be matched', () => {
  beforeEach(async () => {
    await post(app, '/v1/orders', orderBody());
    station.fulfil('A-1', [{ line: 1, sku: 'TEA', units: 10 }]);
    await upload(station.takeEvents());
  });

  test('is owed to its payer, says why, and closes nothing', async () => {
    await payBy(
      camt053({
        entries: [
          { amount: '56.81', ustrd: 'INV-000001' },
          { amount: '56.82', ustrd: 'INV-0000011' },
          { amount: '9.99', ustrd: 'INV-000001', direction: 'DBIT' },
        ],
      }),
    );
    const { body } = await get(app, '/v1/payments');
    expect(body.items).toMatchObject([
      { status: 'unmatched', reason: expect.stringContaining('open 56.82 EUR, but pays 56.81 EUR') },
      { status: 'unmatched', reason: 'It names no invoice that we know.' },
      { status: 'ignored' },
    ]);
    expect((await journey()).order.status).toBe('dispatched');
    const { body: books } = await get(app, '/v1/journal');
    expect(books.accounts).toContainEqual(expect.objectContaining({ account: '1250', balanceMinor: -11363 }));
  });

  test('stands in the bank account beside what was matched: all credits of the statement, and no debit', async () => {
    const entries = [
      { amount: '56.82', ustrd: 'INV-000001' },
      { amount: '10.00', ustrd: 'by mistake' },
      { amount: '3.00', direction: 'DBIT' as const },
    ];
    await payBy(camt053({ entries }));
    const { body: books } = await get(app, '/v1/journal');
    const balances = new Map(
      (books.accounts as { account: string; debitMinor: number; balanceMinor: number }[]).map((row) => [
        row.account,
        row,
      ]),
    );
    expect(balances.get('1000')).toMatchObject({ debitMinor: 6682, balanceMinor: 6682 });
    expect(balances.get('1200')).toMatchObject({ balanceMinor: 0 });
    expect(balances.get('1250')).toMatchObject({ balanceMinor: -1000 });
    const { items } = (await get(app, '/v1/payments')).body as {
      items: { direction: string; amountMinor: number }[];
    };
    const credits = items.filter(({ direction }) => direction === 'credit');
    expect(credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(6682);
  });

  test('a statement that comes again books nothing; with other movements it is refused', async () => {
    const xml = camt053({ entries: [{ amount: '56.82', ustrd: 'INV-000001' }] });
    const first = await payBy(xml);
    const before = await totals();
    expect(await payBy(xml)).toMatchObject({
      status: 200,
      body: { statements: [{ repeated: true, matched: 1 }] },
    });
    // The same statement in another file, as banks send it on request.
    expect(await payBy(xml.replace('<MsgId>M1', '<MsgId>M2'))).toMatchObject({ status: 200 });
    expect(await payBy(xml.replace('56.82', '56.83'))).toMatchObject({
      status: 409,
      body: { code: 'CONTENT_DIFFERS' },
    });
    expect(await totals()).toEqual(before);
    expect(first.status).toBe(201);
  });

  test('a second payment of a paid invoice is not applied to it', async () => {
    const entries = [{ amount: '56.82', ustrd: 'INV-000001' }];
    await payBy(camt053({ entries }));
    await payBy(camt053({ id: 'S2', entries }));
    expect((await get(app, '/v1/payments?status=unmatched')).body.items).toMatchObject([
      { reason: 'It names INV-000001, paid already.' },
    ]);
    expect((await get(app, '/v1/invoices/INV-000001')).body).toMatchObject({ paidMinor: 5682 });
  });
});

function amount(minor = 0): string {
  return (minor / 100).toFixed(2);
}
