import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { createLog } from '../kernel/log.ts';
import { type WorkPage, workPage } from '../protocols/wire/work.ts';
import { type RunningCentral, startCentral } from './main.ts';
import { testStartConfig } from './test-context.ts';
import { customerBody, orderBody, productBody } from './test-goods.ts';

const deps = { log: createLog('test', 'silent'), clock: systemClock };
const newFolder = () => mkdtempSync(join(tmpdir(), 'packproof-central-'));

async function withCentral(
  folder: string,
  action: (central: RunningCentral) => Promise<void>,
): Promise<void> {
  const central = await startCentral(await testStartConfig(folder), deps);
  try {
    await action(central);
  } finally {
    await central.stop();
  }
}

async function send(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect([201, await response.text()]).toEqual([response.status, expect.any(String)]);
}

async function workOf({ url }: RunningCentral, query: string): Promise<WorkPage> {
  const response = await fetch(`${url}/v1/sites/s1/work?${query}`);
  return workPage.parse(await response.json());
}

const kindsOf = (page: WorkPage) => page.documents.map(({ kind, id }) => `${kind} ${id}`);

test('a gateway that waits is answered as soon as there is work', async () => {
  await withCentral(newFolder(), async (central) => {
    const first = await workOf(central, 'after=0');
    expect(kindsOf(first)).toEqual(['site s1']);
    const waiting = workOf(central, `after=${first.cursor}&epoch=${first.epoch}&wait=20`);
    await send(`${central.url}/v1/products`, productBody());
    const second = await waiting;
    expect(kindsOf(second)).toEqual(['product TEA']);
    expect(second.documents[0]?.data).toMatchObject({
      packagings: [{ gtin: '04012345000016', units: 1 }, { gtin: '14012345000013' }],
    });
  });
});

test('a page has at most `limit` documents, says that there are more, and goes on without a gap', async () => {
  await withCentral(newFolder(), async (central) => {
    await send(`${central.url}/v1/products`, productBody());
    const first = await workOf(central, 'after=0&limit=1');
    expect([kindsOf(first), first.more]).toEqual([['site s1'], true]);
    const second = await workOf(central, `after=${first.cursor}&epoch=${first.epoch}&limit=1`);
    expect([kindsOf(second), second.more]).toEqual([['product TEA'], false]);
  });
});

test('the cursor of another feed counts for nothing: the replica gets everything', async () => {
  await withCentral(newFolder(), async (central) => {
    const page = await workOf(central, 'after=4711&epoch=of-another-database&wait=20');
    expect(kindsOf(page)).toEqual(['site s1']);
  });
});

test('what was entered is there after a restart, and the feed goes on where it was', async () => {
  const folder = newFolder();
  let before: WorkPage | undefined;
  await withCentral(folder, async (central) => {
    await send(`${central.url}/v1/products`, productBody());
    before = await workOf(central, 'after=0');
  });
  await withCentral(folder, async (central) => {
    const after = await workOf(central, 'after=0');
    expect(after).toMatchObject({ epoch: before?.epoch, documents: before?.documents });
  });
});

test('pages that listen hear of each change of an order; a stop does not wait for them', async () => {
  const central = await startCentral(await testStartConfig(newFolder()), deps);
  const stream = await fetch(`${central.url}/v1/live`);
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  const waiting = fetch(`${central.url}/v1/sites/s1/work?after=1&wait=25`);
  await send(`${central.url}/v1/customers`, customerBody());
  await send(`${central.url}/v1/products`, productBody());
  await send(`${central.url}/v1/orders`, orderBody());
  const told = await readUntil(stream, 'stock.short');
  expect(told).toContain('data: {"order":"A-1","change":"order.received"}\n\n');
  const startedMs = performance.now();
  await central.stop();
  expect(performance.now() - startedMs).toBeLessThan(10_000);
  await waiting.catch(() => undefined);
});

async function readUntil(response: Response, word: string): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.includes(word)) break;
  }
  return text;
}

test('a port that is in use is named, and the database is free again', async () => {
  const folder = newFolder();
  await withCentral(newFolder(), async (other) => {
    const config = await testStartConfig(folder);
    const port = Number(new URL(other.url).port);
    await expect(startCentral({ ...config, http: { ...config.http, port } }, deps)).rejects.toMatchObject({
      code: 'PORT_BUSY',
    });
  });
  await withCentral(folder, async (central) => {
    expect((await fetch(`${central.url}/v1/health`)).status).toBe(200);
  });
});
