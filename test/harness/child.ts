import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** How long a process may take until it says that it is ready. */
const readyLimitMs = 30_000;

export interface ChildOptions {
  readonly name: string;
  /** What node is called with. */
  readonly args: readonly string[];
  readonly logFile: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Each line of its output; the first says that it is ready. */
  readonly onLine?: (line: string) => void;
}

/** A real process that can be killed, frozen and started again at will. */
export class Child {
  readonly name: string;
  private readonly options: ChildOptions;
  private child: ChildProcess | null = null;
  private ready: Promise<void> = Promise.resolve();
  private replacing: Promise<void> | null = null;

  constructor(options: ChildOptions) {
    this.name = options.name;
    this.options = options;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Whether it runs: nobody has ended it, and it has not ended by itself. */
  get running(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Starts the process if it does not run, and waits until it is ready. */
  async start(): Promise<void> {
    while (this.replacing !== null) await this.replacing;
    if (!this.running) this.ready = this.launch();
    return this.ready;
  }

  /** Kills it, does something to its files, and starts it; whoever else starts it meanwhile waits. */
  async replace(change: () => void): Promise<void> {
    while (this.replacing !== null) await this.replacing;
    this.replacing = this.kill().then(change);
    try {
      await this.replacing;
    } finally {
      this.replacing = null;
    }
    await this.start();
  }

  private async launch(): Promise<void> {
    const { name, args, logFile, env, onLine } = this.options;
    const child = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.child = child;
    child.stderr?.pipe(createWriteStream(logFile, { flags: 'a' }));
    // Whoever is killed does not read what it was told.
    child.stdin?.on('error', () => {});
    await new Promise<void>((resolve, reject) => {
      const fail = (what: string) => reject(new Error(`${name} ${what}, see ${logFile}`));
      const limit = setTimeout(() => fail('was not ready in time'), readyLimitMs);
      createInterface({ input: child.stdout }).on('line', (line) => {
        clearTimeout(limit);
        resolve();
        onLine?.(line);
      });
      child.once('exit', (code, signal) => {
        clearTimeout(limit);
        // Whoever ended it while it started also sees to the next start.
        if (this.child !== child) resolve();
        else fail(`ended with ${code ?? signal}`);
      });
    });
  }

  tell(line: string): void {
    this.child?.stdin?.write(`${line}\n`);
  }

  /** Ends it without any chance to clean up, as a power cut would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    this.thaw();
    await this.end('SIGTERM');
  }

  /** From now on it does nothing and its connections stay, as with a machine that hangs. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
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
