/** Of a module that has read a badge: STX, ten hexadecimal digits of data, two of their checksum, ETX. */
const stx = 0x02;
const etx = 0x03;
const digits = 12;

export type BadgeFrame =
  | { readonly kind: 'badge'; readonly number: string }
  | { readonly kind: 'broken'; readonly reason: string; readonly bytes: Uint8Array };

export interface BadgeStream {
  /** What has arrived of a frame; never more than a frame holds. */
  readonly pending: readonly number[];
}

export const emptyStream: BadgeStream = { pending: [] };

/** Takes bytes as they come, however they are split, and gives the frames that end in them. */
export function readBadges(
  stream: BadgeStream,
  bytes: Uint8Array,
): { stream: BadgeStream; frames: BadgeFrame[] } {
  const frames: BadgeFrame[] = [];
  let pending = [...stream.pending];
  for (const byte of bytes) {
    if (byte === stx) {
      if (pending.length > 0) frames.push(broken('a new frame began before the end of this one', pending));
      pending = [byte];
    } else if (pending.length > 0) {
      pending.push(byte);
      if (byte === etx || pending.length > digits + 2) {
        frames.push(frameOf(pending));
        pending = [];
      }
    }
  }
  return { stream: { pending }, frames };
}

function frameOf(bytes: readonly number[]): BadgeFrame {
  const text = String.fromCharCode(...bytes.slice(1, -1));
  if (!/^[0-9A-Fa-f]{12}$/.test(text))
    return broken('between STX and ETX there are not 12 hexadecimal digits', bytes);
  const [checksum, ...data] =
    text
      .match(/../g)
      ?.map((pair) => Number.parseInt(pair, 16))
      .reverse() ?? [];
  if (data.reduce((sum, byte) => sum ^ byte, 0) !== checksum) return broken('the checksum is wrong', bytes);
  return { kind: 'badge', number: text.slice(0, 10).toUpperCase() };
}

function broken(reason: string, bytes: readonly number[]): BadgeFrame {
  return { kind: 'broken', reason, bytes: Uint8Array.from(bytes) };
}
