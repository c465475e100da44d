import type { Clock } from '../../kernel/clock.ts';

const checkMs = 15_000;
const minuteMs = 60_000;

export interface IdlePorts {
  readonly clock: Clock;
  /** After so many minutes without a scan the person is signed out; 0 is never. */
  allowedMinutes(): number;
  isSignedIn(): boolean;
  /** Nothing was scanned for so long. */
  idle(minutes: number): void;
}

/** Watches how long nobody has scanned. A restart of the agent begins to count anew. */
export class IdleWatch {
  private readonly ports: IdlePorts;
  private heardMs: number;
  private cancel = () => {};

  constructor(ports: IdlePorts) {
    this.ports = ports;
    this.heardMs = ports.clock.monotonicMs();
  }

  start(): void {
    this.cancel = this.ports.clock.after(checkMs, () => {
      this.check();
      this.start();
    });
  }

  stop(): void {
    this.cancel();
  }

  /** Somebody scanned or touched the screen. */
  heard(): void {
    this.check();
    this.heardMs = this.ports.clock.monotonicMs();
  }

  /** The device slept, and what measures time did not run. */
  slept(sleptMs: number): void {
    this.heardMs -= sleptMs;
  }

  private check(): void {
    const { clock, allowedMinutes, isSignedIn, idle } = this.ports;
    const minutes = Math.floor((clock.monotonicMs() - this.heardMs) / minuteMs);
    const allowed = allowedMinutes();
    if (allowed > 0 && minutes >= allowed && isSignedIn()) idle(minutes);
  }
}
