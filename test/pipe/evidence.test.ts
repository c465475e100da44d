import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunningGateway } from '../../gateway/main.ts';
import { systemClock } from '../../kernel/clock.ts';
import { type EventPage, eventPage } from '../../protocols/wire/event.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { genesis, seal } from '../../protocols/wire/fact-chain.ts';
import { type FactAck, factAck } from '../../protocols/wire/fact-delivery.ts';
import { ackTopic, factsTopic, stationClientId } from '../../protocols/wire/topics.ts';
import {
  copyOf,
  enrol,
  getJson,
  newFolder,
  newKey,
  openIncidents,
  site,
  startTestGateway,
  station,
  TestStation,
} from './pipe-kit.ts';

let gatewayDir: string;
let gateway: RunningGateway;
const running: TestStation[] = [];
const clients: MqttClient[] = [];

beforeEach(async () => {
  gatewayDir = newFolder();
  gateway = await startTestGateway(gatewayDir);
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
  for (const client of clients.splice(0)) client.end(true);
  await gateway.stop();
});

function stationWith(options: ConstructorParameters<typeof TestStation>[1] = {}): TestStation {
  const made = new TestStation(gateway, options);
  running.push(made);
  return made;
}
async function stop(one: TestStation): Promise<void> {
  running.splice(running.indexOf(one), 1);
  await one.stop();
}
const soon = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 20 });
const acknowledged = (one: TestStation) => soon(() => expect(one.facts.acknowledged).toBe(one.facts.lastSeq));
const log = async (): Promise<EventPage> =>
  eventPage.parse(await getJson(`${gateway.httpUrl}/v1/events?station=${station}`));
const factsAtGateway = async () => (await log()).events.map(({ data }) => data as Fact);
const named = (...codes: string[]) =>
  soon(async () => {
    const open = (await openIncidents(gateway)).map(({ code }) => code);
    expect(open).toEqual(expect.arrayContaining(codes));
  });

/** A program with the name of the station that sends what the test wants. */
async function stranger() {
  const clientId = stationClientId(site, station);
  const client = await connectAsync(gateway.mqttUrl, { clientId, protocolVersion: 4, reconnectPeriod: 0 });
  clients.push(client);
  const acks: FactAck[] = [];
  client.on('error', () => {});
  client.on('message', (_topic, payload) => acks.push(factAck.parse(JSON.parse(payload.toString()))));
  await client.subscribeAsync(ackTopic(site, station), { qos: 1 });
  const send = (batch: object) =>
    client.publishAsync(factsTopic(site, station), JSON.stringify({ v: 1, site, station, ...batch }), {
      qos: 1,
    });
  return { client, acks, send };
}

function otherChain(count: number): Fact[] {
  const facts: Fact[] = [];
  let head = genesis;
  for (let n = 0; n < count; n += 1) {
    const fact = seal(head, {
      v: 1,
      site: site as Fact['site'],
      station: station as Fact['station'],
      at: '2026-01-05T06:00:00.000Z',
      operator: null,
      type: 'station.started',
      data: { boot: `other-${n}`, version: '0.1.0' },
    });
    facts.push(fact);
    head = { upTo: fact.seq, hash: fact.hash };
  }
  return facts;
}

test('trap 6: each connection starts at the oldest unacknowledged fact, and only the gateway’s word lets facts go', async () => {
  const one = stationWith({ keep: 10 }).start();
  one.store(30);
  await acknowledged(one);
  await gateway.stop();
  one.store(40);
  expect(one.facts.oldestHeld).toBeLessThanOrEqual(31);
  expect(one.held().at(-1)?.seq).toBe(70);
  gateway = await startTestGateway(gatewayDir);
  await stop(one);
  const again = stationWith({ folder: one.folder, keep: 10 }).start();
  await acknowledged(again);
  expect((await factsAtGateway()).map(({ seq }) => seq)).toEqual(Array.from({ length: 70 }, (_, n) => n + 1));
  expect(again.facts.oldestHeld).toBe(61);
});

test('trap 7: poison is set aside and acknowledged; a known seq with another hash is kept apart and named', async () => {
  const { send, acks } = await stranger();
  const [first, second, third] = otherChain(3);
  await send({ facts: [first, { ...second, operator: 'eve' }, third] });
  await soon(() => expect(acks.at(-1)).toMatchObject({ upTo: 3, hash: third?.hash, gap: null }));
  const twin = seal(genesis, { ...(first as Fact), data: { boot: 'twin', version: '0.1.0' } });
  await send({ facts: [twin] });
  await soon(() =>
    expect(acks.at(-1)).toMatchObject({
      upTo: 3,
      refused: { code: 'FACT_CONFLICT', seq: 1, hash: twin.hash },
    }),
  );
  await named('FACT_CONFLICT');
  const page = await log();
  expect(page.events.map(({ type }) => type)).toEqual([
    'packproof.station.started',
    'packproof.fact.set_aside',
    'packproof.station.started',
  ]);
});

