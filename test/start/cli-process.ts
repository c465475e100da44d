import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../kernel/package-root.ts';

const program = join(packageRoot, 'dist/cli/main.js');

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. */
export function runCommand(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) => {
        resolve({
          code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
          stdout,
          stderr,
        });
      },
    );
  });
}

/** A command that goes on running; `ready` is the JSON line that it printed. */
export interface RunningCommand {
  readonly ready: Readonly<Record<string, unknown>>;
  stop(): Promise<number | null>;
}

export function startCommand(args: readonly string[]): Promise<RunningCommand> {
  const child: ChildProcess = spawn(process.execPath, [program, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let out = '';
  let err = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (!out.includes('\n')) return;
      resolve({
        ready: JSON.parse(out.split('\n')[0] ?? '') as Record<string, unknown>,
        stop: () => {
          child.kill('SIGTERM');
          return exited;
        },
      });
    });
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}: ${err}`)));
  });
}
