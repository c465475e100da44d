import type { WeightReading } from '../../protocols/scale/weight.ts';
import type { Dialect, Heard, ScaleTask, Understood } from './dialect.ts';
import type { ScaleEvent } from './scale.ts';
import {
  nextTask,
  patienceEndMs,
  type Question,
  type ScaleAnswer,
  type ScaleEffect,
  type ScaleInput,
  type ScaleSession,
  type ScaleSettings,
  silentAtMs,
  type Wish,
} from './scale-state.ts';
import { verdictOn, type Why } from './weigh-verdict.ts';

const maxWishes = 32;
const garbledEveryMs = 1_000;
const shownBytes = 512;
const silence = 'the scale says nothing that is understood: look at its settings, its speed and its cable';

/** Decides what is asked of a scale and told of it, and who gets which answer: each wish exactly one. */
export function stepScale<State>(
  settings: ScaleSettings,
  dialect: Dialect<State>,
  session: ScaleSession<State>,
  input: ScaleInput,
  atMs: number,
): { readonly state: ScaleSession<State>; readonly effects: readonly ScaleEffect[] } {
  const run = new ScaleRun(settings, dialect, session, atMs);
  run.take(input);
  run.passTime();
  return { state: run.session, effects: run.effects };
}

class ScaleRun<State> {
  session: ScaleSession<State>;
  readonly effects: ScaleEffect[] = [];
  private readonly settings: ScaleSettings;
  private readonly dialect: Dialect<State>;
  private readonly atMs: number;

  constructor(settings: ScaleSettings, dialect: Dialect<State>, session: ScaleSession<State>, atMs: number) {
    this.settings = settings;
    this.dialect = dialect;
    this.session = session;
    this.atMs = atMs;
  }

  take(input: ScaleInput): void {
    switch (input.kind) {
      case 'up':
        this.lineUp();
        break;
      case 'down':
        this.lineDown(input.state, input.detail);
        break;
      case 'bytes':
        this.bytes(input.bytes);
        break;
      case 'wish':
        this.wish(input);
        break;
      case 'cancel':
        for (const { id } of this.session.wishes)
          if (input.id === 'all' || input.id === id) this.fail(id, 'cancelled', 'it was given up');
        break;
      case 'tick':
        break;
    }
  }

  /** What is due by now. */
  passTime(): void {
    const { session, settings, atMs } = this;
    if (session.untold !== null && atMs >= session.toldMs + settings.tellMs) this.tellWeight(session.untold);
    for (const wish of session.wishes) if (atMs >= wish.dueMs) this.expire(wish);
    if (this.session.link === 'down') return;
    if (atMs >= silentAtMs(settings, this.session)) {
      this.fellSilent();
      return;
    }
    const { asking } = this.session;
    if (asking !== null && atMs >= patienceEndMs(this.dialect, this.session, asking))
      this.set({ asking: null });
    this.ask();
  }

  private set(change: Partial<ScaleSession<State>>): void {
    this.session = { ...this.session, ...change };
  }

  private lineUp(): void {
    const { questions, start } = this.dialect;
    const toIdentify = (['model', 'serial'] as const).filter((task) => questions[task] !== null);
    const fresh = { decoding: start, heardMs: this.atMs, asking: null, askAtMs: this.atMs, trouble: null };
    this.set({ ...fresh, link: 'quiet', toIdentify, identity: { model: null, serial: null } });
  }

  private lineDown(state: 'disconnected' | 'failed', detail: string | undefined): void {
    this.garbled(
      new Uint8Array(0),
      this.dialect.cut(this.session.decoding).flatMap((heard) => reasonOf(heard)),
    );
    this.set({ link: 'down', asking: null, untold: null, told: null, decoding: this.dialect.start });
    for (const { id } of this.session.wishes) this.fail(id, 'not_connected', detail ?? 'the scale is gone');
    // That a silent scale is connected anew is no news, nor does it make the scale less silent.
    if (this.session.state === 'failed' && state === 'disconnected' && detail === silence) return;
    this.tellState(state, detail);
  }

  private fellSilent(): void {
    for (const { id } of this.session.wishes) this.fail(id, 'no_answer', silence);
    if (this.session.link === 'quiet') this.tellState('failed', silence);
    this.set({ link: 'down', asking: null, untold: null });
    this.effects.push({ kind: 'reconnect', reason: silence });
  }

