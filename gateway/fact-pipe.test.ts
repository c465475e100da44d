import { connect } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { MqttClient } from 'mqtt';
import { generate, parser } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { eventPage } from '../protocols/wire/event.ts';
import { gatewayStatus } from '../protocols/wire/status.ts';
import { factsTopic, stationClientId } from '../protocols/wire/topics.ts';
import type { RunningGateway } from './main.ts';
import {
  chainOf,
  connectMqtt,
  connectStation,
  getJson,
  newDataDir,
  putJson,
  startTestGateway,
  testSite,
} from './testing-gateway.ts';

let dataDir: string;
let gateway: RunningGateway;
const clients: MqttClient[] = [];

beforeEach(async () => {
  dataDir = newDataDir();
  gateway = await startTestGateway(dataDir);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await gateway.stop();
});

async function station(name: string) {
  const connected = await connectStation(gateway.mqttUrl, name);
  clients.push(connected.client);
  return connected;
}
const status = async () => gatewayStatus.parse(await getJson(`${gateway.httpUrl}/v1/status`));
/** What the gateway lacks; here always its work, which nobody brought. */
async function notReady(): Promise<string[]> {
  const { faults } = (await getJson(`${gateway.httpUrl}/v1/ready`)) as { faults: { place: string }[] };
  return faults.map(({ place }) => place);
}
const events = async (query = '') => eventPage.parse(await getJson(`${gateway.httpUrl}/v1/events${query}`));

describe('facts of stations', () => {
  test('are acknowledged cumulatively per station, and only when they are in the file', async () => {
    const one = await station('pack-1');
    const two = await station('pack-2');
    const ofOne = chainOf('pack-1', 5);
    await one.send(ofOne.slice(0, 2));
    await two.send(chainOf('pack-2', 1));
    await vi.waitFor(() =>
      expect(one.acks.at(-1)).toMatchObject({ v: 1, station: 'pack-1', upTo: 2, gap: null }),
    );
    const stored = new Database(join(dataDir, 'gateway.sqlite'), { readonly: true });
    expect(stored.prepare(`SELECT count(*) FROM entries WHERE station = 'pack-1'`).pluck().get()).toBe(2);
    stored.close();
    await one.send(ofOne.slice(2));
    await vi.waitFor(() => expect(one.acks.at(-1)?.upTo).toBe(5));
    await vi.waitFor(() => expect(two.acks.at(-1)?.upTo).toBe(1));
    const page = await events('?station=pack-1');
    expect(page.events.map((event) => event.data)).toEqual(ofOne);
  });

  test('behind a gap wait: the gap is named, and everything flows once it was sent', async () => {
    const { send, acks } = await station('pack-1');
    const facts = chainOf('pack-1', 6);
    await send(facts.slice(0, 1));
    await send(facts.slice(3));
    await vi.waitFor(() => expect(acks.at(-1)).toMatchObject({ upTo: 1, gap: { from: 2, to: 3 } }));
    expect((await events()).events).toHaveLength(1);
    await send(facts.slice(1));
    await vi.waitFor(() => expect(acks.at(-1)).toMatchObject({ upTo: 6, gap: null }));
  });

  test('that come twice are stored once, and a new connection learns at once where it stands', async () => {
    const first = await station('pack-1');
    const facts = chainOf('pack-1', 3);
    await first.send(facts);
    await first.send(facts);
    await vi.waitFor(() => expect(first.acks).toHaveLength(3));
    expect((await events()).events).toHaveLength(3);
    const again = await station('pack-1');
    await vi.waitFor(() =>
      expect(again.acks).toEqual([{ v: 1, station: 'pack-1', upTo: 3, hash: facts[2]?.hash, gap: null }]),
    );
  });

  test('PIPE trap 7: of another content under a known seq are named as a conflict, and the log keeps the first', async () => {
    const { send, acks } = await station('pack-1');
    const facts = chainOf('pack-1', 2);
    await send(facts);
    const [, twin] = chainOf('pack-1', 2, { upTo: 0, hash: 'a'.repeat(64) });
    await send([twin]);
    await send([twin]);
    await vi.waitFor(() => expect(acks).toHaveLength(4));
    const { log, refused } = await status();
    expect(log).toMatchObject({ cursor: 2, conflicts: 1 });
    expect(refused).toEqual({ FACT_CONFLICT: 2 });
    expect((await events()).events.map((event) => event.data)).toEqual(facts);
  });

  test('PIPE trap 7: that are poison are set aside in their place, acknowledged, and everything behind them flows', async () => {
    const { client, acks } = await station('pack-1');
    const facts = chainOf('pack-1', 4);
    const batch = batchOf([
      facts[0],
      { ...facts[1], data: 'DEEP' },
      { ...facts[2], operator: 'eve' },
      facts[3],
    ]);
    const deep = `${'['.repeat(9_000)}${']'.repeat(9_000)}`;
    await client.publishAsync(factsTopic(testSite, 'pack-1'), batch.replace('"DEEP"', deep), { qos: 1 });
    await vi.waitFor(() => expect(acks.at(-1)).toMatchObject({ upTo: 4, gap: null }));
    const page = await events();
    expect(page.events.map((event) => event.type)).toEqual([
      'packproof.order.started',
      'packproof.fact.set_aside',
      'packproof.fact.set_aside',
      'packproof.order.started',
    ]);
    expect(page.events[2]?.data).toMatchObject({
      seq: 3,
      reason: 'hash_mismatch',
      raw: { ...facts[2], operator: 'eve' },
    });
    expect((await status()).log).toMatchObject({ cursor: 4, setAside: 2 });
  });
});

