import type { ReaderMessage } from '../../../protocols/reader-json/reader-message.ts';
import type { DeviceState } from '../../device-state.ts';
import { type ClockEstimate, noEstimate, sampleClock } from '../clock-estimate.ts';
import type { RfidEvent } from '../reader.ts';
import { eventsOf, type ReaderPicture, timeOf, unknownPicture } from './reader-picture.ts';

/** What a reader that sends JSON may be asked. */
export type ReaderCommand = 'start' | 'stop' | 'status';

export interface JsonSettings {
  /** Without a sign of life for so long the reader counts as gone; null where it is silent when it sees nothing. */
  readonly silentMs: number | null;
  /** It can be told to start and stop. */
  readonly controlled: boolean;
  /** The connection leads to the reader itself, and not to a broker: while it stands the reader lives. */
  readonly direct: boolean;
  /** Makes the identifiers of requests unlike those of an earlier start, to which answers may still come. */
  readonly requestPrefix: string;
}

interface Request {
  readonly id: string;
  readonly command: ReaderCommand;
  readonly sent: number;
  readonly dueMs: number;
}

export interface JsonState {
  readonly up: boolean;
  readonly alive: boolean;
  /** Whether reads are wanted. */
  readonly wanted: boolean;
  /** The reader has still to be told so. */
  readonly untold: boolean;
  readonly request: Request | null;
  readonly requests: number;
  /** Before then nothing more is asked. */
  readonly askAtMs: number;
  /** When it is asked again how it is, at the earliest. */
  readonly probeAtMs: number;
  readonly heardAtMs: number;
  /** When it is told as absent if it was not heard by then; null: told, or heard. */
  readonly absentAtMs: number | null;
  /** Until then messages may be old ones, which the broker kept: no sign of life, and nothing to tell the clock by. */
  readonly freshAtMs: number;
  readonly picture: ReaderPicture;
  readonly clock: ClockEstimate;
  readonly toldOffsetMs: number | null;
}

export type JsonInput =
  /** `kept`: the broker may have kept messages for us. */
  | { readonly kind: 'up'; readonly kept: boolean; readonly nowMs: number }
  | { readonly kind: 'down' }
  | { readonly kind: 'want'; readonly on: boolean; readonly nowMs: number }
  | {
      readonly kind: 'message';
      readonly message: ReaderMessage;
      /** It came on another way than the events, so it does not show that those still come. */
      readonly aside: boolean;
      readonly nowMs: number;
      readonly wallMs: number;
    }
  /** Anything that shows that it lives, such as an empty line. */
  | { readonly kind: 'life'; readonly nowMs: number }
  | { readonly kind: 'tick'; readonly nowMs: number };

export type JsonEffect =
  | { readonly kind: 'tell'; readonly event: RfidEvent }
  | { readonly kind: 'state'; readonly state: DeviceState; readonly detail?: string }
  | { readonly kind: 'ask'; readonly command: ReaderCommand; readonly id: string }
  /** A direct connection that is dead: make a new one. */
  | { readonly kind: 'reopen'; readonly detail: string };

export interface JsonStep {
  readonly state: JsonState;
  readonly effects: readonly JsonEffect[];
}

export function freshJson(reading: boolean): JsonState {
  return {
    up: false,
    alive: false,
    wanted: reading,
    untold: reading,
    request: null,
    requests: 0,
    askAtMs: 0,
    probeAtMs: 0,
    heardAtMs: 0,
    absentAtMs: null,
    freshAtMs: 0,
    picture: unknownPicture,
    clock: noEstimate,
    toldOffsetMs: null,
  };
}

const replyMs = 5_000;
const tries = 3;
/** After a refusal, or when nothing answered. */
const retryMs = 15_000;
const settleMs = 1_000;
/** A smaller change of the offset is not told. */
const tellOffsetMs = 50;

/** Decides what is told of a reader, and what it is asked. Give a `tick` when the clock reaches `jsonDueMs`. */
export function stepJson(settings: JsonSettings, state: JsonState, input: JsonInput): JsonStep {
  switch (input.kind) {
    case 'up':
      return then(connected(settings, state, input), (now) => ask(settings, now, input.nowMs));
    case 'down':
      return stay({ ...state, up: false, alive: false, request: null });
    case 'want':
      return then(want(settings, state, input.on), (now) => ask(settings, now, input.nowMs));
    case 'message':
      return message(settings, state, input);
    case 'life':
      return heard(state, input.nowMs);
    case 'tick':
      return then(overdue(settings, state, input.nowMs), (now) => ask(settings, now, input.nowMs));
  }
}

