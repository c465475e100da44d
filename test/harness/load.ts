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
  private resting = false;

  constructor(
    station: string,
    options: {
      readonly folder: string;
      readonly site: string;
      readonly mqttPort: number;
      readonly factsPerSecond: number;
      readonly env?: Readonly<Record<string, string>>;
    },
  ) {
    const file = join(options.folder, station, 'station.sqlite');
    super({
      name: station,
      args: [
        '--import',
        'tsx',
        join(packageRoot, 'test/harness/load-station.ts'),
        options.site,
        station,
        `mqtt://127.0.0.1:${options.mqttPort}`,
        file,
        String(options.factsPerSecond),
      ],
      logFile: join(options.folder, `${station}.log`),
      ...(options.env === undefined ? {} : { env: options.env }),
      onLine: (line) => {
        this.shown = Math.max(this.shown, Number(line));
      },
    });
    this.station = station;
    this.file = file;
  }

  override async start(): Promise<void> {
    await super.start();
    if (this.resting) this.tell('quiet');
  }

  /** No more facts from now on, also after a start. */
  rest(): void {
    this.resting = true;
    this.tell('quiet');
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
