import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf, PackproofError } from '../../kernel/errors.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import type { ArchivedRuns } from '../log/archived-runs.ts';
import type { Run, RunQuery } from '../log/run-store.ts';
import { archiveErrors } from './archive-errors.ts';
import { readSegmentFile, realDisk, type SegmentDisk } from './segment-file.ts';
import { openSegmentTable, type SegmentRow } from './segment-table.ts';
import type { Segment } from './segment-text.ts';

/** Readers go through the archive in order; two of them at two places need no more. */
const keptSegments = 2;
const positionEveryMs = 1_000;

export interface ArchivedLogDeps {
  readonly db: Sqlite;
  readonly site: string;
  /** Folder of the segment files. */
  readonly dir: string;
  readonly clock: Clock;
  readonly disk?: SegmentDisk;
  /** Told of a segment that cannot be read. */
  readonly onDamaged?: (fault: PackproofError) => void;
}

/** Reads the archived part of the log, a segment at a time. A reader that meets a damaged one gets ARCHIVE_SEGMENT_DAMAGED. */
export function openArchivedLog({
  db,
  site,
  dir,
  clock,
  disk = realDisk,
  onDamaged,
}: ArchivedLogDeps): ArchivedRuns {
  const table = openSegmentTable(db);
  const kept = new Map<string, Segment>();
  let askedMs = Number.NEGATIVE_INFINITY;

  function load(row: SegmentRow): Segment {
    const known = kept.get(row.sha256);
    if (known !== undefined) return known;
    const segment = loadFile(row);
    const oldest = kept.keys().next().value;
    if (kept.size >= keptSegments && oldest !== undefined) kept.delete(oldest);
    kept.set(row.sha256, segment);
    return segment;
  }

  function mayLoad(row: SegmentRow): boolean {
    if (kept.has(row.sha256)) return true;
    const now = clock.monotonicMs();
    if (now - askedMs < positionEveryMs) return false;
    askedMs = now;
    return true;
  }

  function loadFile(row: SegmentRow): Segment {
    const path = join(dir, row.file);
    try {
      return readSegmentFile(disk, path, row.sha256);
    } catch (thrown) {
      const message = `${path} (positions ${row.firstCursor} to ${row.lastCursor}): ${messageOf(thrown)}`;
      const fault = archiveErrors.fault('ARCHIVE_SEGMENT_DAMAGED', message.slice(0, 500), {
        place: path,
        cause: thrown,
      });
      onDamaged?.(fault);
      throw fault;
    }
  }

  function* runs({ after, station, fromSeq = 1 }: RunQuery): Iterable<Run> {
    const next = (behind: number) =>
      station === undefined
        ? table.nextBehind(behind)
        : table.nextOfStation({ site, station, fromSeq, after: behind });
    let behind = after;
    for (let row = next(behind); row !== undefined; row = next(behind)) {
      for (const run of load(row).runs) if (isWanted(run, { after, station, fromSeq })) yield run;
      behind = row.lastCursor;
    }
  }

  return {
    lastCursor: table.lastCursor,
    runs,
    setAside: table.setAside,
    /**
     * Undefined too where the segment cannot be read, or another one was opened for this within the same second: a commit asks
     * this about repetitions, and a station that repeats its oldest facts must not slow or fail the facts of the others.
     */
    positionOf(station, seq) {
      try {
        const row = table.nextOfStation({ site, station, fromSeq: seq, after: 0 });
        return row === undefined || !mayLoad(row) ? undefined : positionWithin(load(row).runs, station, seq);
      } catch (thrown) {
        if (thrown instanceof PackproofError) return undefined;
        throw thrown;
      }
    },
    /** As exactly as the list of segments tells; a status need not open a file for it. */
    receivedAtFrom: (cursor) => table.nextBehind(cursor - 1)?.firstReceivedAt,
  };
}

function isWanted(run: Run, { after, station, fromSeq = 1 }: RunQuery): boolean {
  if (run.lastCursor <= after) return false;
  if (station === undefined) return true;
  return run.station === station && lastSeqOf(run) >= fromSeq;
}

function lastSeqOf({ firstSeq, firstCursor, lastCursor }: Run): number {
  return firstSeq + lastCursor - firstCursor;
}

function positionWithin(
  runs: readonly Run[],
  station: string,
  seq: number,
): { cursor: number; hash: string } | undefined {
  const run = runs.find((each) => each.station === station && each.firstSeq <= seq && lastSeqOf(each) >= seq);
  if (run === undefined) return undefined;
  const index = seq - run.firstSeq;
  return { cursor: run.firstCursor + index, hash: run.hashes.slice(64 * index, 64 * index + 64) };
}
