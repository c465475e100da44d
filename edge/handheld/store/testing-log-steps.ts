import type { Commit } from '../../station/commit.ts';

/** What a test does to a log, here and in Node. */
export type LogStep =
  | { readonly do: 'commit'; readonly commit: Commit }
  | { readonly do: 'acknowledge'; readonly upTo: number }
  | { readonly do: 'reopen' };

/** All that a log can be asked. */
export interface LogSight {
  readonly facts: readonly string[];
  readonly lastSeq: number;
  readonly acknowledged: number;
  readonly oldestHeld: number;
  readonly state: string | null;
  readonly memory: string | null;
  readonly finished: readonly string[];
  readonly lastAt: string | null;
  readonly waitingSince: string | null;
  readonly hashes: readonly (string | null)[];
}

export const testLimits = { keep: 3, keepFinished: 2 };

/** Milliseconds, one for each scan. */
export interface ScanTimes {
  readonly decideAndStore: readonly number[];
  /** The least that storing takes: one small record in a transaction of the same durability. */
  readonly bareCommit: readonly number[];
}
