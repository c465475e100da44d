import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enterBusiness } from './business.ts';
import { getJson, mustSend, problemIn, send } from './http.ts';
import { Chain, connectAs, type Sender, statusOf } from './over-mqtt.ts';
import { type Site, site as siteName, startSite } from './site.ts';
import { soon } from './soon.ts';

let site: Site;
let sender: Sender;
const chain = new Chain('pack');

beforeAll(async () => {
  site = await startSite({ without: ['edge', 'simulator'] });
  await enterBusiness(site, ['SO-1']);
  sender = await connectAs(site.mqttUrl, chain.station);
  await sender.send(chain.next(), chain.next(), chain.next());
  await soon('the work at the gateway and the facts at central', async () => {
    const { work, consumers } = await statusOf(site.urls.gateway);
    return work.documents >= 4 && consumers[0]?.cursor === 3 ? true : undefined;
  });
});
afterAll(async () => {
  sender.client.end(true);
  await site.stop();
});

const get = (path: string) => send(site.urls.gateway, { path });
const put = (path: string, body: unknown) => send(site.urls.gateway, { method: 'PUT', path, body });

async function refuse(answer: Promise<Awaited<ReturnType<typeof send>>>, status: number, code: string) {
  const problem = problemIn(await answer, code);
  expect([(await answer).status, problem.code]).toEqual([status, code]);
  return problem;
}

describe('a replay', () => {
  test.each([
    'after=-1',
    'after=one',
    'after=1.5',
    'after=Infinity',
    'after=9007199254740992',
    'limit=0',
    'limit=501',
    'station=a%2Fb',
    'station=%23',
    'fromSeq=1',
    'station=pack&fromSeq=0',
    'station=pack&fromSeq=1e300',
    'before=3',
    'wait=26',
  ])('from nowhere (%s) is refused', async (query) => {
    await refuse(get(`/v1/events?${query}`), 400, 'REQUEST_INVALID');
  });

  test('from beyond the end of the log is refused, at once: nobody waits for what will be numbered anew', async () => {
    const { log } = await statusOf(site.urls.gateway);
    for (const query of [
      `after=${log.cursor + 1}`,
      'after=9007199254740991',
      `after=${log.cursor + 1}&wait=25`,
    ]) {
      const { detail } = await refuse(get(`/v1/events?${query}`), 409, 'CURSOR_BEYOND_LOG');
      expect(detail).toContain(`the log ends at ${log.cursor}`);
    }
    expect(await getJson(site.urls.gateway, `/v1/events?after=${log.cursor}`)).toMatchObject({ events: [] });
  });

  test('of a station that nobody knows is empty', async () => {
    expect(await getJson(site.urls.gateway, '/v1/events?station=nobody')).toMatchObject({ events: [] });
  });
});

describe('a consumer', () => {
  const path = '/v1/consumers/billing';
  test.each([
    ['without a cursor', {}],
    ['before the log', { cursor: -1 }],
    ['between two events', { cursor: 1.5 }],
    ['at a text', { cursor: '3' }],
    ['nowhere', { cursor: null }],
    ['with half a wish', { cursor: 1, rewind: 'yes' }],
  ])('that says that it stands %s is refused', async (_what, body) => {
    await refuse(put(path, { v: 1, ...body }), 400, 'REQUEST_INVALID');
  });

  test('that says that it is beyond the log is refused, and is not even registered', async () => {
    await refuse(put(path, { v: 1, cursor: 4 }), 409, 'CURSOR_BEYOND_LOG');
    await refuse(put(path, { v: 1, cursor: Number.MAX_SAFE_INTEGER }), 409, 'CURSOR_BEYOND_LOG');
    const { consumers } = await statusOf(site.urls.gateway);
    expect(consumers.map(({ name }) => name)).toEqual(['cloud-sync']);
  });

  test('goes back only if it says so, and another one is not moved by that', async () => {
    const at = async (body: object) =>
      (await mustSend(site.urls.gateway, { method: 'PUT', path, body })).cursor;
    expect(await at({ v: 1, cursor: 3 })).toBe(3);
    expect(await at({ v: 1, cursor: 1 })).toBe(3);
    expect(await at({ v: 1, cursor: 1, rewind: true })).toBe(1);
    expect(await getJson(site.urls.gateway, '/v1/consumers/cloud-sync')).toMatchObject({ cursor: 3 });
  });

  test.each(['a%2Fb', '%2e%2e', 'x'.repeat(33), '%00', '-x'])('with the name %s is refused', async (name) => {
    await refuse(put(`/v1/consumers/${name}`, { v: 1, cursor: 0 }), 400, 'REQUEST_INVALID');
  });
});

