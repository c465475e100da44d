import type { Socket } from 'node:net';
import type { Clock } from '../../../kernel/clock.ts';
import type { LlrpFault } from './faults.ts';

const delayMs = 50;
const mergeMs = 40;
const mostPieces = 4;
const mostQueued = 32;
/** A client that does not read is hung up on. */
const mostWaiting = 64 * 1024 * 1024;

/** Carries messages to a client, as badly as the faults say; never in another order. */
export class Wire {
  private readonly socket: Socket;
  private readonly clock: Clock;
  private readonly faults: ReadonlySet<LlrpFault>;
  private readonly random: () => number;
  private merged: Uint8Array[] = [];
  private pieces: Uint8Array[] = [];
  private isCut = false;

  constructor(socket: Socket, clock: Clock, faults: ReadonlySet<LlrpFault>, random: () => number) {
    this.socket = socket;
    this.clock = clock;
    this.faults = faults;
    this.random = random;
  }

  /** Half-open from now on: nothing more arrives, and nothing tells so. */
  cut(): void {
    this.isCut = true;
  }

  get cutOff(): boolean {
    return this.isCut;
  }

  send(bytes: Uint8Array): void {
    if (!this.faults.has('merge')) {
      this.later(bytes);
      return;
    }
    this.merged.push(bytes);
    if (this.merged.length > 1) return;
    this.clock.after(mergeMs, () => {
      const together = Buffer.concat(this.merged);
      this.merged = [];
      this.later(together);
    });
  }

  private later(bytes: Uint8Array): void {
    if (this.faults.has('delay')) this.clock.after(delayMs, () => this.inPieces(bytes));
    else this.inPieces(bytes);
  }

  private inPieces(bytes: Uint8Array): void {
    const isIdle = this.pieces.length === 0;
    if (!this.faults.has('split') && isIdle) {
      this.write(bytes);
      return;
    }
    this.pieces.push(...this.split(bytes));
    if (isIdle) this.nextPiece();
  }

  private split(bytes: Uint8Array): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    let rest = bytes;
    while (pieces.length < mostPieces - 1 && rest.length > 1) {
      const length = 1 + Math.floor(this.random() * (rest.length - 1));
      pieces.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    return [...pieces, rest];
  }

  private nextPiece(): void {
    // Cutting costs time; a wire that falls behind sends the rest at once.
    if (this.pieces.length > mostQueued) this.pieces = [Buffer.concat(this.pieces)];
    const piece = this.pieces[0];
    if (piece === undefined) return;
    this.write(piece);
    this.clock.after(1, () => {
      this.pieces.shift();
      this.nextPiece();
    });
  }

  private write(bytes: Uint8Array): void {
    if (this.isCut || this.socket.destroyed) return;
    if (this.socket.writableLength > mostWaiting) this.socket.destroy();
    else this.socket.write(bytes);
  }
}
