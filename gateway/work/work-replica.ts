import type { Sqlite } from '../../kernel/sqlite.ts';
import type { WorkDocument, WorkKind, WorkPage, WorkPosition } from '../../protocols/wire/work.ts';
import { gatewayErrors } from '../gateway-errors.ts';

const maxPageChars = 4_000_000;

interface FeedRow {
  readonly id: number;
  readonly epoch: string;
  readonly cursor: number;
  readonly asOf: string;
  readonly complete: 0 | 1;
}

interface DocumentRow {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly cursor: number;
  readonly data: string;
}

/** What a station asks for. */
export interface WorkQuery {
  readonly after: number;
  readonly epoch?: string | undefined;
  readonly limit: number;
}

type WorkData<Kind extends WorkKind> = NonNullable<Extract<WorkDocument, { kind: Kind }>['data']>;

export type WorkReplica = ReturnType<typeof openWorkReplica>;

/**
 * The site's copy of central's work. When central was set up anew (another epoch), the new feed is filled beside the
 * old one and takes its place when it is complete: stations never see half of their work.
 */
export function openWorkReplica(db: Sqlite, site: string) {
  const statements = prepare(db);
  const newest = () => statements.newest.get() as FeedRow | undefined;
  const served = () => statements.served.get() as FeedRow | undefined;

  const apply = db.transaction((page: WorkPage): boolean => {
    const feed = feedFor(page);
    let changed = 0;
    for (const { kind, id, version, cursor, data } of page.documents) {
      changed += statements.put.run(feed.id, kind, id, version, cursor, JSON.stringify(data)).changes;
    }
    statements.advance.run({
      id: feed.id,
      cursor: page.cursor,
      asOf: page.asOf,
      complete: page.more ? 0 : 1,
    });
    const isServed = feed.complete === 1 || !page.more;
    if (isServed) statements.dropOthers.run(feed.id);
    return isServed && (changed > 0 || feed.complete === 0);
  });

  function feedFor(page: WorkPage): FeedRow {
    const known = newest();
    if (known?.epoch === page.epoch) return known;
    statements.dropUnfinished.run();
    statements.start.run(page.epoch, page.asOf);
    return statements.byEpoch.get(page.epoch) as FeedRow;
  }

  return {
    /**
     * Applies a page with its cursor in one transaction. An older version of a document never replaces a newer one.
     *
     * @returns whether stations have something new to pull.
     * @throws WORK_OF_OTHER_SITE
     */
    apply(page: WorkPage): boolean {
      if (page.site === site) return apply.immediate(page);
      throw gatewayErrors.fault('WORK_OF_OTHER_SITE', `this is site ${site}, the page is of ${page.site}`, {
        place: 'site',
      });
    },
    /** Where pulling from central goes on. */
    position(): WorkPosition {
      const feed = newest();
      return feed === undefined
        ? { v: 1, epoch: null, cursor: 0, asOf: null }
        : { v: 1, epoch: feed.epoch, cursor: feed.cursor, asOf: feed.asOf };
    },
    /** What stations are served; null before the first feed is complete. */
    served: (): { epoch: string; cursor: number; asOf: string } | null => served() ?? null,
    /** How many documents stations can hold now, without deleted ones. */
    documents: () => statements.count.get() as number,
    /** What stations are served of one document; undefined where there is none. */
    document<Kind extends WorkKind>(kind: Kind, id: string): WorkData<Kind> | undefined {
      const text = statements.document.get(kind, id) as string | undefined;
      return text === undefined ? undefined : ((JSON.parse(text) as WorkData<Kind> | null) ?? undefined);
    },
    /** The settings of the site. A site has one document of them. */
    site(): WorkData<'site'> | undefined {
      const text = statements.site.get() as string | undefined;
      return text === undefined ? undefined : ((JSON.parse(text) as WorkData<'site'> | null) ?? undefined);
    },
    /** Up to `limit` documents of a kind that stations are served, behind an id and in the order of ids. */
    list<Kind extends WorkKind>(
      kind: Kind,
      after: string,
      limit: number,
    ): readonly { readonly id: string; readonly data: WorkData<Kind> }[] {
      const rows = statements.list.all(kind, after, limit) as { id: string; data: string }[];
      return rows.map(({ id, data }) => ({ id, data: JSON.parse(data) as WorkData<Kind> }));
    },
    /** A page for a station. @throws WORK_NOT_YET */
    page(query: WorkQuery): WorkPage {
      const feed = served();
      if (feed === undefined)
        throw gatewayErrors.fault('WORK_NOT_YET', `no complete work of site ${site} has arrived yet`);
      const after = query.epoch !== undefined && query.epoch !== feed.epoch ? 0 : query.after;
      const rows = statements.page.iterate(feed.id, after, query.limit + 1) as Iterable<DocumentRow>;
      const { documents, more } = collect(rows, query.limit);
      const cursor = more ? (documents.at(-1)?.cursor ?? after) : Math.max(feed.cursor, after);
      return {
        v: 1,
        site: site as WorkPage['site'],
        epoch: feed.epoch,
        documents,
        cursor,
        more,
        asOf: feed.asOf,
      };
    },
  };
}

