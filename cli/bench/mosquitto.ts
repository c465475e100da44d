import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../free-port.ts';

/** A broker that commits nothing, with its own defaults; null where there is no Mosquitto. */
export async function startMosquitto(
  folder: string,
): Promise<{ port: number; stop(): Promise<void> } | null> {
  if (spawnSync('mosquitto', ['-h']).error !== undefined) return null;
  const port = await freePort(11_883, new Set());
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_type none\n`);
  const broker = spawn('mosquitto', ['-c', file], { stdio: 'ignore' });
  const stop = async () => {
    broker.kill('SIGTERM');
    await once(broker, 'exit');
  };
  await listening(port).catch(async (thrown: unknown) => {
    await stop();
    throw thrown;
  });
  return { port, stop };
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await delay(50);
  }
  throw new Error('Mosquitto does not listen');
}
