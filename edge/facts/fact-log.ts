import type { Statement } from 'better-sqlite3';
import { sha256Hex } from '../../kernel/sha256.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import { canonicalJson } from '../../protocols/wire/canonical-json.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { type ChainHead, genesis, seal } from '../../protocols/wire/fact-chain.ts';
import type { SiteId, StationId } from '../../protocols/wire/ids.ts';
import { edgeErrors } from '../edge-errors.ts';
import { openSmallSqlite } from '../small-sqlite.ts';
import type { Commit } from '../station/commit.ts';

export const factMigrations = [
  `CREATE TABLE facts (
     seq INTEGER PRIMARY KEY,
     at TEXT NOT NULL,
     hash TEXT NOT NULL,
     json TEXT NOT NULL
   ) STRICT;
   CREATE TABLE finished_orders (
     position INTEGER PRIMARY KEY,
     order_number TEXT NOT NULL UNIQUE
   ) STRICT;
   CREATE TABLE station (
     one INTEGER PRIMARY KEY CHECK (one = 1),
     site TEXT NOT NULL,
     station TEXT NOT NULL,
     last_seq INTEGER NOT NULL,
     last_hash TEXT NOT NULL,
     acknowledged INTEGER NOT NULL,
     state TEXT
   ) STRICT;`,
  `CREATE TABLE memory (
     one INTEGER PRIMARY KEY CHECK (one = 1),
     json TEXT NOT NULL
   ) STRICT;`,
];

export interface FactLogOptions {
  /** A file, or ':memory:' in tests. */
  readonly path: string;
  readonly site: string;
  readonly station: string;
  /** How many acknowledged facts stay for a receiver that lost its own. */
  readonly keep?: number;
  /** How many finished orders are remembered. */
  readonly keepFinished?: number;
}

/** How many acknowledged facts one acknowledgement deletes at most, so that none makes a scan wait. */
const deletedAtOnce = 1_000;

interface StationRow {
  readonly site: string;
  readonly station: string;
  readonly last_seq: number;
  readonly last_hash: string;
  readonly acknowledged: number;
  readonly state: string | null;
}

/**
 * The durable fact log of a station, with the state that follows from it. All calls are synchronous: when `commit`
 * returns, the facts survive a power cut.
 */
export class FactLog {
  private readonly db: Sqlite;
  private readonly options: FactLogOptions;
  private readonly insertFact: Statement<[number, string, string, string]>;
  private readonly moveHead: Statement<[number, string, string | null]>;
  private readonly putMemory: Statement<[string]>;
  private readonly insertFinished: Statement<[string]>;
  private readonly forgetFinished: Statement<[number]>;
  private readonly selectFacts: Statement<[number, number], { json: string }>;
  private readonly updateAcknowledged: Statement<[number]>;
  private readonly deleteFacts: Statement<[number, number]>;
  private readonly selectOldest: Statement<[], { seq: number | null }>;
  private readonly selectAt: Statement<[number], { at: string }>;
  private readonly selectHash: Statement<[number], { hash: string }>;
  private readonly store: (commit: Commit, sealed: readonly Fact[], head: ChainHead) => void;
  private head: ChainHead;
  private acknowledgedUpTo: number;
  private oldest: number;
  private storedState: string | null;
  private storedMemory: string | null;

  /** @throws STATION_LOG_FOREIGN, STATION_LOG_DAMAGED, DATABASE_UNUSABLE */
  constructor(options: FactLogOptions) {
    this.options = options;
    this.db = openSmallSqlite(options.path, factMigrations);
    const db = this.db;
    try {
      const row = claim(db, options);
      this.head = { upTo: row.last_seq, hash: row.last_hash };
      this.acknowledgedUpTo = row.acknowledged;
      this.storedState = row.state;
      this.storedMemory = memoryOf(db);
      this.insertFact = db.prepare('INSERT INTO facts (seq, at, hash, json) VALUES (?, ?, ?, ?)');
      this.moveHead = db.prepare(
        'UPDATE station SET last_seq = ?, last_hash = ?, state = coalesce(?, state) WHERE one = 1',
      );
      this.putMemory = db.prepare(
        'INSERT INTO memory (one, json) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET json = excluded.json',
      );
      this.insertFinished = db.prepare(
        'INSERT INTO finished_orders (order_number) VALUES (?) ON CONFLICT DO NOTHING',
      );
      this.forgetFinished = db.prepare(
        'DELETE FROM finished_orders WHERE position <= (SELECT max(position) FROM finished_orders) - ?',
      );
      this.selectFacts = db.prepare('SELECT json FROM facts WHERE seq >= ? ORDER BY seq LIMIT ?');
      this.updateAcknowledged = db.prepare('UPDATE station SET acknowledged = ? WHERE one = 1');
      this.deleteFacts = db.prepare('DELETE FROM facts WHERE seq >= ? AND seq <= ?');
      this.selectOldest = db.prepare('SELECT min(seq) AS seq FROM facts');
      this.selectAt = db.prepare('SELECT at FROM facts WHERE seq = ?');
      this.selectHash = db.prepare('SELECT hash FROM facts WHERE seq = ?');
      this.oldest = this.selectOldest.get()?.seq ?? this.head.upTo + 1;
      this.store = db.transaction((commit: Commit, sealed: readonly Fact[], head: ChainHead) =>
        this.write(commit, sealed, head),
      );
    } catch (thrown) {
      db.close();
      throw thrown;
    }
  }

  /** The last fact. */
  get lastSeq(): number {
    return this.head.upTo;
  }

