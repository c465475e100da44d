import type { TagRead } from '../rfid/tag-read.ts';
import type { UhfCommand, UhfTiming } from './command.ts';
import type { Decoded, DecodeFault } from './decoding.ts';
import {
  endOfBurst,
  type Framed,
  type FramerState,
  type Framing,
  freshFramer,
  pushBytes,
} from './framing.ts';

/** What a module tells beside tags. */
export interface UhfNotice {
  readonly kind: 'identity' | 'temperature' | 'throttled' | 'antenna' | 'refused' | 'statistics';
  readonly text: string;
}

/** What a frame means to a session. */
export interface UhfMeaning {
  /** The code of the command that it answers; 'any' where the module does not say; null: reported by itself. */
  readonly answers: number | 'any' | null;
  /** Why the command was not done; null if it was. */
  readonly refused: string | null;
  readonly reads: readonly TagRead[];
  /** The round is over: reading goes on only with the next one. */
  readonly roundOver: boolean;
  readonly notice: UhfNotice | null;
}

export const quietMeaning: UhfMeaning = {
  answers: null,
  refused: null,
  reads: [],
  roundOver: false,
  notice: null,
};

/** A family of modules: its frames, how it is set up, and how it reads. */
export interface UhfFamily<Frame> {
  readonly framing: Framing<Frame>;
  readonly setUp: readonly UhfCommand[];
  readonly begin: UhfCommand;
  /** Null where a round ends by itself. */
  readonly end: UhfCommand | null;
  readonly meaningOf: (frame: Frame) => Decoded<UhfMeaning>;
  readonly timing: UhfTiming;
}

type UhfPhase = 'closed' | 'setting-up' | 'failed' | 'idle' | 'reading' | 'pausing' | 'stopping';

export interface UhfState {
  readonly phase: UhfPhase;
  /** Whether reading is wanted, now or as soon as it is possible. */
  readonly wanted: boolean;
  readonly step: number;
  readonly sent: number;
  /** A `tick` is due when the monotonic clock reaches it; null: none. */
  readonly dueMs: number | null;
  readonly framer: FramerState;
}

export type UhfInput =
  | { readonly kind: 'opened'; readonly nowMs: number }
  | { readonly kind: 'closed' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly nowMs: number }
  | { readonly kind: 'tick'; readonly nowMs: number }
  | { readonly kind: 'start'; readonly nowMs: number }
  | { readonly kind: 'stop'; readonly nowMs: number };

export type UhfEffect =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  | { readonly kind: 'reads'; readonly reads: readonly TagRead[] }
  | { readonly kind: 'notice'; readonly notice: UhfNotice }
  /** Bytes or a frame that could not be read; the session goes on. */
  | { readonly kind: 'fault'; readonly fault: DecodeFault }
  | { readonly kind: 'announce'; readonly state: 'ready' | 'reading' | 'failed'; readonly detail: string }
  /** The module does not answer: close the connection and open it again. */
  | { readonly kind: 'reopen'; readonly detail: string };

export interface UhfStep {
  readonly state: UhfState;
  readonly effects: readonly UhfEffect[];
}

export const closedUhf: UhfState = {
  phase: 'closed',
  wanted: false,
  step: 0,
  sent: 0,
  dueMs: null,
  framer: freshFramer,
};

/** Decides what a session does next. Give a `tick` when the clock reaches `state.dueMs`. */
export function stepUhf<Frame>(family: UhfFamily<Frame>, state: UhfState, input: UhfInput): UhfStep {
  switch (input.kind) {
    case 'opened':
      return setUp(family, { ...closedUhf, wanted: state.wanted }, 0, input.nowMs);
    case 'closed':
      return stay({ ...closedUhf, wanted: state.wanted });
    case 'bytes': {
      if (state.phase === 'closed') return stay(state);
      const { state: framer, framed } = pushBytes(family.framing, state.framer, input.bytes);
      return takeFrames(family, { ...state, framer }, framed, input.nowMs);
    }
    case 'tick':
      return tick(family, state, input.nowMs);
    case 'start':
      return state.phase === 'idle'
        ? begin(family, { ...state, wanted: true }, 0, input.nowMs)
        : want(state, true);
    case 'stop':
      return stop(family, state, input.nowMs);
  }
}