describe('the PUBACK', () => {
  test('PIPE trap 2: of each message comes in the order of the messages, and when its fact is in the file', async () => {
    const facts = chainOf('pack-1', 60);
    const stored = new Database(join(dataDir, 'gateway.sqlite'), { readonly: true });
    const head = stored
      .prepare(`SELECT coalesce(max(up_to), 0) FROM stations WHERE station = 'pack-1'`)
      .pluck();
    const raw = await connectRaw('pack-1');
    const early: number[] = [];
    raw.onPuback = (id) => {
      if ((head.get() as number) < id) early.push(id);
    };
    for (const [index, fact] of facts.entries()) raw.publish(index + 1, [fact]);
    await vi.waitFor(() => expect(raw.pubacks).toHaveLength(60));
    expect(raw.pubacks).toEqual(facts.map((fact) => fact.seq));
    expect(early).toEqual([]);
    raw.socket.destroy();
    stored.close();
  });

  test('PIPE trap 4: of a station that floods the gateway waits, and the others are served meanwhile', async () => {
    const flood = chainOf('flood', 6_000);
    const raw = await connectRaw('flood');
    for (const [index, fact] of flood.entries()) raw.publish(index + 1, [fact]);
    const { send, acks } = await station('pack-1');
    let behind = 0;
    for (const fact of chainOf('pack-1', 20)) {
      await send([fact]);
      if (raw.pubacks.length < flood.length) behind += 1;
    }
    await vi.waitFor(() => expect(acks.at(-1)?.upTo).toBe(20));
    expect(behind).toBeGreaterThan(0);
    await vi.waitFor(() => expect(raw.pubacks).toHaveLength(6_000), 60_000);
    raw.socket.destroy();
  });
});

/** A station that keeps to no window: it writes what it has, and notes the PUBACKs. */
async function connectRaw(name: string) {
  const socket = connect(Number(new URL(gateway.mqttUrl).port), '127.0.0.1');
  const packets = parser({ protocolVersion: 4 });
  const pubacks: number[] = [];
  const raw = {
    socket,
    pubacks,
    onPuback: (_id: number) => {},
    publish: (messageId: number, facts: readonly unknown[]) => {
      const payload = JSON.stringify({ v: 1, site: testSite, station: name, facts });
      const topic = factsTopic(testSite, name);
      socket.write(
        generate({ cmd: 'publish', topic, payload, qos: 1, messageId, dup: false, retain: false }),
      );
    },
  };
  const welcome = new Promise<void>((resolve) => {
    packets.on('packet', ({ cmd, messageId = 0 }) => {
      if (cmd === 'connack') resolve();
      if (cmd !== 'puback') return;
      pubacks.push(messageId);
      raw.onPuback(messageId);
    });
  });
  socket.on('data', (chunk) => packets.parse(chunk));
  const clientId = stationClientId(testSite, name);
  socket.write(
    generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId,
      keepalive: 60,
    }),
  );
  await welcome;
  return raw;
}

