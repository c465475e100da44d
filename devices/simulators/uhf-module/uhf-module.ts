import type { Clock } from '../../../kernel/clock.ts';
import { serialPeer } from '../scanner-program.ts';
import { chafonModule } from './chafon-module.ts';
import type { ModuleModel, Refusals, SimulatedTag } from './module-model.ts';
import { thingMagicModule } from './thingmagic-module.ts';
import { piecesOf, type WireFault } from './wire-faults.ts';
import { yrm100Module } from './yrm100-module.ts';

export const uhfModuleKinds = ['thingmagic', 'uhfreader18', 'uhfreader288', 'yrm100'] as const;
export type UhfModuleKind = (typeof uhfModuleKinds)[number];

export interface UhfModuleOptions {
  readonly kind: UhfModuleKind;
  /** Where the link to its pseudo-terminal appears. */
  readonly link: string;
  /** What is in front of its antennas. */
  readonly tags: readonly SimulatedTag[];
  /** Reads in a second, of all tags together. */
  readonly ratePerSecond: number;
  readonly clock: Clock;
  /** Frames 1 to n have them in turn; none: all is well. */
  readonly faults?: readonly WireFault[];
  /** Only each such frame has a fault. */
  readonly faultEvery?: number;
  readonly refusals?: Refusals;
}

/** A serial module on a pseudo-terminal. It starts unplugged. */
export interface UhfModule {
  readonly address: string;
  /** Whether the host has asked it for tags. */
  readonly reading: boolean;
  plug(): void;
  unplug(): void;
  /** Puts other tags before its antennas. */
  show(tags: readonly SimulatedTag[]): void;
  /** A module that is muted hears nothing and says nothing. */
  mute(on: boolean): void;
  /** Puts a fault into the next frame. */
  inject(fault: WireFault): void;
  /** Bytes as they are. */
  send(bytes: Uint8Array): void;
}

const tickMs = 20;
const delayMs = 150;
const silentMs = 400;
const unpluggedMs = 500;

export function createUhfModule(options: UhfModuleOptions): UhfModule {
  return new SimulatedModule(options);
}

function modelOf(kind: UhfModuleKind, refusals: Refusals): ModuleModel {
  switch (kind) {
    case 'thingmagic':
      return thingMagicModule(refusals);
    case 'yrm100':
      return yrm100Module(refusals);
    case 'uhfreader18':
    case 'uhfreader288':
      return chafonModule(kind, refusals);
  }
}

/** Wires a model, the clock and a pseudo-terminal; faults are put into what goes out. */
class SimulatedModule implements UhfModule {
  readonly address: string;
  private readonly options: UhfModuleOptions;
  private readonly model: ModuleModel;
  private readonly peer: ReturnType<typeof serialPeer>;
  private tags: readonly SimulatedTag[];
  private next = 0;
  private owed = 0;
  private frames = 0;
  private quietMs = 0;
  private muted = false;
  private held: Uint8Array[] = [];
  private readonly injected: WireFault[] = [];
  private blockedUntilMs = 0;
  private cancelTick = () => {};
  private cancelPlug = () => {};

  constructor(options: UhfModuleOptions) {
    this.options = options;
    this.model = modelOf(options.kind, options.refusals ?? new Map());
    this.peer = serialPeer(options.link);
    this.address = options.link;
    this.tags = options.tags;
    this.peer.listen((bytes) => {
      if (!this.muted) this.say(this.model.hear(bytes));
    });
  }

  get reading(): boolean {
    return this.model.reading;
  }

  plug(): void {
    this.cancelPlug();
    this.peer.plug();
    this.cancelTick();
    this.tickLater();
  }

  unplug(): void {
    this.cancelPlug();
    this.cancelTick();
    this.model.powerOff();
    this.held = [];
    this.peer.unplug();
  }

  show(tags: readonly SimulatedTag[]): void {
    this.tags = tags;
  }

  mute(on: boolean): void {
    this.muted = on;
  }

  inject(fault: WireFault): void {
    this.injected.push(fault);
  }

  send(bytes: Uint8Array): void {
    this.peer.send(Buffer.from(bytes));
  }

  private tickLater(): void {
    this.cancelTick = this.options.clock.after(tickMs, () => {
      this.tickLater();
      this.tick();
    });
  }

  private tick(): void {
    if (this.options.clock.monotonicMs() < this.blockedUntilMs) return;
    this.release();
    if (this.muted || !this.model.reading) return;
    this.owed += this.tags.length === 0 ? 0 : (this.options.ratePerSecond * tickMs) / 1_000;
    this.quietMs += tickMs;
    if (this.owed >= 1) this.say(this.model.see(this.taken(Math.floor(this.owed))));
    else if (this.quietMs >= this.model.idleEveryMs) this.say(this.model.idle());
  }

  /** The next reads: the tags in turn. */
  private taken(count: number): SimulatedTag[] {
    this.owed -= count;
    const reads: SimulatedTag[] = [];
    for (let index = 0; index < count; index += 1) {
      const tag = this.tags[this.next % this.tags.length];
      this.next += 1;
      if (tag !== undefined) reads.push(tag);
    }
    return reads;
  }

  private say(frames: readonly Uint8Array[]): void {
    if (frames.length > 0) this.quietMs = 0;
    for (const frame of frames) this.sayFrame(frame);
  }

  private sayFrame(frame: Uint8Array): void {
    const fault = this.nextFault();
    this.held.push(...piecesOf(frame, fault));
    const nowMs = this.options.clock.monotonicMs();
    if (fault === 'delay') this.blockedUntilMs = nowMs + delayMs;
    if (fault === 'silent') this.blockedUntilMs = nowMs + silentMs;
    if (fault === 'merge' || nowMs < this.blockedUntilMs) return;
    if (fault === 'split') this.release();
    else this.releaseTogether();
    if (fault === 'unplug') this.pullPlug();
  }

  private release(): void {
    for (const piece of this.held.splice(0)) this.send(piece);
  }

  private releaseTogether(): void {
    this.send(Buffer.concat(this.held.splice(0)));
  }

  private nextFault(): WireFault | null {
    const { faults = [], faultEvery = 1 } = this.options;
    this.frames += 1;
    const injected = this.injected.shift();
    if (injected !== undefined) return injected;
    if (faults.length === 0 || this.frames % faultEvery !== 0) return null;
    return faults[(this.frames / faultEvery - 1) % faults.length] ?? null;
  }

  private pullPlug(): void {
    this.unplug();
    this.cancelPlug = this.options.clock.after(unpluggedMs, () => this.plug());
  }
}
