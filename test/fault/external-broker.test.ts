import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHistogram } from '../../cli/commands/sim/warehouse/histogram.ts';
import { LoadedStation } from '../../cli/commands/sim/warehouse/loaded-station.ts';
import { mosquittoBroker, type TestBroker } from '../../devices/rfid/mqtt/testing-broker.ts';
import { enrolStation } from '../../edge/identity/enrol.ts';
import { gatewayConfig, type RunningGateway, startGateway } from '../../gateway/main.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { packageRoot } from '../../kernel/package-root.ts';
import { eventPage, factEvent } from '../../protocols/wire/event.ts';
import { type FactAck, factAck } from '../../protocols/wire/fact-delivery.ts';
import { gatewayStatus } from '../../protocols/wire/status.ts';
import { ackTopic, eventsTopic, factsTopic, reportTopic } from '../../protocols/wire/topics.ts';

const site = 'HAM';
const log = createLog('test', 'silent');
const found = await mosquittoBroker();
const missing = found === null;
if (missing && process.env.CI === 'true') throw new Error('mosquitto is not installed, and CI needs it');
if (missing) console.warn('external broker: skipped, for mosquitto is not installed');

let broker: TestBroker;
let folder: string;
const running: { stop(): Promise<unknown> }[] = [];
/** Stations that a test has closed itself. */
const closed = new Set<LoadedStation>();

beforeEach(async () => {
  if (found === null) return;
  broker = found;
  folder = mkdtempSync(join(tmpdir(), 'packproof-external-'));
  await broker.up();
});
afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.stop();
  await found?.down();
  rmSync(folder, { recursive: true, force: true });
});

async function gatewayAt(dataDir: string, stations?: readonly string[]): Promise<RunningGateway> {
  const config = gatewayConfig.parse({
    site,
    dataDir: join(folder, dataDir),
    http: { port: 0 },
    broker: { url: broker.url, ...(stations === undefined ? {} : { stations }) },
  });
  const gateway = await startGateway(config, { log, clock: systemClock });
  running.push(gateway);
  return gateway;
}

/** A station with the log and the delivery of a real one, and with its keys if it was enrolled. */
function stationAt(station: string, identityFolder?: string): LoadedStation {
  const plan = { station, kind: 'station', rate: 0, phase: 0 } as const;
  const loaded = new LoadedStation(
    plan,
    { site, mqttUrl: broker.url, webSocketUrl: '', identityFolder },
    { folder, log, latency: createHistogram() },
  );
  running.push({ stop: () => (closed.has(loaded) ? Promise.resolve() : loaded.close()) });
  return loaded;
}

async function logOf(gateway: RunningGateway): Promise<{ station: string; seq: number }[]> {
  const rows: { station: string; seq: number }[] = [];
  for (let after = 0; ; ) {
    const page = eventPage.parse(await (await fetch(`${gateway.httpUrl}/v1/events?after=${after}`)).json());
    rows.push(...page.events.map((event) => event.data as { station: string; seq: number }));
    if (!page.more) return rows;
    after = page.cursor;
  }
}

const seqsOf = (rows: readonly { station: string; seq: number }[], station: string) =>
  rows.filter((row) => row.station === station).map(({ seq }) => seq);
const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);
const patience = { timeout: 60_000, interval: 100 };

async function subscriber(): Promise<{ client: MqttClient; seqs: Set<string> }> {
  const seqs = new Set<string>();
  const client = mqtt.connect(broker.url, {
    clientId: 'back-office',
    protocolVersion: 4,
    reconnectPeriod: 200,
  });
  client.on('message', (_topic, payload) => seqs.add(factEvent.parse(JSON.parse(payload.toString())).id));
  client.on('error', () => {});
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  await client.subscribeAsync(eventsTopic(site, '#'), { qos: 1 });
  running.push({ stop: () => client.endAsync(true) });
  return { client, seqs };
}