describe('a station whose log and gateway contradict each other', () => {
  test('restored from an old backup: it stops, nothing is deleted, and the gateway names it', async () => {
    const before = stationWith().start();
    before.store(5);
    await acknowledged(before);
    await stop(before);
    const backup = copyOf(before.folder);
    const after = stationWith({ folder: before.folder }).start();
    after.store(5);
    await acknowledged(after);
    await stop(after);
    const atGateway = await factsAtGateway();

    const restored = stationWith({ folder: backup });
    restored.store(2, 'restored');
    restored.start();
    await soon(() => expect(restored.delivery.stopped?.code).toBe('STATION_LOG_BEHIND'));
    await named('STATION_RESTORED', 'STATION_STOPPED');
    restored.store(20, 'later');
    expect(restored.facts.acknowledged).toBe(5);
    expect(restored.held()).toHaveLength(27);
    expect(await factsAtGateway()).toEqual(atGateway);
    await soon(() => expect(restored.delivery.connected).toBe(false));
  });

  test('restored, and gone on beyond what the gateway has before it is seen again: seq reuse is named, no fact takes a place', async () => {
    const before = stationWith().start();
    before.store(5);
    await acknowledged(before);
    await stop(before);
    const backup = copyOf(before.folder);
    const after = stationWith({ folder: before.folder }).start();
    after.store(3);
    await acknowledged(after);
    await stop(after);

    const restored = stationWith({ folder: backup });
    restored.store(300, 'restored');
    restored.start();
    await soon(() => expect(restored.delivery.stopped?.code).toBe('STATION_LOG_FORKED'));
    await named('FACT_CONFLICT', 'STATION_STOPPED');
    expect(restored.facts.acknowledged).toBe(5);
    expect(restored.held()).toHaveLength(305);
    expect((await log()).events.map(({ type }) => type)).toEqual(Array(8).fill('packproof.station.started'));
  });

  test('replaced by a new machine under the old id: it says that its log is new', async () => {
    const old = stationWith().start();
    old.store(4);
    await acknowledged(old);
    await stop(old);
    const fresh = stationWith();
    fresh.store(1, 'new');
    fresh.start();
    await soon(() => expect(fresh.delivery.stopped?.code).toBe('STATION_LOG_FRESH'));
    await named('STATION_RESTORED', 'STATION_STOPPED');
    expect(fresh.held()).toHaveLength(1);
    expect(await factsAtGateway()).toHaveLength(4);
  });

  test('cloned: the copy stops, the good one goes on, and the gateway names the clone', async () => {
    const master = stationWith().start();
    master.store(10);
    await acknowledged(master);
    await stop(master);
    const image = copyOf(master.folder);
    const good = stationWith({ folder: master.folder, startedAt: '2026-01-05T06:00:00.000Z' }).start();
    good.store(5, 'good');
    await acknowledged(good);
    const copy = stationWith({ folder: image, startedAt: '2026-01-05T06:00:01.000Z' });
    copy.store(3, 'copy');
    copy.start();
    await soon(() => expect(copy.delivery.stopped).not.toBeNull());
    good.store(50, 'good');
    await acknowledged(good);
    await named('STATION_CLONED', 'STATION_RESTORED');
    expect(good.delivery.stopped).toBeNull();
    expect(await factsAtGateway()).toEqual(good.held());
    expect(copy.held()).toHaveLength(13);
  });
});

test('seq reuse by another program does not stop the station whose facts fit', async () => {
  const good = stationWith().start();
  good.store(4);
  await acknowledged(good);
  const { send, acks } = await stranger();
  await send({ facts: otherChain(9) });
  await soon(() => expect(acks.at(-1)?.refused?.code).toBe('FACT_CONFLICT'));
  await named('FACT_CONFLICT');
  good.store(4);
  await acknowledged(good);
  expect(good.delivery.stopped).toBeNull();
  expect(await factsAtGateway()).toEqual(good.held());
});