function stay(state: UhfState, ...effects: UhfEffect[]): UhfStep {
  return { state, effects };
}

function want(state: UhfState, wanted: boolean): UhfStep {
  return stay({ ...state, wanted });
}

function then(first: UhfStep, next: (state: UhfState) => UhfStep): UhfStep {
  const second = next(first.state);
  return { state: second.state, effects: [...first.effects, ...second.effects] };
}

/** Sends the set-up command of this step, or is done with the set-up. */
function setUp<Frame>(family: UhfFamily<Frame>, state: UhfState, step: number, nowMs: number): UhfStep {
  const command = family.setUp[step];
  if (command !== undefined) {
    return send({ ...state, phase: 'setting-up', step, sent: 1 }, command, nowMs + family.timing.replyMs);
  }
  const ready: UhfStep = stay(
    { ...state, phase: 'idle', step: 0, sent: 0, dueMs: null },
    { kind: 'announce', state: 'ready', detail: '' },
  );
  return state.wanted ? then(ready, (idle) => begin(family, idle, 0, nowMs)) : ready;
}

function send(state: UhfState, command: UhfCommand, dueMs: number): UhfStep {
  return stay({ ...state, dueMs }, { kind: 'send', bytes: command.bytes });
}

/** Starts a round or the stream; `sent` counts the starts that stayed without any sign of life. */
function begin<Frame>(family: UhfFamily<Frame>, state: UhfState, sent: number, nowMs: number): UhfStep {
  const announced: UhfEffect[] =
    state.phase === 'idle' ? [{ kind: 'announce', state: 'reading', detail: '' }] : [];
  const dueMs = nowMs + family.timing.silenceMs;
  return then(stay({ ...state, phase: 'reading', sent: sent + 1 }, ...announced), (reading) =>
    send(reading, family.begin, dueMs),
  );
}

function stop<Frame>(family: UhfFamily<Frame>, state: UhfState, nowMs: number): UhfStep {
  const unwanted = { ...state, wanted: false };
  if (state.phase === 'pausing') return idle(unwanted);
  if (state.phase !== 'reading') return stay(unwanted);
  const stopping: UhfState = { ...unwanted, phase: 'stopping', sent: 1 };
  const dueMs = nowMs + family.timing.replyMs;
  return family.end === null ? stay({ ...stopping, dueMs }) : send(stopping, family.end, dueMs);
}

function idle(state: UhfState): UhfStep {
  return stay(
    { ...state, phase: 'idle', sent: 0, dueMs: null },
    { kind: 'announce', state: 'ready', detail: '' },
  );
}

function takeFrames<Frame>(
  family: UhfFamily<Frame>,
  state: UhfState,
  framed: readonly Framed<Frame>[],
  nowMs: number,
): UhfStep {
  let result = stay(state);
  for (const item of framed) result = then(result, (now) => takeFrame(family, now, item, nowMs));
  return result;
}

function takeFrame<Frame>(
  family: UhfFamily<Frame>,
  state: UhfState,
  item: Framed<Frame>,
  nowMs: number,
): UhfStep {
  if (item.kind === 'fault') return stay(state, { kind: 'fault', fault: item.fault });
  const meaning = family.meaningOf(item.frame);
  if (!meaning.ok) return stay(state, { kind: 'fault', fault: meaning.fault });
  const { reads, notice } = meaning.value;
  const effects: UhfEffect[] = [];
  if (reads.length > 0 && isReading(state)) effects.push({ kind: 'reads', reads });
  if (notice !== null) effects.push({ kind: 'notice', notice });
  return then(stay(state, ...effects), (now) => heed(family, now, meaning.value, nowMs));
}

/** A stream that an earlier session left running is not reported. */
function isReading({ phase }: UhfState): boolean {
  return phase === 'reading' || phase === 'pausing' || phase === 'stopping';
}

