import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { packageRoot } from '../../../kernel/package-root.ts';

let server: Server;
let port: number;
let heard: string;
let program: ChildProcess | undefined;

beforeEach(async () => {
  heard = '';
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as { port: number }).port;
});
afterEach(() => {
  program?.kill('SIGKILL');
  server.close();
});

function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const command = ['--import', 'tsx', join(packageRoot, 'cli/main.ts'), 'sim', 'scanner', ...args];
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'pipe'] });
  program = child;
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    err += String(chunk);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const dial = () => ['--kind', 'tcp', '--connect', `127.0.0.1:${port}`, '--delay', '200', '--rate', '100'];

test('dials, scans what standard input says and ends', async () => {
  const ended = run(...dial(), '--framing', 'stx-etx');
  program?.stdin?.end('one\n\ntwo\\x1d\n');
  const { code, out } = await ended;
  expect(heard).toBe('\x02one\x03\x02two\x1d\x03');
  expect([
    code,
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object),
  ]).toEqual([0, [{ ready: 'sim scanner', address: `tcp to 127.0.0.1:${port}` }, { scans: 2 }]]);
});

test('stays until it is told to stop, with bytes of its own around each scan', async () => {
  const ended = run(...dial(), '--text', 'a', 'b', '--prefix', '[', '--suffix', '\\x09', '--stay');
  await vi.waitFor(() => expect(heard).toBe('[a\t[b\t'), { timeout: 30_000 });
  program?.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});

test.each([
  [['--kind', 'udp'], /udp needs --connect/],
  [['--link', '/tmp/x', '--faults', 'damage'], /serial knows split, merge/],
])('refuses %j before anything is plugged in', async (args, reason) => {
  const { code, err, out } = await run(...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(reason);
});
