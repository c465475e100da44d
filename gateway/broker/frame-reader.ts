const nothing: Buffer = Buffer.alloc(0);
const maxLengthBytes = 4;

/**
 * Cuts the bytes of an MQTT connection into its packets (MQTT 3.1.1, 2.2), without copying those that lie whole in what one read
 * brought. A packet that comes in pieces takes as much memory as has come of it, whatever length it announces.
 */
export class FrameReader {
  /** Where the packet lies that `next` found: from `start`, with its variable header at `bodyAt`, up to `end`. */
  bytes: Buffer = nothing;
  start = 0;
  bodyAt = 0;
  end = 0;
  /** The beginning of a packet whose end has not come yet; it grows in a buffer of its own. */
  #rest: Buffer = nothing;
  #restLength = 0;

  /** Takes what came, once `next` has found everything before it. */
  push(chunk: Buffer): void {
    this.bytes = this.#restLength === 0 ? chunk : this.#append(chunk);
    this.end = 0;
  }

  /** Goes on to the next packet; false if no whole one has come. Behind a length that is none, all that came counts as one. */
  next(): boolean {
    const { bytes, end: start } = this;
    let length = 0;
    for (let at = start + 1; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      length += (byte & 0x7f) * 128 ** (at - start - 1);
      if (byte >= 0x80 && at < start + maxLengthBytes) continue;
      if (byte >= 0x80) length = bytes.length - at - 1;
      if (at + 1 + length > bytes.length) break;
      this.start = start;
      this.bodyAt = at + 1;
      this.end = at + 1 + length;
      return true;
    }
    this.#keepFrom(start);
    return false;
  }

  /** The packet that `next` found. */
  frame(): Buffer {
    return this.bytes.subarray(this.start, this.end);
  }

  #append(chunk: Buffer): Buffer {
    const length = this.#restLength + chunk.length;
    if (length > this.#rest.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#rest.length));
      this.#rest.copy(larger, 0, 0, this.#restLength);
      this.#rest = larger;
    }
    chunk.copy(this.#rest, this.#restLength);
    this.#restLength = length;
    return this.#rest.subarray(0, length);
  }

  #keepFrom(start: number): void {
    // A packet that was found in the buffer may still be in use, so that buffer is not written again.
    if (start > 0 || this.#restLength === 0) {
      this.#rest = start === this.bytes.length ? nothing : Buffer.from(this.bytes.subarray(start));
      this.#restLength = this.#rest.length;
    }
    this.bytes = nothing;
    this.end = 0;
  }
}
