import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cloudSyncStatus } from '../../protocols/wire/status.ts';
import { booksOf, enterBusiness } from './business.ts';
import { getJson } from './http.ts';
import { Chain, connectAs, type Sender, statusOf } from './over-mqtt.ts';
import { type Site, startSite } from './site.ts';
import { soon } from './soon.ts';

let site: Site;
let bad: Sender;
const chain = new Chain('bad');

beforeAll(async () => {
  site = await startSite({ without: ['edge', 'simulator'] });
  await enterBusiness(site, ['SO-1']);
  bad = await connectAs(site.mqttUrl, chain.station);
});
afterAll(async () => {
  bad.client.end(true);
  await site.stop();
});

/** What central has of the station. */
async function atCentral(): Promise<{ upTo: number; setAside: number }> {
  const { stations } = (await getJson(site.urls.central, '/v1/status')) as {
    stations: { station: string; upTo: number; setAside: number }[];
  };
  return stations.find(({ station }) => station === chain.station) ?? { upTo: 0, setAside: 0 };
}

/** A raw fact, as text, in the place that the chain has reached; the chain goes on behind it. */
function rawInPlace(members: string): string {
  const fact = chain.next();
  return `{"v":1,"site":"HAM","station":"bad","facts":[{"seq":${fact.seq},"hash":"${fact.hash}"${members}}]}`;
}

/** Facts that a gateway takes as whole, however odd they are. */
const odd: readonly (readonly [what: string, more: object])[] = [
  ['of a type that nobody knows yet', { type: 'robot.charged', data: { volts: 48 } }],
  ['that names an order of endless length', { type: 'robot.charged', data: { order: 'x'.repeat(5_000) } }],
  ['that names an order without a name', { type: 'robot.charged', data: { order: '' } }],
  ['that names an order that is no text', { type: 'robot.charged', data: { order: { a: 1 } } }],
  ['with half a character', { type: 'robot.charged', data: { text: '\ud800\0' } }],
  ['with a prototype inside', { type: 'robot.charged', data: JSON.parse('{"a":{"__proto__":{"x":1}}}') }],
  ['with a constructor inside', { type: 'robot.charged', data: { a: { constructor: { prototype: {} } } } }],
  ['of the year 0', { at: '0000-01-01T00:00:00.000Z' }],
  ['of the year 9999', { at: '9999-12-31T23:59:59.999Z' }],
  ['of an order that nobody knows', { type: 'order.started', data: { order: 'SO-404', version: 1 } }],
  ['with a type of every object', { type: 'constructor.name', data: {} }],
];

/** What stands in the place of a fact and is none. */
const nonsense: readonly (readonly [what: string, members: string])[] = [
  ['nothing else', ''],
  ['a prototype', ',"__proto__":{"x":1}'],
  ['a constructor', ',"constructor":{"prototype":{"x":1}}'],
  ['a prototype deep inside', ',"data":{"a":[{"__proto__":[]}]}'],
  ['a number beyond all numbers', ',"data":{"a":1e999}'],
  ['half a character', ',"data":"\\ud800\\u0000"'],
  ['nesting without end', `,"data":${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ['the form of a record that only a gateway writes', ',"reason":"invalid","detail":"x","raw":1'],
];

/** A good fact behind it reaches central: the way is free. */
async function wayIsFree(): Promise<void> {
  const fact = chain.next();
  await bad.send(fact);
  await soon(`seq ${fact.seq} at central`, async () =>
    (await atCentral()).upTo >= fact.seq ? true : undefined,
  );
  const { up } = cloudSyncStatus.parse(await getJson(site.urls['cloud-sync'], '/v1/status'));
  expect(up.lastError).toBeNull();
}

describe('nothing that a station sends blocks the way to central', () => {
  test.each(odd)('a fact %s', async (_what, more) => {
    const { setAside } = await atCentral();
    await bad.send(chain.next(more));
    await wayIsFree();
    // Central and the gateway see the same in it.
    expect((await atCentral()).setAside).toBe(setAside);
    expect((await statusOf(site.urls.gateway)).log.setAside).toBe(setAside);
  });

  test.each(nonsense)('in the place of a fact: %s', async (_what, members) => {
    const { setAside } = await atCentral();
    await bad.raw(rawInPlace(members));
    await wayIsFree();
    expect((await atCentral()).setAside).toBe(setAside + 1);
    expect((await statusOf(site.urls.gateway)).log.setAside).toBe(setAside + 1);
  });

  test('all of it shows among the exceptions, and every page of them can be read', async () => {
    const { exceptions } = (await booksOf(site)) as { exceptions: { items: { code: string }[] } };
    const codes = exceptions.items.map(({ code }) => code);
    expect(codes.filter((code) => code.startsWith('SET_ASIDE'))).toHaveLength(nonsense.length);
    expect(codes.filter((code) => code === 'ORDER_UNKNOWN')).toHaveLength(1);
    let after = '';
    for (let pages = 0; pages < codes.length; pages += 1) {
      const page = await getJson(site.urls.central, `/v1/exceptions?limit=1${after}`);
      after = page.next === null ? '' : `&after=${encodeURIComponent(String(page.next))}`;
      expect(page.items).toHaveLength(1);
    }
    expect(after).toBe('');
  });
});
