/** Why bytes of a HID device were refused. */
export interface HidFault {
  readonly code: HidFaultCode;
  /** Where, counted from 0 in `unit`s: of the report descriptor, of the report behind its id, of the text. */
  readonly offset: number;
  readonly unit: 'byte' | 'bit' | 'character';
  readonly field: string;
  readonly expected: string;
}

export type HidFaultCode =
  /** The report descriptor breaks its own rules (HID 1.11, 6.2.2). */
  | 'descriptor'
  /** The report descriptor describes another kind of device. */
  | 'not_this_device'
  /** A report is shorter than its descriptor says, or has no id. */
  | 'report'
  /** A field holds what it may not hold. */
  | 'value'
  /** A scan stopped before its last report. */
  | 'unfinished'
  | 'too_long'
  /** More keys are down than the keyboard can tell (HID Usage Tables 10, note 1). */
  | 'rollover'
  /** The layout gives this key no character, or no key this character. */
  | 'outside_layout'
  /** The system dropped key events. */
  | 'events_lost';

export type HidResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: HidFault };

export function refuse(
  code: HidFaultCode,
  unit: HidFault['unit'],
  offset: number,
  field: string,
  expected: string,
): { readonly ok: false; readonly fault: HidFault } {
  return { ok: false, fault: { code, offset, unit, field, expected } };
}
