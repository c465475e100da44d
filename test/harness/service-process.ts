import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../kernel/package-root.ts';

/** How long a service may take until it says that it is ready. */
const readyLimitMs = 20_000;

/**
 * One service as a real process of the compiled program, which can be killed and started again at will. Its log goes to
 * `{folder}/{name}.log`.
 */
export class ServiceProcess {
  readonly name: string;
  private readonly command: string;
  private readonly configFile: string;
  private readonly logFile: string;
  private readonly program: string;
  private child: ChildProcess | null = null;

  /** @param program the compiled `cli/main.js` to run; that of this checkout unless another is given. */
  constructor(
    name: string,
    command: string,
    config: unknown,
    folder: string,
    program = join(packageRoot, 'dist/cli/main.js'),
  ) {
    mkdirSync(folder, { recursive: true });
    this.name = name;
    this.command = command;
    this.configFile = join(folder, `${name}.json`);
    this.logFile = join(folder, `${name}.log`);
    this.program = program;
    writeFileSync(this.configFile, JSON.stringify(config));
  }

  /** Starts the process and waits until it is ready. */
  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      [this.program, this.command, '--config', this.configFile, '--json'],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.child = child;
    const log = createWriteStream(this.logFile, { flags: 'a' });
    child.stderr?.pipe(log);
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new Error(`${this.name} was not ready in time, see ${this.logFile}`)),
        readyLimitMs,
      );
      child.stdout?.once('data', () => {
        clearTimeout(limit);
        resolve();
      });
      child.once('exit', (code, signal) => {
        clearTimeout(limit);
        reject(new Error(`${this.name} ended with ${code ?? signal}, see ${this.logFile}`));
      });
    });
  }

  /** Ends it without any chance to clean up, as a power cut would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exited;
  }
}
