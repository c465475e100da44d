import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import { decodeMessage } from '../../../protocols/llrp/decode.ts';
import { encodeMessage } from '../../../protocols/llrp/encode.ts';
import { type LlrpError, llrpErrorText } from '../../../protocols/llrp/errors.ts';
import { type LlrpFrame, LlrpFramer } from '../../../protocols/llrp/framer.ts';
import type { LlrpMessage } from '../../../protocols/llrp/message.ts';
import { TagReportReader } from '../../../protocols/llrp/tag-report.ts';
import type { Line, LineEvent } from '../../line/line.ts';
import { SessionRunner } from '../../session-runner.ts';
import type { RfidEvent, RfidReader } from '../reader.ts';
import type { LlrpReaderConfig } from './llrp-config.ts';
import { reportSelector } from './report-spec.ts';
import { llrpStep, llrpWakeAtMs } from './session.ts';
import { freshLlrpSession, type LlrpEffect, type LlrpInput, type LlrpSession } from './session-state.ts';
import { withUptimes } from './uptime-reads.ts';

export interface LlrpReaderOptions {
  readonly config: LlrpReaderConfig;
  /** A TCP connection to the reader; the driver starts and closes it. */
  readonly line: Line;
  readonly clock: Clock;
  readonly log: Log;
}

type Timeless<Input> = Input extends unknown ? Omit<Input, 'atMs' | 'nowMs'> : never;
type Input = Timeless<LlrpInput>;

const reportType = 61;
const shownBytes = 512;
const hearingMs = 10;

/** A reader that speaks LLRP 1.0.1 or 1.1. */
export function createLlrpReader(options: LlrpReaderOptions): RfidReader {
  return new LlrpReader(options);
}

/** Wires a line, the codec, the clock and the session together; the session decides. */
class LlrpReader implements RfidReader {
  readonly id: string;
  readonly address: string;
  private readonly options: LlrpReaderOptions;
  private readonly runner: SessionRunner<LlrpSession, Input, LlrpEffect>;
  private framer = new LlrpFramer();
  private reports = new TagReportReader();
  private listener: ((event: RfidEvent) => void) | undefined;
  private started = false;
  private ended: Promise<void> | undefined;
  private end = () => {};

  constructor(options: LlrpReaderOptions) {
    const { id, host, port } = options.config;
    this.id = id;
    this.address = `llrp://${host.includes(':') ? `[${host}]` : host}:${port}`;
    this.options = options;
    const { clock, config } = options;
    this.runner = new SessionRunner<LlrpSession, Input, LlrpEffect>(freshLlrpSession(config), {
      clock,
      step: (session, input) =>
        llrpStep(config, session, { ...input, atMs: clock.monotonicMs(), nowMs: clock.now() }),
      perform: (effect) => this.perform(effect),
      wake: { atMs: (session) => llrpWakeAtMs(config, session), tick: () => ({ kind: 'tick' }), hearingMs },
    });
  }

  start(listener: (event: RfidEvent) => void): void {
    if (this.started || this.ended !== undefined) return;
    this.started = true;
    this.listener = listener;
    this.options.line.start((event) => this.heard(event));
  }

  setReading(on: boolean): void {
    this.runner.input({ kind: 'reading', on });
  }

  close(): Promise<void> {
    if (this.ended === undefined) {
      this.listener = undefined;
      const parted = new Promise<void>((resolve) => {
        this.end = resolve;
      });
      this.ended = parted.then(() => this.options.line.close());
      this.runner.input({ kind: 'close' });
    }
    return this.ended;
  }

  private heard(event: LineEvent): void {
    if (event.kind === 'bytes') {
      this.received(event.bytes);
      return;
    }
    const { state, detail } = event;
    if (state !== 'connected') {
      this.runner.input({ kind: 'disconnected', state, ...(detail === undefined ? {} : { detail }) });
      return;
    }
    this.framer = new LlrpFramer();
    this.reports = new TagReportReader();
    this.reports.enable(reportSelector);
    this.runner.input({ kind: 'connected' });
  }

  private received(bytes: Buffer): void {
    const { frames, error } = this.framer.push(bytes);
    for (const frame of frames) this.take(frame);
    if (error === null) return;
    this.tellGarbled(bytes, error);
    this.runner.input({ kind: 'unreadable', reason: llrpErrorText(error) });
  }

  private take({ type, bytes }: LlrpFrame): void {
    if (type === reportType) {
      this.takeReport(bytes);
      return;
    }
    const decoded = decodeMessage(bytes);
    if (decoded.ok) this.runner.input({ kind: 'message', message: decoded.message });
    else this.tellGarbled(bytes, decoded.error);
  }

  private takeReport(bytes: Uint8Array): void {
    const report = this.reports.read(bytes);
    if (!report.ok) {
      this.tellGarbled(bytes, report.error);
      return;
    }
    const { clockBasis } = this.runner.state;
    const reads = clockBasis === 'utc' ? report.reads : withUptimes(bytes, report.reads);
    this.runner.input({ kind: 'reads', reads });
  }

  private perform(effect: LlrpEffect): void {
    switch (effect.kind) {
      case 'send':
        this.send(effect.message);
        break;
      case 'tell':
        this.tell(effect.event);
        break;
      case 'reconnect':
        this.options.line.reconnect(effect.reason);
        break;
      case 'closed':
        this.end();
        break;
    }
  }

  private send(message: LlrpMessage): void {
    const encoded = encodeMessage(message);
    // A line that took nothing says so by its state, and a request without answer is noticed.
    if (encoded.ok) this.options.line.write(encoded.bytes).catch(() => {});
    else this.tell({ kind: 'trouble', message: llrpErrorText(encoded.error) });
  }

  private tellGarbled(bytes: Uint8Array, error: LlrpError): void {
    const hex = Buffer.from(bytes.subarray(0, shownBytes)).toString('hex');
    this.tell({ kind: 'garbled', reason: llrpErrorText(error), hex, bytes: bytes.length });
  }

  private tell(event: RfidEvent): void {
    const { log } = this.options;
    if (event.kind === 'trouble') log.warn({ event: 'reader.trouble', device: this.id }, event.message);
    try {
      this.listener?.(event);
    } catch (thrown) {
      log.error(
        { event: 'reader.listener_failed', device: this.id, reason: messageOf(thrown) },
        'a listener failed',
      );
    }
  }
}
