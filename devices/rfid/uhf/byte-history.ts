/** The last bytes of a stream, so that what a decoder names by its offset can be shown. */
export class ByteHistory {
  private held: Uint8Array = new Uint8Array(0);
  private end = 0;
  private readonly maxBytes: number;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  add(chunk: Uint8Array): void {
    const kept = this.held.subarray(Math.max(0, this.held.length + chunk.length - this.maxBytes));
    const both = new Uint8Array(kept.length + chunk.length);
    both.set(kept);
    both.set(chunk, kept.length);
    this.held = both.subarray(Math.max(0, both.length - this.maxBytes));
    this.end += chunk.length;
  }

  /** Offsets count from the first byte of the stream; what is no longer held is left out. */
  slice(offset: number, bytes: number): Uint8Array {
    const start = this.end - this.held.length;
    const from = Math.max(0, offset - start);
    return this.held.slice(from, Math.max(from, offset + bytes - start));
  }

  clear(): void {
    this.held = new Uint8Array(0);
    this.end = 0;
  }
}