async function post(gateway: RunningGateway, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${gateway.httpUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

/** Makes a station known to the gateway, as "packproof enrol" does. */
async function enrol(gateway: RunningGateway, station: string): Promise<string> {
  const { code, caFingerprint } = (await post(gateway, '/v1/enrolments', { v: 1, station })) as {
    code: string;
    caFingerprint: string;
  };
  const identities = mkdtempSync(join(folder, 'identity-'));
  await enrolStation({
    gatewayUrl: gateway.httpUrl,
    code,
    caFingerprint,
    dataDir: join(identities, station),
  });
  return identities;
}

/** What the gateway tells a station, as somebody hears it who listens in. */
async function acksOf(station: string): Promise<FactAck[]> {
  const acks: FactAck[] = [];
  const client = await mqtt.connectAsync(broker.url, { clientId: 'listener', protocolVersion: 4 });
  client.on('message', (_topic, payload) => acks.push(factAck.parse(JSON.parse(payload.toString()))));
  await client.subscribeAsync(ackTopic(site, station), { qos: 1 });
  running.push({ stop: () => client.endAsync(true) });
  return acks;
}

/** A Mosquitto with the list of rights that docs/brokers.md shows, and passwords. */
async function guardedBroker() {
  const page = readFileSync(join(packageRoot, 'docs/brokers.md'), 'utf8');
  const acl = /# acl_file\n([^`]+)```/.exec(page)?.[1] ?? '';
  expect(acl).toContain('pattern write');
  const [aclFile, passwords] = [join(folder, 'acl'), join(folder, 'passwords')];
  writeFileSync(aclFile, acl, { mode: 0o600 });
  writeFileSync(passwords, '', { mode: 0o600 });
  for (const user of ['S1', 'erp', 'packproof-gateway'])
    execFileSync('mosquitto_passwd', ['-b', passwords, user, `pw-${user}`]);
  const made = await mosquittoBroker(
    `allow_anonymous false\npassword_file ${passwords}\nacl_file ${aclFile}\n`,
  );
  if (made === null) throw new Error('mosquitto is not installed');
  await made.up();
  return {
    ...made,
    async remove(user: string) {
      execFileSync('mosquitto_passwd', ['-D', passwords, user]);
      await made.down();
      await made.up();
    },
  };
}

describe.skipIf(missing)('a gateway at an external broker', () => {
  test('takes the facts of stations, acknowledges them, and publishes their events there', async () => {
    const gateway = await gatewayAt('gateway');
    const listener = await subscriber();
    const station = stationAt('S1');
    station.prepare(3_000);
    station.connect();
    await vi.waitFor(() => expect(station.acknowledged).toBe(station.committed), patience);
    expect(seqsOf(await logOf(gateway), 'S1')).toEqual(upTo(station.committed));
    await vi.waitFor(() => expect(listener.seqs.size).toBe(station.committed), patience);
    const status = gatewayStatus.parse(await (await fetch(`${gateway.httpUrl}/v1/status`)).json());
    expect(status.stations).toMatchObject([{ station: 'S1', connected: true }]);
    expect(gateway.mqttUrl).toBe(broker.url);
  });

  test('PIPE trap 5: a broker that forgets all that it acknowledged costs not one fact', async () => {
    const gateway = await gatewayAt('gateway');
    const station = stationAt('S1');
    station.prepare(20_000);
    station.connect();
    for (let kills = 0; kills < 3; kills += 1) {
      const before = station.acknowledged;
      await vi.waitFor(() => expect(station.acknowledged).toBeGreaterThan(before), {
        timeout: 60_000,
        interval: 5,
      });
      await broker.down();
      await broker.up();
    }
    await vi.waitFor(() => expect(station.acknowledged).toBe(station.committed), patience);
    expect(seqsOf(await logOf(gateway), 'S1')).toEqual(upTo(station.committed));
  });

  test('a second gateway shares the site by station: each has its own stations whole, and nothing of the other', async () => {
    const west = await gatewayAt('west', ['S1', 'S2']);
    const east = await gatewayAt('east', ['S3']);
    const stations = ['S1', 'S2', 'S3'].map((name) => stationAt(name));
    for (const station of stations) {
      station.prepare(2_000);
      station.connect();
    }
    await vi.waitFor(() => {
      for (const station of stations) expect(station.acknowledged).toBe(station.committed);
    }, patience);
    const [inWest, inEast] = [await logOf(west), await logOf(east)];
    expect(new Set(inWest.map(({ station }) => station))).toEqual(new Set(['S1', 'S2']));
    expect(seqsOf(inWest, 'S2')).toEqual(upTo(stations[1]?.committed ?? 0));
    expect(seqsOf(inEast, 'S3')).toEqual(upTo(stations[2]?.committed ?? 0));
    expect(inEast).toHaveLength(stations[2]?.committed ?? 0);
  });

  test('a station that was revoked is refused from that moment, is named and told, though the broker keeps its connection', async () => {
    const gateway = await gatewayAt('gateway');
    const identities = await enrol(gateway, 'S1');
    const listener = await acksOf('S1');
    const station = stationAt('S1', identities);
    station.prepare(500);
    station.connect();
    const bystander = stationAt('S2');
    bystander.connect();
    await vi.waitFor(() => expect(station.acknowledged).toBe(station.committed), patience);
    const before = station.acknowledged;
    await post(gateway, '/v1/identities/stations/S1/revoke', { v: 1, reason: 'lost' });
    await vi.waitFor(() => expect(listener.at(-1)?.refused?.code).toBe('IDENTITY_REVOKED'), patience);
    station.prepare(before + 500);
    bystander.prepare(500);
    await vi.waitFor(async () => {
      const status = gatewayStatus.parse(await (await fetch(`${gateway.httpUrl}/v1/status`)).json());
      expect(status.incidents).toContainEqual(
        expect.objectContaining({ code: 'STATION_REVOKED_SENDING', subject: 'S1' }),
      );
      expect(status.stations.find(({ station: name }) => name === 'S1')?.connected).toBe(false);
    }, patience);
    await vi.waitFor(() => expect(bystander.acknowledged).toBe(bystander.committed), patience);
    expect(station.acknowledged).toBe(before);
    expect(seqsOf(await logOf(gateway), 'S1')).toEqual(upTo(before));
    // Its name is given to a machine with new keys: the old one, still connected, gets no further.
    const fresh = await enrol(gateway, 'S1');
    await vi.waitFor(async () => {
      const status = gatewayStatus.parse(await (await fetch(`${gateway.httpUrl}/v1/status`)).json());
      expect(status.incidents.map(({ code }) => code)).toContain('HEAD_KEY_REVOKED');
    }, patience);
    expect(station.acknowledged).toBeLessThan(station.committed);
    // With them it goes on where it was: what it kept is not lost.
    closed.add(station);
    const committed = station.committed;
    await station.close();
    const back = stationAt('S1', fresh);
    back.connect();
    await vi.waitFor(() => expect(back.acknowledged).toBe(committed), patience);
    expect(seqsOf(await logOf(gateway), 'S1')).toEqual(upTo(committed));
    await vi.waitFor(async () => {
      const status = gatewayStatus.parse(await (await fetch(`${gateway.httpUrl}/v1/status`)).json());
      expect(status.incidents.map(({ code }) => code)).not.toContain('STATION_REVOKED_SENDING');
    }, patience);
  });

  test('whom the list of rights names and nobody else gets in: the one of docs/brokers.md, at the real broker', async () => {
    await broker.down();
    const guarded = await guardedBroker();
    running.push({ stop: guarded.dispose });
    const asUser = (username: string) =>
      mqtt.connectAsync(guarded.url, {
        protocolVersion: 4,
        username,
        password: `pw-${username}`,
        reconnectPeriod: 0,
      });
    const [s1, erp, gateway] = [await asUser('S1'), await asUser('erp'), await asUser('packproof-gateway')];
    running.push({ stop: () => Promise.all([s1, erp, gateway].map((client) => client.endAsync(true))) });
    const got: string[] = [];
    gateway.on('message', (topic) => got.push(topic));
    await gateway.subscribeAsync([factsTopic(site, '+'), reportTopic(site, '+')], { qos: 1 });
    for (const topic of [
      factsTopic(site, 'S2'),
      eventsTopic(site, 'x'),
      ackTopic(site, 'S1'),
      factsTopic(site, 'S1'),
    ])
      await s1.publishAsync(topic, '{}', { qos: 1 });
    await erp.publishAsync(factsTopic(site, 'S1'), '{}', { qos: 1 });
    await vi.waitFor(() => expect(got).toEqual([factsTopic(site, 'S1')]), patience);
    // A user that is taken away, and the connection ended by a new start of the list: it is out.
    const closed = new Promise<void>((resolve) => s1.once('close', () => resolve()));
    await guarded.remove('S1');
    await closed;
    await expect(asUser('S1')).rejects.toThrow(/Not authorized/);
    await (await asUser('erp')).endAsync(true);
  });

  test('goes on by itself when the broker comes later, and says meanwhile that it is not ready', async () => {
    await broker.down();
    const gateway = await gatewayAt('gateway');
    const ready = await (await fetch(`${gateway.httpUrl}/v1/ready`)).json();
    expect(JSON.stringify(ready)).toContain('broker listening');
    await broker.up();
    const station = stationAt('S1');
    station.prepare(1_000);
    station.connect();
    await vi.waitFor(() => expect(station.acknowledged).toBe(station.committed), patience);
  });
});
