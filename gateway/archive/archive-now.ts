import { join } from 'node:path';
import { systemClock } from '../../kernel/clock.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import { migrations } from '../database.ts';
import { openCursors } from '../log/cursors.ts';
import { openFactLog } from '../log/fact-log.ts';
import { openArchivedLog } from './archived-log.ts';
import { createArchiver } from './archiver.ts';
import { openLogReader } from './log-reader.ts';
import { realDisk } from './segment-file.ts';
import { openSegmentTable, type SegmentRow } from './segment-table.ts';

export interface ArchiveNowOptions {
  readonly dataDir: string;
  readonly dir?: string;
  readonly consumers: readonly string[];
  readonly afterDays: number;
  readonly everyFacts: number;
}

/**
 * Archives what the consumers have processed and is old enough, down to the last fact; the gateway may run meanwhile.
 *
 * @throws DATABASE_UNUSABLE, and whatever the disk throws.
 */
export async function archiveNow(options: ArchiveNowOptions): Promise<readonly SegmentRow[]> {
  const { dataDir, dir = join(dataDir, 'archive') } = options;
  const reader = openLogReader(dataDir, dir);
  const { site } = reader;
  reader.close();
  if (site === null) return [];
  const db = openSqlite(join(dataDir, 'gateway.sqlite'), migrations);
  try {
    const log = openFactLog(db, site, openArchivedLog({ db, site, dir, clock: systemClock }));
    const cursors = openCursors(db, log.cursor);
    const archiver = createArchiver({
      ...options,
      ...{ db, site, dir, clock: systemClock, disk: realDisk },
      table: openSegmentTable(db),
      processedUpTo: () => Math.min(...options.consumers.map((name) => cursors.consumer(name) ?? 0)),
      hashOf: (station, seq) => log.positionOf(station, seq)?.hash,
      idle: () => true,
    });
    return await archiver.run(true);
  } finally {
    db.close();
  }
}
