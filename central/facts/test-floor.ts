import { expect } from 'vitest';
import { createApp } from '../app.ts';
import { testContext } from '../test-context.ts';
import { get, post, stockUp } from '../test-goods.ts';
import { publishSites } from '../work-feed/publish-sites.ts';
import { readWorkPage } from '../work-feed/work-page.ts';
import { TestStation } from './test-facts.ts';

export const tea = { line: 1, sku: 'TEA' } as const;
/** All that `orderBody` orders. */
export const ten = [{ line: 1, sku: 'TEA', units: 10 }];

/** Central with a customer, a hundred units of tea and a station; what tests of the floor ask of it again and again. */
export async function testFloor() {
  const context = await testContext();
  const app = await createApp(context);
  const station = new TestStation('s1', 'pack-1');
  await publishSites(context);
  await stockUp(app);

  const listed = async <Item>(url: string) => ((await get(app, url)).body as { items: Item[] }).items;
  return {
    context,
    app,
    station,
    put: (url: string, body: object) => post(app, url, body, 'PUT'),
    pick: (units: number, over: object = {}) =>
      station.add({
        type: 'pick.confirmed',
        data: { order: 'A-1', ...tea, units, gtin: '04012345000016', scanSeq: station.lastSeq, ...over },
      }).seq,
    upload: async (from: TestStation = station): Promise<void> => {
      const events = from.takeEvents();
      expect(await post(app, '/v1/facts', { v: 1, site: 's1', events })).toMatchObject({ status: 200 });
    },
    exceptions: async () => (await listed<{ code: string }>('/v1/exceptions')).map(({ code }) => code),
    stock: async () =>
      (await listed<{ sku: string; onHand: number; reserved: number }>('/v1/stock')).map(
        ({ sku, onHand, reserved }) => `${sku} ${onHand}/${reserved}`,
      ),
    statuses: async () =>
      (await listed<{ number: string; status: string }>('/v1/orders')).map(
        ({ number, status }) => `${number} ${status}`,
      ),
    document: async (kind: string, id: string) => {
      const page = await readWorkPage(context, { site: 's1', after: 0, epoch: undefined, limit: 500 });
      return page.documents.find((one) => one.kind === kind && one.id === id)?.data;
    },
  };
}
