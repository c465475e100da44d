import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { ManualClock } from '../manual-clock.ts';
import { createWatchdog } from './watchdog.ts';

const log = createLog('test', 'silent');
const env = { PATH: process.env.PATH, NOTIFY_SOCKET: '/nowhere', WATCHDOG_USEC: '30000000' };

function watched(alive: () => boolean, more: Record<string, string> = {}) {
  const clock = new ManualClock();
  const sent: string[] = [];
  const send = async (assignments: readonly string[]) => void sent.push(...assignments);
  const watchdog = createWatchdog({ env: { ...env, ...more }, pid: 77, clock, log, alive, send });
  return { clock, sent, watchdog };
}

describe('a service under a watchdog', () => {
  test('says that it is ready, gives three signs in its time, and says that it stops', async () => {
    const { clock, sent, watchdog } = watched(() => true);
    await watchdog.ready();
    clock.advance(30_000);
    await watchdog.stopping();
    clock.advance(60_000);
    expect(sent).toEqual(['READY=1', 'MAINPID=77', 'WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1', 'STOPPING=1']);
  });

  test('gives no sign while it is not well, and again when it is', async () => {
    let well = false;
    const { clock, sent, watchdog } = watched(() => well);
    await watchdog.ready();
    clock.advance(20_000);
    expect(sent).not.toContain('WATCHDOG=1');
    well = true;
    clock.advance(10_000);
    expect(sent).toContain('WATCHDOG=1');
  });

  test('gives no signs that are meant of another process', async () => {
    const { clock, sent, watchdog } = watched(() => true, { WATCHDOG_PID: '78' });
    await watchdog.ready();
    clock.advance(60_000);
    expect(sent).not.toContain('WATCHDOG=1');
  });

  test('a message that does not get through stops nothing', async () => {
    const watchdog = createWatchdog({ env, pid: 1, clock: systemClock, log, alive: () => true });
    await watchdog.ready();
    await watchdog.stopping();
  });

  test('without a service manager nothing is sent', async () => {
    const send = vi.fn();
    const watchdog = createWatchdog({ env: {}, pid: 1, clock: systemClock, log, alive: () => true, send });
    await watchdog.ready();
    await watchdog.stopping();
    expect(send).not.toHaveBeenCalled();
  });
});

/** Python can bind the socket that Node cannot, and prints each message that comes. */
const listener = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print("bound", flush=True)
while True:
    print(s.recv(4096).decode().replace("\\n", " "), flush=True)
`;
const runs = (program: string) => spawnSync(program, ['--version']).status === 0;
const canListen = runs('systemd-notify') && runs('python3');

describe.skipIf(!canListen)('a real notification socket', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-notify-'));
  let python: ChildProcess;
  afterEach(() => {
    python.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  test('hears the start, signs of life and the stop', async () => {
    const socket = join(folder, 'notify');
    const heard: string[] = [];
    python = spawn('python3', ['-c', listener, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    // systemd-notify ends each message with a barrier, to know that it was read.
    createInterface({ input: python.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      if (line !== 'BARRIER=1') heard.push(line);
    });
    await vi.waitFor(() => expect(heard).toContain('bound'), { timeout: 10_000 });
    const real = { ...env, NOTIFY_SOCKET: socket, WATCHDOG_USEC: '300000' };
    const watchdog = createWatchdog({
      env: real,
      pid: process.pid,
      clock: systemClock,
      log,
      alive: () => true,
    });
    await watchdog.ready();
    await vi.waitFor(() => expect(heard).toContain('WATCHDOG=1'), { timeout: 10_000 });
    await watchdog.stopping();
    await vi.waitFor(() => expect(heard.at(-1)).toBe('STOPPING=1'), { timeout: 10_000 });
    expect(heard).toContain(`READY=1 MAINPID=${process.pid}`);
  });
});
