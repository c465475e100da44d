import { join } from 'node:path';
import Database from 'better-sqlite3';
import { packageRoot } from '../../kernel/package-root.ts';
import { Child } from './child.ts';

/** A station that makes facts as fast as they are taken (load-station.ts), and what it has shown. */
export class LoadStation extends Child {
  readonly station: string;
  readonly file: string;
  /** The last fact that it said to have stored. */
  shown = 0;
  /** Why it sends nothing any more, if it said so. */
  stopped: string | null = null;
  private order: string;

  constructor(
    station: string,
    options: {
      readonly folder: string;
      readonly site: string;
      readonly mqttPort: number;
      readonly factsPerSecond: number;
      readonly env?: Readonly<Record<string, string>>;
      readonly nodeArgs?: readonly string[];
      /** What its folder and its log are called, if not like the station. */
      readonly name?: string;
    },
  ) {
    const name = options.name ?? station;
    const file = join(options.folder, name, 'station.sqlite');
    super({
      name,
      args: [
        '--import',
        'tsx',
        ...(options.nodeArgs ?? []),
        join(packageRoot, 'test/harness/load-station.ts'),
        options.site,
        station,
        `mqtt://127.0.0.1:${options.mqttPort}`,
        file,
      ],
      logFile: join(options.folder, `${name}.log`),
      ...(options.env === undefined ? {} : { env: options.env }),
      onLine: (line) => {
        if (line.startsWith('stopped ')) this.stopped = line.slice('stopped '.length);
        else this.shown = Math.max(this.shown, Number(line));
      },
    });
    this.station = station;
    this.file = file;
    this.order = `rate ${options.factsPerSecond}`;
  }

  override async start(): Promise<void> {
    await super.start();
    this.tell(this.order);
  }

  /** From now on, also after a start. */
  work(factsPerSecond: number): void {
    this.order = `rate ${factsPerSecond}`;
    this.tell(this.order);
  }

  /** No more facts from now on, also after a start. */
  rest(): void {
    this.order = 'quiet';
    this.tell(this.order);
  }

  /** seq -> hash of what its own log holds: all of it, as it lets go of nothing. */
  hashes(): string[] {
    const db = new Database(this.file, { readonly: true });
    try {
      return db.prepare('SELECT hash FROM facts ORDER BY seq').pluck().all() as string[];
    } finally {
      db.close();
    }
  }

  /** What it holds to be at the gateway. */
  acknowledged(): number {
    const db = new Database(this.file, { readonly: true });
    try {
      return db.prepare('SELECT acknowledged FROM station').pluck().get() as number;
    } finally {
      db.close();
    }
  }
}

/** A program of the back office that notes every event (collector.ts). */
export function collector(
  kind: 'mqtt' | 'sse',
  options: { readonly folder: string; readonly url: string; readonly topic?: string },
): Child & { readonly file: string } {
  const file = join(options.folder, `${kind}-events`);
  const child = new Child({
    name: `subscriber-${kind}`,
    args: [
      '--import',
      'tsx',
      join(packageRoot, 'test/harness/collector.ts'),
      kind,
      options.url,
      file,
      options.topic ?? '',
    ],
    logFile: join(options.folder, `${kind}.log`),
  });
  return Object.assign(child, { file });
}
