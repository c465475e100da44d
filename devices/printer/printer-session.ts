import { decodeErrorStatus } from '../../protocols/zpl/error-status.ts';
import { decodeHostStatus } from '../../protocols/zpl/host-status.ts';
import { decodeVariable, getVariable } from '../../protocols/zpl/identification.ts';
import { obstaclesOf, type PrinterStatus, printerStatusOf } from '../../protocols/zpl/printer-status.ts';
import type { PrinterReply } from '../../protocols/zpl/reply-stream.ts';
import { type ActiveJob, newActiveJob, outcomeAtEnd, verdictOn, withBlocking } from './print-verdict.ts';
import type { PrinterEvent, PrintJob, PrintOutcome } from './printer.ts';
import type {
  Asked,
  PrinterEffect,
  PrinterInput,
  PrinterQuestion,
  PrinterSession,
  PrinterSettings,
} from './printer-state.ts';

/** Cancels a format that was begun and not completed; sent where the printer has nothing else. */
const cancelPartial = '~JX';
const missedLimit = 2;
const stringsOfStatus = 3;
const silence = 'the printer does not answer ~HS: is it set to ZPL, and can it answer over this interface?';

/** Decides what a printer is asked and sent, and what became of each job: exactly one outcome each. */
export function stepPrinter(
  settings: PrinterSettings,
  session: PrinterSession,
  input: PrinterInput,
  atMs: number,
): { readonly state: PrinterSession; readonly effects: readonly PrinterEffect[] } {
  const run = new PrinterRun(settings, session, atMs);
  run.take(input);
  run.passTime();
  return { state: run.session, effects: run.effects };
}

class PrinterRun {
  session: PrinterSession;
  readonly effects: PrinterEffect[] = [];
  private readonly settings: PrinterSettings;
  private readonly atMs: number;

  constructor(settings: PrinterSettings, session: PrinterSession, atMs: number) {
    this.settings = settings;
    this.session = session;
    this.atMs = atMs;
  }

  take(input: PrinterInput): void {
    switch (input.kind) {
      case 'up':
        this.lineUp();
        break;
      case 'down':
        this.lineDown(input.state, input.detail);
        break;
      case 'reply':
        this.reply(input.reply);
        break;
      case 'print':
        this.enqueue(input.job);
        break;
      case 'sent':
        this.sent(input);
        break;
      case 'close':
        this.giveUp();
        break;
      case 'tick':
        break;
    }
  }

  passTime(): void {
    const { active, asking } = this.session;
    if (active !== null && this.atMs >= active.dueMs) this.timeIsUp(active);
    if (asking !== null && this.atMs >= asking.atMs + this.settings.answerMs) this.unanswered(asking);
    this.next();
    this.ask();
  }

  private set(change: Partial<PrinterSession>): void {
    this.session = { ...this.session, ...change };
  }

  private lineUp(): void {
    const { counts } = this.session;
    // A printer that was not heard counting may be another one now, or was too busy to say.
    this.set({
      link: 'quiet',
      asking: null,
      askAtMs: this.atMs,
      missed: 0,
      counts: counts === true ? true : null,
    });
    if (this.settings.confirm === 'status') return;
    this.set({ link: 'speaking' });
    this.tellState('connected');
    this.health([]);
  }

  private lineDown(state: 'disconnected' | 'failed', detail: string | undefined): void {
    this.set({ link: 'down', asking: null, blocked: null });
    this.loseJob(true, detail ?? 'the connection was lost');
    // That a silent printer is connected anew is no news.
    if (this.session.state === 'failed' && detail === silence) return;
    this.tellState(state, detail);
  }

  /** @param theirs the other end ended the connection, with all that was under way */
  private loseJob(theirs: boolean, detail: string): void {
    const { active } = this.session;
    if (active === null) return;
    if (active.phase === 'checking') this.answer(active.job, { kind: 'not_printed', reason: detail });
    else if (this.settings.confirm === 'none') {
      // The write that runs tells whether anything of it was taken.
    } else if (active.phase === 'recovering')
      this.set({ active: { ...active, idle: null, certain: active.certain && theirs } });
    else {
      const certain = theirs && active.phase === 'printing';
      const dueMs = this.atMs + this.settings.recoverMs + active.job.labels * this.settings.labelMs;
      this.set({ active: { ...active, phase: 'recovering', idle: null, certain, dueMs } });
    }
  }

