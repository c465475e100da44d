import { canonicalJson } from '../../../protocols/wire/canonical-json.ts';
import type { Fact } from '../../../protocols/wire/fact.ts';
import { type ChainHead, genesis, seal } from '../../../protocols/wire/fact-chain.ts';
import type { SiteId, StationId } from '../../../protocols/wire/ids.ts';
import { edgeErrors } from '../../edge-errors.ts';
import type { Commit } from '../../station/commit.ts';
import { answerOf, completed, durable } from './database.ts';

export interface HandheldLogOptions {
  readonly database: IDBDatabase;
  readonly site: string;
  readonly station: string;
  /** How many acknowledged facts stay for a receiver that lost its own. */
  readonly keep?: number;
  /** How many finished orders are remembered. */
  readonly keepFinished?: number;
}

interface FactRow {
  readonly seq: number;
  readonly at: string;
  readonly hash: string;
  readonly json: string;
}

interface Owner {
  readonly site: string;
  readonly station: string;
}

interface Loaded {
  readonly head: ChainHead;
  readonly acknowledged: number;
  readonly state: string | null;
  readonly memory: string | null;
  readonly oldest: number;
  readonly lastAt: string | null;
  readonly waitingSince: string | null;
}

/** How many acknowledged facts one acknowledgement deletes at most, so that none makes a scan wait. */
const deletedAtOnce = 1_000;

/**
 * The durable fact log of a handheld, with the state that follows from it: what edge/facts/fact-log.ts is for a station, in
 * IndexedDB. What was read once is in memory, so all but `commit`, `read`, `hashOf` and `acknowledge` answers at once.
 */
export class HandheldLog {
  private readonly options: HandheldLogOptions;
  private loaded: Loaded;

  private constructor(options: HandheldLogOptions, loaded: Loaded) {
    this.options = options;
    this.loaded = loaded;
  }

  /** @throws STATION_LOG_FOREIGN, STATION_LOG_DAMAGED */
  static async open(options: HandheldLogOptions): Promise<HandheldLog> {
    await claim(options);
    return new HandheldLog(options, await load(options));
  }

  /** The last fact. */
  get lastSeq(): number {
    return this.loaded.head.upTo;
  }

  /** The gateway has all up to here, durably. */
  get acknowledged(): number {
    return this.loaded.acknowledged;
  }

  /** The oldest fact that can still be sent; lastSeq + 1 if there is none. */
  get oldestHeld(): number {
    return this.loaded.oldest;
  }

  /** The state of the last commit, as JSON; null before the first. */
  get state(): string | null {
    return this.loaded.state;
  }

  /** What few commits change of the state, as JSON; null before the first. */
  get memory(): string | null {
    return this.loaded.memory;
  }

  /** What the clock showed at the last fact; null before the first. */
  lastAt(): string | null {
    return this.loaded.lastAt;
  }

  /** When the oldest fact happened that the gateway does not have; null if it has all. */
  oldestUnacknowledgedAt(): string | null {
    return this.loaded.waitingSince;
  }

  /**
   * Seals and stores the facts of one input, with the state that follows, in one transaction. One commit at a time.
   *
   * @returns the sealed facts, in order, once they are durable.
   * @throws what IndexedDB ends the transaction with (full storage); then nothing of it is stored.
   */
  async commit(commit: Commit): Promise<readonly Fact[]> {
    const { database, keepFinished = 100_000 } = this.options;
    const { sealed, head } = this.sealed(commit);
    const transaction = durable(database, ['facts', 'station', 'finished']);
    const done = completed(transaction);
    const station = transaction.objectStore('station');
    for (const fact of sealed) transaction.objectStore('facts').add(rowOf(fact));
    station.put(head, 'head');
    if (commit.state !== undefined) station.put(commit.state, 'state');
    if (commit.memory !== undefined) station.put(commit.memory, 'memory');
    rememberFinished(transaction.objectStore('finished'), commit.finishedOrders ?? [], keepFinished);
    await done;
    this.loaded = {
      ...this.loaded,
      head,
      state: commit.state ?? this.loaded.state,
      memory: commit.memory ?? this.loaded.memory,
      lastAt: sealed.length === 0 ? this.loaded.lastAt : commit.at,
      waitingSince: this.loaded.waitingSince ?? (sealed.length === 0 ? null : commit.at),
    };
    return sealed;
  }

  /** The JSON of facts from a seq on, in order. */
  async read(fromSeq: number, limit: number): Promise<string[]> {
    const range = IDBKeyRange.lowerBound(fromSeq);
    const rows = (await answerOf(this.facts().getAll(range, limit))) as FactRow[];
    return rows.map(({ json }) => json);
  }

  /** The hash of a fact, or of the beginning (0); null if the fact is not held. */
  async hashOf(seq: number): Promise<string | null> {
    if (seq === 0) return genesis.hash;
    const row = (await answerOf(this.facts().get(seq))) as FactRow | undefined;
    return row?.hash ?? null;
  }

