import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import type { Incidents } from '../incidents/incident.ts';
import type { Cursors } from '../log/cursors.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { ArchiveConfig } from './archive-config.ts';
import { createArchiver } from './archiver.ts';
import { nameLateConsumers } from './late-consumers.ts';
import { realDisk } from './segment-file.ts';
import { openSegmentTable } from './segment-table.ts';

const firstAfterMs = 60_000;
const everyMs = 10 * 60_000;

export interface ArchivingDeps {
  readonly db: Sqlite;
  readonly site: string;
  readonly dataDir: string;
  readonly config: ArchiveConfig;
  readonly factLog: FactLog;
  readonly cursors: Cursors;
  readonly incidents: Pick<Incidents, 'report' | 'end'>;
  readonly idle: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where the segment files lie. */
export function archiveFolder(dataDir: string, config: Pick<ArchiveConfig, 'dir'>): string {
  return config.dir ?? join(dataDir, 'archive');
}

/** Archives what is old enough, every ten minutes, beside the work of the gateway; and names whoever holds it up. */
export function startArchiving(deps: ArchivingDeps): { stop(): Promise<void> } {
  const { config, factLog, cursors, clock, log } = deps;
  const archiver = createArchiver({
    ...deps,
    dir: archiveFolder(deps.dataDir, config),
    table: openSegmentTable(deps.db),
    disk: realDisk,
    processedUpTo: () => Math.min(...config.consumers.map((name) => cursors.consumer(name) ?? 0)),
    hashOf: (station, seq) => factLog.positionOf(station, seq)?.hash,
    afterDays: config.afterDays,
    everyFacts: config.everyFacts,
  });
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  let cancel = clock.after(firstAfterMs, tick);

  function tick(): void {
    running = once().finally(() => {
      if (!stopped) cancel = clock.after(everyMs, tick);
    });
  }

  async function once(): Promise<void> {
    try {
      nameLateConsumers({ ...deps, ...config });
      const written = await archiver.run();
      for (const { file, firstCursor, lastCursor } of written)
        log.info(
          { event: 'gateway.archived', file, firstCursor, lastCursor },
          'a part of the log was archived',
        );
      deps.incidents.end('ARCHIVE_FAILED', '');
    } catch (thrown) {
      deps.incidents.report('ARCHIVE_FAILED', '', messageOf(thrown));
    }
  }

  return {
    async stop() {
      stopped = true;
      cancel();
      archiver.stop();
      await running;
    },
  };
}
