import type { Clock } from '../../../kernel/clock.ts';
import { encodeErrorStatus } from '../../../protocols/zpl/error-status.ts';
import { encodeHostStatus, type HostStatus, healthyStatus } from '../../../protocols/zpl/host-status.ts';
import { encodeIdentity, encodeVariable } from '../../../protocols/zpl/identification.ts';
import {
  createPrintStream,
  type PrinterRequest,
  type PrintStream,
} from '../../../protocols/zpl/print-stream.ts';

export interface SimulatedPrinterOptions {
  readonly labelMs: number;
  readonly dotsPerMm: number;
  /** Whether it counts labels, as printers with Set-Get-Do do. */
  readonly counts: boolean;
  /** A label came out. */
  readonly printed?: (zpl: Uint8Array, label: number) => void;
}

/** One host's connection, as the printer sees it. */
export interface PrinterConnection {
  push(bytes: Uint8Array): void;
  /** The host is gone: a label that it had begun is dropped. */
  end(): void;
}

interface Format {
  readonly zpl: Uint8Array;
  remaining: number;
}

/** What stops it: a person does and undoes these. */
export type Obstacle = 'paperOut' | 'headOpen' | 'ribbonOut' | 'paused';
type Errors = Parameters<typeof encodeErrorStatus>[0]['errors'];
const errorOf: Readonly<Record<Obstacle, Errors[number]>> = {
  paperOut: 'media-out',
  headOpen: 'head-open',
  ribbonOut: 'ribbon-out',
  paused: 'paused',
};

const bufferFormats = 40;

/** A label printer without hardware or wires: it takes ZPL, answers as a printer does, and prints in its own time. */
export class SimulatedPrinter {
  /** Labels since it was made; kept when it is switched off. */
  labels = 0;
  /** It answers nothing. */
  silent = false;
  /** Printers may not answer ~HS when they lack something. */
  statusSilent = false;
  answerDelayMs = 0;
  private readonly options: SimulatedPrinterOptions;
  private readonly clock: Clock;
  private readonly obstacles = new Set<Obstacle>();
  private readonly streams = new Set<PrintStream>();
  private queue: Format[] = [];
  private cancelLabel: (() => void) | null = null;
  private boot = 0;

  constructor(options: SimulatedPrinterOptions, clock: Clock) {
    this.options = options;
    this.clock = clock;
  }

  set(obstacle: Obstacle, on: boolean): void {
    if (on) this.obstacles.add(obstacle);
    else this.obstacles.delete(obstacle);
    this.work();
  }

  /** Someone cancels at the panel what it has to print. */
  cancelAll(): void {
    this.queue = [];
    this.cancelLabel?.();
    this.cancelLabel = null;
  }

  /** Power off and on: what was not printed is lost, and all connections with it. */
  restart(): void {
    this.cancelAll();
    this.streams.clear();
    this.boot += 1;
    this.obstacles.delete('paused');
  }

  connect(send: (bytes: Buffer) => void): PrinterConnection {
    const stream = createPrintStream();
    const { boot } = this;
    this.streams.add(stream);
    return {
      push: (bytes) => {
        if (boot !== this.boot) return;
        for (const request of stream.push(bytes)) {
          const answer = this.take(request);
          if (answer !== null && !this.silent) this.answer(send, Buffer.from(answer, 'latin1'));
        }
      },
      end: () => {
        this.streams.delete(stream);
      },
    };
  }

  private answer(send: (bytes: Buffer) => void, bytes: Buffer): void {
    if (this.answerDelayMs === 0) send(bytes);
    else this.clock.after(this.answerDelayMs, () => send(bytes));
  }

  private take(request: PrinterRequest): string | null {
    switch (request.kind) {
      case 'label':
        this.queue.push({ zpl: request.zpl, remaining: request.quantity });
        this.work();
        return null;
      case 'host-status':
        return this.statusSilent && this.obstacles.size > 0 ? null : encodeHostStatus(this.status());
      case 'host-query':
        return request.query === 'ES' ? encodeErrorStatus({ errors: this.errors(), warnings: [] }) : null;
      case 'identification':
        return encodeIdentity({
          model: 'SIM-203',
          firmware: 'V1.0',
          dotsPerMm: this.options.dotsPerMm,
          memoryKb: 8_192,
        });
      case 'get-variable': {
        const counter = this.options.counts && request.name === 'odometer.total_label_count';
        return encodeVariable(counter ? String(this.labels) : null);
      }
      case 'cancel-all':
        this.cancelAll();
        return null;
      case 'pause':
      case 'resume':
        this.set('paused', request.kind === 'pause');
        return null;
      case 'reset':
        this.restart();
        return null;
      case 'cancel-partial':
      case 'set-variable':
      case 'other':
      case 'fault':
        return null;
    }
  }

  private errors(): Errors[number][] {
    return [...this.obstacles].map((obstacle) => errorOf[obstacle]);
  }

  private status(): HostStatus {
    const remaining = this.queue[0]?.remaining ?? 0;
    return {
      ...healthyStatus,
      paperOut: this.obstacles.has('paperOut'),
      headOpen: this.obstacles.has('headOpen'),
      ribbonOut: this.obstacles.has('ribbonOut'),
      paused: this.obstacles.has('paused'),
      formatsInBuffer: this.queue.length,
      bufferFull: this.queue.length >= bufferFormats,
      partialFormat: [...this.streams].some((stream) => stream.isPartial()),
      labelsRemaining: remaining,
    };
  }

  /** Begins the next label, if there is one and nothing is in its way; what is in the way stops the one that it prints. */
  private work(): void {
    if (this.obstacles.size > 0) {
      this.cancelLabel?.();
      this.cancelLabel = null;
      return;
    }
    if (this.cancelLabel !== null || this.queue.length === 0) return;
    this.cancelLabel = this.clock.after(this.options.labelMs, () => {
      this.cancelLabel = null;
      this.print();
      this.work();
    });
  }

  private print(): void {
    const [format] = this.queue;
    if (format === undefined) return;
    format.remaining -= 1;
    if (format.remaining === 0) this.queue.shift();
    this.labels += 1;
    this.options.printed?.(format.zpl, this.labels);
  }
}
