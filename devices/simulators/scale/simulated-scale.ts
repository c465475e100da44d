import type { Clock } from '../../../kernel/clock.ts';
import { notWeighed, type WeightReading, weighed } from '../../../protocols/scale/weight.ts';
import type { ScannerPeer } from '../scanner-peers.ts';
import { type ScaleVoice, type ScaleVoiceSettings, voiceOf } from './scale-voice.ts';

/** What can go wrong between the load and the station. */
export const scaleFaults = [
  /** What it sends arrives byte by byte. */
  'split',
  /** Bytes that mean nothing stand before what it sends. */
  'garbage',
  /** One character of what it sends is another one. */
  'damage',
  /** It says nothing. */
  'silent',
] as const;
export type ScaleFault = (typeof scaleFaults)[number];

export interface SimulatedScaleOptions {
  readonly voice: ScaleVoiceSettings;
  /** It goes no further. */
  readonly capacityGrams: number;
  /** How often one that sends by itself sends. */
  readonly intervalMs: number;
}

const noise = Buffer.from('\x00\xff#~\r\n', 'latin1');

/** A scale without hardware, in steps of a gram: it shows what is put on it, and takes commands as a real one does. */
export class SimulatedScale {
  /** The fault that everything has which it sends from now on. */
  fault: ScaleFault | null = null;
  private readonly peer: ScannerPeer;
  private readonly options: SimulatedScaleOptions;
  private readonly clock: Clock;
  private readonly voice: ScaleVoice;
  private loadGrams = 0;
  private zeroGrams = 0;
  private tareGrams = 0;
  private moving = false;
  private stopSending = () => {};

  constructor(peer: ScannerPeer, options: SimulatedScaleOptions, clock: Clock) {
    this.peer = peer;
    this.options = options;
    this.clock = clock;
    this.voice = voiceOf(options.voice, {
      reading: () => this.reading(),
      tareGrams: () => this.tareGrams,
      zero: () => this.zero(),
      tare: () => this.tare(),
      say: (answer) => this.send(answer),
    });
    peer.listen((bytes) => this.voice.hear(bytes));
  }

  async plug(): Promise<void> {
    await this.peer.plug();
    this.stopSending();
    if (this.voice.sendsByItself) this.sendAgain();
  }

  async unplug(): Promise<void> {
    this.stopSending();
    await this.peer.unplug();
  }

  /** Puts a load on it, in place of what lay there; `moving` until the next one. */
  put(grams: number, moving = false): void {
    this.loadGrams = grams;
    this.moving = moving;
  }

  private reading(): WeightReading {
    const gross = this.loadGrams - this.zeroGrams;
    const { capacityGrams } = this.options;
    const kind = this.tareGrams === 0 ? 'gross' : 'net';
    if (gross > capacityGrams) return notWeighed('overload', kind);
    if (gross < -capacityGrams / 50) return notWeighed('underload', kind);
    const shown = { digits: gross - this.tareGrams, decimals: 3, unit: 'kg' } as const;
    const reading = weighed(shown, { stable: !this.moving, kind });
    return reading.ok ? reading.value : notWeighed('zero-fault', kind);
  }

  private zero(): 'done' | 'moving' | 'above' {
    if (this.moving) return 'moving';
    if (Math.abs(this.loadGrams) > this.options.capacityGrams / 50) return 'above';
    this.zeroGrams = this.loadGrams;
    this.tareGrams = 0;
    return 'done';
  }

  /** Takes what lies on it as tare: the key on the scale, or the command. */
  tare(): 'done' | 'moving' | 'above' {
    const gross = this.loadGrams - this.zeroGrams;
    if (this.moving) return 'moving';
    if (gross > this.options.capacityGrams) return 'above';
    this.tareGrams = gross;
    return 'done';
  }

  private sendAgain(): void {
    this.stopSending = this.clock.after(this.options.intervalMs, () => {
      this.send(this.voice.weight());
      this.sendAgain();
    });
  }

  private send(bytes: Buffer): void {
    switch (this.fault) {
      case null:
        void this.peer.send(bytes);
        break;
      case 'split':
        for (const byte of bytes) void this.peer.send(Buffer.of(byte));
        break;
      case 'garbage':
        void this.peer.send(Buffer.concat([noise, bytes]));
        break;
      case 'damage':
        void this.peer.send(Buffer.from(bytes.map((byte, index) => (index === 3 ? 0x7e : byte))));
        break;
      case 'silent':
        break;
    }
  }
}
