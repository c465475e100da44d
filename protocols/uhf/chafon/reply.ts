import { concat } from '../../bytes/concat.ts';
import { hexOf } from '../../bytes/hex.ts';
import type { TagRead } from '../../rfid/tag-read.ts';
import { bytesOf, octets, unsigned } from '../bytes.ts';
import { type Decoded, decoded, undecodable } from '../decoding.ts';
import { bands, type ChafonBand, code } from './commands.ts';
import type { ChafonReply } from './frame.ts';
import { status, statusText } from './status.ts';

/** How inventory frames are laid out: a 288 adds the antenna, and a signal strength to each tag. */
export type ChafonDialect = 'uhfreader18' | 'uhfreader288';

export interface ChafonTag {
  readonly epc: string;
  /** As the reader counts it; null on a UHFReader18. */
  readonly rssi: number | null;
}

export interface ChafonInventory {
  /** One bit for each antenna, the first lowest; 0 on a UHFReader18. */
  readonly antennas: number;
  readonly tags: readonly ChafonTag[];
}

interface ReaderInformation {
  readonly firmware: string;
  /** 09 is a UHFReader18, 0C a UHFReader288M. */
  readonly type: number;
  readonly band: ChafonBand | null;
  readonly lowestKhz: number | null;
  readonly highestKhz: number | null;
  readonly powerDbm: number;
  readonly inventoryTimeMs: number;
}

export type ChafonMessage =
  /** Tags of a round; `more` says that further frames belong to it. */
  | {
      readonly kind: 'inventory';
      readonly inventory: ChafonInventory;
      readonly more: boolean;
      readonly status: number;
    }
  /** A read that the reader reports by itself. */
  | { readonly kind: 'real-time'; readonly inventory: ChafonInventory }
  | { readonly kind: 'heartbeat'; readonly packet: number }
  | {
      readonly kind: 'statistics';
      readonly antennas: number;
      readonly readsPerSecond: number;
      readonly reads: number;
    }
  | { readonly kind: 'information'; readonly information: ReaderInformation }
  | { readonly kind: 'done'; readonly command: number }
  | { readonly kind: 'refused'; readonly command: number; readonly status: number; readonly text: string };

const endsOfFrame: readonly number[] = [
  status.success,
  status.roundComplete,
  status.roundTimedOut,
  status.moreFrames,
  status.memoryFull,
];

/** What a reply says. Offsets of faults count from the reply's data. */
export function decodeReply(dialect: ChafonDialect, reply: ChafonReply): Decoded<ChafonMessage> {
  const { command, status: end, data } = reply;
  if (command === code.inventory) return decodeInventoryReply(dialect, reply);
  if (command === code.realTime) return decodeRealTime(reply);
  if (end !== status.success)
    return decoded({ kind: 'refused', command, status: end, text: statusText(end) });
  if (command === code.readerInformation) return decodeInformation(data);
  return decoded({ kind: 'done', command });
}

function decodeInventoryReply(dialect: ChafonDialect, reply: ChafonReply): Decoded<ChafonMessage> {
  const { command, status: end, data } = reply;
  if (end === status.statistics) return decodeStatistics(data);
  if (end === status.noTags) {
    return decoded({ kind: 'inventory', inventory: { antennas: 0, tags: [] }, more: false, status: end });
  }
  if (!endsOfFrame.includes(end)) {
    return decoded({ kind: 'refused', command, status: end, text: statusText(end) });
  }
  const inventory = decodeInventory(dialect, data);
  if (!inventory.ok) return inventory;
  return decoded({
    kind: 'inventory',
    inventory: inventory.value,
    more: end === status.moreFrames,
    status: end,
  });
}

/** The antennas (288), the number of tags, and of each the length of its EPC, the EPC and its signal strength (288). */
function decodeInventory(dialect: ChafonDialect, data: Uint8Array): Decoded<ChafonInventory> {
  const is288 = dialect === 'uhfreader288';
  if (data.length === 0) return decoded({ antennas: 0, tags: [] });
  const antennas = is288 ? (data[0] ?? 0) : 0;
  let at = is288 ? 1 : 0;
  const count = data[at];
  if (count === undefined) return undecodable(at, 'count', '1 byte');
  at += 1;
  const tags: ChafonTag[] = [];
  for (let index = 0; index < count; index++) {
    const length = data[at];
    if (length === undefined) return undecodable(at, 'epcLength', `tag ${index + 1} of ${count}`);
    const end = at + 1 + length;
    if (end + (is288 ? 1 : 0) > data.length) {
      return undecodable(at, 'epcLength', `at most ${Math.max(data.length - at - (is288 ? 2 : 1), 0)}`);
    }
    tags.push({ epc: hexOf(data.subarray(at + 1, end)), rssi: is288 ? (data[end] ?? 0) : null });
    at = end + (is288 ? 1 : 0);
  }
  if (at < data.length) return undecodable(at, 'tags', `the end of the data after ${count} tags`);
  return decoded({ antennas, tags });
}

