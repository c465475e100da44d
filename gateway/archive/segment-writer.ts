import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { isoInstant } from '../../kernel/clock.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import { type ChainHead, genesis } from '../../protocols/wire/fact-chain.ts';
import type { SiteId } from '../../protocols/wire/ids.ts';
import type { Run } from '../log/run-store.ts';
import { readSegmentFile, type SegmentDisk, segmentFileName, writeTemporary } from './segment-file.ts';
import type { SegmentRow, SegmentTable } from './segment-table.ts';
import { type SegmentHeader, segmentText } from './segment-text.ts';

export interface SegmentWriterDeps {
  readonly db: Sqlite;
  readonly site: string;
  readonly dir: string;
  readonly table: SegmentTable;
  readonly clock: Clock;
  readonly disk: SegmentDisk;
  /** The hash that the log holds for a fact. */
  readonly hashOf: (station: string, seq: number) => string | undefined;
}

/**
 * Moves runs into a segment file: written beside its name, brought to the disk, read back, renamed, and only then registered.
 * At every point the rows are still there, so a crash at any of them leaves at worst a file that the next try replaces.
 *
 * @returns null if another process has archived meanwhile.
 */
export async function writeSegment(
  deps: SegmentWriterDeps,
  runs: readonly Run[],
): Promise<SegmentRow | null> {
  const { db, site, dir, disk, table } = deps;
  const header = headerOf(site, runs, deps.hashOf);
  const { text, sha256 } = segmentText(header, runs);
  const file = segmentFileName(site, header.firstCursor);
  // Two processes at the same segment must not write one file.
  const temporary = `${file}.${process.pid}.tmp`;
  const bytes = await writeTemporary(disk, join(dir, temporary), text);
  const { firstCursor, lastCursor, facts, setAside } = header;
  const times = runs.map((run) => run.receivedAt).sort();
  const row: SegmentRow = {
    ...{ firstCursor, lastCursor, file, sha256, bytes, facts, setAside },
    firstReceivedAt: times[0] ?? '',
    lastReceivedAt: times.at(-1) ?? '',
    createdAt: isoInstant(deps.clock.now()),
  };
  return db
    .transaction(() => {
      if (table.lastCursor() !== firstCursor - 1) return null;
      keepStranger(deps, file, sha256);
      disk.renameDurably(dir, temporary, file);
      table.register(row, header);
      return row;
    })
    .immediate();
}

/**
 * A file that has the name already, and that this database does not know: what a crash left, or an archive that is newer than a
 * database that was restored. If it holds something else it is put aside, never overwritten.
 */
function keepStranger({ dir, disk }: SegmentWriterDeps, file: string, sha256: string): void {
  if (!disk.exists(join(dir, file))) return;
  let held: string;
  try {
    held = readSegmentFile(disk, join(dir, file)).sha256;
  } catch {
    held = 'damaged';
  }
  if (held !== sha256) disk.renameDurably(dir, file, `${file}.unregistered-${held.slice(0, 12)}`);
}

function headerOf(
  site: string,
  runs: readonly Run[],
  hashOf: (station: string, seq: number) => string | undefined,
): SegmentHeader {
  const before: Record<string, ChainHead> = {};
  const after: Record<string, ChainHead> = {};
  let setAside = 0;
  for (const run of runs) {
    before[run.station] ??= headBefore(run, hashOf);
    const upTo = run.firstSeq + run.lastCursor - run.firstCursor;
    after[run.station] = { upTo, hash: run.kind === 'fact' ? run.hashes.slice(-64) : run.hashes };
    if (run.kind === 'set-aside') setAside += 1;
  }
  const firstCursor = runs[0]?.firstCursor ?? 0;
  const lastCursor = runs.at(-1)?.lastCursor ?? 0;
  return {
    format: 'packproof-segment',
    version: 1,
    site: site as SiteId,
    firstCursor,
    lastCursor,
    facts: lastCursor - firstCursor + 1,
    setAside,
    before: before as SegmentHeader['before'],
    after: after as SegmentHeader['after'],
  };
}

function headBefore(
  { station, firstSeq }: Run,
  hashOf: (station: string, seq: number) => string | undefined,
): ChainHead {
  if (firstSeq === 1) return genesis;
  return { upTo: firstSeq - 1, hash: hashOf(station, firstSeq - 1) ?? '' };
}
