import type { Run, RunQuery } from './run-store.ts';

/** The part of the log that was moved out of the database: everything up to `lastCursor`. */
export interface ArchivedRuns {
  readonly lastCursor: () => number;
  readonly runs: (query: RunQuery) => Iterable<Run>;
  readonly positionOf: (station: string, seq: number) => { cursor: number; hash: string } | undefined;
  readonly receivedAtFrom: (cursor: number) => string | undefined;
  readonly setAside: () => number;
}

export const nothingArchived: ArchivedRuns = {
  lastCursor: () => 0,
  runs: () => [],
  positionOf: () => undefined,
  receivedAtFrom: () => undefined,
  setAside: () => 0,
};
