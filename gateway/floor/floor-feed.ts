import { type Clock, isoInstant } from '../../kernel/clock.ts';
import type { FloorDocument, FloorPage } from '../../protocols/wire/floor.ts';
import { floorErrors } from './floor-errors.ts';
import type { FloorStore } from './floor-store.ts';

const maxPageChars = 4_000_000;

interface FloorQuery {
  readonly after: number;
  readonly epoch?: string | undefined;
  readonly limit: number;
}

interface FeedDeps {
  readonly site: string;
  readonly store: Pick<FloorStore, 'position' | 'after'>;
  readonly clock: Clock;
  /** False while the fold is behind what the log held at the start: a page would lack what happened since. */
  readonly ready: () => boolean;
}

/** Hands the documents of the floor to stations, in the order of their change. */
export function createFloorFeed({ site, store, clock, ready }: FeedDeps) {
  /**
   * Where a station goes on. One that stands before the horizon has missed deletions: it begins again, in an epoch that only
   * says so (`{epoch}.{horizon}`) and is as good as ours.
   */
  function begin({ after, epoch }: FloorQuery): { after: number; epoch: string } {
    const { epoch: own, horizon } = store.position();
    const isOurs = epoch === undefined || epoch === own || epoch.startsWith(`${own}.`);
    if (!isOurs) return { after: 0, epoch: own };
    if (after > 0 && after < horizon) return { after: 0, epoch: `${own}.${horizon}` };
    return { after, epoch: epoch ?? own };
  }

  return (query: FloorQuery): FloorPage => {
    if (!ready()) throw floorErrors.fault('FLOOR_NOT_YET', 'the fact log is still being read');
    const { after, epoch } = begin(query);
    const documents: FloorDocument[] = [];
    let chars = 0;
    let more = false;
    for (const { json, done: _done, ...head } of store.after(after, query.limit + 1)) {
      more = documents.length >= query.limit || chars > maxPageChars;
      if (more) break;
      chars += json.length;
      documents.push({ ...head, data: JSON.parse(json) as unknown } as FloorDocument);
    }
    const end = Math.max(store.position().cursor, after);
    const cursor = more ? (documents.at(-1)?.cursor ?? after) : end;
    return {
      v: 1,
      site: site as FloorPage['site'],
      epoch,
      documents,
      cursor,
      more,
      asOf: isoInstant(clock.now()),
    };
  };
}
