import type { LlrpError } from './errors.ts';
import { headerAt, headerBytes, type MessageHeader } from './header.ts';

/** One whole message, not yet decoded. */
export interface LlrpFrame extends MessageHeader {
  readonly bytes: Uint8Array;
  /** Where it began in the stream. */
  readonly offset: number;
}

export interface Framed {
  readonly frames: readonly LlrpFrame[];
  /** Set for good once the stream cannot be cut any more: the connection is to be closed. */
  readonly error: LlrpError | null;
}

/** Longer than any report in practice: some 20 000 tags. */
const defaultLongest = 1024 * 1024;

/**
 * Cuts a TCP stream into LLRP messages, the same however the bytes are split. LLRP has no mark to find the next message
 * by, so the first fault ends the stream: later chunks give the same error and no frames. Holds at most one message of
 * `longestMessage` bytes.
 */
export class LlrpFramer {
  readonly #longest: number;
  #held = new Uint8Array(0);
  #heldLength = 0;
  /** Of the first byte that is not yet part of a frame. */
  #offset = 0;
  #error: LlrpError | null = null;

  constructor(options: { readonly longestMessage?: number } = {}) {
    this.#longest = options.longestMessage ?? defaultLongest;
  }

  /** The messages that the chunk completes. A frame may share the memory of its chunk. */
  push(chunk: Uint8Array): Framed {
    const frames: LlrpFrame[] = [];
    let rest = chunk;
    while (rest.length > 0 && this.#error === null) {
      rest = this.#heldLength === 0 ? this.#cut(rest, frames) : this.#complete(rest, frames);
    }
    return { frames, error: this.#error };
  }

  /** Takes a message from the chunk itself, or holds what there is of it. */
  #cut(chunk: Uint8Array, frames: LlrpFrame[]): Uint8Array {
    const header = chunk.length < headerBytes ? null : this.#header(chunk);
    if (this.#error !== null) {
      return chunk;
    }
    if (header === null || header.length > chunk.length) {
      this.#hold(chunk, header?.length ?? headerBytes);
      return chunk.subarray(chunk.length);
    }
    this.#emit(header, chunk.subarray(0, header.length), frames);
    return chunk.subarray(header.length);
  }

  /** Adds to the held message only what it lacks. */
  #complete(chunk: Uint8Array, frames: LlrpFrame[]): Uint8Array {
    const afterHeader = this.#take(chunk, headerBytes);
    const header = this.#heldLength < headerBytes ? null : this.#header(this.#held);
    if (header === null) {
      return afterHeader;
    }
    const rest = this.#take(afterHeader, header.length);
    if (this.#heldLength === header.length) {
      const bytes = this.#held.subarray(0, header.length);
      this.#held = new Uint8Array(0);
      this.#heldLength = 0;
      this.#emit(header, bytes, frames);
    }
    return rest;
  }

  #take(chunk: Uint8Array, upTo: number): Uint8Array {
    const lacking = Math.max(0, Math.min(upTo - this.#heldLength, chunk.length));
    this.#hold(chunk.subarray(0, lacking), upTo);
    return chunk.subarray(lacking);
  }

  /** Grows by doubling, so that a header alone does not make the whole length be allocated. */
  #hold(bytes: Uint8Array, expected: number): void {
    const length = this.#heldLength + bytes.length;
    if (length > this.#held.length) {
      const larger = new Uint8Array(Math.max(length, Math.min(expected, this.#held.length * 2)));
      larger.set(this.#held.subarray(0, this.#heldLength));
      this.#held = larger;
    }
    this.#held.set(bytes, this.#heldLength);
    this.#heldLength = length;
  }

  #header(bytes: Uint8Array): MessageHeader | null {
    const read = headerAt(bytes, 0);
    if (!read.ok) {
      this.#error = { ...read.error, offset: this.#offset + read.error.offset };
      return null;
    }
    if (read.header.length > this.#longest) {
      const expected = `at most ${this.#longest} bytes, not ${read.header.length}`;
      const offset = this.#offset + 2;
      this.#error = { code: 'message-too-long', offset, path: '', field: null, expected };
      return null;
    }
    return read.header;
  }

  #emit(header: MessageHeader, bytes: Uint8Array, frames: LlrpFrame[]): void {
    frames.push({ ...header, bytes, offset: this.#offset });
    this.#offset += header.length;
  }
}
