import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openReader } from '../../../devices/rfid/open-reader.ts';
import type { RfidReader } from '../../../devices/rfid/reader.ts';
import { readerConfig } from '../../../devices/rfid/reader-config.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { packageRoot } from '../../../kernel/package-root.ts';

const patience = { timeout: 30_000, interval: 20 };
let folder: string;
let program: ChildProcess | undefined;
let reader: RfidReader | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-sim-rfid-'));
});
afterEach(async () => {
  await reader?.close();
  reader = undefined;
  program?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

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

async function readsFrom(config: object, tags: number): Promise<void> {
  const epcs = new Set<string>();
  const deps = { clock: systemClock, log: createLog('test', 'silent') };
  reader = openReader(readerConfig.parse({ id: 'r1', ...config }), deps);
  reader.start((event) => {
    if (event.kind === 'reads') for (const { epc } of event.reads) epcs.add(epc);
  });
  await vi.waitFor(() => expect(epcs.size).toBe(tags), patience);
}

test('a serial module is read, through a fault', async () => {
  const path = join(folder, 'module');
  const { said, ended } = run(
    ...['--kind', 'chafon', '--model', 'uhfreader18', '--link', path],
    ...['--tags', '3', '--fault', 'garbage,split'],
  );
  await vi.waitFor(() => expect(said.out).toContain(path), patience);
  await readsFrom({ kind: 'chafon', dialect: 'uhfreader18', band: 'eu', path }, 3);
  program?.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('an Impinj reader over HTTP is read', async () => {
  const { said } = run('--kind', 'impinj-http', '--port', '0', '--tags', '3', '--fault', 'merge');
  await vi.waitFor(() => expect(said.out).toMatch(/"http:\/\/127\.0\.0\.1:\d+"/), patience);
  const url = /"(http:[^"]+)"/.exec(said.out)?.[1];
  await readsFrom({ kind: 'impinj-http', url, password: 'impinj' }, 3);
});

test.each([
  [['--kind', 'yrm100'], /yrm100: it needs --link/],
  [['--kind', 'zebra-mqtt'], /zebra-mqtt: it needs --broker/],
  [['--kind', 'impinj-http', '--fault', 'damage'], /--fault: impinj-http knows split, merge/],
])('%j is refused', async (args, reason) => {
  const { said, ended } = run(...args);
  expect([await ended, said.out]).toEqual([2, '']);
  expect(said.err).toMatch(reason);
});
