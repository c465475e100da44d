import Database from 'better-sqlite3';
import type { LoadStation } from './load.ts';

/** Holds central to what the load stations hold themselves: the same facts, once each, in the same order. */
export function auditLoad(centralFile: string, stations: readonly LoadStation[]): string[] {
  const db = new Database(centralFile, { readonly: true });
  try {
    return stations.flatMap((station) => auditStation(db, station));
  } finally {
    db.close();
  }
}

function auditStation(db: Database.Database, load: LoadStation): string[] {
  const { station, shown } = load;
  const own = load.hashes();
  const there = db
    .prepare('SELECT seq, hash, set_aside AS setAside FROM facts WHERE station = ? ORDER BY seq')
    .all(station) as { seq: number; hash: string; setAside: string | null }[];
  const breaches: string[] = [];
  if (own.length < shown) breaches.push(`${station} has shown ${shown} facts, its log holds ${own.length}`);
  if (there.length !== own.length)
    breaches.push(`${station} has ${own.length} facts, central ${there.length}`);
  const wrong = there.findIndex(
    ({ seq, hash, setAside }, index) => seq !== index + 1 || hash !== own[index] || setAside !== null,
  );
  if (wrong >= 0) breaches.push(`${station}/${wrong + 1}: central holds ${JSON.stringify(there[wrong])}`);
  return breaches;
}

/** station -> its last seq at central. */
export function centralHeads(centralFile: string): Map<string, number> {
  const db = new Database(centralFile, { readonly: true });
  try {
    const rows = db.prepare('SELECT station, up_to AS upTo FROM fact_heads').all() as {
      station: string;
      upTo: number;
    }[];
    return new Map(rows.map(({ station, upTo }) => [station, upTo]));
  } finally {
    db.close();
  }
}

/** How many facts of load stations there are at each hop, and how many are missing or twice at central. */
export interface LoadCount {
  readonly made: number;
  readonly acknowledged: number;
  readonly atCentral: number;
  readonly lost: number;
  readonly doubled: number;
}

export function countLoad(centralFile: string, stations: readonly LoadStation[]): LoadCount {
  const db = new Database(centralFile, { readonly: true });
  try {
    const counts = stations.map((load) => countStation(db, load));
    const sum = (key: keyof LoadCount) => counts.reduce((total, count) => total + count[key], 0);
    return {
      made: sum('made'),
      acknowledged: sum('acknowledged'),
      atCentral: sum('atCentral'),
      lost: sum('lost'),
      doubled: sum('doubled'),
    };
  } finally {
    db.close();
  }
}

function countStation(db: Database.Database, load: LoadStation): LoadCount {
  const hashes = db.prepare('SELECT hash FROM facts WHERE station = ?').pluck().all(load.station) as string[];
  const there = new Set(hashes);
  const own = load.hashes();
  return {
    made: own.length,
    acknowledged: load.acknowledged(),
    atCentral: hashes.length,
    lost: own.filter((hash) => !there.has(hash)).length,
    doubled: hashes.length - there.size,
  };
}
