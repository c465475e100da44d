import type { Clock } from '../../kernel/clock.ts';
import { messageOf, PackproofError } from '../../kernel/errors.ts';
import { createReplyStream, type ReplyStream } from '../../protocols/zpl/reply-stream.ts';
import type { Line, LineEvent } from '../line/line.ts';
import { SessionRunner } from '../session-runner.ts';
import { faultOfJob } from './check-job.ts';
import type { Printer, PrinterEvent, PrintJob, PrintOutcome } from './printer.ts';
import { stepPrinter } from './printer-session.ts';
import {
  freshPrinterSession,
  type PrinterEffect,
  type PrinterInput,
  type PrinterSession,
  type PrinterSettings,
  printerWakeAtMs,
} from './printer-state.ts';

export interface PrinterOptions {
  readonly id: string;
  /** The printer starts and closes it. */
  readonly line: Line;
  readonly settings: PrinterSettings;
  readonly clock: Clock;
}

export function createPrinter(options: PrinterOptions): Printer {
  return new LinePrinter(options);
}

/** Wires a line, the clock and the session together; the session decides. */
class LinePrinter implements Printer {
  readonly id: string;
  readonly address: string;
  private readonly options: PrinterOptions;
  private readonly waiting = new Map<PrintJob, (outcome: PrintOutcome) => void>();
  private readonly runner: SessionRunner<PrinterSession, PrinterInput, PrinterEffect>;
  private replies: ReplyStream = createReplyStream();
  private listener: ((event: PrinterEvent) => void) | undefined;
  private closed = false;

  constructor(options: PrinterOptions) {
    this.id = options.id;
    this.address = options.line.address;
    this.options = options;
    const { settings, clock } = options;
    this.runner = new SessionRunner<PrinterSession, PrinterInput, PrinterEffect>(freshPrinterSession, {
      clock,
      step: (session, input) => stepPrinter(settings, session, input, clock.monotonicMs()),
      perform: (effect) => this.perform(effect),
      wake: { atMs: (session) => printerWakeAtMs(settings, session), tick: () => ({ kind: 'tick' }) },
    });
  }

  start(listener: (event: PrinterEvent) => void): void {
    if (this.closed) return;
    this.listener = listener;
    this.options.line.start((event) => this.heard(event));
  }

  print(given: PrintJob): Promise<PrintOutcome> {
    // A copy: the caller may use its bytes for the next label, and give the same job again.
    const job = { ...given, zpl: given.zpl.slice() };
    const fault = this.closed ? 'the printer was closed' : faultOfJob(job);
    if (fault !== null) return Promise.resolve({ kind: 'not_printed', reason: fault });
    return new Promise((resolve) => {
      this.waiting.set(job, resolve);
      this.runner.input({ kind: 'print', job });
    });
  }

  async close(): Promise<void> {
    this.listener = undefined;
    this.runner.input({ kind: 'close' });
    this.closed = true;
    this.runner.stop();
    await this.options.line.close();
  }

  private heard(event: LineEvent): void {
    if (event.kind === 'bytes') {
      for (const reply of this.replies.push(event.bytes)) this.runner.input({ kind: 'reply', reply });
      return;
    }
    this.replies = createReplyStream();
    if (event.state === 'connected') this.runner.input({ kind: 'up' });
    else this.runner.input({ ...event, kind: 'down', state: event.state });
  }

  private perform(effect: PrinterEffect): void {
    switch (effect.kind) {
      case 'send':
        // A line that took nothing says so by its state, and the session asks again.
        this.options.line.write(Buffer.from(effect.text, 'latin1')).catch(() => {});
        break;
      case 'send-job':
        void this.send(effect.job);
        break;
      case 'tell':
        this.listener?.(effect.event);
        break;
      case 'answer':
        this.waiting.get(effect.job)?.(effect.outcome);
        this.waiting.delete(effect.job);
        break;
      case 'reconnect':
        this.options.line.reconnect(effect.reason);
        break;
    }
  }

  private async send(job: PrintJob): Promise<void> {
    try {
      await this.options.line.write(job.zpl);
      this.runner.input({ kind: 'sent', job, result: 'taken' });
    } catch (thrown) {
      const untouched = thrown instanceof PackproofError && thrown.code === 'DEVICE_NOT_CONNECTED';
      const result = untouched ? 'untouched' : 'broken';
      this.runner.input({ kind: 'sent', job, result, detail: messageOf(thrown) });
    }
  }
}
