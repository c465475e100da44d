import { beforeEach, describe, expect, test } from 'vitest';
import { get, orderBody, post } from '../test-goods.ts';
import { ten, testFloor } from './test-floor.ts';

type Floor = Awaited<ReturnType<typeof testFloor>>;
let app: Floor['app'];
let station: Floor['station'];
let upload: Floor['upload'];
let exceptions: Floor['exceptions'];
let stock: Floor['stock'];
let statuses: Floor['statuses'];
let document: Floor['document'];

beforeEach(async () => {
  ({ app, station, upload, exceptions, stock, statuses, document } = await testFloor());
});

describe('a service', () => {
  test('needs no stock, and the signature of the customer proves its invoice', async () => {
    await post(app, '/v1/products', {
      ...{ sku: 'INSTALL', name: 'Installation', unitPriceMinor: 8_000, taxRateBp: 1900 },
      packagings: [{ gtin: '4012345000023', level: 'each', units: 1 }],
    });
    const appointment = { from: '2026-03-03T08:00:00.000Z', to: '2026-03-03T10:00:00.000Z' };
    const service = { kind: 'service', appointment, freightMinor: 0, lines: [{ sku: 'INSTALL', units: 2 }] };
    await post(app, '/v1/orders', orderBody(service));
    expect(await document('order', 'A-1')).toMatchObject({ kind: 'service', appointment });
    station.add({ type: 'service.started', data: { order: 'A-1' } });
    const signature = { sha256: 'ab'.repeat(32), bytes: 900, mediaType: 'image/svg+xml' } as const;
    const lines = [{ line: 1, sku: 'INSTALL', units: 2 }];
    const signed = { order: 'A-1', lines, signedBy: 'Eva Sommer', signature, startedAt: appointment.from };
    const { seq } = station.add({ type: 'service.completed', data: signed });
    station.add({ type: 'service.completed', data: signed });
    await upload();
    expect(await statuses()).toEqual(['A-1 dispatched']);
    expect((await get(app, '/v1/invoices/INV-000001')).body).toMatchObject({
      grossMinor: 19_040,
      lines: [{ units: 2, evidence: [{ station: 'pack-1', seq, scanSeq: seq, units: 2 }] }],
    });
    expect(await exceptions()).toEqual(['SHIPPED_TOO_MANY']);
    expect(await stock()).toEqual(['TEA 100/0']);
    const { history } = (await get(app, '/v1/orders/A-1/journey')).body as {
      history: { type: string; summary: string }[];
    };
    expect(history.find(({ type }) => type === 'service.completed')?.summary).toContain('Eva Sommer');
    expect(await document('order', 'A-1')).toBeNull();
  });

  test('is no way to invoice goods that nobody scanned', async () => {
    await post(app, '/v1/orders', orderBody());
    const signature = { sha256: 'ab'.repeat(32), bytes: 900, mediaType: 'image/png' } as const;
    const signed = {
      order: 'A-1',
      lines: ten,
      signedBy: 'Eva',
      signature,
      startedAt: '2026-03-03T08:00:00.000Z',
    };
    station.add({ type: 'service.completed', data: signed });
    await upload();
    expect(await exceptions()).toEqual(['ORDER_IS_NO_SERVICE']);
    expect((await get(app, '/v1/invoices')).body.items).toEqual([]);
  });
});
