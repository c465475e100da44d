import type { Clock } from '../kernel/clock.ts';

/** A pure session, and how what it wants is done. */
export interface SessionRun<State, Input, Effect> {
  readonly clock: Clock;
  readonly step: (
    state: State,
    input: Input,
  ) => { readonly state: State; readonly effects: readonly Effect[] };
  readonly perform: (effect: Effect) => void;
  /** Left out for a session that is never told the time. */
  readonly wake?: Wake<State, Input>;
  /** Called when all inputs so far have been taken. */
  readonly settled?: (state: State) => void;
}

interface Wake<State, Input> {
  /** When the session wants to be told the time, by the monotonic clock; null if it waits for nothing. */
  readonly atMs: (state: State) => number | null;
  /** The input that tells the time. */
  readonly tick: () => Input;
  /** How long to listen before a due tick is told: a program that was held up runs its timers before it hears what arrived meanwhile. */
  readonly hearingMs?: number;
}

/**
 * Runs a session: takes one input after the other, also where an effect leads to the next input, performs what follows
 * from each, and wakes the session when its time has come. It decides nothing.
 */
export class SessionRunner<State, Input, Effect> {
  private readonly run: SessionRun<State, Input, Effect>;
  private readonly inputs: Input[] = [];
  private current: State;
  private stepping = false;
  private stopped = false;
  /** What the timer is set for. */
  private wakeAtMs: number | null = null;
  private cancelTick = () => {};

  constructor(start: State, run: SessionRun<State, Input, Effect>) {
    this.current = start;
    this.run = run;
  }

  get state(): State {
    return this.current;
  }

  input(input: Input): void {
    if (this.stopped) return;
    this.inputs.push(input);
    if (this.stepping) return;
    this.stepping = true;
    try {
      for (let next = this.inputs.shift(); next !== undefined; next = this.inputs.shift()) this.step(next);
    } finally {
      this.stepping = false;
    }
    this.awaitTick();
    this.run.settled?.(this.current);
  }

  /** Begins anew from a state, as after a connection was lost; what waits to be taken still is. */
  restart(state: State): void {
    this.current = state;
    this.awaitTick();
  }

  /** Takes no input any more, and wakes nobody. */
  stop(): void {
    this.stopped = true;
    this.cancelTick();
  }

  private step(input: Input): void {
    const { state, effects } = this.run.step(this.current, input);
    this.current = state;
    for (const effect of effects) this.run.perform(effect);
  }

  private awaitTick(): void {
    const { clock, wake } = this.run;
    if (wake === undefined) return;
    const wakeAtMs = this.stopped ? null : wake.atMs(this.current);
    if (wakeAtMs === this.wakeAtMs) return;
    this.cancelTick();
    this.wakeAtMs = wakeAtMs;
    if (wakeAtMs === null) return;
    const delayMs = Math.max(0, Math.ceil(wakeAtMs - clock.monotonicMs()));
    this.cancelTick = clock.after(delayMs, () => {
      if (wake.hearingMs === undefined) this.tick(wake);
      else this.cancelTick = clock.after(wake.hearingMs, () => this.tick(wake));
    });
  }

  private tick({ tick }: Wake<State, Input>): void {
    this.wakeAtMs = null;
    this.input(tick());
  }
}
