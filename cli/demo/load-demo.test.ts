import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { demoOrders } from './demo-data.ts';
import { loadDemo } from './load-demo.ts';

const closings: (() => void)[] = [];
afterEach(() => {
  for (const close of closings.splice(0)) close();
});

/** A central that answers every entry with this problem, and every list with one item. */
async function centralThatSays(status: number, code: string): Promise<string> {
  const server = createServer((request, response) => {
    const isList = request.method === 'GET';
    response.statusCode = isList ? 200 : status;
    response.end(JSON.stringify(isList ? { items: [1] } : { code, detail: 'no', remedy: 'Ask.' }));
    request.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closings.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a demo that an earlier version entered otherwise is started again as it is', async () => {
  const central = await centralThatSays(409, 'CONTENT_DIFFERS');
  expect(await loadDemo(central)).toEqual({ orders: demoOrders.length });
});

test('any other refusal is told', async () => {
  await expect(loadDemo(await centralThatSays(503, 'OTHER'))).rejects.toThrow('[OTHER]');
});
