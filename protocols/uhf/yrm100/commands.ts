import { concat } from '../../bytes/concat.ts';
import { bytesOf, octets } from '../bytes.ts';
import { frameType, type Yrm100Frame } from './frame.ts';

/** Command codes (MagicRF M100 firmware command manual, chapter 3). */
export const code = {
  moduleInformation: 0x03,
  setRegion: 0x07,
  setSelect: 0x0c,
  setQuery: 0x0e,
  setSelectMode: 0x12,
  singlePoll: 0x22,
  multiplePoll: 0x27,
  stopMultiplePoll: 0x28,
  setChannel: 0xab,
  setHopping: 0xad,
  setPower: 0xb6,
  error: 0xff,
} as const;

/** Regions, with the frequency of channel 0 and the distance of channels. */
export const regions = {
  china900: { id: 0x01, firstKhz: 920_125, stepKhz: 250 },
  us: { id: 0x02, firstKhz: 902_250, stepKhz: 500 },
  eu: { id: 0x03, firstKhz: 865_100, stepKhz: 200 },
  china800: { id: 0x04, firstKhz: 840_125, stepKhz: 250 },
  korea: { id: 0x06, firstKhz: 917_100, stepKhz: 200 },
} as const;
export type Yrm100Region = keyof typeof regions;

const command = (kind: number, ...parameters: number[]): Yrm100Frame => ({
  type: frameType.command,
  command: kind,
  parameters: Uint8Array.from(parameters),
});

const information = { hardware: 0x00, software: 0x01, maker: 0x02 } as const;
export const getInformation = (what: keyof typeof information) =>
  command(code.moduleInformation, information[what]);

export const setRegion = (region: Yrm100Region) => command(code.setRegion, regions[region].id);
export const setChannel = (channel: number) => command(code.setChannel, channel);
export const setHopping = (on: boolean) => command(code.setHopping, on ? 0xff : 0x00);
export const setPower = (centidBm: number) => command(code.setPower, ...bytesOf(Math.max(centidBm, 0), 2));

export const singlePoll = () => command(code.singlePoll);
/** Polls up to `rounds` times (1 to 65535) and reports as it goes. */
export const multiplePoll = (rounds: number) => command(code.multiplePoll, 0x22, ...bytesOf(rounds, 2));
export const stopMultiplePoll = () => command(code.stopMultiplePoll);

export interface Select {
  /** 0 to 7, and 0 to 7 (EPC Gen2, 6.3.2.12.1.1). */
  readonly target: number;
  readonly action: number;
  /** 1 EPC, 2 TID, 3 user. */
  readonly bank: number;
  /** In bits from the start of the bank; the EPC begins at bit 32. */
  readonly pointerBits: number;
  readonly maskHex: string;
}

/** Which tags take part; it works once `setSelectMode` is on. */
export function setSelect({ target, action, bank, pointerBits, maskHex }: Select): Yrm100Frame {
  const mask = octets(maskHex);
  const head = (target << 5) | (action << 2) | bank;
  const parameters = concat([head], bytesOf(pointerBits, 4), [mask.length * 8, 0x00], mask);
  return { type: frameType.command, command: code.setSelect, parameters };
}

/** Whether a Select goes before each poll: always, never, or before everything but a poll. */
export const setSelectMode = (mode: 'always' | 'never' | 'not-before-polls') =>
  command(code.setSelectMode, { always: 0, never: 1, 'not-before-polls': 2 }[mode]);

export interface Query {
  /** 0 to 3. */
  readonly session: number;
  readonly target: 'A' | 'B';
  /** 0 to 15: the first round has 2^q slots. */
  readonly q: number;
}

/** DR 8, M 1 and pilot tone are all that the module knows; Sel stays at all tags (EPC Gen2, 6.3.2.12.2.1). */
export function setQuery({ session, target, q }: Query): Yrm100Frame {
  const pilotTone = 1 << 12;
  const word = pilotTone | (session << 8) | ((target === 'A' ? 0 : 1) << 7) | (q << 3);
  return command(code.setQuery, ...bytesOf(word, 2));
}