function collect(rows: Iterable<DocumentRow>, limit: number): { documents: WorkDocument[]; more: boolean } {
  const documents: WorkDocument[] = [];
  let chars = 0;
  for (const { data, ...head } of rows) {
    if (documents.length >= limit || chars > maxPageChars) return { documents, more: true };
    chars += data.length;
    // The documents were validated when they came from central.
    documents.push({ ...head, data: JSON.parse(data) as unknown } as WorkDocument);
  }
  return { documents, more: false };
}

function prepare(db: Sqlite) {
  const feed = 'SELECT id, epoch, cursor, as_of AS asOf, complete FROM work_feeds';
  return {
    newest: db.prepare(`${feed} ORDER BY id DESC LIMIT 1`),
    served: db.prepare(`${feed} WHERE complete = 1`),
    byEpoch: db.prepare(`${feed} WHERE epoch = ?`),
    start: db.prepare(
      'INSERT INTO work_feeds (epoch, cursor, as_of, complete) VALUES (?, 0, ?, 0) ON CONFLICT (epoch) DO NOTHING',
    ),
    dropUnfinished: db.prepare('DELETE FROM work_feeds WHERE complete = 0'),
    dropOthers: db.prepare('DELETE FROM work_feeds WHERE id <> ?'),
    advance: db.prepare(
      `UPDATE work_feeds SET cursor = max(cursor, @cursor), as_of = max(as_of, @asOf), complete = max(complete, @complete)
       WHERE id = @id`,
    ),
    put: db.prepare(
      `INSERT INTO work_documents (feed, kind, id, version, cursor, data) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (feed, kind, id) DO UPDATE SET version = excluded.version, cursor = excluded.cursor, data = excluded.data
       WHERE (excluded.version, excluded.cursor) > (version, cursor)`,
    ),
    page: db.prepare(
      'SELECT kind, id, version, cursor, data FROM work_documents WHERE feed = ? AND cursor > ? ORDER BY cursor LIMIT ?',
    ),
    document: db
      .prepare(
        `SELECT data FROM work_documents JOIN work_feeds ON work_feeds.id = work_documents.feed
         WHERE complete = 1 AND kind = ? AND work_documents.id = ?`,
      )
      .pluck(),
    list: db.prepare(
      `SELECT work_documents.id, data FROM work_documents JOIN work_feeds ON work_feeds.id = work_documents.feed
       WHERE complete = 1 AND kind = ? AND work_documents.id > ? AND data <> 'null' ORDER BY work_documents.id LIMIT ?`,
    ),
    site: db
      .prepare(
        `SELECT data FROM work_documents JOIN work_feeds ON work_feeds.id = work_documents.feed
         WHERE complete = 1 AND kind = 'site' AND data <> 'null' LIMIT 1`,
      )
      .pluck(),
    count: db
      .prepare(
        `SELECT count(*) FROM work_documents JOIN work_feeds ON work_feeds.id = work_documents.feed
         WHERE complete = 1 AND data <> 'null'`,
      )
      .pluck(),
  };
}
