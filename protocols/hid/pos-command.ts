import { type HidResult, refuse } from './fault.ts';
import { writeBits } from './report-bits.ts';
import { arrayUsages, expandUsages, type ReportDescriptor, type ReportField } from './report-descriptor.ts';

/** What a host may ask of a HID POS scanner (HID Point of Sale Usage Tables 1.02, 3.6 to 3.9), with its usage and value. */
const commands = {
  'good-read-beep': { usage: 0x8c0086, value: 1 },
  'error-beep': { usage: 0x8c0085, value: 1 },
  'not-on-file-beep': { usage: 0x8c0087, value: 1 },
  'good-read-led': { usage: 0x8c007d, value: 1 },
  'good-read-led-off': { usage: 0x8c007d, value: 0 },
  'initiate-read': { usage: 0x8c0060, value: 1 },
  'prevent-read': { usage: 0x8c005f, value: 1 },
  'allow-read': { usage: 0x8c005f, value: 0 },
  'aim-on': { usage: 0x8c0030, value: 1 },
  'aim-off': { usage: 0x8c0030, value: 0 },
  reset: { usage: 0x8c005e, value: 1 },
} as const;

/** More than the page has usages. */
const maxArrayValues = 4_096;

export type PosCommand = keyof typeof commands;

export interface PosCommandReport {
  readonly kind: 'output' | 'feature';
  readonly reportId: number;
  /** The report id (0 where the device has none) and the fields: the form in which hidapi and hidraw take a report. */
  readonly bytes: Uint8Array;
}

/** The report that carries a command, where the device declares one; an output report is preferred. */
export function encodePosCommand(
  descriptor: ReportDescriptor,
  command: PosCommand,
): HidResult<PosCommandReport> {
  const { usage, value } = commands[command];
  for (const kind of ['output', 'feature'] as const) {
    for (const field of descriptor.fields.filter(
      (candidate) => candidate.kind === kind && !candidate.constant,
    )) {
      const bytes = commandBytes(descriptor, field, usage, value);
      if (bytes !== null) return { ok: true, value: { kind, reportId: field.reportId, bytes } };
    }
  }
  const expected = `usage 0x${usage.toString(16)} in an output or feature report`;
  return refuse('not_this_device', 'byte', 0, command, expected);
}

function commandBytes(descriptor: ReportDescriptor, field: ReportField, usage: number, value: number) {
  const element = elementOf(field, usage, value);
  if (element === null) return null;
  const body = new Uint8Array(bodyBytes(descriptor, field));
  writeBits(body, field.bitOffset + element.index * field.bitSize, field.bitSize, element.value);
  return Uint8Array.of(field.reportId, ...body);
}

/** A variable field has an element for the usage; an array takes the usage's index, and cannot say that it is off. */
function elementOf(field: ReportField, usage: number, value: number) {
  const usages = field.variable ? expandUsages(field, field.count) : arrayUsages(field, maxArrayValues);
  const index = usages.indexOf(usage);
  if (index < 0) return null;
  if (field.variable) return { index, value };
  return value === 0 ? null : { index: 0, value: field.logicalMinimum + index };
}

function bodyBytes(descriptor: ReportDescriptor, { kind, reportId }: ReportField): number {
  const ends = descriptor.fields
    .filter((field) => field.kind === kind && field.reportId === reportId)
    .map((field) => field.bitOffset + field.bitSize * field.count);
  return Math.ceil(Math.max(0, ...ends) / 8);
}