  private enqueue(job: PrintJob): void {
    const { waiting, link } = this.session;
    this.set({ waiting: [...waiting, job] });
    if (waiting.length >= this.settings.maxWaiting) this.drop(job, 'too many jobs wait for the printer');
    else if (link !== 'speaking') this.drop(job, 'the printer is not connected');
  }

  /** The next job's turn. */
  private next(): void {
    const { active, waiting, link } = this.session;
    if (active !== null) return;
    if (link !== 'speaking') {
      for (const job of waiting) this.drop(job, 'the printer is not connected');
      return;
    }
    const [job, ...later] = waiting;
    if (job === undefined) return;
    this.set({ waiting: later, active: newActiveJob(job, this.atMs, this.settings), askAtMs: this.atMs });
    if (this.settings.confirm === 'none') this.sendJob(newActiveJob(job, this.atMs, this.settings));
  }

  private sendJob(active: ActiveJob): void {
    const { jobMs, labelMs } = this.settings;
    const dueMs = this.atMs + jobMs + active.job.labels * labelMs;
    this.set({ active: { ...active, phase: 'sending', dueMs } });
    this.effects.push({ kind: 'send-job', job: active.job });
  }

  private sent({ job, result, detail = 'it was not taken' }: PrinterInput & { kind: 'sent' }): void {
    const { active } = this.session;
    if (active?.job !== job || (active.phase !== 'sending' && active.phase !== 'recovering')) return;
    if (result === 'untouched') {
      this.answer(active.job, { kind: 'not_printed', reason: detail });
      return;
    }
    if (this.settings.confirm === 'none') {
      const outcome: PrintOutcome =
        result === 'taken' ? { kind: 'handed_over' } : { kind: 'unknown', reason: detail };
      this.answer(active.job, outcome);
    } else if (result === 'broken') this.loseJob(false, detail);
    else if (active.phase === 'sending')
      this.set({ active: { ...active, phase: 'printing' }, askAtMs: this.atMs });
  }

  private timeIsUp(active: ActiveJob): void {
    this.answer(active.job, outcomeAtEnd(active));
    // What is still on its way must not reach the printer behind the next job's back.
    if (active.phase === 'sending') this.reconnect('it takes a job too slowly');
  }

  private giveUp(): void {
    const { active, waiting } = this.session;
    const kind = active?.phase === 'checking' ? 'not_printed' : 'unknown';
    if (active !== null) this.answer(active.job, { kind, reason: 'the printer was closed' });
    for (const job of waiting) this.drop(job, 'the printer was closed');
  }

  private ask(): void {
    const { link, asking, askAtMs, active } = this.session;
    if (link === 'down' || asking !== null || this.atMs < askAtMs) return;
    if (this.settings.confirm === 'status' && active?.phase !== 'sending') this.question('status');
  }

  private question(what: Asked): void {
    const { counter } = this.settings;
    const text = { status: '~HS', errors: '~HQES', counter: getVariable(counter ?? '') }[what];
    this.set({ asking: { what, atMs: this.atMs, strings: [] } });
    if (text !== null) this.effects.push({ kind: 'send', text });
  }

  private unanswered({ what }: PrinterQuestion): void {
    const { missed, counts, link } = this.session;
    this.set({ asking: null, missed: missed + 1 });
    if (what === 'counter' && counts === null) {
      this.set({ counts: false, missed: 0, askAtMs: this.atMs });
      return;
    }
    // A printer without labels may leave ~HS unanswered, and says by ~HQES what it lacks (ZPL II Programming Guide, ~HS).
    if (what === 'status') {
      this.question('errors');
      return;
    }
    if (missed + 1 < missedLimit) {
      this.set({ askAtMs: this.atMs });
      return;
    }
    if (link === 'quiet') this.tellState('failed', silence);
    this.reconnect(silence);
  }

  private reconnect(reason: string): void {
    this.loseJob(false, reason);
    this.set({ link: 'down', asking: null });
    this.effects.push({ kind: 'reconnect', reason });
  }

