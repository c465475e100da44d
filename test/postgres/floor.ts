import { TestStation } from '../../central/facts/test-facts.ts';
import { orderBody } from '../../central/test-goods.ts';
import { factUploadAck } from '../../protocols/wire/fact-delivery.ts';
import { mustSend, sites } from './replicas.ts';

export const unitsPerOrder = 4;

interface Floor {
  readonly stations: readonly {
    readonly site: string;
    readonly name: string;
    readonly station: TestStation;
  }[];
  readonly orders: readonly string[];
}

/**
 * Orders are entered and worked off at two stations of each of two sites, all at once. Each order and each upload goes to
 * both replicas in the same moment, and is sent again until it is taken.
 */
export async function workFloor(
  urls: readonly string[],
  ordersPerStation: number,
  random: () => number,
): Promise<Floor> {
  const stations = sites.flatMap((site) =>
    // Of names that differ everywhere, as a test station makes the SSCCs of its parcels from its name.
    [`${site}-1`, `${site}-2`].map((name) => ({ site, name, station: new TestStation(site, name) })),
  );
  const orders: string[] = [];
  const run = async ({ site, name, station }: (typeof stations)[number]) => {
    for (let nth = 1; nth <= ordersPerStation; nth += 1) {
      const number = `${name}-${nth}`;
      orders.push(number);
      const lines = [{ sku: 'TEA', units: unitsPerOrder, discountBp: 0 }];
      await toBoth(urls, '/v1/orders', orderBody({ number, site, lines }));
      station.fulfil(number, [{ line: 1, sku: 'TEA', units: unitsPerOrder }]);
      await deliver(urls, site, name, station, random);
    }
  };
  await Promise.all(stations.map(run));
  return { stations, orders };
}

/** In portions of any size, so that an order comes in parts, until all of it is acknowledged. */
async function deliver(
  urls: readonly string[],
  site: string,
  name: string,
  station: TestStation,
  random: () => number,
): Promise<void> {
  const events = station.takeEvents();
  while (events.length > 0) {
    const portion = events.splice(0, 1 + Math.floor(random() * events.length));
    const answers = await toBoth(urls, '/v1/facts', { v: 1, site, events: portion });
    for (const { body } of answers) {
      const [ack] = factUploadAck.parse(body).stations;
      const last = portion.at(-1)?.data as { seq: number };
      if (ack?.station !== name || ack.upTo < last.seq) {
        throw new Error(`${site}/${name} sent up to ${last.seq}, was acknowledged ${JSON.stringify(ack)}`);
      }
    }
  }
}

async function toBoth(urls: readonly string[], path: string, body: unknown) {
  // Each begins at another replica, and goes on at the other one where the first does not answer.
  return Promise.all(
    urls.map((_url, nth) => mustSend([...urls.slice(nth), ...urls.slice(0, nth)], path, body)),
  );
}
