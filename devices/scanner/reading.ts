import { isForeignControl, maxScanBytes } from '../../protocols/bytes/scan-bytes.ts';
import { restoreSeparators, type SeparatorSetting } from '../../protocols/gs1/separators.ts';
import type { GarbledEvent } from '../device-state.ts';
import type { RawFrame } from './deframer.ts';
import { type FrameRule, namesOf } from './frame-rule.ts';

/** What stood on the wire between two ends. */
export type Reading = { readonly kind: 'scan'; readonly text: string } | GarbledEvent;

/** How the text of a scanner is to be understood. */
export interface TextSettings {
  /** What the scanner sends in place of GS, such as `{GS}`; none for GS itself. */
  readonly gs?: SeparatorSetting | undefined;
  /** The scanner puts the AIM symbology identifier before the data. */
  readonly aim: boolean;
}

/** How many bytes of a garbled reading are shown. */
const shownBytes = 512;
const utf8 = new TextDecoder('utf-8', { fatal: true });
const looksLikeIdentifier = /^\][A-Za-z][0-9A-Za-z]/;

/** Decides what a frame is: text, or garbled bytes with the reason. */
export function readFrame(frame: RawFrame, rule: FrameRule, settings: TextSettings): Reading {
  const fault = faultOf(frame, rule) ?? foreignControl(frame.content, settings);
  if (fault !== null) return garbled(frame.content, frame.bytes, fault);
  try {
    return { kind: 'scan', text: understand(utf8.decode(frame.content), settings) };
  } catch {
    return garbled(frame.content, frame.bytes, 'is not UTF-8 text');
  }
}

/**
 * A scanner's text with GS for its substitute. What merely looks like a symbology identifier is put behind that of "other
 * bar code" (ISO/IEC 15424, ]X0), so that nobody takes it for one.
 */
export function understand(text: string, { gs, aim }: TextSettings): string {
  const separated = gs === undefined ? text : restoreSeparators(text, gs);
  return !aim && looksLikeIdentifier.test(separated) ? `]X0${separated}` : separated;
}

export function garbled(content: Uint8Array, bytes: number, reason: string): GarbledEvent {
  const shown = content.subarray(0, shownBytes);
  return { kind: 'garbled', reason, hex: Buffer.from(shown).toString('hex'), bytes };
}

function faultOf({ fault }: RawFrame, { prefix, suffix }: FrameRule): string | null {
  switch (fault) {
    case null:
      return null;
    case 'too_long':
      return `longer than ${maxScanBytes} bytes`;
    case 'unterminated':
      return 'ended without its terminator';
    case 'no_prefix':
      return `${namesOf(suffix) || 'data'} without ${namesOf(prefix)} before it`;
  }
}

function foreignControl(content: Uint8Array, { gs }: TextSettings): string | null {
  const control = content.find((byte) => isForeignControl(byte) && gs !== String.fromCharCode(byte));
  return control === undefined
    ? null
    : `holds the control character 0x${control.toString(16).padStart(2, '0')}`;
}
