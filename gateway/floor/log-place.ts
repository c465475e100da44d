import type { Sqlite } from '../../kernel/sqlite.ts';
import type { FactEvent } from '../../protocols/wire/event.ts';
import type { FactLog } from '../log/fact-log.ts';
import { markOf } from '../log/logged-fact.ts';

/** Where the fold stands in the fact log, and whether that is the same log still, folded by the same version. */
export function openLogPlace(db: Sqlite, factLog: Pick<FactLog, 'cursor' | 'read'>, fold: number) {
  const get = db.prepare<[], { cursor: number; entry: string; fold: number }>(
    'SELECT cursor, entry, fold FROM place',
  );
  const set = db.prepare<[number, string, number]>('UPDATE place SET cursor = ?, entry = ?, fold = ?');
  const kept = get.get() ?? { cursor: 0, entry: '', fold };
  let { cursor } = kept;

  return {
    cursor: () => cursor,
    isSame(): boolean {
      if (kept.fold !== fold || kept.cursor > factLog.cursor()) return false;
      if (kept.cursor === 0) return true;
      const [entry] = factLog.read({ after: kept.cursor - 1, limit: 1 }).events;
      return entry?.packproofcursor === kept.cursor && markOf(entry) === kept.entry;
    },
    /** Call it inside of the change that folds up to there. */
    keep(next: number, last: FactEvent | undefined): void {
      set.run(next, last === undefined ? '' : markOf(last), fold);
    },
    /** That change was committed. */
    kept(next: number): void {
      cursor = next;
    },
  };
}
