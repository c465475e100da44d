import type { StatusReading } from './host-status.ts';

/** What ~HI tells (ZPL II Programming Guide, ~HI). */
export interface PrinterIdentity {
  readonly model: string;
  readonly firmware: string;
  readonly dotsPerMm: number;
  readonly memoryKb: number;
}

/** The answer to ~HI, without STX and ETX: model, firmware, resolution, memory, and options that are not read. */
export function decodeIdentity(reply: string): StatusReading<PrinterIdentity> {
  const [model = '', firmware = '', dots = '', memory = ''] = reply.split(',').map((part) => part.trim());
  const fault = (field: string, expected: string, value: string): StatusReading<never> => ({
    ok: false,
    fault: { offset: Math.max(reply.indexOf(value), 0), field, expected },
  });
  if (model === '') return fault('model', 'a name', '');
  if (!/^V/i.test(firmware)) return fault('firmware', 'V and a version', firmware);
  if (!/^\d{1,2}$/.test(dots)) return fault('dotsPerMm', '6, 8, 12 or 24', dots);
  const size = /^(\d{1,9})\s*KB$/i.exec(memory);
  if (size === null) return fault('memory', 'digits and KB', memory);
  return { ok: true, value: { model, firmware, dotsPerMm: Number(dots), memoryKb: Number(size[1]) } };
}

/** The answer to ~HI as a printer sends it. */
export function encodeIdentity({ model, firmware, dotsPerMm, memoryKb }: PrinterIdentity): string {
  return `\x02${model},${firmware},${dotsPerMm},${memoryKb}KB\x03\r\n`;
}

const variableName = /^[A-Za-z0-9._-]{1,80}$/;

/** Asks for a variable, such as device.unique_id or odometer.total_print_length (ZPL II Programming Guide, getvar); null: no name. */
export function getVariable(name: string): string | null {
  return variableName.test(name) ? `! U1 getvar "${name}"\r\n` : null;
}

/** The answer to a getvar: the value in quotes; null for `?`, which says that the printer has no such variable. */
export function decodeVariable(reply: string): StatusReading<string | null> {
  const match = /^"([^"]*)"$/.exec(reply.trim());
  if (match === null) return { ok: false, fault: { offset: 0, field: 'value', expected: 'text in quotes' } };
  const [, value = ''] = match;
  return { ok: true, value: value === '?' ? null : value };
}

/** The answer to a getvar as a printer sends it. */
export function encodeVariable(value: string | null): string {
  return `"${(value ?? '?').replaceAll('"', '')}"`;
}
