/** What a meter found at the start of a packet. */
type Phase = 'type' | 'length' | 'body';

/**
 * Watches the framing of an MQTT stream (MQTT 3.1.1, 2.2.3) without keeping it: says no as soon as a packet announces
 * more than `maxBytes`, before anyone has buffered it. The result is the same however the bytes are split.
 */
export class PacketMeter {
  readonly #maxBytes: number;
  #phase: Phase = 'type';
  #length = 0;
  #lengthBytes = 0;
  #left = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes the next bytes of the stream; false if a packet is too large or its length is malformed. */
  accept(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#phase === 'body') {
        const taken = Math.min(this.#left, chunk.length - at);
        at += taken;
        this.#left -= taken;
        if (this.#left === 0) this.#phase = 'type';
      } else if (this.#phase === 'type') {
        this.#phase = 'length';
        this.#length = 0;
        this.#lengthBytes = 0;
        at += 1;
      } else {
        if (!this.#acceptLength(chunk[at] ?? 0)) return false;
        at += 1;
      }
    }
    return true;
  }

  #acceptLength(byte: number): boolean {
    this.#length += (byte & 0x7f) * 128 ** this.#lengthBytes;
    this.#lengthBytes += 1;
    if (this.#lengthBytes + 1 + this.#length > this.#maxBytes) return false;
    if (byte >= 0x80) return this.#lengthBytes < 4;
    this.#left = this.#length;
    this.#phase = this.#left === 0 ? 'type' : 'body';
    return true;
  }
}
