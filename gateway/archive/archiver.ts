import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import { createRunStore, type Run } from '../log/run-store.ts';
import type { SegmentDisk } from './segment-file.ts';
import type { SegmentRow, SegmentTable } from './segment-table.ts';
import { writeSegment } from './segment-writer.ts';

/** A segment ends early when it holds this much, so that reading one back stays a matter of milliseconds. */
const maxSegmentChars = 2 * 1024 * 1024;
/** Rows that one transaction deletes: few, as each is a commit on the thread that also takes facts. */
const runsPerDelete = 32;
const temporaryMs = 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

export interface ArchiverDeps {
  readonly db: Sqlite;
  readonly site: string;
  readonly dir: string;
  readonly table: SegmentTable;
  readonly clock: Clock;
  readonly disk: SegmentDisk;
  /** How far every consumer that matters has processed the log. */
  readonly processedUpTo: () => number;
  /** The hash that the log holds for a fact, archived or not. */
  readonly hashOf: (station: string, seq: number) => string | undefined;
  readonly afterDays: number;
  readonly everyFacts: number;
  /** Whether ingest has nothing waiting; rows are deleted only then. */
  readonly idle: () => boolean;
}

/** Moves the older part of the log to segment files, a segment at a time, and then gives the room of its rows free. */
export function createArchiver(deps: ArchiverDeps) {
  const { db, site, dir, table } = deps;
  const live = createRunStore(db, site);
  let stopped = false;
  const remove = db.prepare(
    `DELETE FROM runs WHERE first_cursor IN
       (SELECT first_cursor FROM runs WHERE last_cursor <= ? ORDER BY first_cursor LIMIT ${runsPerDelete})`,
  );

  /** The next runs that may go, in their order; empty unless they fill a segment or `partly` allows less. */
  function nextRuns(partly: boolean): Run[] {
    const upTo = deps.processedUpTo();
    const before = isoInstant(deps.clock.now() - deps.afterDays * dayMs);
    const runs: Run[] = [];
    let facts = 0;
    let chars = 0;
    for (const run of live.runs({ after: table.lastCursor() })) {
      if (run.lastCursor > upTo || run.receivedAt > before) break;
      runs.push(run);
      facts += run.lastCursor - run.firstCursor + 1;
      chars += run.body.length;
      if (facts >= deps.everyFacts || chars >= maxSegmentChars) return runs;
    }
    return partly ? runs : [];
  }

  /** Deletes the rows that segments hold, in small transactions, between which facts are taken. */
  async function giveRoomFree(): Promise<void> {
    for (let deleted = 1; deleted > 0 && !stopped; ) {
      await untilIdle();
      if (stopped) return;
      deleted = remove.run(table.lastCursor()).changes;
    }
  }

  async function untilIdle(): Promise<void> {
    await nextTurn();
    // A site that is never idle gets its archive all the same, a little later.
    for (let turns = 0; turns < 200 && !deps.idle() && !stopped; turns += 1) await nextTurn();
  }

  return {
    /**
     * Archives what may go: whole segments, and with `partly` also what does not fill one.
     *
     * @throws whatever the disk or the database throws; then nothing is lost, and the next call goes on from there.
     */
    async run(partly = false): Promise<SegmentRow[]> {
      mkdirSync(dir, { recursive: true, mode: 0o750 });
      removeTemporaryFiles(dir, deps.clock.now());
      await giveRoomFree();
      const written: SegmentRow[] = [];
      for (let runs = nextRuns(partly); runs.length > 0 && !stopped; runs = nextRuns(partly)) {
        const row = await writeSegment(deps, runs);
        if (row === null) break;
        written.push(row);
        await giveRoomFree();
      }
      return written;
    },
    /** Lets `run` end behind the step that it is at. */
    stop(): void {
      stopped = true;
    },
  };
}

/** What a crash left unfinished; the rows are still in the database. A younger one may be another process's, which archives now. */
function removeTemporaryFiles(dir: string, now: number): void {
  for (const name of readdirSync(dir)) {
    if (!name.endsWith('.tmp')) continue;
    const path = join(dir, name);
    if (now - statSync(path).mtimeMs > temporaryMs) rmSync(path, { force: true });
  }
}
