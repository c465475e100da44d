import { once } from 'node:events';
import { connect as tcpTo } from 'node:net';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { ackTopic, factsTopic, stationClientId } from '../../protocols/wire/topics.ts';
import type { RunningGateway } from '../main.ts';
import { chainOf, newDataDir, startTestGateway, testSite } from '../testing-gateway.ts';

/** On a machine that is busy with other tests too, a second is not long. */
const soon = <Result>(check: () => Result | Promise<Result>) => vi.waitFor(check, { timeout: 30_000 });

let gateway: RunningGateway | undefined;
const clients: MqttClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await gateway?.stop();
});

const token = 'token-of-pack-one';
async function start(settings: object = { mqtt: { port: 0, stationTokens: { 'pack-1': token } } }) {
  gateway = await startTestGateway(newDataDir(), settings as Record<string, unknown>);
  return gateway.httpUrl.replace(/^http/, 'ws');
}

function as(url: string, options: IClientOptions): Promise<MqttClient> {
  return new Promise((resolve, reject) => {
    const client = connect(`${url}/mqtt`, { protocolVersion: 4, reconnectPeriod: 0, ...options });
    clients.push(client);
    client.once('connect', () => resolve(client));
    client.on('error', reject);
  });
}

/** The HTTP status with which an upgrade is refused. */
function refusal(
  url: string,
  protocol: string | undefined,
  headers: Record<string, string> = {},
): Promise<unknown> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, protocol === undefined ? [] : [protocol], { headers });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.on('open', () => {
      resolve('open');
      socket.terminate();
    });
    socket.on('error', () => {});
  });
}

test('a handheld delivers its facts over a WebSocket, through the same door', async () => {
  const url = await start();
  const clientId = stationClientId(testSite, 'pack-1');
  await expect(
    as(url, { clientId, username: 'pack-1', password: 'token-of-pack-two' }),
  ).rejects.toMatchObject({
    code: 4,
  });
  const client = await as(url, { clientId, username: 'pack-1', password: token });
  const acks: unknown[] = [];
  client.on('message', (_topic, payload) => acks.push(JSON.parse(payload.toString())));
  await client.subscribeAsync(ackTopic(testSite, 'pack-1'), { qos: 1 });
  const batch = { v: 1, site: testSite, station: 'pack-1', facts: chainOf('pack-1', 300) };
  await client.publishAsync(factsTopic(testSite, 'pack-1'), JSON.stringify(batch), { qos: 1 });
  await soon(() => expect(acks.at(-1)).toMatchObject({ upTo: 300 }));
});

test('other paths, other subprotocols and pages of other origins are refused', async () => {
  const url = await start();
  const host = new URL(url).host;
  expect(await refusal(`${url}/elsewhere`, 'mqtt')).toBe(404);
  expect(await refusal(`${url}/mqtt`, undefined)).toBe(400);
  expect(await refusal(`${url}/mqtt`, 'chat')).toBe(400);
  expect(await refusal(`${url}/mqtt`, 'mqtt', { origin: 'http://evil.example' })).toBe(403);
  expect(await refusal(`${url}/mqtt`, 'mqtt', { origin: 'null' })).toBe(403);
  expect(await refusal(`${url}/mqtt`, 'mqtt', { origin: `http://${host}` })).toBe('open');
});

test('a client that offers HTTP/2 with its request is answered in HTTP/1.1', async () => {
  const url = new URL(await start({}));
  const socket = tcpTo(Number(url.port), '127.0.0.1');
  const offer = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAEAAEAAAAIAAAAB'];
  socket.write(`${['GET /v1/health HTTP/1.1', `Host: ${url.host}`, ...offer].join('\r\n')}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 OK/);
  socket.destroy();
});

test('without tokens a rebound name is refused, as on every route', async () => {
  const url = await start({});
  expect(await refusal(`${url}/mqtt`, 'mqtt', { host: 'evil.example' })).toBe(403);
  expect(await refusal(`${url}/mqtt`, 'mqtt')).toBe('open');
});

test('a message beyond the largest packet ends the connection', async () => {
  const url = await start({ maxPacketBytes: 10_000 });
  const client = await as(url, { clientId: stationClientId(testSite, 'pack-1') });
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  client.publish(factsTopic(testSite, 'pack-1'), Buffer.alloc(20_000, 0x20), { qos: 1 }, () => {});
  await closed;
});
