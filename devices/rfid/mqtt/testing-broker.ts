import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { freePort } from '../../../test/harness/ports.ts';

/** A broker for tests, at a port that stays the same when it comes back. */
export interface TestBroker {
  readonly url: string;
  up(): Promise<void>;
  down(): Promise<void>;
  dispose(): Promise<void>;
}

/** In this process: forgets everything when it goes down. */
export async function aedesBroker(user?: { name: string; password: string }): Promise<TestBroker> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  let stop = async () => {};
  const end = async () => {
    await stop();
    stop = async () => {};
  };
  return {
    url: `mqtt://127.0.0.1:${port}`,
    up: async () => {
      const broker = await Aedes.createBroker({
        authenticate: (_client, name, password, done) =>
          done(null, user === undefined || (name === user.name && String(password) === user.password)),
      });
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => {});
        broker.handle(socket);
      });
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      stop = async () => {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        for (const socket of sockets) socket.destroy();
        sockets.clear();
        await closed;
        await new Promise<void>((resolve) => broker.close(() => resolve()));
      };
    },
    down: end,
    dispose: end,
  };
}

/** Null where it is not installed. @param rules lines of its configuration: everyone may do everything, unless they say otherwise */
export async function mosquittoBroker(rules = 'allow_anonymous true\n'): Promise<TestBroker | null> {
  if (spawnSync('mosquitto', ['-h']).error !== undefined) return null;
  const port = await freePort();
  let child: ChildProcess | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'packproof-mosquitto-'));
  const file = join(folder, 'mosquitto.conf');
  // As ourselves, so that it may read the files that the rules name.
  writeFileSync(file, `listener ${port} 127.0.0.1\nuser ${userInfo().username}\n${rules}`);
  const down = async () => {
    const ended = child;
    child = undefined;
    if (ended === undefined) return;
    const closed = new Promise((resolve) => ended.once('close', resolve));
    ended.kill('SIGKILL');
    await closed;
  };
  const listens = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
  return {
    url: `mqtt://127.0.0.1:${port}`,
    up: async () => {
      const started = spawn('mosquitto', ['-c', file], { stdio: 'ignore' });
      child = started;
      while (started.exitCode === null && !(await listens()))
        await new Promise((resolve) => setImmediate(resolve));
    },
    down,
    dispose: async () => {
      await down();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
