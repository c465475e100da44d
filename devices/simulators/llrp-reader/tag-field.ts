import { seeded } from './faults.ts';

/** A tag as an antenna sees it once. */
export interface Sighting {
  readonly epc: string;
  readonly antenna: number;
  readonly rssiDbm: number;
  /** Into the hop table, from 1. */
  readonly channel: number;
  /** 0 up to 1 turn. */
  readonly phase: number;
}

/** Tags that move past the antennas, from the first to the last, in so much time. */
export interface Pass {
  readonly epcs: readonly string[];
  readonly durationMs: number;
}

interface UnderWay extends Pass {
  readonly sinceMs: number;
}

export interface TagFieldOptions {
  /** How many tags lie in the field and stay there. */
  readonly tags: number;
  readonly antennas: number;
  readonly channels: number;
  readonly seed: number;
}

const mostPasses = 100;

/** SGTIN-96 of company 4012345, item 000001, with this serial number. */
export function tagEpc(serial: number): string {
  const high = Math.floor(serial / 2 ** 32) % 64;
  const low = serial % 2 ** 32;
  // Header 0x30, filter 1, partition 5; 24 bits of company, 20 of item, 38 of serial (GS1 TDS 14.6.1).
  const bits = (0x30n << 88n) | (1n << 85n) | (5n << 82n) | (4012345n << 58n) | (1n << 38n);
  const whole = bits | (BigInt(high) << 32n) | BigInt(low);
  return whole.toString(16).toUpperCase().padStart(24, '0');
}

/** What can be read where: the same for the same seed and the same questions. */
export class TagField {
  private readonly random: () => number;
  private readonly options: TagFieldOptions;
  private readonly lying: readonly string[];
  private passes: readonly UnderWay[] = [];

  constructor(options: TagFieldOptions) {
    this.options = options;
    this.random = seeded(options.seed);
    this.lying = Array.from({ length: options.tags }, (_, serial) => tagEpc(serial + 1));
  }

  pass(pass: Pass, nowMs: number): void {
    this.passes = [...this.passes.slice(1 - mostPasses), { ...pass, sinceMs: nowMs }];
  }

  /** One read by one of the antennas; null where they see nothing. */
  sight(antennas: readonly number[], nowMs: number): Sighting | null {
    this.passes = this.passes.filter((pass) => nowMs - pass.sinceMs < pass.durationMs);
    const moving = this.passes.flatMap((pass) => pass.epcs.map((epc) => ({ epc, pass })));
    const place = Math.floor(this.random() * (this.lying.length + moving.length));
    const antenna = antennas[Math.floor(this.random() * antennas.length)];
    if (antenna === undefined) return null;
    const epc = this.lying[place];
    if (epc !== undefined) return this.seen(epc, antenna, -45 - (place % 20));
    const mover = moving[place - this.lying.length];
    return mover === undefined ? null : this.movingPast(mover.epc, mover.pass, antenna, nowMs);
  }

  /** Strongest where the tag is right before the antenna, and not seen from further than one antenna away. */
  private movingPast(epc: string, pass: UnderWay, antenna: number, nowMs: number): Sighting | null {
    const share = (nowMs - pass.sinceMs) / pass.durationMs;
    const distance = Math.abs(share * (this.options.antennas + 1) - antenna);
    return distance > 1 ? null : this.seen(epc, antenna, Math.round(-40 - 35 * distance));
  }

  private seen(epc: string, antenna: number, strongest: number): Sighting {
    const rssiDbm = strongest - this.random() * 4;
    const channel = 1 + Math.floor(this.random() * this.options.channels);
    return { epc, antenna, rssiDbm, channel, phase: this.random() };
  }
}
