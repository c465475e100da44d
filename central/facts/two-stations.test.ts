import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { testContext } from '../test-context.ts';
import { get, orderBody, post, stockUp } from '../test-goods.ts';
import { TestStation } from './test-facts.ts';

let app: FastifyInstance;
let station: TestStation;

beforeEach(async () => {
  app = await createApp(await testContext());
  station = new TestStation('s1', 'pack-1');
  await stockUp(app);
  await post(app, '/v1/orders', orderBody());
});

const ten = [{ line: 1, sku: 'TEA', units: 10 }];

async function acked(events: readonly unknown[]): Promise<void> {
  expect(await post(app, '/v1/facts', { v: 1, site: 's1', events })).toMatchObject({ status: 200 });
}

async function exceptions() {
  return (await get(app, '/v1/exceptions')).body.items as { seq: number; code: string; message: string }[];
}

async function invoices() {
  return (await get(app, '/v1/invoices')).body.items as { grossMinor: number }[];
}

describe("stations that get into each other's way", () => {
  test.each([
    ['in one upload', 500],
    ['in one upload for each fact', 1],
  ])(
    'an SSCC of two stations is named with what to do, and the goods are invoiced, %s',
    async (_how, size) => {
      await post(app, '/v1/orders', orderBody({ number: 'A-2' }));
      station.start('A-1');
      station.confirm('A-1', 1, 'TEA', 10);
      const sscc = station.sealParcel('A-1', ten);
      const other = new TestStation('s1', 'pack-2');
      other.start('A-2');
      other.confirm('A-2', 1, 'TEA', 4);
      other.confirm('A-2', 1, 'TEA', 6, 2);
      const [four, six] = [4, 6].map((units) => [{ line: 1, sku: 'TEA', units }]);
      other.sealParcel('A-2', four ?? []);
      other.add({ type: 'parcel.sealed', data: { order: 'A-2', parcel: 2, sscc, items: six ?? [] } });
      other.dispatch('A-2', [other.lastSscc, sscc], ten);
      station.dispatch('A-1', [sscc], ten);
      const events = [...station.takeEvents().slice(0, -1), ...other.takeEvents()];
      for (let start = 0; start < events.length; start += size)
        await acked(events.slice(start, start + size));
      const [only, ...more] = await exceptions();
      expect(more).toEqual([]);
      expect(only).toMatchObject({ code: 'PARCEL_KNOWN' });
      expect(only?.message).toMatch(
        /is on two parcels: parcel 1 of order A-1, sealed at pack-1, and parcel 2 of order A-2, sealed at pack-2/,
      );
      expect(only?.message).toMatch(
        /Label the second one anew .* serial numbers of its own .* Order A-2 is invoiced by its scans/,
      );
      expect(await invoices()).toMatchObject([{ grossMinor: 5682 }]);
      // The parcel that had the SSCC first is untouched, and leaves like any other.
      station.rewind(1);
      await acked(station.takeEvents());
      expect(await invoices()).toMatchObject([{ grossMinor: 5682 }, { grossMinor: 5682 }]);
      expect(await exceptions()).toHaveLength(1);
    },
  );

  test('a dispatch that names a parcel of another order does not take it away from that one', async () => {
    await post(app, '/v1/orders', orderBody({ number: 'A-2' }));
    const [five] = [[{ line: 1, sku: 'TEA', units: 5 }]];
    station.start('A-2');
    station.confirm('A-2', 1, 'TEA', 10);
    const foreign = station.sealParcel('A-2', ten);
    station.start('A-1');
    station.confirm('A-1', 1, 'TEA', 5);
    station.dispatch('A-1', [station.sealParcel('A-1', five), foreign], five);
    station.dispatch('A-2', [foreign], ten);
    await acked(station.takeEvents());
    expect((await exceptions()).map(({ code }) => code)).toEqual(['PARCEL_UNKNOWN']);
    expect(await invoices()).toHaveLength(2);
    const { body } = await get(app, '/v1/orders/A-2/journey');
    expect(body).toMatchObject({ shipments: [{ id: 'A-2/1' }], parcels: [{ sscc: foreign }] });
  });

  test('two stations that share an order both dispatch its first shipment: both are invoiced', async () => {
    const other = new TestStation('s1', 'pack-2');
    for (const [at, units] of [
      [station, 7],
      [other, 3],
    ] as const) {
      const lines = [{ line: 1, sku: 'TEA', units }];
      at.start('A-1');
      at.confirm('A-1', 1, 'TEA', units);
      at.dispatch('A-1', [at.sealParcel('A-1', lines)], lines, 1);
      const events = at.takeEvents();
      await acked(events);
      await acked(events);
    }
    other.dispatch('A-1', ['340123450000000999'], ten, 1);
    await acked(other.takeEvents());
    expect((await exceptions()).map(({ seq, code }) => `${seq} ${code}`)).toEqual(['7 SHIPMENT_KNOWN']);
    const { body } = await get(app, '/v1/orders/A-1/journey');
    expect(body).toMatchObject({
      shipments: [
        { id: 'A-1/1', units: 7 },
        { id: 'A-1/1@pack-2', units: 3 },
      ],
      lines: [{ shipped: 10, invoiced: 10 }],
    });
  });

  test('one piece that both scanned is not billed as two, and a person is told', async () => {
    const other = new TestStation('s1', 'pack-2');
    for (const at of [station, other]) {
      at.start('A-1');
      const pick = { order: 'A-1', line: 1, sku: 'TEA', units: 1, scanSeq: at.lastSeq };
      at.add({ type: 'pick.confirmed', data: { ...pick, gtin: '04012345000016', serial: 'P2' } });
      at.add({ type: 'pack.confirmed', data: { ...pick, parcel: 1 } });
      const one = [{ line: 1, sku: 'TEA', units: 1 }];
      at.dispatch('A-1', [at.sealParcel('A-1', one)], one);
    }
    await acked(station.takeEvents());
    expect(await exceptions()).toEqual([]);
    await acked(other.takeEvents());
    expect(await exceptions()).toMatchObject([
      { code: 'PROOF_INCOMPLETE', message: expect.stringContaining('1 of TEA left with A-1/1@pack-2') },
    ]);
    expect(await invoices()).toHaveLength(1);
  });
});