/** When the next tick is due by the monotonic clock; null: none. */
export function jsonDueMs({ silentMs, controlled }: JsonSettings, state: JsonState): number | null {
  if (!state.up) return null;
  const due: number[] = [];
  if (silentMs !== null && state.alive) due.push(state.heardAtMs + silentMs);
  if (state.absentAtMs !== null) due.push(state.absentAtMs);
  if (controlled) due.push(state.request?.dueMs ?? Math.max(state.askAtMs, wishAtMs(silentMs, state)));
  return due.length === 0 ? null : Math.min(...due);
}

/** When there is something to ask: at once while it is untold or not heard yet, else before its silence gets too long. */
function wishAtMs(silentMs: number | null, state: JsonState): number {
  if (state.untold || !state.alive) return state.askAtMs;
  return silentMs === null
    ? Number.POSITIVE_INFINITY
    : Math.max(state.probeAtMs, state.heardAtMs + silentMs / 2);
}

function stay(state: JsonState, ...effects: JsonEffect[]): JsonStep {
  return { state, effects };
}

function then(first: JsonStep, next: (state: JsonState) => JsonStep): JsonStep {
  const second = next(first.state);
  return { state: second.state, effects: [...first.effects, ...second.effects] };
}

function trouble(message: string): JsonEffect {
  return { kind: 'tell', event: { kind: 'trouble', message } };
}

function connected(
  { silentMs, direct }: JsonSettings,
  state: JsonState,
  { kept, nowMs }: JsonInput & { kind: 'up' },
): JsonStep {
  const alive = direct || silentMs === null;
  const news: JsonEffect[] = alive ? [{ kind: 'state', state: 'connected' }] : [];
  const fresh = freshJson(state.wanted);
  return stay(
    {
      ...fresh,
      up: true,
      alive,
      requests: state.requests,
      untold: state.untold || state.wanted,
      toldOffsetMs: state.toldOffsetMs,
      askAtMs: nowMs,
      heardAtMs: nowMs,
      absentAtMs: alive ? null : nowMs + replyMs,
      freshAtMs: kept ? nowMs + settleMs : nowMs,
    },
    ...news,
  );
}

function want({ controlled }: JsonSettings, state: JsonState, on: boolean): JsonStep {
  if (on === state.wanted) return stay(state);
  const effects = controlled
    ? []
    : [trouble('it is started and stopped elsewhere: its settings name no way')];
  // The answer to what was asked before does not matter any more.
  return stay({ ...state, wanted: on, untold: controlled, request: null, askAtMs: 0 }, ...effects);
}

/** Asks what is due, if nothing is under way. */
function ask(settings: JsonSettings, state: JsonState, nowMs: number): JsonStep {
  const { silentMs, controlled } = settings;
  if (!controlled || !state.up || state.request !== null || nowMs < state.askAtMs) return stay(state);
  if (nowMs < wishAtMs(silentMs, state)) return stay(state);
  return send(settings, state, wish(state), 1, nowMs);
}

function wish({ alive, untold, wanted }: JsonState): ReaderCommand {
  if (!alive || !untold) return 'status';
  return wanted ? 'start' : 'stop';
}

function send(
  settings: JsonSettings,
  state: JsonState,
  command: ReaderCommand,
  sent: number,
  nowMs: number,
): JsonStep {
  const requests = state.requests + 1;
  const id = `${settings.requestPrefix}${requests}`;
  const request = { id, command, sent, dueMs: nowMs + replyMs };
  return stay({ ...state, requests, request }, { kind: 'ask', command, id });
}

