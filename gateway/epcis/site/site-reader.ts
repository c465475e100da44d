import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Clock } from '../../../kernel/clock.ts';
import { openArchivedLog } from '../../archive/archived-log.ts';
import { logEnd } from '../../log/archive-tables.ts';
import { openFactLog } from '../../log/fact-log.ts';
import { openWorkReplica } from '../../work/work-replica.ts';

interface SiteReaderDeps {
  readonly dataDir: string;
  readonly site: string;
  /** The folder of the archived log. */
  readonly archiveDir: string;
  readonly clock: Clock;
  /** Told of a segment that cannot be read. */
  readonly onDamaged: (message: string) => void;
}

/** The fact log and the work of the site for another thread than the one that writes them: as they are committed, and nothing is written. */
export function openSiteReader({ dataDir, site, archiveDir, clock, onDamaged }: SiteReaderDeps) {
  const db = new Database(join(dataDir, 'gateway.sqlite'), { readonly: true, fileMustExist: true });
  db.pragma('busy_timeout = 5000');
  const end = db.prepare(logEnd).pluck();
  const archived = openArchivedLog({
    db,
    site,
    dir: archiveDir,
    clock,
    onDamaged: ({ message }) => onDamaged(message),
  });
  const { read } = openFactLog(db, site, archived);
  return {
    factLog: { read, cursor: () => end.get() as number },
    work: openWorkReplica(db, site),
    close: () => void db.close(),
  };
}
