import type { Presence } from './session-confidence.ts';
import type { TagStatus } from './session-outcome.ts';
import type { SessionSettings } from './settings.ts';
import type { ReadEvidence } from './smoothing-event.ts';

interface Reasoned {
  readonly status: TagStatus;
  readonly presence: Presence;
  readonly evidence: ReadEvidence;
  readonly elsewhere: ReadEvidence;
}

/** Why a tag that was read got its status, in words for the screen and the log. */
export function reasonsFor(reasoned: Reasoned, settings: SessionSettings): string[] {
  const { status, presence, evidence, elsewhere } = reasoned;
  return [
    heard(evidence),
    ...(evidence.maxRssiDbm !== null && evidence.maxRssiDbm < settings.evenDbm
      ? [`weaker than what lies here is (${settings.evenDbm} dBm)`]
      : []),
    ...(evidence.reads < settings.evenReads ? ['read seldom'] : []),
    ...elsewhereWords(presence, elsewhere, settings),
    ...(status === 'extra' ? ['not expected'] : []),
    ...(status === 'foreign' ? ['not a tag of ours'] : []),
  ];
}

function heard({ reads, antennas, maxRssiDbm }: ReadEvidence): string {
  const level = maxRssiDbm === null ? '' : `, up to ${maxRssiDbm.toFixed(1)} dBm`;
  return `${reads} ${reads === 1 ? 'read' : 'reads'} at ${antennas.length} ${antennas.length === 1 ? 'antenna' : 'antennas'}${level}`;
}

function elsewhereWords(
  { leadDb, goneElsewhere }: Presence,
  { readers }: ReadEvidence,
  { elsewhereDb }: SessionSettings,
): string[] {
  if (leadDb === null) return ['read nowhere else'];
  const by = readers.join(', ');
  const words: string[] = [];
  if (leadDb < 0) words.push(`seen better by ${by}, by ${(-leadDb).toFixed(1)} dB`);
  else if (leadDb < elsewhereDb) words.push(`hardly better here than by ${by}: ${leadDb.toFixed(1)} dB`);
  if (goneElsewhere) words.push(`seen by ${by} after it fell silent here`);
  return words;
}
