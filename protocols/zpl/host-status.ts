/** Why a reply of a printer is not understood. The offset counts characters within the reply. */
interface StatusFault {
  readonly offset: number;
  readonly field: string;
  readonly expected: string;
}

export type StatusReading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: StatusFault };

/** What ~HS tells (ZPL II Programming Guide, ~HS). */
export interface HostStatus {
  /** Settings of the serial interface, as one number. */
  readonly communication: number;
  readonly paperOut: boolean;
  readonly paused: boolean;
  readonly labelLengthDots: number;
  readonly formatsInBuffer: number;
  readonly bufferFull: boolean;
  readonly diagnosticMode: boolean;
  readonly partialFormat: boolean;
  readonly corruptRam: boolean;
  readonly underTemperature: boolean;
  readonly overTemperature: boolean;
  readonly functionSettings: number;
  readonly headOpen: boolean;
  readonly ribbonOut: boolean;
  readonly thermalTransfer: boolean;
  readonly printMode: PrintMode;
  readonly labelWaiting: boolean;
  readonly labelsRemaining: number;
  readonly formatWhilePrinting: boolean;
  readonly graphicsStored: number;
  readonly password: number;
  readonly staticRam: boolean;
}

const printModes = ['rewind', 'peel-off', 'tear-off', 'cutter', 'applicator', 'delayed-cut'] as const;
export type PrintMode = (typeof printModes)[number] | 'other';

type FlagName = {
  [Name in keyof HostStatus]: HostStatus[Name] extends boolean ? Name : never;
}[keyof HostStatus];
type NumberName = {
  [Name in keyof HostStatus]: HostStatus[Name] extends number ? Name : never;
}[keyof HostStatus];

type Field =
  | { readonly flag: FlagName }
  | { readonly number: NumberName; readonly digits: number }
  | { readonly unused: number; readonly digits: number }
  | { readonly mode: true };

/** The members of the three strings in their order. */
const strings: readonly (readonly Field[])[] = [
  [
    { number: 'communication', digits: 3 },
    { flag: 'paperOut' },
    { flag: 'paused' },
    { number: 'labelLengthDots', digits: 4 },
    { number: 'formatsInBuffer', digits: 3 },
    { flag: 'bufferFull' },
    { flag: 'diagnosticMode' },
    { flag: 'partialFormat' },
    { unused: 0, digits: 3 },
    { flag: 'corruptRam' },
    { flag: 'underTemperature' },
    { flag: 'overTemperature' },
  ],
  [
    { number: 'functionSettings', digits: 3 },
    { unused: 0, digits: 1 },
    { flag: 'headOpen' },
    { flag: 'ribbonOut' },
    { flag: 'thermalTransfer' },
    { mode: true },
    { unused: 0, digits: 1 },
    { flag: 'labelWaiting' },
    { number: 'labelsRemaining', digits: 8 },
    { flag: 'formatWhilePrinting' },
    { number: 'graphicsStored', digits: 3 },
  ],
  [{ number: 'password', digits: 4 }, { flag: 'staticRam' }],
];

export const healthyStatus: HostStatus = {
  communication: 30,
  paperOut: false,
  paused: false,
  labelLengthDots: 1218,
  formatsInBuffer: 0,
  bufferFull: false,
  diagnosticMode: false,
  partialFormat: false,
  corruptRam: false,
  underTemperature: false,
  overTemperature: false,
  functionSettings: 0,
  headOpen: false,
  ribbonOut: false,
  thermalTransfer: false,
  printMode: 'tear-off',
  labelWaiting: false,
  labelsRemaining: 0,
  formatWhilePrinting: true,
  graphicsStored: 0,
  password: 1234,
  staticRam: false,
};

const stx = '\x02';
const etx = '\x03';

/** The answer to ~HS as a printer sends it. */
export function encodeHostStatus(status: HostStatus): string {
  return strings
    .map((fields) => `${stx}${fields.map((field) => memberOf(status, field)).join(',')}${etx}\r\n`)
    .join('');
}

function memberOf(status: HostStatus, field: Field): string {
  if ('flag' in field) return status[field.flag] ? '1' : '0';
  if ('mode' in field) {
    const mode = (printModes as readonly string[]).indexOf(status.printMode);
    return String(mode === -1 ? 9 : mode);
  }
  return String('number' in field ? status[field.number] : field.unused).padStart(field.digits, '0');
}

/**
 * The three strings of ~HS, each without STX and ETX. Note that printers may leave ~HS unanswered when paper or ribbon is
 * out or the head is open (same place): silence is a fault of its own.
 */
export function decodeHostStatus(replies: readonly string[]): StatusReading<HostStatus> {
  const found: Partial<Record<keyof HostStatus, unknown>> = {};
  if (replies.length !== strings.length) return refuse(0, 'strings', `${strings.length} strings`);
  for (const [index, fields] of strings.entries()) {
    const fault = decodeString(replies[index] ?? '', fields, `string ${index + 1}`, found);
    if (fault !== null) return { ok: false, fault };
  }
  return { ok: true, value: found as HostStatus };
}

function refuse(offset: number, field: string, expected: string): StatusReading<never> {
  return { ok: false, fault: { offset, field, expected } };
}

function decodeString(
  reply: string,
  fields: readonly Field[],
  name: string,
  into: Partial<Record<keyof HostStatus, unknown>>,
): StatusFault | null {
  const values = reply.split(',');
  if (values.length !== fields.length) {
    return { offset: reply.length, field: name, expected: `${fields.length} members` };
  }
  let offset = 0;
  for (const [index, field] of fields.entries()) {
    const value = values[index] ?? '';
    const fault = decodeField(value.trim(), field, into);
    if (fault !== null) return { offset, field: fault.field, expected: fault.expected };
    offset += value.length + 1;
  }
  return null;
}

function decodeField(
  value: string,
  field: Field,
  into: Partial<Record<keyof HostStatus, unknown>>,
): { field: string; expected: string } | null {
  if ('unused' in field) return null;
  if ('mode' in field) {
    if (!/^[0-9A-Z]$/.test(value)) return { field: 'printMode', expected: 'one digit or letter' };
    into.printMode = printModes[Number(value)] ?? 'other';
    return null;
  }
  if ('flag' in field) {
    if (!/^[01]$/.test(value)) return { field: field.flag, expected: '0 or 1' };
    into[field.flag] = value === '1';
    return null;
  }
  if (!/^\d{1,9}$/.test(value)) return { field: field.number, expected: 'digits' };
  into[field.number] = Number(value);
  return null;
}
