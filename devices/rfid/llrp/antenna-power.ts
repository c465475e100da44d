import type { LlrpReaderConfig } from './llrp-config.ts';
import { presets } from './presets.ts';
import type { ReaderFacts } from './reader-facts.ts';

export interface AntennaSetting {
  /** 0: all. */
  readonly antenna: number;
  /** Into the reader's table of power levels; null leaves the reader's own setting. */
  readonly powerIndex: number | null;
}

export interface AntennaPlan {
  readonly antennas: readonly AntennaSetting[];
  /** What could not be done as it was asked. */
  readonly troubles: readonly string[];
}

/** Which antennas read, and how strongly; none is left where the reader has none of those asked for. */
export function planAntennas(config: LlrpReaderConfig, facts: ReaderFacts): AntennaPlan {
  const troubles: string[] = [];
  const asked = config.antennas ?? [{ antenna: 0, powerDbm: undefined }];
  const present = asked.filter(({ antenna }) => {
    const isThere = facts.antennas === 0 || antenna <= facts.antennas;
    if (!isThere) troubles.push(`antenna ${antenna}: the reader has ${facts.antennas}`);
    return isThere;
  });
  const antennas = present.map(({ antenna, powerDbm }) => {
    const wanted = powerDbm ?? config.powerDbm;
    const level = powerLevel(wanted ?? presets[config.use].powerDbm, facts.powers);
    // The preset is no wish for an exact value: the reader's limit is as good.
    if (level.trouble !== null && wanted !== undefined) troubles.push(level.trouble);
    return { antenna, powerIndex: level.index };
  });
  return { antennas, troubles: [...new Set(troubles)] };
}

/** The nearest level that is not above `dbm`; the lowest where all are above. */
function powerLevel(dbm: number, powers: ReaderFacts['powers']) {
  const lowest = powers[0];
  const highest = powers.at(-1);
  if (lowest === undefined || highest === undefined) {
    return { index: null, trouble: 'the reader does not tell its power levels, so its own setting stays' };
  }
  // Levels are whole hundredths, wishes may be a rounding error below.
  const taken = powers.findLast((level) => level.dbm <= dbm + 0.001) ?? lowest;
  const isWithin = dbm >= lowest.dbm && dbm <= highest.dbm;
  const range = `the reader's range is ${lowest.dbm} to ${highest.dbm} dBm`;
  return {
    index: taken.index,
    trouble: isWithin ? null : `power ${dbm} dBm: ${range}, so ${taken.dbm} dBm is used`,
  };
}
