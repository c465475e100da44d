import { renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backUp } from '../../kernel/backup/backup.ts';
import { restore } from '../../kernel/backup/restore.ts';
import { systemClock } from '../../kernel/clock.ts';
import { eventPage, type FactEvent, factEvent, logState } from '../../protocols/wire/event.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { eventsTopic } from '../../protocols/wire/topics.ts';
import { gatewayState, type RunningGateway } from '../main.ts';
import {
  chainOf,
  connectMqtt,
  connectStation,
  getJson,
  newDataDir,
  startTestGateway,
  testSite,
} from '../testing-gateway.ts';

const settings = { webhooks: { allowNetworks: ['127.0.0.1/32'] } };
let folder: string;
let dataDir: string;
let gateway: RunningGateway;

beforeEach(async () => {
  folder = newDataDir();
  dataDir = join(folder, 'gateway');
  gateway = await startTestGateway(dataDir, settings);
});
afterEach(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function send(station: string, facts: readonly Fact[]): Promise<void> {
  const { client, acks, send: publish } = await connectStation(gateway.mqttUrl, station);
  await publish(facts);
  await vi.waitFor(() => expect(acks.at(-1)?.upTo).toBe(facts.at(-1)?.seq));
  await client.endAsync(true);
}

const page = async (query: string) => eventPage.parse(await getJson(`${gateway.httpUrl}/v1/events?${query}`));
const log = async (query = '') => logState.parse(await getJson(`${gateway.httpUrl}/v1/log${query}`));

/** Ten facts are kept, five more are heard and then lost; in their place come five of another station, and then those five again. */
async function putBack(): Promise<{ readonly heard: string[]; readonly epoch: string }> {
  const mine = chainOf('pack-1', 15);
  await send('pack-1', mine.slice(0, 10));
  const to = join(folder, 'backup');
  await backUp({ dataDir, to, services: [gatewayState], clock: systemClock });
  await send('pack-1', mine.slice(10));
  const { events, cursor, epoch = '' } = await page('after=0&epoch=any');
  expect([events.length, cursor]).toEqual([15, 15]);
  await gateway.stop();
  renameSync(dataDir, join(folder, 'lost'));
  await restore({ from: to, dataDir, services: [gatewayState] });
  gateway = await startTestGateway(dataDir, settings);
  await send('pack-2', chainOf('pack-2', 5));
  await send('pack-1', mine.slice(10));
  return { heard: events.map(({ id }) => id), epoch };
}

test('a reader of a log that was put back is told by name, and goes on without a gap', async () => {
  const { heard, epoch } = await putBack();
  // By its cursor alone it would miss five events for ever.
  expect((await page('after=15')).events.map(({ id }) => id)).not.toContain('berlin/pack-2/1');
  expect(await getJson(`${gateway.httpUrl}/v1/events?after=15&epoch=${epoch}`)).toMatchObject({
    code: 'LOG_PUT_BACK',
    place: 'query.epoch',
  });
  const now = await log(`?epoch=${epoch}`);
  expect(now).toMatchObject({ agreedUpTo: 10, end: 20 });
  expect(now.epoch).not.toBe(epoch);
  const rest = await page(`after=${now.agreedUpTo}&epoch=${now.epoch}`);
  expect(rest.epoch).toBe(now.epoch);
  const all = new Set([...heard, ...rest.events.map(({ id }) => id)]);
  expect(all.size).toBe(20);
  // A place that lies before what was lost is good in both.
  expect((await log(`?epoch=${now.epoch}`)).agreedUpTo).toBe(20);
  expect((await log('?epoch=0123456789abcdef')).agreedUpTo).toBe(0);
});

test('a stream goes back by itself, says so, and names its epoch with each id', async () => {
  const { epoch } = await putBack();
  const read = async (headers: Record<string, string>) => {
    const aborting = new AbortController();
    const url = `${gateway.httpUrl}/v1/events/stream?epoch=any`;
    const answer = await fetch(url, { headers, signal: aborting.signal });
    const reader = answer.body?.getReader();
    let text = '';
    while (reader !== undefined && !text.includes(':20\ndata')) {
      text += Buffer.from((await reader.read()).value ?? []).toString('utf8');
    }
    aborting.abort();
    return text;
  };
  const text = await read({ 'last-event-id': `${epoch}:15` });
  const now = (await log()).epoch;
  expect(text).toContain(
    `event: log.put_back\ndata: {"v":1,"code":"LOG_PUT_BACK","epoch":"${now}","from":15,"to":10}`,
  );
  expect(text).toContain(`id: ${now}:11\ndata: `);
  expect(await read({ 'last-event-id': `${now}:15` })).not.toContain('log.put_back');
});

test('who is sent events over MQTT or by a webhook sees of which numbering each is, and hears those behind it again', async () => {
  const posted: FactEvent[] = [];
  const endpoint = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      posted.push(factEvent.parse(JSON.parse(Buffer.concat(parts).toString())));
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((done) => endpoint.listen(0, '127.0.0.1', () => done()));
  const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/`;
  const added = await fetch(`${gateway.httpUrl}/v1/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ v: 1, url }),
  });
  expect(added.status).toBe(201);
  const { epoch } = await putBack();
  const heard: FactEvent[] = [];
  const client = await connectMqtt(gateway.mqttUrl, { clientId: 'erp', clean: false });
  client.on('message', (_topic, payload) => heard.push(factEvent.parse(JSON.parse(payload.toString()))));
  await client.subscribeAsync(eventsTopic(testSite, '#'), { qos: 1 });
  await send('pack-3', chainOf('pack-3', 1));
  await vi.waitFor(() => expect(posted.at(-1)?.packproofcursor).toBe(21), { timeout: 30_000 });
  await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 30_000 });
  const now = (await log()).epoch;
  expect(heard[0]).toMatchObject({ packproofcursor: 21, packproofepoch: now });
  const numbering = (wanted: string) =>
    new Set(
      posted.filter(({ packproofepoch }) => packproofepoch === wanted).map((one) => one.packproofcursor),
    );
  expect([numbering(epoch).has(1), numbering(now).has(11), numbering(now).has(20)]).toEqual([
    true,
    true,
    true,
  ]);
  expect(new Set(posted.map(({ id }) => id)).size).toBe(21);
  // Also when the numbering changes while all runs: what was read before is not sent as it was.
  await fetch(`${gateway.httpUrl}/v1/log/epochs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ v: 1, from: 20 }),
  });
  await send('pack-3', chainOf('pack-3', 2).slice(1));
  await vi.waitFor(() => expect(heard).toHaveLength(2), { timeout: 30_000 });
  expect(heard[1]?.packproofepoch).toBe((await log()).epoch);
  await client.endAsync(true);
  endpoint.close();
});

test('an operator says that a log was put back by other means', async () => {
  await send('pack-1', chainOf('pack-1', 3));
  const before = await log();
  const answer = await fetch(`${gateway.httpUrl}/v1/log/epochs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ v: 1, reason: 'snapshot of the disk', from: 2 }),
  });
  const after = logState.parse(await answer.json());
  expect(after.epoch).not.toBe(before.epoch);
  expect((await log(`?epoch=${before.epoch}`)).agreedUpTo).toBe(2);
  await gateway.stop();
  gateway = await startTestGateway(dataDir, settings);
  expect((await log()).epoch).toBe(after.epoch);
});
