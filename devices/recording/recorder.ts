import { closeSync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import { type RecordingEntry, type RecordingNote, withoutSecrets } from './recording.ts';

/** Room for the last line, which says why nothing follows. */
const endBytes = 64;
/** How long the disk may hold back what was recorded: a power cut loses no more. */
const syncMs = 1_000;

export interface RecorderOptions {
  readonly path: string;
  /** The settings of the device as a configuration has them; secrets are left out. */
  readonly device: Readonly<Record<string, unknown>>;
  readonly limitBytes: number;
  readonly clock: Clock;
  /** It was told to stop by the limit, or by a disk that took no more; `message` says so to a person. */
  readonly onEnd: (message: string) => void;
}

/** Writes what happens on the way to a device to a file, a line for each: whole lines only, whatever happens. */
export class Recorder {
  private readonly options: RecorderOptions;
  private readonly startMs: number;
  private file: number | undefined;
  private size = 0;
  private lastFailure = '';
  private cancelSync = () => {};
  /** Chunks of bytes that were recorded. */
  readonly counts = { in: 0, out: 0 };

  /** @throws if the file exists already or cannot be made. */
  constructor(options: RecorderOptions) {
    this.options = options;
    this.startMs = options.clock.monotonicMs();
    this.file = openSync(options.path, 'wx', 0o600);
    const at = isoInstant(options.clock.now());
    const device = withoutSecrets(options.device);
    this.append(`${JSON.stringify({ v: 1, kind: 'packproof device recording', at, device })}\n`);
  }

  get bytes(): number {
    return this.size;
  }

  note(note: RecordingNote): void {
    if (this.file === undefined || this.isRepeated(note)) return;
    const line = this.lineOf(note);
    if (this.size + line.length + endBytes > this.options.limitBytes) {
      this.close('limit');
      this.options.onEnd(`the file has its ${this.options.limitBytes} bytes`);
      return;
    }
    if ('in' in note) this.counts.in += 1;
    if ('out' in note) this.counts.out += 1;
    this.append(line);
  }

  /** Idempotent. */
  close(end: 'stopped' | 'limit' = 'stopped'): void {
    this.cancelSync();
    if (this.file === undefined) return;
    this.append(this.lineOf({ end }));
    this.release();
  }

  /** A device that is not there is tried for ever; one line says it. */
  private isRepeated(note: RecordingNote): boolean {
    const failure = 'state' in note && note.state === 'failed' ? `${note.missing} ${note.detail}` : '';
    const repeated = failure !== '' && failure === this.lastFailure;
    if ('state' in note) this.lastFailure = failure;
    return repeated;
  }

  private lineOf(note: RecordingNote): string {
    const elapsed = this.options.clock.monotonicMs() - this.startMs;
    const entry = { ms: Math.round(elapsed * 1_000) / 1_000, ...note } as RecordingEntry;
    return `${JSON.stringify(entry)}\n`;
  }

  private append(line: string): void {
    if (this.file === undefined) return;
    const bytes = Buffer.from(line);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at);
      this.size += bytes.length;
      this.syncSoon();
    } catch (thrown) {
      this.giveUp(this.file, messageOf(thrown));
    }
  }

  /** A full disk may have taken a part of the line. */
  private giveUp(file: number, message: string): void {
    try {
      ftruncateSync(file, this.size);
    } catch {
      // A reader passes over a last line without end.
    }
    this.release();
    this.options.onEnd(`the file takes no more: ${message}`);
  }

  private syncSoon(): void {
    this.cancelSync();
    const { file } = this;
    this.cancelSync = this.options.clock.after(syncMs, () => {
      if (file !== undefined && file === this.file) fdatasyncSync(file);
    });
  }

  private release(): void {
    this.cancelSync();
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
}