function overdue(settings: JsonSettings, state: JsonState, nowMs: number): JsonStep {
  const { silentMs, direct } = settings;
  const { request } = state;
  if (state.up && state.alive && silentMs !== null && nowMs >= state.heardAtMs + silentMs) {
    const detail = `nothing was heard of the reader for ${Math.round(silentMs / 1_000)} s`;
    if (direct) return stay({ ...state, up: false, alive: false, request: null }, { kind: 'reopen', detail });
    // It may have been started anew, and then does not read by itself.
    const gone = { ...state, alive: false, untold: state.wanted || state.untold, picture: unknownPicture };
    return stay(gone, { kind: 'state', state: 'disconnected', detail });
  }
  if (state.absentAtMs !== null && nowMs >= state.absentAtMs) {
    const detail = 'at the broker, which has nothing of the reader';
    return then(
      stay({ ...state, absentAtMs: null }, { kind: 'state', state: 'disconnected', detail }),
      (now) => overdue(settings, now, nowMs),
    );
  }
  if (request === null || nowMs < request.dueMs) return stay(state);
  if (request.sent < tries) return send(settings, state, request.command, request.sent + 1, nowMs);
  const waiting = { ...state, request: null, askAtMs: nowMs + retryMs, probeAtMs: nowMs + retryMs };
  return state.alive ? stay(waiting, trouble(`no answer to ${request.command}`)) : stay(waiting);
}

function heard(state: JsonState, nowMs: number): JsonStep {
  if (!state.up) return stay(state);
  if (state.alive) return stay({ ...state, heardAtMs: nowMs });
  return stay(
    { ...state, heardAtMs: nowMs, absentAtMs: null, alive: true },
    { kind: 'state', state: 'connected' },
  );
}

function message(
  settings: JsonSettings,
  state: JsonState,
  { message, aside, nowMs, wallMs }: JsonInput & { kind: 'message' },
): JsonStep {
  const answers = message.kind === 'response' && message.id === state.request?.id;
  // What the broker kept may arrive before our subscription is confirmed.
  const isFresh = state.up && (nowMs >= state.freshAtMs || answers);
  const alive = isFresh && !(aside && settings.direct) ? heard(state, nowMs) : stay(state);
  const timed = isFresh ? then(alive, (now) => sampleOffset(now, timeOf(message), nowMs, wallMs)) : alive;
  const told = then(timed, (now) => tell(now, message));
  const answered = answers ? then(told, (now) => answer(settings, now, message, nowMs)) : told;
  return then(answered, (now) => ask(settings, now, nowMs));
}

function tell(state: JsonState, message: ReaderMessage): JsonStep {
  const { picture, events } = eventsOf(state.picture, message);
  const wanted = events.filter((event) => state.wanted || event.kind !== 'reads');
  // A reader that was started anew by itself has forgotten that it was to read.
  const stopped = state.wanted && state.picture.reading === true && picture.reading === false;
  const untold = state.untold || stopped;
  return stay({ ...state, picture, untold }, ...wanted.map((event): JsonEffect => ({ kind: 'tell', event })));
}

/** Some readers refuse to be told what they do already. */
const alreadySo = /ongoing|already|not running|not active/i;

function answer(
  { silentMs }: JsonSettings,
  state: JsonState,
  message: ReaderMessage & { kind: 'response' },
  nowMs: number,
): JsonStep {
  const command = state.request?.command ?? 'status';
  const done = { ...state, request: null };
  if (command === 'status') return stay({ ...done, probeAtMs: nowMs + (silentMs ?? retryMs) / 2 });
  if (!message.succeeded && !alreadySo.test(message.text)) {
    return stay({ ...done, askAtMs: nowMs + retryMs }, trouble(`it refused to ${command}: ${message.text}`));
  }
  const picture = { ...state.picture, reading: command === 'start' };
  return stay({ ...done, untold: false, picture });
}

function sampleOffset(state: JsonState, atUs: number | null, nowMs: number, wallMs: number): JsonStep {
  if (atUs === null) return stay(state);
  const clock = sampleClock(state.clock, atUs / 1_000 - wallMs, nowMs);
  const { offsetMs } = clock;
  const { toldOffsetMs } = state;
  if (offsetMs === null || (toldOffsetMs !== null && Math.abs(offsetMs - toldOffsetMs) <= tellOffsetMs)) {
    return stay({ ...state, clock });
  }
  const rounded = Math.round(offsetMs);
  return stay(
    { ...state, clock, toldOffsetMs: rounded },
    { kind: 'tell', event: { kind: 'clock', offsetMs: rounded } },
  );
}
