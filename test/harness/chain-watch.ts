import type Database from 'better-sqlite3';
import type { Fact } from '../../protocols/wire/fact.ts';
import { type ChainHead, factHash, genesis } from '../../protocols/wire/fact-chain.ts';

interface Row {
  readonly seq: number;
  readonly hash: string;
  readonly body: string;
}

/** Verifies the chains of stations in central's database again and again, each fact once. */
export class ChainWatch {
  /** station -> up to where its chain was verified. */
  private readonly heads = new Map<string, ChainHead>();
  /** Facts whose hash was computed from their content. */
  verified = 0;

  /** @returns where a chain is broken, or is another one than it was. */
  verify(db: Database.Database, station: string): string[] {
    const known = this.heads.get(station) ?? genesis;
    const at = db.prepare('SELECT hash FROM facts WHERE station = ? AND seq = ?').pluck();
    if (known.upTo > 0 && at.get(station, known.upTo) !== known.hash)
      return [`${station}/${known.upTo} is another fact than it was`];
    let head = known;
    const rows = db
      .prepare('SELECT seq, hash, body FROM facts WHERE station = ? AND seq > ? ORDER BY seq')
      .all(station, known.upTo) as Row[];
    for (const { seq, hash, body } of rows) {
      const fact = JSON.parse(body) as Fact;
      if (seq !== head.upTo + 1 || fact.prev !== head.hash) return [`${station}/${seq}: the chain is broken`];
      if (factHash(fact) !== hash) return [`${station}/${seq}: the content does not give the hash`];
      head = { upTo: seq, hash };
    }
    this.heads.set(station, head);
    this.verified += rows.length;
    return [];
  }
}
