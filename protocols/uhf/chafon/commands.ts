import { bytesOf } from '../bytes.ts';
import { broadcastAddress, type ChafonCommand } from './frame.ts';

/** Command codes (UHFReader288MP User Manual v1.14, chapter 4). */
export const code = {
  inventory: 0x01,
  readerInformation: 0x21,
  setFrequency: 0x22,
  setInventoryTime: 0x25,
  setPower: 0x2f,
  soundAndLight: 0x33,
  setBuzzer: 0x40,
  /** Sent by a reader in its real-time mode, without having been asked. */
  realTime: 0xee,
} as const;

/** The frequency bands; two bits of each of the two frequency bytes name one. */
export const bands = {
  china2: { id: 0b0001, firstKhz: 920_125, stepKhz: 250, last: 19 },
  us: { id: 0b0010, firstKhz: 902_750, stepKhz: 500, last: 49 },
  korea: { id: 0b0011, firstKhz: 917_100, stepKhz: 200, last: 31 },
  eu: { id: 0b0100, firstKhz: 865_100, stepKhz: 200, last: 14 },
} as const;
export type ChafonBand = keyof typeof bands;

const command = (address: number, kind: number, data: readonly number[] = []): ChafonCommand => ({
  address,
  command: kind,
  data: Uint8Array.from(data),
});

export const getReaderInformation = (address = broadcastAddress) => command(address, code.readerInformation);

/** Whole dBm, up to 30 or 33 by model. */
export const setPower = (powerDbm: number, address = broadcastAddress) =>
  command(address, code.setPower, [Math.max(powerDbm, 0)]);

/** All channels of a band: the highest first, as the command wants it. */
export function setBand(band: ChafonBand, address = broadcastAddress): ChafonCommand {
  const { id, last } = bands[band];
  return command(address, code.setFrequency, [((id >> 2) << 6) | last, (id & 0b11) << 6]);
}

/** How long one inventory may take; the reader counts in tenths of a second, from 3. */
export const setInventoryTime = (ms: number, address = broadcastAddress) =>
  command(address, code.setInventoryTime, [Math.min(Math.max(Math.round(ms / 100), 3), 255)]);

/** Beeps and lights up `times` times; the reader counts in units of 50 ms. */
export const beep = (onMs: number, offMs: number, times: number, address = broadcastAddress) =>
  command(
    address,
    code.soundAndLight,
    [onMs, offMs].map((ms) => Math.min(Math.round(ms / 50), 255)).concat(times),
  );

/** Whether each read tag beeps by itself. */
export const setBuzzer = (on: boolean, address = broadcastAddress) =>
  command(address, code.setBuzzer, [on ? 1 : 0]);

/** One inventory round of a UHFReader18, which has no parameters. */
export const inventory18 = (address = broadcastAddress) => command(address, code.inventory);

export interface Inventory288 {
  /** 0 to 15: the round has 2^q slots. */
  readonly q: number;
  /** 0 to 3; 255 leaves it to the reader. */
  readonly session: number;
  readonly target: 'A' | 'B';
  /** From 1. */
  readonly antenna: number;
  readonly timeMs: number;
  /** Ask for the number of reads when the round is over. */
  readonly statistics: boolean;
}

const firstAntenna = 0x80;
const maskEpc = 0x01;
const statisticsBit = 0x80;

/** One inventory round of a UHFReader288, without a mask (chapter 8.2.1). */
export function inventory288(round: Inventory288, address = broadcastAddress): ChafonCommand {
  return command(address, code.inventory, [
    (round.statistics ? statisticsBit : 0) | (round.q & 0x0f),
    round.session,
    maskEpc,
    ...bytesOf(0, 2),
    0,
    round.target === 'A' ? 0 : 1,
    firstAntenna + round.antenna - 1,
    Math.min(Math.round(round.timeMs / 100), 255),
  ]);
}

/** Which antenna an inventory command asks for, for a simulated reader; 1 where it does not say. */
export function antennaAskedFor({ data }: ChafonCommand): number {
  const asked = data[data.length - 2] ?? 0;
  return data.length >= 3 && asked >= firstAntenna ? asked - firstAntenna + 1 : 1;
}
