/** Status words of replies (Mercury API, tmr_status.h), as a person may be told them. */
const meanings: Readonly<Record<number, string>> = {
  256: 'wrong number of data bytes',
  257: 'unknown command',
  258: 'command not supported',
  259: 'power above the maximum',
  260: 'frequency out of range',
  261: 'parameter out of range',
  262: 'power below the minimum',
  265: 'feature not supported',
  266: 'baud rate not supported',
  267: 'region not supported',
  268: 'invalid licence key',
  512: 'firmware is corrupt',
  1024: 'no tags found',
  1025: 'no tag protocol set',
  1026: 'unknown tag protocol',
  1028: 'tag data could not be read',
  1029: 'radio is off: the region is not set',
  1030: 'write to tag failed',
  1033: 'address outside the tag memory',
  1034: 'tag operation failed',
  1059: 'tag memory overrun',
  1060: 'tag memory is locked',
  1067: 'not enough power for the tag',
  1280: 'frequency not allowed',
  1281: 'channel occupied',
  1282: 'transmitter is on',
  1283: 'antenna not connected',
  1284: 'too hot or too cold: reading is throttled',
  1285: 'high return loss: check antenna and cable',
  1287: 'invalid antenna configuration',
  1289: 'supply voltage out of range',
  1536: 'fewer tags in the buffer than asked for',
  1537: 'tag buffer is full',
  1538: 'duplicate tag in the buffer',
  1539: 'more tags asked for than one reply holds',
  32512: 'internal error of the module',
  32513: 'assertion failed in the module',
};

export const statusNoTags = 0x0400;
export const statusThrottled = 0x0504;
export const statusNoAntenna = 0x0503;
export const statusHighReturnLoss = 0x0505;

/** What a status word says; unknown ones are named by their number. */
export function statusText(status: number): string {
  return meanings[status] ?? `status ${status.toString(16).toUpperCase().padStart(4, '0')}`;
}
