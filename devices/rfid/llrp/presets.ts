import type { LlrpReaderConfig } from './llrp-config.ts';

/** What a use means where the settings leave something open. */
export interface Preset {
  /** Where the reader's highest level is lower, that is taken. */
  readonly powerDbm: number;
  readonly session: number;
  readonly tagPopulation: number;
  /** The first of these that the reader's mode table has; else the reader's own choice. */
  readonly modes: readonly number[];
  readonly searchMode: NonNullable<LlrpReaderConfig['searchMode']>;
  readonly reportEveryTags: number;
  readonly reportEveryMs: number;
}

/** Impinj's modes that adapt to a dense site; other makers do not use these numbers. */
const adaptive = [1002, 1000] as const;

export const presets: Readonly<Record<LlrpReaderConfig['use'], Preset>> = {
  // Tags pass by once: each read at once, at full power, and again and again so that the direction can be told.
  portal: {
    powerDbm: 30,
    session: 1,
    tagPopulation: 64,
    modes: adaptive,
    searchMode: 'Dual_Target',
    reportEveryTags: 1,
    reportEveryMs: 0,
  },
  // Many tags lie close together in a box: all are to be found, and those already read keep quiet for a while.
  'pack-tunnel': {
    powerDbm: 24,
    session: 2,
    tagPopulation: 200,
    modes: adaptive,
    searchMode: 'Dual_Target',
    reportEveryTags: 32,
    reportEveryMs: 500,
  },
  // One item on a table, and nothing from the shelf behind it.
  desk: {
    powerDbm: 15,
    session: 0,
    tagPopulation: 4,
    modes: [],
    searchMode: 'Dual_Target',
    reportEveryTags: 1,
    reportEveryMs: 0,
  },
};