  /**
   * Notes what the gateway has. It may go back, if that lost its log: facts that are still held are then sent again. Deletes a
   * bounded number of facts that neither it nor a later rewind needs.
   */
  async acknowledge(upTo: number): Promise<void> {
    const { database, keep = 20_000 } = this.options;
    const { oldest } = this.loaded;
    const deleteTo = Math.min(upTo - keep, oldest + deletedAtOnce - 1);
    const transaction = durable(database, ['facts', 'station']);
    const done = completed(transaction);
    const facts = transaction.objectStore('facts');
    transaction.objectStore('station').put(upTo, 'acknowledged');
    if (deleteTo >= oldest) facts.delete(IDBKeyRange.bound(oldest, deleteTo));
    const next = facts.get(upTo + 1) as IDBRequest<FactRow | undefined>;
    await done;
    this.loaded = {
      ...this.loaded,
      acknowledged: upTo,
      oldest: Math.max(oldest, deleteTo + 1),
      waitingSince: next.result?.at ?? null,
    };
  }

  /** The remembered finished orders, oldest first. */
  async finishedOrders(): Promise<string[]> {
    const store = this.options.database.transaction('finished').objectStore('finished');
    return answerOf(store.getAll() as IDBRequest<string[]>);
  }

  private sealed(commit: Commit): { readonly sealed: Fact[]; readonly head: ChainHead } {
    const owner = { site: this.options.site as SiteId, station: this.options.station as StationId };
    let { head } = this.loaded;
    const sealed = commit.drafts.map(({ type, data }) => {
      const body = { v: 1 as const, ...owner, at: commit.at, operator: commit.operator, type, data };
      const fact = seal(head, body);
      head = { upTo: fact.seq, hash: fact.hash };
      return fact;
    });
    return { sealed, head };
  }

  private facts(): IDBObjectStore {
    return this.options.database.transaction('facts').objectStore('facts');
  }
}

function rowOf(fact: Fact): FactRow {
  return { seq: fact.seq, at: fact.at, hash: fact.hash, json: canonicalJson(fact) };
}

function rememberFinished(store: IDBObjectStore, orders: readonly string[], keep: number): void {
  for (const order of orders) {
    const added = store.add(order) as IDBRequest<number>;
    added.onsuccess = () => {
      if (added.result > keep) store.delete(IDBKeyRange.upperBound(added.result - keep));
    };
  }
}

/** Writes the owner into a fresh database, and asks for it in any other. */
async function claim({ database, site, station }: HandheldLogOptions): Promise<void> {
  const transaction = durable(database, ['station']);
  const done = completed(transaction);
  const store = transaction.objectStore('station');
  const asked = store.get('owner') as IDBRequest<Owner | undefined>;
  asked.onsuccess = () => {
    if (asked.result !== undefined) return;
    store.put({ site, station }, 'owner');
    store.put(genesis, 'head');
    store.put(0, 'acknowledged');
  };
  await done;
  const owner = asked.result;
  if (owner === undefined || (owner.site === site && owner.station === station)) return;
  throw edgeErrors.fault(
    'STATION_LOG_FOREIGN',
    `the storage of this browser belongs to ${owner.site}/${owner.station}, not to ${site}/${station}`,
  );
}

async function load({ database }: HandheldLogOptions): Promise<Loaded> {
  const transaction = database.transaction(['facts', 'station']);
  const facts = transaction.objectStore('facts');
  const station = transaction.objectStore('station');
  const [head, acknowledged, state, memory, first, last] = await Promise.all([
    answerOf(station.get('head') as IDBRequest<ChainHead | undefined>),
    answerOf(station.get('acknowledged') as IDBRequest<number | undefined>),
    answerOf(station.get('state') as IDBRequest<string | undefined>),
    answerOf(station.get('memory') as IDBRequest<string | undefined>),
    answerOf(facts.openKeyCursor()),
    answerOf(facts.openCursor(null, 'prev')),
  ]);
  const newest = last?.value as FactRow | undefined;
  if (head === undefined || acknowledged === undefined || !endsWith(head, newest)) {
    throw edgeErrors.fault(
      'STATION_LOG_DAMAGED',
      `the log ends with fact ${newest?.seq ?? 0}, its head names ${head?.upTo}`,
    );
  }
  const waiting = (await answerOf(
    database
      .transaction('facts')
      .objectStore('facts')
      .get(acknowledged + 1),
  )) as FactRow | undefined;
  return {
    head,
    acknowledged,
    state: state ?? null,
    memory: memory ?? null,
    oldest: (first?.key as number | undefined) ?? head.upTo + 1,
    lastAt: newest?.at ?? null,
    waitingSince: waiting?.at ?? null,
  };
}

/** The last fact must be the one that the head names, or the chain would be continued from a place that does not exist. */
function endsWith(head: ChainHead, last: FactRow | undefined): boolean {
  if (head.upTo === 0) return last === undefined;
  return last?.seq === head.upTo && last.hash === head.hash;
}
