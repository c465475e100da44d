import type { StatusReading } from './host-status.ts';

/** Errors of ~HQES: the nibble of the first group counted from the right, and its bit (ZPL II Programming Guide, ~HQ, error flags). */
const errors = {
  'media-out': [1, 1],
  'ribbon-out': [1, 2],
  'head-open': [1, 4],
  'cutter-fault': [1, 8],
  'printhead-over-temperature': [2, 1],
  'motor-over-temperature': [2, 2],
  'bad-printhead-element': [2, 4],
  'printhead-detection': [2, 8],
  'invalid-firmware-configuration': [3, 1],
  'printhead-thermistor-open': [3, 2],
  'paper-jam-during-retract': [4, 1],
  'presenter-not-running': [4, 2],
  'paper-feed-error': [4, 4],
  'clear-paper-path-failed': [4, 8],
  paused: [5, 1],
  'retract-timed-out': [5, 2],
  'black-mark-calibration': [5, 4],
  'black-mark-not-found': [5, 8],
} as const;

/** Warnings of ~HQES (same place, warning flags). */
const warnings = {
  'calibrate-media': [1, 1],
  'clean-printhead': [1, 2],
  'replace-printhead': [1, 4],
  'paper-near-end': [1, 8],
} as const;

type PrinterError = keyof typeof errors;
type PrinterWarning = keyof typeof warnings;

export interface ErrorStatus {
  readonly errors: readonly PrinterError[];
  readonly warnings: readonly PrinterWarning[];
  /** Flags that have no name here are lost; this tells that there were some. */
  readonly hasUnknownFlags: boolean;
}

type Flags = Readonly<Record<string, readonly [nibble: number, bit: number]>>;

/** The answer to ~HQES, without STX and ETX: one line for errors and one for warnings, each a flag and two groups of hex. */
export function decodeErrorStatus(reply: string): StatusReading<ErrorStatus> {
  const found = groupOf(reply, 'ERRORS');
  if (!found.ok) return found;
  const warned = groupOf(reply, 'WARNINGS');
  if (!warned.ok) return warned;
  const named = namesIn<PrinterError>(found.value, errors);
  const namedWarnings = namesIn<PrinterWarning>(warned.value, warnings);
  return {
    ok: true,
    value: {
      errors: named,
      warnings: namedWarnings,
      hasUnknownFlags:
        flagsOf(named, errors) !== found.value || flagsOf(namedWarnings, warnings) !== warned.value,
    },
  };
}

function groupOf(reply: string, title: 'ERRORS' | 'WARNINGS'): StatusReading<number> {
  const match = new RegExp(`${title}: +([01]) +([0-9A-Fa-f]{8}) +([0-9A-Fa-f]{8})`).exec(reply);
  if (match !== null) return { ok: true, value: match[1] === '0' ? 0 : Number.parseInt(match[3] ?? '0', 16) };
  const offset = Math.max(reply.indexOf(title), 0);
  return { ok: false, fault: { offset, field: title, expected: 'a flag and two groups of 8 hex digits' } };
}

function namesIn<Name extends string>(group: number, flags: Flags): Name[] {
  return Object.entries(flags).flatMap(([name, [nibble, bit]]) =>
    ((group >>> ((nibble - 1) * 4)) & bit) !== 0 ? [name as Name] : [],
  );
}

function flagsOf(names: readonly string[], flags: Flags): number {
  return names.reduce((sum, name) => {
    const [nibble = 1, bit = 0] = flags[name] ?? [];
    return sum + bit * 16 ** (nibble - 1);
  }, 0);
}

/** The answer to ~HQES as a printer sends it. */
export function encodeErrorStatus(status: Pick<ErrorStatus, 'errors' | 'warnings'>): string {
  const line = (title: string, value: number) =>
    `  ${title}: ${' '.repeat(9 - title.length)}${value === 0 ? 0 : 1} 00000000 ${value.toString(16).toUpperCase().padStart(8, '0')}\r\n`;
  const lines =
    line('ERRORS', flagsOf(status.errors, errors)) + line('WARNINGS', flagsOf(status.warnings, warnings));
  return `\x02\r\n\r\n  PRINTER STATUS\r\n${lines}\x03\r\n`;
}
