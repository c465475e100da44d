import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FactDraft, KnownFact } from '../../protocols/wire/fact.ts';
import {
  type ClaimDocument,
  claimAnswer,
  type FloorDocument,
  floorPage,
  waveDocument,
} from '../../protocols/wire/floor.ts';
import { workTopic } from '../../protocols/wire/topics.ts';
import { workPoke } from '../../protocols/wire/work.ts';
import type { RunningGateway } from '../main.ts';
import {
  connectStation,
  newDataDir,
  startTestGateway,
  type TestStation,
  testSite,
} from '../testing-gateway.ts';
import { factWriters, pack, pick } from './testing-facts.ts';

const tokens = { S1: 'station-one-0123456789', S2: 'station-two-0123456789' };
const operator = 'operator-token-0123456789';
const sync = 'sync-token-0123456789';
type StationName = keyof typeof tokens;

let dataDir: string;
let gateway: RunningGateway;
let open: TestStation[] = [];
let write: ReturnType<typeof factWriters>;
let cursor = 0;

beforeEach(async () => {
  dataDir = newDataDir();
  cursor = 0;
  write = factWriters(new Date(Date.now() - 20_000).toISOString());
  await start();
});
afterEach(async () => {
  for (const { client } of open) client.end(true);
  open = [];
  await gateway.stop();
});

async function start(): Promise<void> {
  gateway = await startTestGateway(dataDir, {
    http: { port: 0, tokens: { [operator]: 'operator', [sync]: 'sync' } },
    mqtt: { port: 0, stationTokens: tokens },
  });
}

async function connect(name: StationName): Promise<TestStation> {
  const station = await connectStation(gateway.mqttUrl, name, { username: name, password: tokens[name] });
  open.push(station);
  return station;
}