/** Antennas, reads per second, and all reads of the round. */
function decodeStatistics(data: Uint8Array): Decoded<ChafonMessage> {
  if (data.length < 7) return undecodable(data.length, 'statistics', '7 bytes');
  return decoded({
    kind: 'statistics',
    antennas: data[0] ?? 0,
    readsPerSecond: unsigned(data, 1, 2),
    reads: unsigned(data, 3, 4),
  });
}

/** Antennas, length, EPC, signal strength; or a heartbeat with the number of its packet. */
function decodeRealTime({ command, status: end, data }: ChafonReply): Decoded<ChafonMessage> {
  if (end === status.heartbeat) return decoded({ kind: 'heartbeat', packet: unsigned(data, 0, 4) });
  if (end !== status.success)
    return decoded({ kind: 'refused', command, status: end, text: statusText(end) });
  const length = data[1] ?? 0;
  if (data.length < 3) return undecodable(data.length, 'epcLength', 'antennas, length and signal strength');
  if (data.length !== length + 3) return undecodable(1, 'epcLength', `${Math.max(data.length - 3, 0)}`);
  const tag = { epc: hexOf(data.subarray(2, 2 + length)), rssi: data[2 + length] ?? 0 };
  return decoded({ kind: 'real-time', inventory: { antennas: data[0] ?? 0, tags: [tag] } });
}

/** Firmware, type, protocols, highest and lowest channel with the band in their upper bits, power, inventory time. */
function decodeInformation(data: Uint8Array): Decoded<ChafonMessage> {
  if (data.length < 8) return undecodable(data.length, 'information', '8 bytes');
  const [major = 0, minor = 0, type = 0, , highest = 0, lowest = 0, powerDbm = 0, time = 0] = data;
  const id = ((highest >> 6) << 2) | (lowest >> 6);
  const entry = Object.entries(bands).find(([, band]) => band.id === id);
  const khz = (channel: number) =>
    entry === undefined ? null : entry[1].firstKhz + (channel & 0x3f) * entry[1].stepKhz;
  return decoded({
    kind: 'information',
    information: {
      firmware: `${major}.${minor}`,
      type,
      band: entry === undefined ? null : (entry[0] as ChafonBand),
      lowestKhz: khz(lowest),
      highestKhz: khz(highest),
      powerDbm,
      inventoryTimeMs: time * 100,
    },
  });
}

/**
 * The makers do not document the unit of the signal strength. Readers on the Impinj R2000 count in dB, and the published table of
 * another protocol on that chip puts 98 at -31 dBm.
 */
const rssiZeroDbm = -129;

/** One read per tag of a frame; a frame that names several antennas is counted for the lowest. */
export function tagReadsOf({ antennas, tags }: ChafonInventory): TagRead[] {
  const antenna = antennas === 0 ? 0 : 32 - Math.clz32(antennas & -antennas);
  return tags.map(({ epc, rssi }) => ({
    epc,
    pc: null,
    antenna,
    rssiDbm: rssi === null ? null : rssi + rssiZeroDbm,
    count: 1,
    firstSeenUs: null,
    lastSeenUs: null,
  }));
}

/** Replies as a reader sends them, for a simulated one. */
export const replies = {
  done: (address: number, command: number, end: number = status.success): ChafonReply => ({
    address,
    command,
    status: end,
    data: new Uint8Array(0),
  }),
  inventory: (
    dialect: ChafonDialect,
    address: number,
    end: number,
    { antennas, tags }: ChafonInventory,
  ): ChafonReply => ({
    address,
    command: code.inventory,
    status: end,
    data: concat(
      dialect === 'uhfreader288' ? [antennas] : [],
      [tags.length],
      ...tags.map(({ epc, rssi }) =>
        concat([epc.length / 2], octets(epc), dialect === 'uhfreader288' ? [rssi ?? 0] : []),
      ),
    ),
  }),
  statistics: (address: number, antennas: number, readsPerSecond: number, reads: number): ChafonReply => ({
    address,
    command: code.inventory,
    status: status.statistics,
    data: concat([antennas], bytesOf(readsPerSecond, 2), bytesOf(reads, 4)),
  }),
  realTime: (address: number, antennas: number, tag: ChafonTag): ChafonReply => ({
    address,
    command: code.realTime,
    status: status.success,
    data: concat([antennas, tag.epc.length / 2], octets(tag.epc), [tag.rssi ?? 0]),
  }),
  information: (address: number, type: number, band: ChafonBand, powerDbm: number): ChafonReply => {
    const { id, last } = bands[band];
    return {
      address,
      command: code.readerInformation,
      status: status.success,
      data: Uint8Array.of(3, 1, type, 0b10, ((id >> 2) << 6) | last, (id & 0b11) << 6, powerDbm, 10),
    };
  },
};
