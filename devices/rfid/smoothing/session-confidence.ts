import type { ReadTally } from './read-tally.ts';
import type { SessionSettings } from './settings.ts';

/** Doublings of the reads beyond this say no more: many weak reads do not make a strong one. */
const mostDoublings = 2;
/** The share of the reads changes the lead over another place by no more than this. */
const mostShareDb = 6;
/** The most that the log-odds can be when the tag was heard elsewhere after it fell silent here. */
const goneLogOdds = -3;
/** Of the tags that were found, one in ten was read less often than this rank's. */
const poorlyReadShare = 0.1;

/** How strongly the reads speak for the tag lying here; both terms are explained in the docs. */
export interface Presence {
  /** The natural logarithm of the odds, without what is expected. */
  readonly logOdds: number;
  /** By how much it was stronger here than elsewhere; null where it was read nowhere else. */
  readonly leadDb: number | null;
  readonly goneElsewhere: boolean;
}

/**
 * The odds that a tag with these reads lies here:
 *
 *     logOdds = (level - evenDbm) / scaleDb
 *             + log2(reads / evenReads), from -2 to 2
 *             + log2(antennas / evenAntennas), from -2 to 2
 *             + min(0, (lead - elsewhereDb) / scaleDb)      where it was read elsewhere too
 *     no more than -3                                       where it was heard elsewhere after it fell silent here
 *
 * level is the middle of the strongest and the mean RSSI; lead is the level here above that elsewhere, plus 5 log10 of the
 * reads here by those elsewhere, from -6 to 6 dB. Each term only grows with more reads, more antennas, more strength, or less
 * heard elsewhere.
 */
export function presenceOf(
  here: ReadTally,
  antennas: number,
  elsewhere: ReadTally,
  settings: SessionSettings,
): Presence {
  const own =
    (levelOf(here, settings) - settings.evenDbm) / settings.scaleDb +
    within(Math.log2(here.reads / settings.evenReads), mostDoublings) +
    within(Math.log2(antennas / settings.evenAntennas), mostDoublings);
  if (elsewhere.reads === 0) return { logOdds: own, leadDb: null, goneElsewhere: false };
  const leadDb =
    levelOf(here, settings) -
    levelOf(elsewhere, settings) +
    within(5 * Math.log10(here.reads / elsewhere.reads), mostShareDb);
  const goneElsewhere = isGone(here, elsewhere, settings);
  const veto = Math.min(0, (leadDb - settings.elsewhereDb) / settings.scaleDb);
  const logOdds = goneElsewhere ? Math.min(goneLogOdds, own + veto) : own + veto;
  return { logOdds, leadDb, goneElsewhere };
}

/** The chance that belongs to log-odds. */
export function chanceOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/**
 * How sure it is that an unread tag is not there: 1 - e^(-r / 2), where r is how often the poorly read ones of the found tags were
 * read (one tag in ten was read less often), and never more than `unheardAtMost`. Where all others were read many times,
 * silence means more. Nothing found says nothing.
 */
export function missingConfidence(
  readsOfFound: readonly number[],
  { unheardAtMost }: SessionSettings,
): number {
  const sorted = [...readsOfFound].sort((a, b) => a - b);
  const poorly = sorted[Math.floor(sorted.length * poorlyReadShare)] ?? 0;
  return Math.min(unheardAtMost, 1 - Math.exp(-poorly / 2));
}

function levelOf(tally: ReadTally, { unknownDbm }: SessionSettings): number {
  const { maxRssiDbm, meanRssiDbm } = tally;
  return maxRssiDbm === null || meanRssiDbm === null ? unknownDbm : (maxRssiDbm + meanRssiDbm) / 2;
}

function isGone(here: ReadTally, elsewhere: ReadTally, settings: SessionSettings): boolean {
  const { goneElsewhereMs, evenReads } = settings;
  if (goneElsewhereMs === null) return false;
  return elsewhere.reads >= evenReads && elsewhere.lastMs - here.lastMs > goneElsewhereMs;
}

function within(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}