  private bytes(bytes: Uint8Array): void {
    if (this.session.link === 'down') return;
    const step = this.dialect.hear(this.session.decoding, bytes);
    this.set({ decoding: step.state });
    for (const heard of step.heard) if (heard.kind !== 'fault') this.understood(heard);
    this.garbled(
      bytes,
      step.heard.flatMap((heard) => reasonOf(heard)),
    );
  }

  private understood(heard: Understood): void {
    this.set({ heardMs: this.atMs });
    if (this.session.link === 'quiet') {
      this.set({ link: 'speaking' });
      this.tellState('connected');
    }
    const { asking } = this.session;
    switch (heard.kind) {
      case 'reading':
        this.reading(heard.reading, asking);
        this.answered('weight');
        break;
      case 'identity':
        this.identified(heard.task, heard.text);
        this.answered(heard.task);
        break;
      case 'done':
        this.done(heard.task, asking);
        this.answered(heard.task);
        break;
      case 'refused':
        this.refused(heard, heard.task ?? asking?.task ?? null);
        break;
      case 'other':
        break;
    }
  }

  /** The next question may follow. */
  private answered(task: ScaleTask): void {
    const { asking, wishes } = this.session;
    if (asking?.task !== task) return;
    const { pollMs, weighPollMs } = this.settings;
    const pause = task !== 'weight' ? 0 : wishes.length > 0 ? weighPollMs : pollMs;
    this.set({ asking: null, askAtMs: Math.max(this.atMs, asking.atMs + pause) });
  }

  private reading(reading: WeightReading, asking: Question | null): void {
    this.notice(reading);
    this.showWeight(reading);
    const askedMs = this.dialect.questions.weight === null ? this.atMs : asking?.atMs;
    for (const wish of this.session.wishes) {
      // The answer to a question from before may show what lay on the scale before.
      if (wish.task === 'weight' && askedMs !== undefined && askedMs >= wish.sinceMs)
        this.weigh(wish, reading);
      if (wish.task !== 'weight' && wish.askedMs !== null && !this.dialect.answers)
        this.confirm(wish, reading);
    }
  }

  private notice({ condition }: WeightReading): void {
    const { trouble } = this.session;
    const stops = condition === 'overload' || condition === 'underload' || condition === 'zero-fault';
    if (!stops) this.set({ trouble: null });
    else if (trouble?.condition !== condition) this.set({ trouble: { condition, sinceMs: this.atMs } });
  }

  private weigh(wish: Wish, reading: WeightReading): void {
    const troubleMs = this.atMs - Math.max(this.session.trouble?.sinceMs ?? this.atMs, wish.sinceMs);
    const verdict = verdictOn(reading, troubleMs, this.settings);
    if (verdict.kind === 'weight') this.answer(wish.id, { kind: 'done', weight: verdict.weight });
    else if (verdict.kind === 'over') this.fail(wish.id, verdict.why.failure, verdict.why.detail);
    else this.alter(wish.id, { why: verdict.why });
  }

  private confirm(wish: Wish, { stable, milligrams }: WeightReading): void {
    if (stable && milligrams === 0) this.answer(wish.id, { kind: 'done', weight: null });
  }

  private done(task: 'zero' | 'tare', asking: Question | null): void {
    const wish = this.session.wishes.find((one) => one.task === task && one.askedMs !== null);
    if (asking?.task === task && wish !== undefined) this.answer(wish.id, { kind: 'done', weight: null });
  }

  private refused({ moving, detail }: Heard & { kind: 'refused' }, task: ScaleTask | null): void {
    const wishes = this.session.wishes.filter((one) => one.task === task);
    const why: Why = { failure: moving ? 'unstable' : 'refused', detail };
    for (const wish of wishes) {
      if (task === 'weight' || moving) this.alter(wish.id, { why, askedMs: null });
      else if (wish.askedMs !== null) this.fail(wish.id, 'refused', detail);
    }
    if (task === null) return;
    if (task === 'model' || task === 'serial') this.identified(task, null);
    this.answered(task);
    if (moving) this.set({ askAtMs: this.atMs + this.settings.weighPollMs });
  }

  private identified(task: 'model' | 'serial', text: string | null): void {
    const toIdentify = this.session.toIdentify.filter((one) => one !== task);
    const identity = { ...this.session.identity, [task]: text };
    const news = this.session.toIdentify.length > 0 && toIdentify.length === 0;
    this.set({ toIdentify, identity });
    if (news && (identity.model !== null || identity.serial !== null)) {
      this.tell({ kind: 'identity', ...identity });
    }
  }