async function ask<Body>(method: string, path: string, token: string, body?: unknown): Promise<Body> {
  const response = await fetch(gateway.httpUrl + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Body;
}

const orderClaim = (order: string): ClaimDocument['subject'] => ({ kind: 'order', order });
const claim = async (name: StationName, subject: ClaimDocument['subject']) =>
  claimAnswer.parse(await ask('POST', '/v1/claims', tokens[name], { v: 1, subject, operator: name }));

/** Documents of the floor as they are now, by `{kind} {id}`. */
async function floor(name: StationName = 'S1'): Promise<Map<string, FloorDocument['data']>> {
  const page = floorPage.parse(await ask('GET', '/v1/floor', tokens[name]));
  return new Map(
    page.documents.flatMap(({ kind, id, data }) => (data === null ? [] : [[`${kind} ${id}`, data]])),
  );
}

const shows = (name: string, expected: unknown) =>
  vi.waitFor(async () => expect((await floor()).get(name)).toMatchObject(expected as object), {
    timeout: 30_000,
    interval: 20,
  });

const order = (number: string, more: object = {}) => ({
  order: number,
  status: 'released',
  customer: { id: 'C1', name: 'Anna' },
  shipTo: { name: 'Anna', street: 'Hafen 1', city: 'Hamburg', postalCode: '20457', country: 'DE' },
  promised: null,
  lines: [{ line: 1, sku: 'TEA', name: 'Tea', units: 3 }],
  ...more,
});

/** Central sends documents: `[kind, id, data]`. */
async function work(...documents: readonly [string, string, unknown][]): Promise<void> {
  const made = documents.map(([kind, id, data]) => {
    cursor += 1;
    return { kind, id, version: cursor, cursor, data };
  });
  const page = {
    v: 1,
    site: testSite,
    epoch: 'e1',
    documents: made,
    cursor,
    more: false,
    asOf: '2026-01-05T06:00:00.000Z',
  };
  await ask('PUT', '/v1/work', sync, page);
}

const siteWith = (rules: object): [string, string, unknown] => [
  'site',
  testSite,
  { name: 'Berlin', gs1CompanyPrefix: '4012345', timeZone: 'Europe/Berlin', rules },
];
const send = (station: TestStation, name: StationName, ...drafts: FactDraft[]): KnownFact[] => {
  const facts = drafts.map((draft) => write(name, draft));
  void station.send(facts);
  return facts;
};

test('of two stations that ask for an order at the same time exactly one gets it, and asking again changes nothing', async () => {
  await work(siteWith({ claims: { mode: 'lease' } }));
  const answers = await Promise.all([claim('S1', orderClaim('SO-1')), claim('S2', orderClaim('SO-1'))]);
  expect(answers.filter(({ granted }) => granted)).toHaveLength(1);
  const holder = answers.find(({ granted }) => granted)?.claim.station as StationName;
  const other = holder === 'S1' ? 'S2' : 'S1';
  expect(answers.map(({ claim: { station } }) => station)).toEqual([holder, holder]);
  expect((await claim(holder, orderClaim('SO-1'))).granted).toBe(true);
  expect(await ask('DELETE', '/v1/claims/order%3ASO-1', tokens[other])).toEqual({ v: 1, released: false });
  expect((await claim(other, orderClaim('SO-1'))).granted).toBe(false);
  expect(await ask('DELETE', '/v1/claims/order%3ASO-1', tokens[holder])).toEqual({ v: 1, released: true });
  expect((await claim(other, orderClaim('SO-1'))).granted).toBe(true);
});

test('what comes back of an order has a claim of its own, beside that of the order', async () => {
  await work(siteWith({ claims: { mode: 'lease' } }), ['order', 'SO-1', order('SO-1')]);
  const back = { kind: 'return', order: 'SO-1' } as const;
  expect((await claim('S1', back)).granted).toBe(true);
  expect((await claim('S2', orderClaim('SO-1'))).granted).toBe(true);
  expect((await claim('S2', back)).granted).toBe(false);
  expect((await floor()).get('claim order:SO-1')).toMatchObject({ station: 'S2' });
  expect((await floor()).get('claim return:SO-1')).toMatchObject({ station: 'S1' });
  expect(await ask('DELETE', '/v1/claims/return%3ASO-1', tokens.S1)).toEqual({ v: 1, released: true });
  expect((await claim('S2', back)).granted).toBe(true);
});

test('a claim survives a restart, and a supervisor can take it away', async () => {
  await claim('S1', orderClaim('SO-1'));
  await gateway.stop();
  await start();
  expect(await claim('S2', orderClaim('SO-1'))).toMatchObject({ granted: false, claim: { station: 'S1' } });
  expect(await ask('POST', '/v1/claims/order%3ASO-1/release', tokens.S2)).toMatchObject({
    code: 'NOT_ALLOWED',
  });
  expect(await ask('POST', '/v1/claims/order%3ASO-1/release', operator)).toEqual({ v: 1, released: true });
  expect(await ask('POST', '/v1/claims/order%3ASO-1/release', operator)).toMatchObject({
    code: 'CLAIM_UNKNOWN',
  });
  expect((await claim('S2', orderClaim('SO-1'))).granted).toBe(true);
});

test('only the station itself has claims: not in the name of another, and not a client of the office', async () => {
  const body = { v: 1, subject: orderClaim('SO-1'), operator: null };
  expect(await ask('POST', '/v1/claims?station=S2', tokens.S1, body)).toMatchObject({ code: 'NOT_ALLOWED' });
  expect(await ask('POST', '/v1/claims', operator, body)).toMatchObject({ code: 'STATION_NOT_NAMED' });
  expect(await ask('POST', '/v1/claims', tokens.S1, { ...body, subject: { kind: 'song' } })).toMatchObject({
    code: 'REQUEST_INVALID',
  });
});

test('a tote that is filled at one station is told to the others, and empty once it was packed', async () => {
  await work();
  const [one, two] = [await connect('S1'), await connect('S2')];
  const pokes: number[] = [];
  two.client.on('message', (topic, payload) => {
    if (topic === workTopic(testSite))
      pokes.push(workPoke.parse(JSON.parse(payload.toString())).floor?.cursor ?? 0);
  });
  await two.client.subscribeAsync(workTopic(testSite), { qos: 0 });
  send(
    one,
    'S1',
    { type: 'tote.assigned', data: { tote: 'T-1', order: 'SO-1' } },
    pick('SO-1', { tote: 'T-1', units: 2, lot: 'A' }),
  );
  await vi.waitFor(() => expect(pokes.some((floorCursor) => floorCursor > 0)).toBe(true), { interval: 5 });
  await shows('tote T-1', { order: 'SO-1', items: [{ line: 1, sku: 'TEA', units: 2, lot: 'A' }] });
  await shows('progress SO-1', { stations: ['S1'], lines: [{ line: 1, picked: 2, packed: 0 }] });
  send(two, 'S2', pack('SO-1', { tote: 'T-1', units: 2 }));
  await shows('progress SO-1', { stations: ['S1', 'S2'], lines: [{ picked: 2, packed: 2 }], nextParcel: 2 });
  expect((await floor()).has('tote T-1')).toBe(false);
});

test('two stations that worked on an order without a network are found: who had the claim goes on, until the other has undone', async () => {
  await work(siteWith({ claims: { mode: 'lease' } }), ['order', 'SO-1', order('SO-1')]);
  await claim('S2', orderClaim('SO-1'));
  write = factWriters(new Date(Date.now()).toISOString());
  const [one, two] = [await connect('S1'), await connect('S2')];
  const [stray] = send(one, 'S1', pick('SO-1'));
  send(two, 'S2', pick('SO-1', { line: 2 }));
  await shows('progress SO-1', { conflict: { keeper: 'S2', others: ['S1'] } });
  const incidents = () => ask<{ incidents: unknown[] }>('GET', '/v1/incidents', operator);
  expect((await incidents()).incidents).toMatchObject([{ code: 'FLOOR_CONFLICT', subject: 'SO-1' }]);
  send(one, 'S1', {
    type: 'pick.undone',
    data: { order: 'SO-1', line: 1, sku: 'TEA', units: 1, pickSeq: stray?.seq ?? 0 },
  });
  await vi.waitFor(async () => expect((await incidents()).incidents).toEqual([]), { interval: 20 });
  expect((await floor()).get('progress SO-1')).not.toHaveProperty('conflict');
});

test('a sealed parcel is stopped as soon as its order is cancelled, and may leave again when that was a mistake', async () => {
  await work(siteWith({}), ['order', 'SO-1', order('SO-1', { carrier: 'DHL' })]);
  const one = await connect('S1');
  const sscc = '340123450000000017';
  const items = [{ line: 1, sku: 'TEA', units: 3 }];
  send(one, 'S1', { type: 'parcel.sealed', data: { order: 'SO-1', parcel: 1, sscc, items } });
  await shows(`parcel ${sscc}`, { status: 'sealed', carrier: 'DHL' });
  await work(['order', 'SO-1', order('SO-1', { status: 'cancelled', holdReason: 'customer withdrew' })]);
  await shows(`parcel ${sscc}`, { stop: 'customer withdrew' });
  await work(['order', 'SO-1', order('SO-1')]);
  await vi.waitFor(async () => expect((await floor()).get(`parcel ${sscc}`)).not.toHaveProperty('stop'));
});

test('a wave is planned on request, in the order of the walk, and an order that is held leaves it', async () => {
  const shelf = (location: string, walk: number, contents: object[]): [string, string, unknown] => [
    'location',
    location,
    { location, walk, contents },
  ];
  expect(await ask('POST', '/v1/waves', operator, { v: 1 })).toMatchObject({ code: 'WAVES_OFF' });
  await work(
    siteWith({ waves: { mode: 'cluster', ordersPerTask: 2 } }),
    shelf('L-2', 2, [{ sku: 'TEA', units: 100, lot: 'OLD', expiry: '2027-01-01' }]),
    shelf('L-1', 1, [{ sku: 'TEA', units: 100, lot: 'NEW', expiry: '2027-06-01' }]),
    ['order', 'SO-1', order('SO-1')],
    ['order', 'SO-2', order('SO-2', { priority: 0 })],
  );
  const wave = await vi.waitFor(async () =>
    waveDocument.parse(await ask('POST', '/v1/waves', operator, { v: 1 })),
  );
  expect(wave).toMatchObject({ wave: 'W1', orders: ['SO-2', 'SO-1'], tasks: ['W1-1'] });
  expect((await floor()).get('task W1-1')).toMatchObject({
    mode: 'cluster',
    stops: [
      {
        location: 'L-2',
        lot: 'OLD',
        parts: [
          { order: 'SO-2', units: 3 },
          { order: 'SO-1', units: 3 },
        ],
      },
    ],
  });
  expect(await ask('POST', '/v1/waves', operator, { v: 1 })).toMatchObject({ code: 'WAVE_EMPTY' });
  await work(['order', 'SO-1', order('SO-1', { status: 'on_hold' })]);
  await shows('task W1-1', { orders: ['SO-2'], stops: [{ parts: [{ order: 'SO-2', units: 3 }] }] });
  expect(await ask('GET', '/v1/waves', operator)).toMatchObject({
    waves: [{ wave: 'W1', orders: ['SO-2'] }],
  });
  await work(['order', 'SO-1', order('SO-1')]);
  const second = await vi.waitFor(async () =>
    waveDocument.parse(await ask('POST', '/v1/waves', operator, { v: 1 })),
  );
  expect(second).toMatchObject({ wave: 'W2', orders: ['SO-1'], tasks: ['W2-1'] });
});

test('an order that is cancelled while somebody is on its walk leaves the walk when that is given back', async () => {
  await work(
    siteWith({ waves: { mode: 'cluster', ordersPerTask: 2 } }),
    ['order', 'SO-1', order('SO-1')],
    ['order', 'SO-2', order('SO-2')],
  );
  await vi.waitFor(async () => waveDocument.parse(await ask('POST', '/v1/waves', operator, { v: 1 })));
  const one = await connect('S1');
  const task = 'W1-1';
  send(one, 'S1', { type: 'task.started', data: { task, orders: ['SO-1', 'SO-2'] } }, pick('SO-1', { task }));
  await shows('task W1-1', { status: 'in_progress' });
  const sscc = '340123450000000017';
  const items = [{ line: 1, sku: 'TEA', units: 1 }];
  send(one, 'S1', { type: 'parcel.sealed', data: { order: 'SO-1', parcel: 1, sscc, items } });
  await shows(`parcel ${sscc}`, { status: 'sealed' });
  await work(['order', 'SO-1', order('SO-1', { status: 'cancelled' })]);
  await shows(`parcel ${sscc}`, { stop: 'cancelled' });
  send(one, 'S1', { type: 'task.closed', data: { task, outcome: 'given_back' } });
  await shows('task W1-1', { status: 'open', orders: ['SO-2'], stops: [{ parts: [{ order: 'SO-2' }] }] });
  // Central takes it up again: the rest gets a walk of its own.
  await work(['order', 'SO-1', order('SO-1')]);
  const second = await vi.waitFor(async () =>
    waveDocument.parse(await ask('POST', '/v1/waves', operator, { v: 1 })),
  );
  expect(second.orders).toEqual(['SO-1']);
  await shows('task W2-1', { stops: [{ parts: [{ order: 'SO-1', units: 2, before: 1 }] }] });
});

test('the documents are the same after the gateway was restarted', async () => {
  await work();
  const one = await connect('S1');
  send(one, 'S1', pick('SO-1', { tote: 'T-1' }), pack('SO-1'));
  await shows('progress SO-1', { lines: [{ picked: 1, packed: 1 }] });
  const before = await ask('GET', '/v1/floor', tokens.S1);
  one.client.end(true);
  await gateway.stop();
  await start();
  const after = await ask('GET', '/v1/floor', tokens.S1);
  expect({ ...(after as object), asOf: '' }).toEqual({ ...(before as object), asOf: '' });
});
