import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { createReaderDecoder } from '../../../protocols/reader-json/decoder.ts';
import type { ReaderMessage } from '../../../protocols/reader-json/reader-message.ts';
import type { Line, LineEvent } from '../../line/line.ts';
import type { RfidEvent, RfidReader } from '../reader.ts';
import { JsonReaderCore } from './json-reader-core.ts';
import type { ReaderCommand } from './json-session.ts';

export interface HttpReaderOptions {
  readonly id: string;
  readonly reading: boolean;
  /** The event stream; the reader starts and closes it. */
  readonly line: Line;
  readonly silentMs: number;
  /** Null where it is started and stopped elsewhere. */
  readonly ask:
    | ((answered: (message: ReaderMessage) => void) => (command: ReaderCommand, id: string) => void)
    | null;
  /** Whether a reader that was started here is stopped when it is closed. */
  readonly stops: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** An Impinj reader whose events come as one long answer over HTTP. */
export function createHttpReader(options: HttpReaderOptions): RfidReader {
  return new HttpReader(options);
}

class HttpReader implements RfidReader {
  readonly id: string;
  readonly address: string;
  private readonly line: Line;
  private readonly stops: boolean;
  private readonly core: JsonReaderCore;
  private readonly decoder = createReaderDecoder('impinj');
  private ended: Promise<void> | undefined;

  constructor(options: HttpReaderOptions) {
    const { id, reading, line, silentMs, clock, log } = options;
    this.id = id;
    this.line = line;
    this.stops = options.stops;
    this.address = line.address;
    const ask = options.ask?.((message) => {
      this.core.message(message, true);
    });
    this.core = new JsonReaderCore({
      ...{ id, reading, clock, log },
      settings: { silentMs, controlled: ask !== undefined, direct: true },
      ask: (command, request) => ask?.(command, request),
      reopen: (detail) => line.reconnect(detail),
    });
  }

  start(listener: (event: RfidEvent) => void): void {
    if (this.ended !== undefined) return;
    this.core.start(listener);
    this.line.start((event) => this.heard(event));
  }

  setReading(on: boolean): void {
    if (this.ended === undefined) this.core.want(on);
  }

  close(): Promise<void> {
    this.ended ??= this.core.close(this.stops).then(() => this.line.close());
    return this.ended;
  }

  private heard(event: LineEvent): void {
    if (event.kind === 'bytes') {
      this.core.life();
      this.take(this.decoder.push(event.bytes), event.bytes);
    } else {
      this.take(this.decoder.end(), new Uint8Array(0));
      if (event.state === 'connected') this.core.up(false);
      else this.core.down(event.state, event.detail);
    }
  }

  private take(items: ReturnType<typeof this.decoder.push>, bytes: Uint8Array): void {
    for (const item of items) {
      if (item.kind === 'message') this.core.message(item.message, false);
      else this.core.garbled(item.fault, bytes, 'the stream');
    }
  }
}