describe('work', () => {
  interface Page {
    readonly epoch: string;
    readonly cursor: number;
    readonly documents: readonly { readonly kind: string; readonly id: string; readonly version: number }[];
  }
  const held = async () => (await getJson(site.urls.gateway, '/v1/work')) as unknown as Page;
  const pageWith = async (over: object) => ({ ...(await held()), ...over });
  const content = async () => {
    const { asOf: _when, ...page } = (await held()) as Page & { asOf: string };
    return page;
  };

  test('in an older version, or again, changes nothing', async () => {
    const before = await content();
    const order = before.documents.find(({ kind }) => kind === 'order');
    const older = { ...order, version: 1, cursor: 1, data: null };
    const again = await put('/v1/work', await pageWith({}));
    expect(again.status).toBe(200);
    const answer = await put('/v1/work', await pageWith({ documents: [older], cursor: 1 }));
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([200, { cursor: before.cursor }]);
    expect(await content()).toEqual(before);
  });

  test('of another site is refused', async () => {
    const before = await content();
    await refuse(put('/v1/work', await pageWith({ site: 'paris' })), 409, 'WORK_OF_OTHER_SITE');
    expect(await content()).toEqual(before);
  });

  test.each([
    ['of another version', { v: 2 }],
    ['without an epoch', { epoch: '' }],
    ['before the feed', { cursor: -1 }],
    ['of an unknown kind', { documents: [{ kind: 'song', id: 'x', version: 1, cursor: 1, data: null }] }],
    ['with version 0', { documents: [{ kind: 'site', id: 'HAM', version: 0, cursor: 1, data: null }] }],
    [
      'with half an order',
      { documents: [{ kind: 'order', id: 'X', version: 9, cursor: 99, data: { order: 'X' } }] },
    ],
    ['that is no list', { documents: {} }],
    ['from no time', { asOf: 'now' }],
  ])('%s is refused whole', async (_what, over) => {
    const before = await content();
    await refuse(put('/v1/work', await pageWith(over)), 400, 'REQUEST_INVALID');
    expect(await content()).toEqual(before);
  });

  test.each(['after=-1', 'after=x', 'limit=0', 'limit=1001', 'epoch=', 'since=1'])(
    'asked for with ?%s is refused, by the gateway and by central',
    async (query) => {
      await refuse(get(`/v1/work?${query}`), 400, 'REQUEST_INVALID');
      const atCentral = send(site.urls.central, { path: `/v1/sites/${siteName}/work?${query}` });
      await refuse(atCentral, 400, 'REQUEST_INVALID');
    },
  );

  test('of a site that central does not know is refused with the names of those that it knows', async () => {
    const answer = send(site.urls.central, { path: '/v1/sites/paris/work' });
    expect((await refuse(answer, 422, 'SITE_UNKNOWN')).detail).toContain(siteName);
  });
});

describe('facts posted to central', () => {
  const post = (body: object) =>
    send(site.urls.central, { method: 'POST', path: '/v1/facts', body: { v: 1, site: siteName, ...body } });
  const upTo = async () => {
    const { stations } = (await getJson(site.urls.central, '/v1/status')) as { stations: { upTo: number }[] };
    return stations.map((station) => station.upTo);
  };

  test.each([
    ['of another site', { site: 'paris', events: [{}] }, 422, 'SITE_UNKNOWN'],
    ['that are none', { events: [] }, 400, 'REQUEST_INVALID'],
    ['that are too many', { events: Array(501).fill({}) }, 400, 'REQUEST_INVALID'],
    [
      'without a place',
      { events: [{}, null, 7, 'x', { data: { station: 'pack' } }] },
      422,
      'FACTS_UNPLACEABLE',
    ],
    [
      'of another site inside',
      { events: [{ data: { site: 'paris', station: 'pack', seq: 4 } }] },
      422,
      'FACTS_UNPLACEABLE',
    ],
  ])('%s are refused', async (_what, body, status, code) => {
    await refuse(post(body), status, code);
    expect(await upTo()).toEqual([3]);
  });

  test('the way is free after all of it', async () => {
    await sender.send(chain.next());
    await soon('the next fact at central', async () => ((await upTo())[0] === 4 ? true : undefined));
  });
});
