import { type FramingSetting, frameRule } from '../scanner/frame-rule.ts';
import { framed } from './scanner-wire.ts';

/** What can go wrong between a barcode and the station. */
export const scanFaults = [
  /** It arrives byte by byte. */
  'split',
  /** It arrives together with the next one. */
  'merge',
  /** The scanner does not transmit FNC1. */
  'drop-separator',
  'drop-terminator',
  /** The second half is lost. */
  'truncate',
  /** Control characters stand in it. */
  'binary',
  'not-utf8',
  /** It is longer than any reading may be. */
  'too-long',
  /** It is read twice at once. */
  'duplicate',
  /** A packet has a wrong checksum when it is sent first; SSI only. */
  'damage',
  /** The plug is out for a moment after half of it. */
  'unplug',
] as const;
export type ScanFault = (typeof scanFaults)[number];

const tooLong = 'x'.repeat(5_000);

/** A text as a scanner with this fault would read it. */
export function misread(text: string, fault: ScanFault | null): string {
  switch (fault) {
    case 'drop-separator':
      return text.replaceAll('\x1d', '');
    case 'binary':
      return `${text.slice(0, 2)}\x00\x01${text.slice(2)}`;
    case 'too-long':
      return text + tooLong;
    default:
      return text;
  }
}

/** What goes over the line for a reading, in pieces. */
export function faultyWire(text: string, framing: FramingSetting, fault: ScanFault | null): Buffer[] {
  const { prefix, suffix } = frameRule(framing);
  const whole = framed(misread(text, fault), framing);
  switch (fault) {
    case 'split':
      return Array.from(whole, (byte) => Buffer.from([byte]));
    case 'drop-terminator':
      return [whole.subarray(0, whole.length - suffix.length)];
    case 'truncate':
    case 'unplug':
      return [whole.subarray(0, Math.ceil(whole.length / 2))];
    case 'not-utf8':
      return [Buffer.from(whole.map((byte, index) => (index === prefix.length ? 0xff : byte)))];
    case 'duplicate':
      return [whole, whole];
    default:
      return [whole];
  }
}
