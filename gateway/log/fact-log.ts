import { sha256Hex } from '../../kernel/sha256.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import type { EventPage } from '../../protocols/wire/event.ts';
import { type ChainHead, genesis } from '../../protocols/wire/fact-chain.ts';
import {
  type Conflict,
  type Received,
  type Reception,
  receive,
  seqOf,
} from '../../protocols/wire/fact-receiver.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import { createSignedHeads } from '../incidents/signed-heads.ts';
import type { Arrival } from './arrival.ts';
import { type EntryRow, eventOfRow } from './entry-event.ts';
import { readable } from './readable-fact.ts';
import { createRefusedMessages } from './refused-messages.ts';

const maxConflictRows = 10_000;
const maxConflictRaw = 64 * 1024;
/** A page ends early when it holds this much, so that it fits into the body of the request that carries it on. */
const maxPageBytes = 900_000;
/** What an event adds to its fact. */
const eventHeadBytes = 400;

/** Which events: those behind a log position and, if named, of one station from a seq on. */
export interface EventQuery {
  readonly after: number;
  readonly limit: number;
  readonly station?: string | undefined;
  readonly fromSeq?: number | undefined;
}

interface StationHead {
  readonly station: string;
  readonly upTo: number;
  readonly lastReceivedAt: string;
}

export type FactLog = ReturnType<typeof openFactLog>;

/**
 * The durable log of a site's facts, in the order in which they were committed. It only decides by the receiver of
 * the wire contract (fact-receiver.ts) and stores what that says.
 *
 * @throws FACT_LOG_OF_OTHER_SITE if the file holds another site's facts.
 */
export function openFactLog(db: Sqlite, site: string) {
  assertSite(db, site);
  const statements = prepare(db);
  const refused = createRefusedMessages(db);
  const heads = createSignedHeads(db, site);
  let cursor = statements.lastCursor.get() as number;

  const headOf = (station: string): ChainHead => {
    const row = statements.head.get(site, station) as { up_to: number; hash: string } | undefined;
    return row === undefined ? genesis : { upTo: row.up_to, hash: row.hash };
  };
  const hashOf = (station: string, seq: number): string | undefined =>
    statements.hash.get(site, station, seq) as string | undefined;

  function append(station: string, entry: Received, at: string): void {
    const body =
      entry.kind === 'fact'
        ? entry.fact
        : { reason: entry.reason, detail: entry.detail.slice(0, 400), raw: entry.raw };
    statements.append.run(site, station, entry.seq, entry.hash, entry.kind, JSON.stringify(body), at);
  }

  function keepConflict(station: string, conflict: Conflict, at: string): void {
    if ((statements.conflicts.get() as number) >= maxConflictRows) return;
    const raw = JSON.stringify(conflict.raw).slice(0, maxConflictRaw);
    statements.conflict.run(site, station, conflict.seq, conflict.knownHash, conflict.receivedHash, raw, at);
  }

  function receiveBatch(arrival: Arrival & { kind: 'batch' }, at: string): Reception {
    const { station, facts } = arrival;
    const head = headOf(station);
    const reception = receive(
      head,
      { site, station, fromGateway: false, digest: sha256Hex },
      readable(facts),
      (seq) => hashOf(station, seq),
    );
    for (const entry of reception.received) append(station, entry, at);
    for (const conflict of reception.conflicts) keepConflict(station, conflict, at);
    statements.setHead.run(site, station, reception.head.upTo, reception.head.hash, at);
    if (arrival.head !== undefined) heads.keep(station, arrival.head, at);
    if (facts.some((fact) => seqOf(fact) === undefined))
      refused.keep({ ...arrival, code: 'FACT_WITHOUT_SEQ' }, at);
    return reception;
  }

  const commitAll = db.transaction((arrivals: readonly Arrival[], at: string) =>
    arrivals.map((arrival) => {
      if (arrival.kind === 'batch') return receiveBatch(arrival, at);
      refused.keep(arrival, at);
      return null;
    }),
  );

  return {
    /** The position of the newest entry; 0 while there is none. */
    cursor: () => cursor,
    headOf,
    /**
     * Stores what arrived in one transaction; when it returns, all is durable and may be acknowledged. A reception per
     * batch, null for what was refused.
     *
     * @throws whatever the store throws; then nothing was stored.
     */
    commit(arrivals: readonly Arrival[], receivedAt: string): (Reception | null)[] {
      const receptions = commitAll.immediate(arrivals, receivedAt);
      for (const reception of receptions) cursor += reception?.received.length ?? 0;
      return receptions;
    },
    /** A page of events in log order; it ends early rather than growing beyond a megabyte. */
    read(query: EventQuery): EventPage {
      const wanted = {
        after: query.after,
        limit: query.limit + 1,
        site,
        station: query.station,
        seq: query.fromSeq ?? 1,
      };
      const rows =
        query.station === undefined
          ? statements.page.iterate(wanted)
          : statements.stationPage.iterate(wanted);
      const page = pageOf(rows as Iterable<EntryRow>, query);
      const first = page.events[0]?.packproofcursor ?? page.cursor + 1;
      return { ...page, heads: heads.within(first - 1, page.cursor, query.station) };
    },
    /** When the first entry behind a position was received; null if there is none. */
    receivedAtAfter: (after: number) => (statements.receivedAt.get(after + 1) as string | undefined) ?? null,
    stations: () => statements.stations.all(site) as StationHead[],
    counts: () => ({
      setAside: statements.setAside.get() as number,
      conflicts: statements.conflicts.get() as number,
    }),
  };
}

