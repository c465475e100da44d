/** Status bytes of replies (UHFReader288MP User Manual v1.14, chapter 5; UHFReader18 manual, chapter 5). */
export const status = {
  success: 0x00,
  /** The four ends of an inventory frame. */
  roundComplete: 0x01,
  roundTimedOut: 0x02,
  moreFrames: 0x03,
  memoryFull: 0x04,
  statistics: 0x26,
  heartbeat: 0x28,
  antennaError: 0xf8,
  noTags: 0xfb,
} as const;

const meanings: Readonly<Record<number, string>> = {
  [status.success]: 'success',
  [status.roundComplete]: 'inventory complete',
  [status.roundTimedOut]: 'inventory time is over',
  [status.moreFrames]: 'more data follows',
  [status.memoryFull]: 'memory of the reader is full',
  5: 'wrong access password',
  9: 'kill failed',
  10: 'the kill password must not be zero',
  11: 'the tag does not know the command',
  12: 'the access password must not be zero',
  13: 'the tag is read-protected already',
  14: 'the tag is not read-protected',
  16: 'some bytes are locked',
  17: 'the lock failed',
  18: 'locked already',
  19: 'the parameters could not be saved',
  20: 'cannot be adjusted',
  25: 'parameters of this command are saved only for EPC memory',
  [status.statistics]: 'statistics',
  [status.heartbeat]: 'heartbeat',
  48: 'communication error',
  [status.antennaError]: 'antenna error: check antenna and cable',
  249: 'the command failed',
  250: 'poor contact with the tag',
  [status.noTags]: 'no tags',
  252: 'the tag returned an error',
  253: 'wrong length of the command',
  254: 'unknown command, or a wrong checksum',
  255: 'parameter out of range',
};

/** What a status byte says; unknown ones are named by their number. */
export function statusText(code: number): string {
  return meanings[code] ?? `status ${code.toString(16).toUpperCase().padStart(2, '0')}`;
}
