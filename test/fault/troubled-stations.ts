import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { LoadStation } from '../harness/load.ts';
import { until } from '../harness/wait.ts';

/** What a station has before it is copied, and adds before its old log comes back. */
const someFacts = 20;
const limitMs = 30_000;

interface Troubled {
  readonly stations: readonly LoadStation[];
  /** From now on they are away, until they are asked what they have delivered. */
  leave(): Promise<void>;
}

/**
 * Stations whose log was copied or put back, each under a name of its own so that the sound ones stay sound. What they made may
 * contradict itself; then the program must have said so, and everything else must be at central.
 */
export class TroubledStations {
  private readonly newStation: (station: string, name: string) => LoadStation;
  private readonly folder: string;
  private open: Troubled[] = [];
  private count = 0;

  constructor(folder: string, newStation: (station: string, name: string) => LoadStation) {
    this.folder = folder;
    this.newStation = newStation;
  }

  /** Two machines with the same log and the same name, both at work. */
  async twins(): Promise<Troubled> {
    const first = await this.begin();
    await first.kill();
    const second = this.create(first.station, `${first.name}-twin`);
    cpSync(dirname(first.file), dirname(second.file), { recursive: true });
    await Promise.all([first.start(), second.start()]);
    await Promise.all([worked(first), worked(second)]);
    return this.keep([first, second]);
  }

  /** A machine whose file is replaced by an older copy. */
  async putBack(): Promise<Troubled> {
    const station = await this.begin();
    const data = dirname(station.file);
    const copy = join(this.folder, `${station.name}-copy`);
    await station.kill();
    cpSync(data, copy, { recursive: true });
    await station.start();
    await worked(station);
    await station.kill();
    rmSync(data, { recursive: true });
    cpSync(copy, data, { recursive: true });
    await station.start();
    return this.keep([station]);
  }

  /** Lets each come once more, alone, and deliver what it can. @returns what is amiss. */
  async settle(centralFile: string): Promise<string[]> {
    const breaches: string[] = [];
    for (const { stations } of this.open.splice(0)) {
      for (const station of stations) {
        station.rest();
        await station.start();
        await until(`${station.name} to deliver what it has, or to say why not`, limitMs, () => {
          return station.stopped !== null || isDelivered(station) || undefined;
        });
        await station.stop();
      }
      await until(`central to have what ${stations[0]?.station} delivered`, limitMs, () => {
        return stations.flatMap((station) => lacks(centralFile, station)).length === 0 || undefined;
      }).catch(() => {});
      breaches.push(...stations.flatMap((station) => lacks(centralFile, station)));
      for (const { file } of stations) rmSync(dirname(file), { recursive: true, force: true });
    }
    return breaches;
  }

  async stop(): Promise<void> {
    for (const { stations } of this.open.splice(0)) for (const station of stations) await station.kill();
  }

  private async begin(): Promise<LoadStation> {
    this.count += 1;
    const name = `X${this.count}`;
    const station = this.create(name, name);
    await station.start();
    await worked(station);
    return station;
  }

  private create(station: string, name: string): LoadStation {
    mkdirSync(join(this.folder, name), { recursive: true });
    return this.newStation(station, name);
  }

  private keep(stations: readonly LoadStation[]): Troubled {
    const troubled: Troubled = {
      stations,
      leave: async () => {
        for (const station of stations) await station.kill();
      },
    };
    this.open.push(troubled);
    return troubled;
  }
}

async function worked(station: LoadStation): Promise<void> {
  const before = station.shown;
  await until(
    `${station.name} to make facts`,
    limitMs,
    () => station.shown > before + someFacts || undefined,
  );
}

function isDelivered(station: LoadStation): boolean {
  return station.acknowledged() >= station.hashes().length;
}

/** A station that goes on as if nothing were wrong has all that it holds at central. */
function lacks(centralFile: string, load: LoadStation): string[] {
  if (load.stopped !== null) return [];
  const db = new Database(centralFile, { readonly: true });
  try {
    const there = db
      .prepare('SELECT hash FROM facts WHERE station = ? ORDER BY seq')
      .pluck()
      .all(load.station);
    const missing = load.hashes().findIndex((hash, index) => there[index] !== hash);
    return missing < 0 ? [] : [`${load.name}/${missing + 1} is not at central, and nobody says so`];
  } finally {
    db.close();
  }
}
