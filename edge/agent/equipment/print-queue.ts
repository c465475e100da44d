import type { Printer, PrinterEvent, PrintOutcome } from '../../../devices/printer/printer.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { PrintJob } from '../../fulfilment/state.ts';
import type { Paper } from './papers.ts';

/** A printer that is not ready is tried again so often, beside the moment when it says that it is. */
const retryMs = 5_000;

/** A printer of the station. */
export interface QueuePrinter {
  readonly printer: Printer;
}

/** What came of a job, for the station to store. */
export interface JobOutcome {
  readonly job: number;
  readonly printer: string;
  readonly outcome: 'printed' | 'failed';
  readonly detail?: string;
}

export interface PrintQueueOptions<Device extends QueuePrinter> {
  readonly clock: Clock;
  readonly log: Log;
  /** What is to be printed, oldest first; it changes only by what is stored. */
  readonly jobs: () => readonly PrintJob[];
  readonly printerNow: () => Device | undefined;
  readonly paper: (job: PrintJob, device: Device) => Paper;
  /** Stores what came of a job. @returns false if it could not be taken; it is told again. */
  readonly done: (outcome: JobOutcome) => boolean;
}

/**
 * Prints what the station asks for, one job after the other. A job of which nothing was printed waits and is tried again; one
 * that may be printed in part is never repeated by itself: a person has to look.
 */
export class PrintQueue<Device extends QueuePrinter> {
  private readonly options: PrintQueueOptions<Device>;
  private busy = false;
  private stopped = false;
  private untold: JobOutcome | null = null;
  /** Jobs whose outcome was told and is perhaps not stored yet: they are not printed meanwhile. */
  private readonly settled = new Set<string>();
  private cancelRetry = () => {};

  constructor(options: PrintQueueOptions<Device>) {
    this.options = options;
  }

  /** Something was stored: there may be a job. */
  look(): void {
    if (this.busy || this.stopped) return;
    if (this.untold !== null && !this.tell(this.untold)) return;
    const job = this.next();
    const device = this.options.printerNow();
    if (job === undefined || device === undefined) return;
    const paper = this.options.paper(job, device);
    if (!paper.ok) {
      this.settled.add(keyOf(job));
      this.tell({ job: job.job, printer: device.printer.id, outcome: 'failed', detail: paper.reason });
      return;
    }
    this.busy = true;
    void this.print(job, device.printer, paper);
  }

  heard(event: PrinterEvent): void {
    if (event.kind === 'ready' || (event.kind === 'state' && event.state === 'connected')) this.look();
  }

  stop(): void {
    this.stopped = true;
    this.cancelRetry();
  }

  private next(): PrintJob | undefined {
    const jobs = this.options.jobs();
    const keys = new Set(jobs.map(keyOf));
    for (const key of this.settled) if (!keys.has(key)) this.settled.delete(key);
    return jobs.find((job) => job.failed === undefined && !this.settled.has(keyOf(job)));
  }

  private async print(job: PrintJob, printer: Printer, paper: Extract<Paper, { ok: true }>): Promise<void> {
    const { zpl, labels } = paper;
    const asked = { id: `${job.document}-${job.job}`, zpl: new TextEncoder().encode(zpl), labels };
    const outcome = await printer.print(asked);
    this.busy = false;
    if (this.stopped) return;
    this.options.log.info(
      {
        event: 'print.done',
        printer: printer.id,
        job: job.job,
        document: job.document,
        outcome: outcome.kind,
      },
      'reason' in outcome ? outcome.reason : 'done',
    );
    if (outcome.kind === 'not_printed') {
      this.later();
      return;
    }
    this.settled.add(keyOf(job));
    if (this.tell({ job: job.job, printer: printer.id, ...told(outcome) })) this.look();
  }

  private tell(outcome: JobOutcome): boolean {
    this.untold = this.options.done(outcome) ? null : outcome;
    if (this.untold !== null) this.later();
    return this.untold === null;
  }

  private later(): void {
    this.cancelRetry();
    this.cancelRetry = this.options.clock.after(retryMs, () => this.look());
  }
}

/** A job that a person asked for again is another one. */
function keyOf({ job, retries = 0 }: PrintJob): string {
  return `${job}.${retries}`;
}

function told(outcome: Exclude<PrintOutcome, { kind: 'not_printed' }>) {
  if (outcome.kind === 'printed') return { outcome: 'printed' } as const;
  if (outcome.kind === 'handed_over') {
    return { outcome: 'printed', detail: 'handed over; this printer confirms nothing' } as const;
  }
  return { outcome: 'failed', detail: `look whether it is printed: ${outcome.reason}` } as const;
}
