import { isoInstant } from '../../kernel/clock.ts';
import { siteId } from '../../protocols/wire/ids.ts';
import { maxDocumentsPerPage, type WorkPage, workDocument } from '../../protocols/wire/work.ts';
import type { CentralContext } from '../context.ts';
import type { Database } from '../database/schema.ts';
import { feedEpoch, lastCursor, renewFeed } from './work-documents.ts';

export interface PageRequest {
  readonly site: string;
  readonly after: number;
  /** The feed that `after` belongs to; of another one, the page begins at 0. */
  readonly epoch: string | undefined;
  readonly limit: number;
}

/** All changes of a site's work after a cursor, at most `limit`, in the order of their cursors. */
export async function readWorkPage(context: CentralContext, request: PageRequest): Promise<WorkPage> {
  const epoch = await currentEpoch(context, request);
  const after = request.epoch === undefined || request.epoch === epoch ? request.after : 0;
  const limit = Math.min(request.limit, maxDocumentsPerPage);
  const rows = await context.db
    .selectFrom('work_documents')
    .selectAll()
    .where('site', '=', request.site)
    .where('cursor', '>', after)
    .orderBy('cursor')
    .limit(limit + 1)
    .execute();
  const documents = rows.slice(0, limit).map(documentOf);
  return {
    v: 1,
    site: siteId.parse(request.site),
    epoch,
    documents,
    cursor: documents.at(-1)?.cursor ?? after,
    more: rows.length > limit,
    asOf: isoInstant(context.clock.now()),
  };
}

/**
 * A replica that is ahead of the feed holds what central has lost, for central was put back from a copy: what comes next would
 * get cursors that the replica believes to have. Under another name of the feed it begins again.
 */
async function currentEpoch({ db, log }: CentralContext, request: PageRequest): Promise<string> {
  const epoch = await feedEpoch(db);
  if (request.epoch !== epoch || request.after <= (await lastCursor(db, request.site))) return epoch;
  log.warn(
    { event: 'work.feed_renewed', site: request.site, after: request.after },
    'a replica is ahead of the work feed; it is renewed',
  );
  await renewFeed(db, epoch);
  return feedEpoch(db);
}

function documentOf({ kind, id, version, cursor, data }: Database['work_documents']) {
  return workDocument.parse({
    kind,
    id,
    version,
    cursor,
    data: data === null ? null : (JSON.parse(data) as unknown),
  });
}
