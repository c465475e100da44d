import type { Clock } from '../../kernel/clock.ts';
import type { Line, LineEvent } from '../line/line.ts';
import { SessionRunner } from '../session-runner.ts';
import type { Dialect } from './dialect.ts';
import type { Scale, ScaleEvent, ScaleFailed, ScaleRequest, WeighOutcome, ZeroOutcome } from './scale.ts';
import { stepScale } from './scale-session.ts';
import {
  freshScaleSession,
  type ScaleAnswer,
  type ScaleEffect,
  type ScaleInput,
  type ScaleSession,
  type ScaleSettings,
  scaleWakeAtMs,
} from './scale-state.ts';

export interface ScaleOptions<State> {
  readonly id: string;
  /** The scale starts and closes it. */
  readonly line: Line;
  readonly dialect: Dialect<State>;
  readonly settings: ScaleSettings;
  readonly clock: Clock;
}

export function createScale<State>(options: ScaleOptions<State>): Scale {
  return new LineScale(options);
}

/** Wires a line, the clock and the session together; the session decides. */
class LineScale<State> implements Scale {
  readonly id: string;
  readonly address: string;
  private readonly options: ScaleOptions<State>;
  private readonly waiting = new Map<number, (answer: ScaleAnswer) => void>();
  private readonly runner: SessionRunner<ScaleSession<State>, ScaleInput, ScaleEffect>;
  private listener: ((event: ScaleEvent) => void) | undefined;
  private closed = false;
  private wishes = 0;

  constructor(options: ScaleOptions<State>) {
    this.id = options.id;
    this.address = options.line.address;
    this.options = options;
    const { settings, dialect, clock } = options;
    this.runner = new SessionRunner<ScaleSession<State>, ScaleInput, ScaleEffect>(
      freshScaleSession(dialect),
      {
        clock,
        step: (session, input) => stepScale(settings, dialect, session, input, clock.monotonicMs()),
        perform: (effect) => this.perform(effect),
        wake: {
          atMs: (session) => scaleWakeAtMs(settings, dialect, session),
          tick: () => ({ kind: 'tick' }),
        },
      },
    );
  }

  start(listener: (event: ScaleEvent) => void): void {
    if (this.closed) return;
    this.listener = listener;
    this.options.line.start((event) => this.runner.input(inputOf(event)));
  }

  async weigh(request: ScaleRequest): Promise<WeighOutcome> {
    const answer = await this.ask('weight', request);
    if (answer.kind === 'failed') return answer;
    return answer.weight === null
      ? failed('no_answer', 'no weight came')
      : { kind: 'weighed', weight: answer.weight };
  }

  zero(request: ScaleRequest): Promise<ZeroOutcome> {
    return this.command('zero', request);
  }

  tare(request: ScaleRequest): Promise<ZeroOutcome> {
    return this.command('tare', request);
  }

  async close(): Promise<void> {
    this.listener = undefined;
    this.runner.input({ kind: 'cancel', id: 'all' });
    this.closed = true;
    this.runner.stop();
    await this.options.line.close();
  }

  private async command(task: 'zero' | 'tare', request: ScaleRequest): Promise<ZeroOutcome> {
    const answer = await this.ask(task, request);
    return answer.kind === 'failed' ? answer : { kind: 'done' };
  }

  private ask(task: 'weight' | 'zero' | 'tare', { timeoutMs, signal }: ScaleRequest): Promise<ScaleAnswer> {
    if (this.closed) return Promise.resolve(failed('not_connected', 'the scale was closed'));
    if (signal?.aborted) return Promise.resolve(failed('cancelled', 'it was given up'));
    this.wishes += 1;
    const id = this.wishes;
    const giveUp = () => this.runner.input({ kind: 'cancel', id });
    return new Promise((resolve) => {
      this.waiting.set(id, (answer) => {
        signal?.removeEventListener('abort', giveUp);
        resolve(answer);
      });
      signal?.addEventListener('abort', giveUp);
      this.runner.input({ kind: 'wish', id, task, timeoutMs });
    });
  }

  private perform(effect: ScaleEffect): void {
    switch (effect.kind) {
      case 'send':
        // A line that took nothing says so by its state, and the session asks again.
        this.options.line.write(Buffer.from(effect.text, 'latin1')).catch(() => {});
        break;
      case 'tell':
        this.listener?.(effect.event);
        break;
      case 'answer':
        this.waiting.get(effect.id)?.(effect.outcome);
        this.waiting.delete(effect.id);
        break;
      case 'reconnect':
        this.options.line.reconnect(effect.reason);
        break;
    }
  }
}

function inputOf(event: LineEvent): ScaleInput {
  if (event.kind === 'bytes') return event;
  if (event.state === 'connected') return { kind: 'up' };
  return { ...event, kind: 'down', state: event.state };
}

function failed(failure: ScaleFailed['failure'], detail: string): ScaleFailed {
  return { kind: 'failed', failure, detail };
}
