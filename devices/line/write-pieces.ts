import type { Writable } from 'node:stream';
import type { Clock } from '../../kernel/clock.ts';

export interface PieceOptions {
  readonly clock: Clock;
  /** How much is handed over at once. */
  readonly pieceBytes: number;
  /** How long a device may take none of it: for each piece, and for the end. */
  readonly stallMs: number;
  /** Waits, after the last piece, until the operating system has sent everything. */
  readonly drain?: (drained: (error: Error | null) => void) => void;
}

/**
 * Writes to a stream whose other end may have stopped reading. The answer is certain: by the stream, by its end, or
 * because nothing moved for `stallMs`; whichever comes first, once. What moves slowly may take as long as it takes.
 */
export function writePieces(
  stream: Writable,
  bytes: Uint8Array,
  options: PieceOptions,
  done: (error: Error | null) => void,
): void {
  const { clock, pieceBytes, stallMs, drain } = options;
  const copy = Buffer.from(bytes);
  let cancelStall = () => {};
  let answered = false;
  const answer = (error: Error | null) => {
    if (answered) return;
    answered = true;
    cancelStall();
    stream.off('close', closed);
    done(error);
  };
  const closed = () => answer(new Error('it was closed while bytes were written'));
  const stalled = () => answer(new Error(`it did not take the bytes within ${stallMs} ms`));
  const next = (from: number) => {
    if (answered) return;
    cancelStall();
    cancelStall = clock.after(stallMs, stalled);
    const piece = copy.subarray(from, from + pieceBytes);
    if (piece.length > 0) stream.write(piece, (error) => (error ? answer(error) : next(from + piece.length)));
    else if (drain !== undefined) drain(answer);
    else answer(null);
  };
  stream.on('close', closed);
  next(0);
}
