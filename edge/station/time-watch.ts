import type { Clock } from '../../kernel/clock.ts';
import { type ClockJump, ClockWatch } from '../facts/clock-watch.ts';
import { type IdlePorts, IdleWatch } from './idle-watch.ts';

/** How often the clock is looked at when nothing is scanned. */
const checkMs = 1_000;
/** As of a clock that was set: less is no sleep worth telling. */
const jumpMs = 2_000;

export interface TimePorts extends IdlePorts {
  readonly clock: Clock;
  /** The wall clock was set: to be stored before what happened after that. */
  jumped(jump: ClockJump): void;
  /**
   * Milliseconds since the machine was booted, its sleep included, which the monotonic clock leaves out on Linux and macOS (CLOCK_MONOTONIC
   * beside CLOCK_BOOTTIME). Left out where nothing tells it.
   */
  sinceBootMs?(): number;
  /** The machine slept. */
  slept?(sleptMs: number): void;
}

/** What the passing of time asks for: to note that the clock was set, and to sign out whoever left. */
export class TimeWatch {
  private readonly ports: TimePorts;
  private readonly clockWatch: ClockWatch;
  private readonly idle: IdleWatch;
  private isShown = true;
  private mayHaveSlept = false;
  private asleepMs: number | null;
  private cancel = () => {};

  constructor(ports: TimePorts) {
    this.ports = ports;
    this.asleepMs = this.readAsleepMs();
    this.clockWatch = new ClockWatch(ports.clock);
    this.idle = new IdleWatch(ports);
  }

  /** @param lastFactAt what the clock showed at the last fact; null if there is none. */
  start(lastFactAt: string | null): void {
    const jump = this.clockWatch.sinceLastFact(lastFactAt);
    if (jump !== null) this.ports.jumped(jump);
    this.idle.start();
    this.checkLater();
  }

  stop(): void {
    this.cancel();
    this.idle.stop();
  }

  /** Somebody scanned or touched the screen; whoever came too late for that is signed out first. */
  heard(): void {
    this.check();
    this.idle.heard();
  }

  /** A screen that went dark: what measures time may have stood still with it. */
  shown(isShown: boolean): void {
    if (!isShown) this.mayHaveSlept = true;
    this.isShown = isShown;
    this.check();
  }

  /** To be asked before anything is stamped. */
  check(): void {
    const jump = this.clockWatch.check();
    const { mayHaveSlept } = this;
    if (this.isShown) this.mayHaveSlept = false;
    if (jump === null) return;
    const sleptMs = this.sleptSinceLastJump();
    if (sleptMs > jumpMs) this.toldSleep(jump, sleptMs);
    else if (mayHaveSlept && jump.toMs > jump.fromMs) this.idle.slept(jump.toMs - jump.fromMs);
    else this.ports.jumped(jump);
  }

  /** Of what the wall clock went ahead the sleep explains its part; what is left over was set. */
  private toldSleep({ fromMs, toMs }: ClockJump, sleptMs: number): void {
    this.idle.slept(sleptMs);
    this.ports.slept?.(sleptMs);
    const wokenMs = fromMs + sleptMs;
    if (Math.abs(toMs - wokenMs) > jumpMs) this.ports.jumped({ fromMs: wokenMs, toMs });
  }

  /** How long the machine has slept since it was booted, but for a constant. */
  private readAsleepMs(): number | null {
    const { sinceBootMs, clock } = this.ports;
    return sinceBootMs === undefined ? null : sinceBootMs() - clock.monotonicMs();
  }

  private sleptSinceLastJump(): number {
    const before = this.asleepMs;
    this.asleepMs = this.readAsleepMs();
    return before === null || this.asleepMs === null ? 0 : this.asleepMs - before;
  }

  private checkLater(): void {
    this.cancel = this.ports.clock.after(checkMs, () => {
      this.check();
      this.checkLater();
    });
  }
}