  /** The next hop has all up to here, durably. */
  get acknowledged(): number {
    return this.acknowledgedUpTo;
  }

  /** The oldest fact that can still be sent; lastSeq + 1 if there is none. */
  get oldestHeld(): number {
    return this.oldest;
  }

  /** The state of the last commit, as JSON; null before the first. */
  get state(): string | null {
    return this.storedState;
  }

  /** What few commits change of the state, as JSON; null before the first. */
  get memory(): string | null {
    return this.storedMemory;
  }

  /**
   * Seals and stores the facts of one input, with the state that follows, in one transaction.
   *
   * @returns the sealed facts, in order.
   * @throws what SQLite throws (a full disk, an unwritable file); then nothing of it is stored.
   */
  commit(commit: Commit): readonly Fact[] {
    const owner = { site: this.options.site as SiteId, station: this.options.station as StationId };
    let head = this.head;
    const sealed = commit.drafts.map(({ type, data }) => {
      const body = { v: 1 as const, ...owner, at: commit.at, operator: commit.operator, type, data };
      const fact = seal(head, body, sha256Hex);
      head = { upTo: fact.seq, hash: fact.hash };
      return fact;
    });
    this.store(commit, sealed, head);
    this.head = head;
    if (commit.state !== undefined) this.storedState = commit.state;
    if (commit.memory !== undefined) this.storedMemory = commit.memory;
    return sealed;
  }

  /** The JSON of facts from a seq on, in order. */
  read(fromSeq: number, limit: number): string[] {
    return this.selectFacts.all(fromSeq, limit).map((row) => row.json);
  }

  /** The hash of a fact, or of the beginning (0); null if the fact is not held. */
  hashOf(seq: number): string | null {
    return seq === 0 ? genesis.hash : (this.selectHash.get(seq)?.hash ?? null);
  }

  /** What the clock showed at the last fact; null before the first. */
  lastAt(): string | null {
    return this.selectAt.get(this.head.upTo)?.at ?? null;
  }

  /** When the oldest fact happened that the next hop does not have; null if it has all. */
  oldestUnacknowledgedAt(): string | null {
    return this.selectAt.get(this.acknowledgedUpTo + 1)?.at ?? null;
  }

  /**
   * Notes what the next hop has. It may go back, if that hop lost its log: facts that are still held are then sent
   * again. Deletes a bounded number of facts that neither it nor a later rewind needs.
   */
  acknowledge(upTo: number): void {
    const keep = this.options.keep ?? 20_000;
    const deleteTo = Math.min(upTo - keep, this.oldest + deletedAtOnce - 1);
    this.db.transaction(() => {
      this.updateAcknowledged.run(upTo);
      if (deleteTo >= this.oldest) this.deleteFacts.run(this.oldest, deleteTo);
    })();
    this.acknowledgedUpTo = upTo;
    this.oldest = Math.max(this.oldest, deleteTo + 1);
  }

  /** The remembered finished orders, oldest first. */
  finishedOrders(): string[] {
    return this.db
      .prepare<[], { order_number: string }>('SELECT order_number FROM finished_orders ORDER BY position')
      .all()
      .map((row) => row.order_number);
  }

  close(): void {
    this.db.close();
  }

  private write(commit: Commit, sealed: readonly Fact[], head: ChainHead): void {
    for (const fact of sealed) this.insertFact.run(fact.seq, fact.at, fact.hash, canonicalJson(fact));
    const finished = commit.finishedOrders ?? [];
    for (const order of finished) this.insertFinished.run(order);
    if (finished.length > 0) this.forgetFinished.run(this.options.keepFinished ?? 100_000);
    if (commit.memory !== undefined) this.putMemory.run(commit.memory);
    this.moveHead.run(head.upTo, head.hash, commit.state ?? null);
  }
}

/** Reads the station's row, or makes it for a fresh file. */
function claim(db: Sqlite, { site, station, path }: FactLogOptions): StationRow {
  db.prepare(
    `INSERT INTO station (one, site, station, last_seq, last_hash, acknowledged, state)
     VALUES (1, ?, ?, 0, ?, 0, NULL) ON CONFLICT DO NOTHING`,
  ).run(site, station, genesis.hash);
  const row = db.prepare<[], StationRow>('SELECT * FROM station').get();
  if (row === undefined)
    throw edgeErrors.fault('STATION_LOG_DAMAGED', `${path} has no station`, { place: path });
  if (row.site !== site || row.station !== station) {
    throw edgeErrors.fault(
      'STATION_LOG_FOREIGN',
      `${path} belongs to ${row.site}/${row.station}, not to ${site}/${station}`,
      { place: path },
    );
  }
  assertWhole(db, row, path);
  return row;
}

function memoryOf(db: Sqlite): string | null {
  return db.prepare<[], { json: string }>('SELECT json FROM memory').get()?.json ?? null;
}

/** The last fact must be the one that the head names, or the chain would be continued from a place that does not exist. */
function assertWhole(db: Sqlite, row: StationRow, path: string): void {
  const last = db
    .prepare<[], { seq: number; hash: string }>('SELECT seq, hash FROM facts ORDER BY seq DESC LIMIT 1')
    .get();
  const whole =
    row.last_seq === 0 ? last === undefined : last?.seq === row.last_seq && last.hash === row.last_hash;
  if (whole) return;
  throw edgeErrors.fault(
    'STATION_LOG_DAMAGED',
    `${path} ends with fact ${last?.seq ?? 0}, its head names ${row.last_seq}`,
    { place: path },
  );
}
