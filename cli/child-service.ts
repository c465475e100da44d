import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessUsage, usageOf } from './process-usage.ts';
import { nodeOptionsOfService } from './service-options.ts';

/** A service of this program as a process of its own, so that who measures it takes nothing from it. */
export interface ChildService {
  /** The line that it printed when it was ready. */
  readonly ready: Readonly<Record<string, string>>;
  readonly usage: ProcessUsage;
  stop(): Promise<void>;
}

export async function startChild(
  command: string,
  section: string,
  settings: object,
  folder: string,
): Promise<ChildService> {
  const file = join(folder, `${command}.json`);
  writeFileSync(file, JSON.stringify({ [section]: settings, log: { level: 'error' } }));
  const program = process.argv[1] ?? '';
  const child = spawn(process.execPath, [...process.execArgv, program, command, '--config', file, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: nodeOptionsOfService(command) },
  });
  const line = await firstLine(child, command);
  return {
    ready: JSON.parse(line) as Record<string, string>,
    usage: usageOf(child.pid ?? 0),
    stop: async () => {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function firstLine(child: ChildProcess, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '');
    });
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code} before it was ready`)));
  });
}
