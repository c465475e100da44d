import { readFileSync } from 'node:fs';
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

/** What a subscriber has noted: everything of every station, its first deliveries in order; of what was there before it came, any part. */
export function auditSubscriber(
  name: string,
  file: string,
  before: ReadonlyMap<string, number>,
  wanted: ReadonlyMap<string, number>,
): string[] {
  const upTo = new Map<string, number>();
  const breaches: string[] = [];
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const [, station = '', seq = ''] = (line.split(' ')[1] ?? '').split('/');
    const at = Number(seq);
    const known = upTo.get(station) ?? Math.min(before.get(station) ?? 0, at - 1);
    if (at > known + 1 && breaches.length < 5)
      breaches.push(`${name}: ${station}/${at} came behind ${known}`);
    upTo.set(station, Math.max(known, at));
  }
  for (const [station, seq] of wanted) {
    const known = upTo.get(station) ?? 0;
    if (known !== seq) breaches.push(`${name} has ${station} up to ${known}, central up to ${seq}`);
  }
  return breaches;
}