  private wish({ id, task, timeoutMs }: ScaleInput & { kind: 'wish' }): void {
    const { link, wishes } = this.session;
    const none: Why = { failure: 'no_answer', detail: 'the scale did not answer in time' };
    const wish = { id, task, sinceMs: this.atMs, dueMs: this.atMs + timeoutMs, askedMs: null, why: none };
    this.set({ wishes: [...wishes, wish] });
    if (task !== 'weight' && this.dialect.questions[task] === null)
      this.fail(id, 'unsupported', 'this scale has no such command');
    else if (link !== 'speaking') this.fail(id, 'not_connected', 'the scale is not connected');
    else if (wishes.length >= maxWishes) this.fail(id, 'refused', 'too many wait for the scale');
    else if (this.session.asking === null) this.set({ askAtMs: this.atMs });
  }

  private expire({ id, task, askedMs, why }: Wish): void {
    const { asking, wishes } = this.session;
    if (!wishes.some((wish) => wish.id === id)) return;
    const confirming = task !== 'weight' && askedMs !== null;
    if (confirming && !this.dialect.answers)
      this.fail(id, 'not_confirmed', 'no weight of zero followed in time');
    else this.fail(id, why.failure, why.detail);
    // Its answer may still come: whatever is asked now is told apart by its name.
    if (asking?.task === task && task !== 'weight') this.set({ asking: null });
  }

  private ask(): void {
    const { session, atMs, dialect } = this;
    if (session.link === 'down' || session.asking !== null || atMs < session.askAtMs) return;
    const task = nextTask(dialect, session);
    const text = task === null ? null : dialect.questions[task];
    if (task === null || text === null) return;
    const wish = session.wishes.find((one) => one.task === task && one.askedMs === null);
    if (wish !== undefined && task !== 'weight') this.alter(wish.id, { askedMs: atMs });
    const answers = dialect.answers || task === 'weight';
    this.set(answers ? { asking: { task, atMs } } : { askAtMs: atMs });
    this.effects.push({ kind: 'send', text });
  }

  private alter(id: number, change: Partial<Wish>): void {
    const wishes = this.session.wishes.map((wish) => (wish.id === id ? { ...wish, ...change } : wish));
    this.set({ wishes });
  }

  private fail(id: number, failure: Why['failure'], detail: string): void {
    this.answer(id, { kind: 'failed', failure, detail });
  }

  private answer(id: number, outcome: ScaleAnswer): void {
    if (!this.session.wishes.some((wish) => wish.id === id)) return;
    this.set({ wishes: this.session.wishes.filter((wish) => wish.id !== id) });
    this.effects.push({ kind: 'answer', id, outcome });
  }

  private showWeight(reading: WeightReading): void {
    const { told, toldMs } = this.session;
    if (told !== null && sameReading(told, reading)) this.set({ untold: null });
    else if (this.atMs >= toldMs + this.settings.tellMs) this.tellWeight(reading);
    else this.set({ untold: reading });
  }

  private tellWeight(reading: WeightReading): void {
    this.set({ told: reading, toldMs: this.atMs, untold: null });
    this.tell({ kind: 'weight', reading });
  }

  private garbled(bytes: Uint8Array, reasons: readonly string[]): void {
    const [reason] = reasons;
    if (reason === undefined) return;
    const more = this.session.garbledMore + reasons.length - 1;
    if (this.atMs < this.session.garbledMs + garbledEveryMs) {
      this.set({ garbledMore: more + 1 });
      return;
    }
    this.set({ garbledMs: this.atMs, garbledMore: 0 });
    const hex = Buffer.from(bytes.subarray(0, shownBytes)).toString('hex');
    const text = more === 0 ? reason : `${reason} (and ${more} more)`;
    this.tell({ kind: 'garbled', reason: text, hex, bytes: bytes.length });
  }

  private tellState(state: 'connected' | 'disconnected' | 'failed', detail?: string): void {
    this.set({ state });
    this.tell({ kind: 'state', state, ...(detail === undefined ? {} : { detail }) });
  }

  private tell(event: ScaleEvent): void {
    this.effects.push({ kind: 'tell', event });
  }
}

function reasonOf(heard: Heard): string[] {
  if (heard.kind !== 'fault') return [];
  const { field, offset, expected } = heard.fault;
  return [`${field} at ${offset}: expected ${expected}`];
}

function sameReading(one: WeightReading, other: WeightReading): boolean {
  return (
    one.milligrams === other.milligrams &&
    one.condition === other.condition &&
    one.kind === other.kind &&
    one.tareMilligrams === other.tareMilligrams
  );
}
