import type { WeightReading } from '../../protocols/scale/weight.ts';
import type { Dialect, ScaleTask } from './dialect.ts';
import type { ScaleEvent, ScaleFailed, StableWeight } from './scale.ts';
import type { ReadingLimits, Why } from './weigh-verdict.ts';

export interface ScaleSettings extends ReadingLimits {
  readonly tellMs: number;
  readonly silentMs: number;
  readonly pollMs: number;
  readonly weighPollMs: number;
}

/** What somebody waits for. */
export interface Wish {
  readonly id: number;
  readonly task: 'weight' | 'zero' | 'tare';
  readonly sinceMs: number;
  readonly dueMs: number;
  /** When the scale was told; null while it was not. */
  readonly askedMs: number | null;
  /** Why it has not come yet. */
  readonly why: Why;
}

export interface Question {
  readonly task: ScaleTask;
  readonly atMs: number;
}

/** `link`: quiet means that the line is up, and nothing was understood yet. */
export interface ScaleSession<State> {
  readonly link: 'down' | 'quiet' | 'speaking';
  readonly decoding: State;
  readonly heardMs: number;
  readonly asking: Question | null;
  readonly askAtMs: number;
  readonly identity: { readonly model: string | null; readonly serial: string | null };
  /** Questions of identity that are still to be asked over this connection. */
  readonly toIdentify: readonly ('model' | 'serial')[];
  readonly wishes: readonly Wish[];
  /** A condition that stops every weighing, and since when it holds. */
  readonly trouble: { readonly condition: WeightReading['condition']; readonly sinceMs: number } | null;
  readonly told: WeightReading | null;
  readonly toldMs: number;
  readonly untold: WeightReading | null;
  readonly garbledMs: number;
  /** Faults that were not told since. */
  readonly garbledMore: number;
  readonly state: 'connected' | 'disconnected' | 'failed' | null;
}

export type ScaleInput =
  | { readonly kind: 'up' }
  | { readonly kind: 'down'; readonly state: 'disconnected' | 'failed'; readonly detail?: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'wish';
      readonly id: number;
      readonly task: Wish['task'];
      readonly timeoutMs: number;
    }
  | { readonly kind: 'cancel'; readonly id: number | 'all' }
  | { readonly kind: 'tick' };

export type ScaleEffect =
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'tell'; readonly event: ScaleEvent }
  | { readonly kind: 'answer'; readonly id: number; readonly outcome: ScaleAnswer }
  | { readonly kind: 'reconnect'; readonly reason: string };

export type ScaleAnswer = { readonly kind: 'done'; readonly weight: StableWeight | null } | ScaleFailed;

/** An answer that has not come by then does not come: it is asked again. */
const answerMs = 1_000;
const farPast = Number.NEGATIVE_INFINITY;

export function freshScaleSession<State>(dialect: Dialect<State>): ScaleSession<State> {
  return {
    link: 'down',
    decoding: dialect.start,
    heardMs: farPast,
    asking: null,
    askAtMs: farPast,
    identity: { model: null, serial: null },
    toIdentify: [],
    wishes: [],
    trouble: null,
    told: null,
    toldMs: farPast,
    untold: null,
    garbledMs: farPast,
    garbledMore: 0,
    state: null,
  };
}

/** When the session wants to be stepped next, if nothing happens before; null: never. */
export function scaleWakeAtMs<State>(
  settings: ScaleSettings,
  dialect: Dialect<State>,
  session: ScaleSession<State>,
): number | null {
  const times = session.wishes.map((wish) => wish.dueMs);
  if (session.untold !== null) times.push(session.toldMs + settings.tellMs);
  if (session.link !== 'down') {
    times.push(silentAtMs(settings, session));
    if (session.asking !== null) times.push(patienceEndMs(dialect, session, session.asking));
    else if (nextTask(dialect, session) !== null) times.push(session.askAtMs);
  }
  return times.length === 0 ? null : Math.min(...times);
}

/** A scale that sets its zero may wait for rest, and says nothing meanwhile. */
export function silentAtMs<State>(
  { silentMs }: ScaleSettings,
  { heardMs, asking, wishes }: ScaleSession<State>,
) {
  const due = wishes.find((wish) => asking !== null && wish.task === asking.task && wish.task !== 'weight');
  return Math.max(heardMs + silentMs, due?.dueMs ?? farPast);
}

export function patienceEndMs<State>(
  { answers }: Dialect<State>,
  session: ScaleSession<State>,
  { task, atMs }: Question,
): number {
  const wish = session.wishes.find((one) => one.task === task);
  const waits = (task === 'zero' || task === 'tare') && answers && wish !== undefined;
  return waits ? wish.dueMs : atMs + answerMs;
}

export function nextTask<State>(
  { questions }: Dialect<State>,
  session: ScaleSession<State>,
): ScaleTask | null {
  const [identity] = session.toIdentify;
  if (identity !== undefined) return identity;
  const command = session.wishes.find((wish) => wish.task !== 'weight' && wish.askedMs === null);
  if (command !== undefined && session.link === 'speaking') return command.task;
  return questions.weight === null ? null : 'weight';
}