  private reply(reply: PrinterReply): void {
    const { asking, link } = this.session;
    if (asking === null || link === 'down' || reply.kind === 'fault') return;
    if (reply.kind === 'quoted') {
      if (asking.what === 'counter') this.counted(reply.text);
    } else if (asking.what === 'errors') this.errors(reply.text);
    else if (asking.what === 'status') this.statusString(asking, reply.text);
  }

  private statusString(asking: PrinterQuestion, text: string): void {
    const strings = [...asking.strings, text];
    this.set({ asking: { ...asking, strings } });
    if (strings.length < stringsOfStatus) return;
    const status = decodeHostStatus(strings);
    this.set({ asking: null });
    if (!status.ok) {
      this.unanswered(asking);
      return;
    }
    this.heard();
    const seen = printerStatusOf(status.value);
    this.health(obstaclesOf(seen));
    const counting = this.session.active !== null && this.settings.counter !== null;
    this.set({ seen });
    if (counting && this.session.counts !== false) this.question('counter');
    else this.look(seen, null);
  }

  private counted(text: string): void {
    const { seen } = this.session;
    const value = decodeVariable(text);
    const digits = value.ok && value.value !== null ? /^\d{1,15}$/.exec(value.value.trim()) : null;
    const count = digits === null ? null : Number(digits[0]);
    this.set({ asking: null, counts: count !== null });
    this.heard();
    if (seen !== null) this.look(seen, count);
  }

  private errors(text: string): void {
    const found = decodeErrorStatus(text);
    // A late answer to the question before.
    if (!found.ok) return;
    const { active } = this.session;
    const { pollMs, jobPollMs } = this.settings;
    this.set({ asking: null, askAtMs: this.atMs + (active === null ? pollMs : jobPollMs) });
    this.heard();
    const reasons = found.value.errors.map((name) => name.replaceAll('-', ' '));
    this.health(reasons);
    if (active?.phase === 'checking' && reasons.length > 0)
      this.answer(active.job, { kind: 'not_printed', reason: reasons.join(', ') });
    else if (this.session.active !== null)
      this.set({
        active: withBlocking(this.session.active, reasons.length > 0, this.settings, this.atMs),
      });
  }

  private heard(): void {
    const { link, active, heardMs } = this.session;
    const started = active?.phase === 'recovering' && this.atMs - heardMs >= this.settings.bootMs;
    this.set({ heardMs: this.atMs, missed: 0, link: 'speaking' });
    if (link !== 'quiet') return;
    if (active !== null && started) this.set({ active: { ...active, certain: false } });
    this.tellState('connected');
  }

  private look(status: PrinterStatus, count: number | null): void {
    const { active } = this.session;
    const { pollMs, jobPollMs } = this.settings;
    this.set({ seen: null, askAtMs: this.atMs + (active === null ? pollMs : jobPollMs) });
    if (active === null) return;
    const verdict = verdictOn(active, { status, count }, this.settings, this.atMs);
    switch (verdict.kind) {
      case 'over':
        this.answer(active.job, verdict.outcome);
        break;
      case 'send':
        this.sendJob(verdict.active);
        break;
      case 'wait':
        this.set({ active: verdict.active });
        if (verdict.clear) this.effects.push({ kind: 'send', text: cancelPartial });
        break;
    }
  }

  private health(reasons: readonly string[]): void {
    const { blocked } = this.session;
    if (blocked !== null && blocked.join() === reasons.join()) return;
    this.set({ blocked: reasons });
    this.tell(reasons.length === 0 ? { kind: 'ready' } : { kind: 'blocked', reasons });
  }

  private drop(job: PrintJob, reason: string): void {
    this.set({ waiting: this.session.waiting.filter((one) => one !== job) });
    this.effects.push({ kind: 'answer', job, outcome: { kind: 'not_printed', reason } });
  }

  private answer(job: PrintJob, outcome: PrintOutcome): void {
    this.set({ active: null });
    this.effects.push({ kind: 'answer', job, outcome });
  }

  private tellState(state: 'connected' | 'disconnected' | 'failed', detail?: string): void {
    this.set({ state });
    this.tell({ kind: 'state', state, ...(detail === undefined ? {} : { detail }) });
  }

  private tell(event: PrinterEvent): void {
    this.effects.push({ kind: 'tell', event });
  }
}
