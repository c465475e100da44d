import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openReader } from '../../../devices/rfid/open-reader.ts';
import type { RfidEvent } from '../../../devices/rfid/reader.ts';
import { readerConfig } from '../../../devices/rfid/reader-config.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { packageRoot } from '../../../kernel/package-root.ts';

let program: ChildProcess | undefined;
afterEach(() => program?.kill('SIGKILL'));

function run(...args: string[]) {
  const command = ['--import', 'tsx', join(packageRoot, 'cli/main.ts'), 'sim', 'rfid', ...args];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  program = child;
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    said.err += String(chunk);
  });
  return { said, ended: new Promise<number | null>((resolve) => child.on('close', resolve)) };
}

test('is a reader that the driver reads, until it is told to stop', async () => {
  const { said, ended } = run(
    '--port',
    '0',
    '--tags',
    '3',
    '--model',
    'zebra-fx9600',
    '--fault',
    'split,nil',
  );
  const patience = { timeout: 30_000, interval: 20 };
  await vi.waitFor(() => expect(said.out).toMatch(/"llrp:\/\/127\.0\.0\.1:\d+"/), patience);
  const port = Number(/:(\d+)"/.exec(said.out)?.[1]);
  const config = readerConfig.parse({ kind: 'llrp', id: 'r1', host: '127.0.0.1', port });
  const reader = openReader(config, { clock: systemClock, log: createLog('test', 'silent') });
  const epcs = new Set<string>();
  reader.start((event: RfidEvent) => {
    if (event.kind === 'reads') for (const { epc } of event.reads) epcs.add(epc);
  });
  await vi.waitFor(() => expect(epcs.size).toBe(3), patience);
  await reader.close();
  program?.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('says what to do where another program listens already', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { said, ended } = run('--port', String(port));
  expect([await ended, said.out]).toEqual([2, '']);
  expect(said.err).toMatch(/llrp: listen EADDRINUSE.*\n {2}another program listens there/);
  other.close();
});

test.each([
  [['--fault', 'rust'], /--fault: llrp knows delay, split/],
  [['--model', 'toaster'], /--model: llrp knows impinj-r420/],
  [['--kind', 'toaster'], /Allowed choices are/],
])('refuses %j', async (args, reason) => {
  const { said, ended } = run('--port', '0', ...args);
  expect([await ended, said.out]).toEqual([2, '']);
  expect(said.err).toMatch(reason);
});