describe('messages that are no facts', () => {
  function refusedRows() {
    const db = new Database(join(dataDir, 'gateway.sqlite'), { readonly: true });
    const rows = db.prepare('SELECT code, raw, bytes FROM refused_messages ORDER BY id').all();
    db.close();
    return rows as { code: string; raw: Buffer; bytes: number }[];
  }

  test('are kept, counted by their code, and the station goes on', async () => {
    const { client, send, acks } = await station('pack-1');
    const topic = factsTopic(testSite, 'pack-1');
    const facts = chainOf('pack-1', 1);
    await client.publishAsync(topic, '{"v":1', { qos: 1 });
    await client.publishAsync(topic, JSON.stringify({ v: 1, site: 'paris', station: 'pack-1', facts }), {
      qos: 1,
    });
    await client.publishAsync(topic, JSON.stringify({ v: 1, site: testSite, station: 'pack-9', facts }), {
      qos: 1,
    });
    await client.publishAsync(topic.replace('/facts', '/mood'), 'fine', { qos: 1 });
    await client.publishAsync(topic.replace('/facts', '/report'), '{}', { qos: 0 });
    await send([{ seq: 'one' }, ...facts]);
    await vi.waitFor(() => expect(acks.at(-1)?.upTo).toBe(1));
    expect((await status()).refused).toEqual({
      BATCH_INVALID: 1,
      BATCH_FOREIGN: 2,
      MQTT_TOPIC_UNKNOWN: 1,
      STATION_REPORT_INVALID: 1,
      FACT_WITHOUT_SEQ: 1,
    });
    const codes = [
      'BATCH_INVALID',
      'BATCH_FOREIGN',
      'BATCH_FOREIGN',
      'MQTT_TOPIC_UNKNOWN',
      'FACT_WITHOUT_SEQ',
    ];
    expect(refusedRows().map((row) => row.code)).toEqual(codes);
    expect(refusedRows()[0]?.raw.toString()).toBe('{"v":1');
  });

  test('take one row when they are sent again and again, and 64 KiB of each', async () => {
    const { client } = await station('pack-1');
    const topic = factsTopic(testSite, 'pack-1');
    const noise = 'x'.repeat(100_000);
    for (let time = 0; time < 3; time += 1) await client.publishAsync(topic, noise, { qos: 1 });
    expect(refusedRows().map(({ raw, bytes }) => [raw.length, bytes])).toEqual([[65_536, 100_000]]);
  });

  test('PIPE trap 4: larger than maxPacketBytes end the connection before they are read', async () => {
    const { client } = await station('pack-1');
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    client.publish(factsTopic(testSite, 'pack-1'), Buffer.alloc(3_000_000), { qos: 1 }, () => {});
    await closed;
    expect((await status()).refused).toMatchObject({ MQTT_PACKET_TOO_LARGE: 1 });
  });
});

describe('the store', () => {
  test('keeps heads, cursors and events over a restart', async () => {
    const before = await station('pack-1');
    const facts = chainOf('pack-1', 4);
    await before.send(facts.slice(0, 3));
    await putJson(`${gateway.httpUrl}/v1/consumers/billing`, { v: 1, cursor: 2 });
    await gateway.stop();
    gateway = await startTestGateway(dataDir);
    const after = await station('pack-1');
    await vi.waitFor(() => expect(after.acks.at(-1)?.upTo).toBe(3));
    await after.send(facts.slice(3));
    await vi.waitFor(() => expect(after.acks.at(-1)?.upTo).toBe(4));
    const { consumers } = await status();
    expect(consumers).toMatchObject([{ name: 'billing', cursor: 2, lag: 2 }]);
    expect(consumers[0]?.oldestUnprocessedAt).not.toBeNull();
    expect((await events('?after=2')).events.map((event) => event.packproofcursor)).toEqual([3, 4]);
  });

  test('PIPE trap 2: that fails leaves facts unacknowledged and cuts the station; when it works again, so does the gateway', async () => {
    const { client, send, acks } = await station('pack-1');
    const facts = chainOf('pack-1', 2);
    await send(facts.slice(0, 1));
    await vi.waitFor(() => expect(acks.at(-1)?.upTo).toBe(1));
    const saboteur = new Database(join(dataDir, 'gateway.sqlite'));
    saboteur.exec('ALTER TABLE runs RENAME TO stolen');
    const cut = new Promise<void>((resolve) => client.once('close', () => resolve()));
    let acknowledged = false;
    client.publish(factsTopic(testSite, 'pack-1'), batchOf(facts.slice(1)), { qos: 1 }, (error) => {
      acknowledged = error === null || error === undefined;
    });
    await cut;
    expect(acknowledged).toBe(false);
    expect(acks.at(-1)?.upTo).toBe(1);
    expect(await notReady()).toContain('fact log writable');
    saboteur.exec('ALTER TABLE stolen RENAME TO runs');
    saboteur.close();
    // Until the next try every message is refused at once; a station comes back until it is taken.
    await vi.waitFor(async () => {
      const again = await station('pack-1');
      void again.send(facts.slice(1)).catch(() => {});
      await vi.waitFor(() => expect(again.acks.at(-1)?.upTo).toBe(2), 3_000);
    }, 60_000);
    expect((await status()).refused).toHaveProperty('FACT_LOG_WRITE_FAILED');
    expect(await notReady()).not.toContain('fact log writable');
  });

  test('of one site is not used for another', async () => {
    const { send } = await station('pack-1');
    await send(chainOf('pack-1', 1));
    await gateway.stop();
    await expect(startTestGateway(dataDir, { site: 'paris' })).rejects.toMatchObject({
      code: 'FACT_LOG_OF_OTHER_SITE',
    });
    gateway = await startTestGateway(dataDir);
  });
});

function batchOf(facts: readonly unknown[]): string {
  return JSON.stringify({ v: 1, site: testSite, station: 'pack-1', facts });
}

test('a second gateway on the same port says so', async () => {
  const port = Number(new URL(gateway.mqttUrl).port);
  await expect(startTestGateway(newDataDir(), { mqtt: { port } })).rejects.toMatchObject({
    code: 'PORT_BUSY',
  });
  clients.push(await connectMqtt(gateway.mqttUrl, { clientId: 'still-there' }));
});
