import type { Framing } from './scanner.ts';

/** Where a reading begins and ends in a stream of bytes. */
export interface FrameRule {
  readonly prefix: readonly number[];
  /** Without one, only a pause ends a reading. */
  readonly suffix: readonly number[];
  /** A CR before the suffix is none of the reading: the scanner is set to CR LF and the station to LF. */
  readonly dropsCr: boolean;
  /** A byte that no reading holds and that begins one: before it, an end was lost. */
  readonly restart: number | null;
}

/** The framing of a configuration: a common one, bytes of its own, or none (`idle`). */
export type FramingSetting =
  | Framing
  | 'idle'
  | { readonly prefix?: string | undefined; readonly suffix?: string | undefined };

const affixes: Record<Framing | 'idle', { readonly prefix: string; readonly suffix: string }> = {
  cr: { prefix: '', suffix: '\r' },
  lf: { prefix: '', suffix: '\n' },
  crlf: { prefix: '', suffix: '\r\n' },
  'stx-etx': { prefix: '\x02', suffix: '\x03' },
  idle: { prefix: '', suffix: '' },
};

/** @param framing its prefix and suffix stand for bytes, a character each (U+0000 to U+00FF) */
export function frameRule(framing: FramingSetting): FrameRule {
  const { prefix = '', suffix = '' } = typeof framing === 'string' ? affixes[framing] : framing;
  const begin = bytesOf(prefix);
  const [first] = begin;
  const isMark = begin.length === 1 && first !== undefined && first < 0x20;
  return {
    prefix: begin,
    suffix: bytesOf(suffix),
    dropsCr: suffix === '\n',
    restart: isMark ? first : null,
  };
}

function bytesOf(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}

const names: ReadonlyMap<number, string> = new Map([
  [0x02, 'STX'],
  [0x03, 'ETX'],
  [0x09, 'TAB'],
  [0x0a, 'LF'],
  [0x0d, 'CR'],
]);

/** Bytes for a person: by their names, or as they look. */
export function namesOf(bytes: readonly number[]): string {
  return bytes.map(nameOf).join(' ');
}

function nameOf(byte: number): string {
  if (byte > 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return names.get(byte) ?? `0x${byte.toString(16).padStart(2, '0')}`;
}
