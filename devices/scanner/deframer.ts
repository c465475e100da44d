import { maxScanBytes } from '../../protocols/bytes/scan-bytes.ts';
import type { FrameRule } from './frame-rule.ts';

/** Why bytes between two ends are no reading. */
type FrameFault = 'too_long' | 'unterminated' | 'no_prefix';

/** What stood between two ends, without prefix and suffix if it is whole. */
export interface RawFrame {
  readonly fault: FrameFault | null;
  /** At most `maxScanBytes` of a reading; of garbled bytes at most a few more. */
  readonly content: Uint8Array;
  /** How many bytes there were, however many of them are kept. */
  readonly bytes: number;
}

const lf = 0x0a;
const cr = 0x0d;

/**
 * Cuts a stream of bytes into readings, the same however the bytes are split. It holds one reading at most; of one that is
 * too long it keeps the beginning and passes over the rest up to the end.
 */
export class Deframer {
  private readonly rule: FrameRule;
  /** The bytes of the reading that has begun, its prefix included. */
  private readonly kept: Uint8Array;
  /** How many bytes it has so far, kept or not. */
  private length = 0;
  private readonly tail: number[] = [];

  constructor(rule: FrameRule) {
    this.rule = rule;
    // One byte more than a reading may have, and a CR before the suffix, show what was too much.
    this.kept = new Uint8Array(maxScanBytes + rule.prefix.length + rule.suffix.length + 2);
  }

  /** A reading has begun and not ended. */
  get pending(): boolean {
    return this.length > 0;
  }

  push(chunk: Uint8Array, tell: (frame: RawFrame) => void): void {
    for (const byte of chunk) {
      if (this.length === 0 && this.isFiller(byte)) continue;
      if (this.length > 0 && byte === this.rule.restart) this.tellCut(tell);
      this.keep(byte);
      if (this.endsHere()) this.tellWhole(tell);
    }
  }

  /** What has begun will not be completed. */
  cut(tell: (frame: RawFrame) => void): void {
    if (this.length > 0) this.tellCut(tell);
  }

  /** What has begun is over, as nothing comes after it: a reading without suffix. */
  finish(tell: (frame: RawFrame) => void): void {
    if (this.length === 0) return;
    let end = this.keptLength;
    while (end > 0 && isLineEnd(this.kept[end - 1])) end -= 1;
    this.tell(tell, this.length > this.keptLength ? this.length : end);
  }

  private get keptLength(): number {
    return Math.min(this.length, this.kept.length);
  }

  /** Line ends between readings belong to neither. */
  private isFiller(byte: number): boolean {
    return isLineEnd(byte) && byte !== this.rule.prefix[0] && byte !== this.rule.suffix[0];
  }

  private keep(byte: number): void {
    if (this.length < this.kept.length) this.kept[this.length] = byte;
    this.length += 1;
    this.tail.push(byte);
    if (this.tail.length > this.rule.suffix.length) this.tail.shift();
  }

  private endsHere(): boolean {
    const { prefix, suffix } = this.rule;
    if (suffix.length === 0 || this.length < suffix.length) return false;
    if (!suffix.every((byte, index) => this.tail[index] === byte)) return false;
    // A suffix that looks like the prefix does not end the reading that begins with it.
    return this.length >= prefix.length + suffix.length || !this.beginsWithPrefix(this.length);
  }

  private beginsWithPrefix(length: number): boolean {
    return this.rule.prefix.slice(0, length).every((byte, index) => this.kept[index] === byte);
  }

  private tellWhole(tell: (frame: RawFrame) => void): void {
    const { suffix, dropsCr } = this.rule;
    const end = this.length - suffix.length;
    const hasCr = dropsCr && end > 0 && end <= this.kept.length && this.kept[end - 1] === cr;
    this.tell(tell, hasCr ? end - 1 : end);
  }

  /** @param end where the suffix begins */
  private tell(tell: (frame: RawFrame) => void, end: number): void {
    const { prefix } = this.rule;
    const whole = this.beginsWithPrefix(prefix.length);
    const begin = whole ? prefix.length : 0;
    const tooLong = end - begin > maxScanBytes;
    const fault = tooLong ? 'too_long' : whole ? null : 'no_prefix';
    this.give(tell, fault, fault === null ? begin : 0, end);
  }

  private tellCut(tell: (frame: RawFrame) => void): void {
    const tooLong = this.length - this.rule.prefix.length > maxScanBytes;
    this.give(tell, tooLong ? 'too_long' : 'unterminated', 0, this.length);
  }

  private give(tell: (frame: RawFrame) => void, fault: FrameFault | null, begin: number, end: number): void {
    const content = this.kept.slice(begin, Math.min(end, this.kept.length));
    this.length = 0;
    this.tail.length = 0;
    if (end > begin) tell({ fault, content, bytes: end - begin });
  }
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === cr || byte === lf;
}
