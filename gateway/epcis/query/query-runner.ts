import { sha256Hex } from '../../../kernel/sha256.ts';
import type { Sqlite } from '../../../kernel/sqlite.ts';
import type { EventQuery, QueryOrder } from '../../../protocols/epcis/query/conditions.ts';
import { epcisErrors } from '../epcis-errors.ts';
import { goOn } from '../store/event-reader.ts';
import { type PageToken, readPageToken, writePageToken } from './page-token.ts';
import { orderSql, type SqlPart, sqlOf } from './query-sql.ts';

/** A page is closed before it grows beyond this, however many events were asked for. */
const maxPageChars = 4_000_000;

/** An event as the database gives it out. */
export interface EventRow {
  readonly id: number;
  readonly recordTime: number;
  readonly context: string | null;
  readonly body: string;
}

interface EventRows {
  readonly rows: readonly EventRow[];
  /** Null on the last page. */
  readonly nextPageToken: string | null;
}

export interface PageRequest {
  readonly perPage: number;
  readonly token?: string | undefined;
  /** Only events that were captured behind this one, for subscriptions. */
  readonly after?: number;
}

interface SortedRow extends EventRow {
  readonly sortKey: number | string | null;
}

/** Answers queries page by page. What is captured while a client reads comes on none of its pages. */
export function createQueryRunner(reader: Sqlite) {
  const lastId = reader.prepare('SELECT coalesce(max(id), 0) FROM events').pluck();

  function assertCount({ maxEventCount }: EventQuery, where: SqlPart): void {
    if (maxEventCount === null) return;
    const sql = `SELECT count(*) FROM (SELECT 1 FROM events AS e WHERE ${where.sql} LIMIT ?)`;
    const count = reader
      .prepare(sql)
      .pluck()
      .get(...where.values, maxEventCount + 1) as number;
    if (count <= maxEventCount) return;
    throw epcisErrors.fault('EPCIS_QUERY_TOO_LARGE', `more than ${maxEventCount} events match`, {
      place: 'query.maxEventCount',
    });
  }

  return {
    /**
     * A page of the results.
     *
     * @throws EPCIS_QUERY_INVALID if the token is of another query, EPCIS_QUERY_TOO_LARGE
     */
    page(query: EventQuery, { perPage, token, after }: PageRequest): EventRows {
      const digest = sha256Hex(JSON.stringify(query)).slice(0, 16);
      const from = token === undefined ? null : readPageToken(token, digest);
      const upTo = from?.upTo ?? (lastId.get() as number);
      const where = whereOf(query, upTo, after);
      if (from === null) assertCount(query, where);
      const left = from === null ? query.eventCountLimit : from.left;
      const wanted = Math.min(perPage, left ?? perPage);
      const select = selectOf(query, where, from);
      const rows = reader.prepare(select.sql).iterate(...select.values, wanted + 1) as Iterable<SortedRow>;
      const page = collect(rows, wanted);
      const last = page.rows.at(-1);
      const still = left === null ? null : left - page.rows.length;
      if (!page.more || last === undefined || still === 0) return { rows: page.rows, nextPageToken: null };
      const next: PageToken = { digest, upTo, key: last.sortKey, id: last.id, left: still };
      return { rows: page.rows, nextPageToken: writePageToken(next) };
    },
  };
}

export function whereOf({ conditions }: EventQuery, upTo: number, after: number | undefined): SqlPart {
  const parts = conditions.map(sqlOf);
  // The plus keeps the planner from walking all events up to there, which nearly all are.
  const bounds = after === undefined ? ['+e.id <= ?'] : ['+e.id <= ?', 'e.id > ?'];
  return {
    sql: [goOn('e.id'), ...parts.map(({ sql }) => sql), ...bounds].join(' AND '),
    values: [...parts.flatMap(({ values }) => values), upTo, ...(after === undefined ? [] : [after])],
  };
}

/** Events without the field that they are sorted by come last. */
export function selectOf({ order }: EventQuery, where: SqlPart, from: PageToken | null): SqlPart {
  const key = orderSql(order);
  const behind = from === null ? null : behindSql(order.direction, from, order.by !== 'recorded');
  const sorted = sortedBy(order);
  return {
    sql: `SELECT id, recordTime, context, body, sortKey FROM (
        SELECT e.id, e.record_time AS recordTime, e.body, ${key.sql} AS sortKey,
          (SELECT c.parts FROM contexts AS c WHERE c.id = e.context) AS context
        FROM events AS e WHERE ${where.sql})
      ${behind === null ? '' : `WHERE ${behind.sql}`} ORDER BY ${sorted} LIMIT ?`,
    values: [...key.values, ...where.values, ...(behind?.values ?? [])],
  };
}

function sortedBy({ by, direction }: QueryOrder): string {
  if (by === 'recorded') return `id ${direction}`;
  const last = by === 'eventTime' ? '' : 'sortKey IS NULL, ';
  return `${last}sortKey ${direction}, id ${direction}`;
}

function behindSql(direction: 'ASC' | 'DESC', { key, id }: PageToken, keyed: boolean): SqlPart {
  const operator = direction === 'ASC' ? '>' : '<';
  if (!keyed) return { sql: `id ${operator} ?`, values: [id] };
  if (key === null) return { sql: `sortKey IS NULL AND id ${operator} ?`, values: [id] };
  return {
    sql: `(sortKey IS NULL OR (sortKey, id) ${operator} (?, ?))`,
    values: [key, id],
  };
}

function collect(rows: Iterable<SortedRow>, wanted: number): { rows: SortedRow[]; more: boolean } {
  const taken: SortedRow[] = [];
  let chars = 0;
  for (const row of rows) {
    chars += row.body.length;
    if (taken.length >= wanted || (taken.length > 0 && chars > maxPageChars))
      return { rows: taken, more: true };
    taken.push(row);
  }
  return { rows: taken, more: false };
}