test('a clock that is wrong is named until it is right, and the order of facts does not follow it', async () => {
  let offsetMs = 3_600_000;
  const clock = { ...systemClock, now: () => systemClock.now() + offsetMs };
  const one = stationWith({ clock }).start();
  one.store(2);
  await acknowledged(one);
  await named('CLOCK_SKEW');
  offsetMs = 0;
  one.store(2);
  await acknowledged(one);
  await soon(async () => expect(await openIncidents(gateway)).toEqual([]));
  expect((await factsAtGateway()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
});

describe('signatures', () => {
  async function restart(): Promise<void> {
    await gateway.stop();
    gateway = await startTestGateway(gatewayDir);
  }

  test('are verified, kept and handed out with the facts that they prove', async () => {
    const key = newKey();
    await gateway.stop();
    enrol(gatewayDir, key);
    gateway = await startTestGateway(gatewayDir);
    const one = stationWith({ identity: key.identity }).start();
    one.store(250);
    await acknowledged(one);
    one.store(1);
    await soon(async () => {
      const last = one.held().at(-1);
      expect((await log()).heads.at(-1)).toMatchObject({
        station,
        seq: 251,
        hash: last?.hash,
        key: key.identity.keyId,
      });
    });
    expect((await log()).heads).toHaveLength(1);
    expect(await openIncidents(gateway)).toEqual([]);
  });

  test('of a key that is not known are refused by name; after the enrolment everything arrives', async () => {
    const key = newKey();
    const one = stationWith({ identity: key.identity }).start();
    one.store(3);
    await soon(() => expect(one.delivery.refused).toBe('HEAD_KEY_UNKNOWN'));
    await named('HEAD_KEY_UNKNOWN');
    expect([one.facts.acknowledged, (await log()).events.length]).toEqual([0, 0]);
    await stop(one);
    await gateway.stop();
    enrol(gatewayDir, key);
    gateway = await startTestGateway(gatewayDir);
    const again = stationWith({ folder: one.folder, identity: key.identity }).start();
    await acknowledged(again);
    await soon(async () => expect(await openIncidents(gateway)).toEqual([]));
  });

  test('that are wrong, of another key, or of another fact let nothing in', async () => {
    const key = newKey();
    const newer = newKey();
    await gateway.stop();
    enrol(gatewayDir, newer);
    gateway = await startTestGateway(gatewayDir);
    const { send, acks } = await stranger();
    const [first, second] = otherChain(2);
    const of = ({ seq, hash }: Fact) => ({ seq, hash });
    const good = newer.identity.sign(of(first as Fact));
    const forged = { ...key.identity.sign(of(first as Fact)), key: newer.identity.keyId };
    const cases = [
      [{ facts: [first], head: forged }, 'HEAD_INVALID'],
      [{ facts: [first, second], head: good }, 'HEAD_MISMATCH'],
      [{ facts: [first], head: { ...good, hash: second?.hash } }, 'HEAD_MISMATCH'],
      [{ facts: [first], head: key.identity.sign(of(first as Fact)) }, 'HEAD_KEY_UNKNOWN'],
    ] as const;
    for (const [batch, code] of cases) {
      await send(batch);
      await soon(() => expect(acks.at(-1)?.refused?.code).toBe(code));
      expect(acks.at(-1)?.upTo).toBe(0);
    }
    await named('HEAD_INVALID', 'HEAD_MISMATCH', 'HEAD_KEY_UNKNOWN');
    await send({ facts: [first], head: good });
    await soon(() => expect(acks.at(-1)?.upTo).toBe(1));
  });

  test('that a station owes are missed after a thousand facts, and settled by the next one', async () => {
    const key = newKey();
    enrol(gatewayDir, key);
    await restart();
    const { send, acks } = await stranger();
    const facts = otherChain(1_102);
    for (let from = 0; from < 1_100; from += 100) await send({ facts: facts.slice(from, from + 100) });
    await soon(() => expect(acks.at(-1)?.upTo).toBe(1_100));
    await named('HEAD_MISSING');
    const last = facts[1_101] as Fact;
    await send({ facts: facts.slice(1_100), head: key.identity.sign({ seq: last.seq, hash: last.hash }) });
    await soon(async () => expect(await openIncidents(gateway)).toEqual([]));
  });
});

test('an incident outlives a restart of the gateway, and a person settles it', async () => {
  const { send } = await stranger();
  await send({ facts: otherChain(1) });
  await send({ facts: [seal(genesis, { ...(otherChain(1)[0] as Fact), operator: 'eve' })] });
  await named('FACT_CONFLICT');
  await gateway.stop();
  gateway = await startTestGateway(gatewayDir);
  await named('FACT_CONFLICT');
  const settle = () =>
    fetch(`${gateway.httpUrl}/v1/incidents/settle`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ v: 1, code: 'FACT_CONFLICT', subject: station }),
    });
  expect((await settle()).status).toBe(200);
  expect((await settle()).status).toBe(404);
  expect(await openIncidents(gateway)).toEqual([]);
  const ended = await getJson<{ incidents: object[] }>(`${gateway.httpUrl}/v1/incidents?state=ended`);
  expect(ended.incidents).toMatchObject([{ code: 'FACT_CONFLICT', subject: station, count: 1 }]);
});
