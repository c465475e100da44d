import type { PrinterStatus } from '../../protocols/zpl/printer-status.ts';
import type { PrinterReply } from '../../protocols/zpl/reply-stream.ts';
import type { ActiveJob, JobLimits } from './print-verdict.ts';
import type { PrinterEvent, PrintJob, PrintOutcome } from './printer.ts';

export interface PrinterSettings extends JobLimits {
  /** `none`: the printer is never asked anything. */
  readonly confirm: 'status' | 'none';
  /** The variable of Set-Get-Do that counts labels; null: there is none. */
  readonly counter: string | null;
  readonly pollMs: number;
  readonly jobPollMs: number;
  readonly answerMs: number;
  /** No printer restarts faster. */
  readonly bootMs: number;
  readonly recoverMs: number;
  readonly maxWaiting: number;
}

export type Asked = 'status' | 'errors' | 'counter';

export interface PrinterQuestion {
  readonly what: Asked;
  readonly atMs: number;
  /** What has come of the answer; ~HS has three strings. */
  readonly strings: readonly string[];
}

export interface PrinterSession {
  /** `quiet`: the line is up, and the printer has not answered yet. */
  readonly link: 'down' | 'quiet' | 'speaking';
  /** When the printer last answered, over whatever connection. */
  readonly heardMs: number;
  readonly asking: PrinterQuestion | null;
  readonly askAtMs: number;
  /** Questions in a row that were not answered. */
  readonly missed: number;
  /** Whether it has the counter: it does if it ever told it. */
  readonly counts: boolean | null;
  /** Its status, while it is asked for its count. */
  readonly seen: PrinterStatus | null;
  readonly blocked: readonly string[] | null;
  readonly state: 'connected' | 'disconnected' | 'failed' | null;
  readonly active: ActiveJob | null;
  readonly waiting: readonly PrintJob[];
}

export type PrinterInput =
  | { readonly kind: 'up' }
  | { readonly kind: 'down'; readonly state: 'disconnected' | 'failed'; readonly detail?: string }
  | { readonly kind: 'reply'; readonly reply: PrinterReply }
  | { readonly kind: 'print'; readonly job: PrintJob }
  /** All bytes of the job were taken; or none (`untouched`), or nobody knows how many. */
  | {
      readonly kind: 'sent';
      readonly job: PrintJob;
      readonly result: 'taken' | 'untouched' | 'broken';
      readonly detail?: string;
    }
  | { readonly kind: 'close' }
  | { readonly kind: 'tick' };

export type PrinterEffect =
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'send-job'; readonly job: PrintJob }
  | { readonly kind: 'tell'; readonly event: PrinterEvent }
  | { readonly kind: 'answer'; readonly job: PrintJob; readonly outcome: PrintOutcome }
  | { readonly kind: 'reconnect'; readonly reason: string };

const farPast = Number.NEGATIVE_INFINITY;

export const freshPrinterSession: PrinterSession = {
  link: 'down',
  heardMs: farPast,
  asking: null,
  askAtMs: farPast,
  missed: 0,
  counts: null,
  seen: null,
  blocked: null,
  state: null,
  active: null,
  waiting: [],
};

/** When the session wants to be stepped next, if nothing happens before; null: never. */
export function printerWakeAtMs(settings: PrinterSettings, session: PrinterSession): number | null {
  const times = session.active === null ? [] : [session.active.dueMs];
  if (session.link !== 'down' && settings.confirm === 'status' && session.active?.phase !== 'sending') {
    times.push(session.asking === null ? session.askAtMs : session.asking.atMs + settings.answerMs);
  }
  return times.length === 0 ? null : Math.min(...times);
}
