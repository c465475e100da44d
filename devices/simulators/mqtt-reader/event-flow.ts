import type { Clock } from '../../../kernel/clock.ts';
import type { TagRead } from '../../../protocols/rfid/tag-read.ts';
import type { SimulatedTag } from '../uhf-module/module-model.ts';
import { type EventFault, messagesOf } from './event-faults.ts';

export interface FlowOptions {
  readonly tags: readonly SimulatedTag[];
  /** Reads in a second, of all tags together. */
  readonly ratePerSecond: number;
  readonly clock: Clock;
  /** How far the reader's clock is ahead. */
  readonly clockAheadMs?: number;
  /** Events 1 to n have them in turn; none: all is well. */
  readonly faults?: readonly EventFault[];
  /** Only each such event has a fault. */
  readonly faultEvery?: number;
}

/** Where the events of a simulated reader go. */
export interface FlowPorts {
  readonly isReading: () => boolean;
  /** A tag event as text. */
  readonly eventOf: (read: TagRead, atUs: number) => string;
  /** `byteByByte` asks for pieces, where the transport has them. */
  readonly send: (text: string, byteByByte: boolean) => void;
  readonly unplug: () => void;
}

const tickMs = 20;
const delayMs = 150;
const silentMs = 400;

/** The tags before a reader, read in turn at a rate, with faults put into what goes out. */
export class EventFlow {
  private readonly options: FlowOptions;
  private readonly ports: FlowPorts;
  private tags: readonly SimulatedTag[];
  private owed = 0;
  private next = 0;
  private events = 0;
  private held: string[] = [];
  private readonly injected: EventFault[] = [];
  /** What the next event is put behind, without anything in between. */
  private glued = '';
  private blockedUntilMs = 0;
  private aheadMs: number;
  private cancelTick = () => {};

  constructor(options: FlowOptions, ports: FlowPorts) {
    this.options = options;
    this.ports = ports;
    this.tags = options.tags;
    this.aheadMs = options.clockAheadMs ?? 0;
  }

  start(): void {
    this.stop();
    this.cancelTick = this.options.clock.after(tickMs, () => {
      this.start();
      this.tick();
    });
  }

  stop(): void {
    this.cancelTick();
  }

  show(tags: readonly SimulatedTag[]): void {
    this.tags = tags;
  }

  /** Puts a fault into the next event. */
  inject(fault: EventFault): void {
    this.injected.push(fault);
  }

  setClock(aheadMs: number): void {
    this.aheadMs = aheadMs;
  }

  /** Microseconds by the reader's clock. */
  nowUs(): number {
    return Math.round((this.options.clock.now() + this.aheadMs) * 1_000);
  }

  private tick(): void {
    if (this.options.clock.monotonicMs() < this.blockedUntilMs) return;
    this.release(false);
    if (!this.ports.isReading() || this.tags.length === 0) return;
    this.owed += (this.options.ratePerSecond * tickMs) / 1_000;
    for (; this.owed >= 1; this.owed -= 1) {
      const tag = this.tags[this.next % this.tags.length];
      this.next += 1;
      if (tag !== undefined) this.see(tag);
    }
  }

  private see({ epc, antenna, rssiDbm }: SimulatedTag): void {
    const atUs = this.nowUs();
    const pc = (epc.length / 4) << 11;
    const read = { epc, pc, antenna, rssiDbm, count: 1, firstSeenUs: atUs, lastSeenUs: atUs };
    const fault = this.nextFault();
    const [first = '', ...rest] = messagesOf(this.ports.eventOf(read, atUs), fault);
    const text = this.glued + first;
    this.glued = fault === 'merge' ? text : '';
    if (fault !== 'merge') this.held.push(...[text, ...rest].filter((message) => message !== ''));
    const nowMs = this.options.clock.monotonicMs();
    if (fault === 'delay') this.blockedUntilMs = nowMs + delayMs;
    if (fault === 'silent') this.blockedUntilMs = nowMs + silentMs;
    if (nowMs < this.blockedUntilMs) return;
    this.release(fault === 'split');
    if (fault === 'unplug') this.ports.unplug();
  }

  private release(byteByByte: boolean): void {
    for (const text of this.held.splice(0)) this.ports.send(text, byteByByte);
  }

  private nextFault(): EventFault | null {
    const { faults = [], faultEvery = 1 } = this.options;
    this.events += 1;
    const injected = this.injected.shift();
    if (injected !== undefined) return injected;
    if (faults.length === 0 || this.events % faultEvery !== 0) return null;
    return faults[(this.events / faultEvery - 1) % faults.length] ?? null;
  }
}
