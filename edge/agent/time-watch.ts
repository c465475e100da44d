import type { Clock } from '../../kernel/clock.ts';
import { type ClockJump, ClockWatch } from '../facts/clock-watch.ts';
import { type IdlePorts, IdleWatch } from './idle-watch.ts';

/** How often the clock is looked at when nothing is scanned. */
const checkMs = 1_000;

export interface TimePorts extends IdlePorts {
  readonly clock: Clock;
  /** The wall clock was set: to be stored before what happened after that. */
  jumped(jump: ClockJump): void;
}

/** What the passing of time asks for: to note that the clock was set, and to sign out whoever left. */
export class TimeWatch {
  private readonly ports: TimePorts;
  private readonly clockWatch: ClockWatch;
  private readonly idle: IdleWatch;
  private isShown = true;
  private mayHaveSlept = false;
  private cancel = () => {};

  constructor(ports: TimePorts) {
    this.ports = ports;
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
    const aheadMs = jump.toMs - jump.fromMs;
    if (mayHaveSlept && aheadMs > 0) this.idle.slept(aheadMs);
    else this.ports.jumped(jump);
  }

  private checkLater(): void {
    this.cancel = this.ports.clock.after(checkMs, () => {
      this.check();
      this.checkLater();
    });
  }
}