function heed<Frame>(family: UhfFamily<Frame>, state: UhfState, meaning: UhfMeaning, nowMs: number): UhfStep {
  switch (state.phase) {
    case 'setting-up':
      return heedSettingUp(family, state, meaning, nowMs);
    case 'reading':
      return heedReading(family, state, meaning, nowMs);
    case 'stopping': {
      const over = family.end === null ? meaning.roundOver : answersTo(meaning, family.end.code);
      return !over ? stay(state) : restart(family, idle(state), nowMs);
    }
    default:
      return stay(state);
  }
}

/** Reading was wanted again while it was being stopped. */
function restart<Frame>(family: UhfFamily<Frame>, stopped: UhfStep, nowMs: number): UhfStep {
  return stopped.state.wanted ? then(stopped, (now) => begin(family, now, 0, nowMs)) : stopped;
}

function answersTo({ answers }: UhfMeaning, code: number): boolean {
  return answers === code || answers === 'any';
}

function heedSettingUp<Frame>(
  family: UhfFamily<Frame>,
  state: UhfState,
  meaning: UhfMeaning,
  nowMs: number,
): UhfStep {
  const command = family.setUp[state.step];
  if (command === undefined || !answersTo(meaning, command.code)) return stay(state);
  if (meaning.refused === null || command.optional) return setUp(family, state, state.step + 1, nowMs);
  return stay(
    { ...state, phase: 'failed', dueMs: nowMs + family.timing.retryMs },
    { kind: 'announce', state: 'failed', detail: `${command.name}: ${meaning.refused}` },
  );
}

function heedReading<Frame>(
  family: UhfFamily<Frame>,
  state: UhfState,
  meaning: UhfMeaning,
  nowMs: number,
): UhfStep {
  const { silenceMs, pauseMs, retryMs } = family.timing;
  const alive = { ...state, sent: 0, dueMs: nowMs + silenceMs };
  if (meaning.refused !== null && answersTo(meaning, family.begin.code)) {
    return stay({ ...alive, phase: 'pausing', dueMs: nowMs + retryMs });
  }
  if (!meaning.roundOver) return stay(alive);
  if (pauseMs === 0) return begin(family, alive, 0, nowMs);
  return stay({ ...alive, phase: 'pausing', dueMs: nowMs + pauseMs });
}

function tick<Frame>(family: UhfFamily<Frame>, state: UhfState, nowMs: number): UhfStep {
  if (!isDue(state, nowMs)) return stay(state);
  const { state: framer, framed } = endOfBurst(family.framing, state.framer);
  const last = takeFrames(family, { ...state, framer }, framed, nowMs);
  return then(last, (now) => (isDue(now, nowMs) ? overdue(family, now, nowMs) : stay(now)));
}

function isDue({ dueMs }: UhfState, nowMs: number): boolean {
  return dueMs !== null && nowMs >= dueMs;
}

function overdue<Frame>(family: UhfFamily<Frame>, state: UhfState, nowMs: number): UhfStep {
  const { replyMs, tries } = family.timing;
  switch (state.phase) {
    case 'failed':
      return setUp(family, state, 0, nowMs);
    case 'pausing':
      return begin(family, state, 0, nowMs);
    case 'reading':
      return state.sent < tries ? begin(family, state, state.sent, nowMs) : lost(state, family.begin);
    case 'setting-up': {
      const command = family.setUp[state.step];
      if (command === undefined || command.optional) return setUp(family, state, state.step + 1, nowMs);
      return again(state, command, nowMs + replyMs, tries);
    }
    case 'stopping':
      if (family.end === null) return restart(family, idle(state), nowMs);
      return again(state, family.end, nowMs + replyMs, tries);
    default:
      return stay({ ...state, dueMs: null });
  }
}

function again(state: UhfState, command: UhfCommand, dueMs: number, tries: number): UhfStep {
  if (state.sent >= tries) return lost(state, command);
  return send({ ...state, sent: state.sent + 1 }, command, dueMs);
}

function lost(state: UhfState, { name }: UhfCommand): UhfStep {
  const detail = `no answer to ${name}`;
  return stay(
    { ...closedUhf, wanted: state.wanted },
    { kind: 'announce', state: 'failed', detail },
    { kind: 'reopen', detail },
  );
}