function pageOf(rows: Iterable<EntryRow>, query: EventQuery): EventPage {
  const events: EventPage['events'] = [];
  let bytes = 0;
  let more = false;
  for (const row of rows) {
    const size = eventHeadBytes + Buffer.byteLength(row.body);
    more = events.length >= query.limit || (events.length > 0 && bytes + size > maxPageBytes);
    if (more) break;
    bytes += size;
    events.push(eventOfRow(row));
  }
  return { v: 1, events, cursor: events.at(-1)?.packproofcursor ?? query.after, more, heads: [] };
}

function assertSite(db: Sqlite, site: string): void {
  const other = db.prepare('SELECT site FROM stations WHERE site <> ? LIMIT 1').pluck().get(site);
  if (other === undefined) return;
  throw gatewayErrors.fault(
    'FACT_LOG_OF_OTHER_SITE',
    `${db.name} holds the facts of site ${String(other)}, not ${site}`,
    {
      place: db.name,
    },
  );
}

function prepare(db: Sqlite) {
  const columns = 'cursor, site, station, seq, hash, kind, body, received_at AS receivedAt';
  return {
    head: db.prepare('SELECT up_to, hash FROM stations WHERE site = ? AND station = ?'),
    hash: db.prepare('SELECT hash FROM entries WHERE site = ? AND station = ? AND seq = ?').pluck(),
    append: db.prepare(
      'INSERT INTO entries (site, station, seq, hash, kind, body, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    setHead: db.prepare(
      `INSERT INTO stations (site, station, up_to, hash, last_received_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (site, station) DO UPDATE SET
         up_to = excluded.up_to, hash = excluded.hash, last_received_at = excluded.last_received_at`,
    ),
    conflict: db.prepare(
      `INSERT INTO conflicts (site, station, seq, known_hash, received_hash, raw, received_at)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ),
    lastCursor: db.prepare('SELECT coalesce(max(cursor), 0) FROM entries').pluck(),
    page: db.prepare(`SELECT ${columns} FROM entries WHERE cursor > @after ORDER BY cursor LIMIT @limit`),
    // Within a station the order of seq is the order of the log, for facts are taken in order only.
    stationPage: db.prepare(
      `SELECT ${columns} FROM entries WHERE site = @site AND station = @station AND seq >= @seq AND cursor > @after
       ORDER BY seq LIMIT @limit`,
    ),
    receivedAt: db.prepare('SELECT received_at FROM entries WHERE cursor = ?').pluck(),
    stations: db.prepare(
      `SELECT station, up_to AS upTo, last_received_at AS lastReceivedAt FROM stations WHERE site = ? ORDER BY station`,
    ),
    setAside: db.prepare(`SELECT count(*) FROM entries WHERE kind = 'set-aside'`).pluck(),
    conflicts: db.prepare('SELECT count(*) FROM conflicts').pluck(),
  };
}
