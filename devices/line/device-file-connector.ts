import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Connection, ConnectionEvents, Connector } from './connector.ts';
import { deviceNodeAt, watchDeviceNode } from './device-node.ts';

const pollMs = 20;
const readBytes = 4096;
/** What usblp takes at once; a full printer takes none of it, or a part. */
const pieceBytes = 8192;
/** Other devices have their turn in between. */
const piecesAtOnce = 16;
const stallMs = 15_000;

/**
 * Reaches a device by a file of its own, as Linux has for USB printers (/dev/usb/lp0). A blocking read or write of such a
 * file would keep one of this program's few threads for ever, so the file is opened as non-blocking and looked at again
 * and again: a call that would wait returns at once with EAGAIN.
 */
export function deviceFileConnector(path: string, clock: Clock): Connector {
  let current: FileConnection | undefined;
  return {
    address: path,
    connect: (events) => {
      current = new FileConnection(path, clock, events);
      return current;
    },
    watch: ({ appeared, vanished }) =>
      watchDeviceNode(path, clock, () => {
        const node = deviceNodeAt(path);
        if (current?.isOpen && current.node !== node) vanished();
        else if (node !== null) appeared();
      }),
  };
}

interface Writing {
  readonly bytes: Uint8Array;
  readonly done: (error: Error | null) => void;
  offset: number;
  movedMs: number;
}

class FileConnection implements Connection {
  /** What stood at the path when it was opened. */
  readonly node: string | null;
  private readonly clock: Clock;
  private readonly events: ConnectionEvents;
  private readonly buffer = Buffer.alloc(readBytes);
  private file: number | null = null;
  private writing: Writing | null = null;
  private cancelPoll: () => void;
  private ended = false;

  constructor(path: string, clock: Clock, events: ConnectionEvents) {
    this.clock = clock;
    this.events = events;
    this.node = deviceNodeAt(path);
    // Opening is told after this constructor has returned.
    this.cancelPoll = clock.after(0, () => this.open(path));
  }

  get isOpen(): boolean {
    return this.file !== null;
  }

  write(bytes: Uint8Array, done: (error: Error | null) => void): void {
    this.writing = { bytes: Buffer.from(bytes), done, offset: 0, movedMs: this.clock.monotonicMs() };
    this.push();
  }

  close(): void {
    this.end(undefined);
  }

  private open(path: string): void {
    try {
      if (this.node === null) throw new Error('its device node is not there');
      this.file = openSync(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
      this.events.opened();
      this.poll();
    } catch (thrown) {
      this.ended = true;
      this.events.failed(deviceNodeAt(path) === null, messageOf(thrown));
    }
  }

  private poll(): void {
    this.push();
    this.pull();
    if (this.file !== null) this.cancelPoll = this.clock.after(pollMs, () => this.poll());
  }

  private pull(): void {
    if (this.file === null) return;
    try {
      const bytes = readSync(this.file, this.buffer, 0, readBytes, null);
      // usblp reads nothing from a printer that has nothing to say, or that only takes; it is no end.
      if (bytes > 0) this.events.bytes(Buffer.from(this.buffer.subarray(0, bytes)));
    } catch (thrown) {
      this.failed(thrown);
    }
  }

  private push(): void {
    const { writing } = this;
    if (writing === null || this.file === null) return;
    const { bytes } = writing;
    try {
      for (let piece = 0; piece < piecesAtOnce && writing.offset < bytes.length; piece += 1) {
        const length = Math.min(pieceBytes, bytes.length - writing.offset);
        writing.offset += writeSync(this.file, bytes, writing.offset, length);
        writing.movedMs = this.clock.monotonicMs();
      }
      if (writing.offset === bytes.length) this.written(null);
    } catch (thrown) {
      this.failed(thrown);
    }
    if (this.writing !== null && this.clock.monotonicMs() - this.writing.movedMs >= stallMs)
      this.written(new Error(`it did not take the bytes within ${stallMs} ms`));
  }

  private failed(thrown: unknown): void {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code !== 'EAGAIN' && code !== 'EINTR') this.end(messageOf(thrown));
  }

  private written(error: Error | null): void {
    const { writing } = this;
    this.writing = null;
    writing?.done(error);
  }

  private end(detail: string | undefined): void {
    if (this.ended) return;
    this.ended = true;
    this.cancelPoll();
    const { file } = this;
    this.file = null;
    if (file === null) {
      this.events.failed(false, 'the attempt was given up');
      return;
    }
    try {
      closeSync(file);
    } catch {
      // The device is gone, and the file with it.
    }
    this.written(new Error(detail ?? 'it was closed while bytes were written'));
    this.events.closed(detail);
  }
}
