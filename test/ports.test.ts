import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePorts } from './harness/ports.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

test('no connection that goes out can take a port that a service keeps over its restarts', async ({
  skip,
}) => {
  const ports = new Set(await freePorts(20));
  expect(ports.size).toBe(20);
  // The system's own choice for a socket without a wish is where it takes those of outgoing connections from.
  const chosen = await Promise.all(Array.from({ length: 200 }, () => listenAt(0)));
  skip(Math.min(...chosen) < 12_000, 'this machine gives every port to outgoing connections');
  expect(Math.max(...ports)).toBeLessThan(Math.min(...chosen));
});

test('a port is given once: between two lives of its service it looks free', async () => {
  const before = await freePorts(1_200);
  const after = await freePorts(1_200);
  expect(new Set([...before, ...after]).size).toBe(2_400);
});

async function listenAt(port: number): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return (server.address() as { port: number }).port;
}
