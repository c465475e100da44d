import { concat } from '../../bytes/concat.ts';
import { hexOf } from '../../bytes/hex.ts';
import type { TagRead } from '../../rfid/tag-read.ts';
import { bytesOf, octets, signedByte, unsigned } from '../bytes.ts';
import { type Decoded, decoded, undecodable } from '../decoding.ts';

/** Members that were not asked for are null. */
export interface ThingMagicTag {
  readonly readCount: number | null;
  readonly rssiDbm: number | null;
  /** Transmitting port in the upper half, receiving port in the lower one; 0 is port 16. */
  readonly antennaPorts: number | null;
  readonly frequencyKhz: number | null;
  /** Since the read began or the last keep-alive. */
  readonly timestampMs: number | null;
  /** 0 up to 180. */
  readonly phaseDegrees: number | null;
  readonly protocol: number | null;
  /** What an embedded command read, upper-case hex; empty where it failed. */
  readonly data: string | null;
  readonly gpio: number | null;
  readonly gen2Q: number | null;
  readonly gen2LinkFrequency: number | null;
  readonly gen2Target: number | null;
  /** Only tags of Gen2 have it. */
  readonly pc: number | null;
  /** XPC words before the EPC, upper-case hex; empty where there are none. */
  readonly xpc: string;
  readonly epc: string;
  readonly tagCrc: number;
}

type Metadata = Omit<ThingMagicTag, 'pc' | 'xpc' | 'epc' | 'tagCrc'>;

/** The members before the EPC in their order, with the flag that asks for each (Mercury API, TMR_TRD_MetadataFlag). */
const members: readonly { name: keyof Metadata; flag: number; size: number; gen2Only?: true }[] = [
  { name: 'readCount', flag: 0x0001, size: 1 },
  { name: 'rssiDbm', flag: 0x0002, size: 1 },
  { name: 'antennaPorts', flag: 0x0004, size: 1 },
  { name: 'frequencyKhz', flag: 0x0008, size: 3 },
  { name: 'timestampMs', flag: 0x0010, size: 4 },
  { name: 'phaseDegrees', flag: 0x0020, size: 2 },
  { name: 'protocol', flag: 0x0040, size: 1 },
  { name: 'data', flag: 0x0080, size: 2 },
  { name: 'gpio', flag: 0x0100, size: 1 },
  { name: 'gen2Q', flag: 0x0200, size: 1, gen2Only: true },
  { name: 'gen2LinkFrequency', flag: 0x0400, size: 1, gen2Only: true },
  { name: 'gen2Target', flag: 0x0800, size: 1, gen2Only: true },
];

/** What a session asks for: everything up to the GPIO state. */
export const usualMetadata = 0x01ff;
export const protocolGen2 = 0x05;
/** In place of the length of embedded data: the embedded command failed, and no data follows. */
const embeddedFailed = 0x8000;

export const noMetadata: Metadata = {
  readCount: null,
  rssiDbm: null,
  antennaPorts: null,
  frequencyKhz: null,
  timestampMs: null,
  phaseDegrees: null,
  protocol: null,
  data: null,
  gpio: null,
  gen2Q: null,
  gen2LinkFrequency: null,
  gen2Target: null,
};

/** One tag record and where the bytes behind it begin. */
export function decodeTag(
  bytes: Uint8Array,
  start: number,
  flags: number,
): Decoded<{ tag: ThingMagicTag; end: number }> {
  const found: { -readonly [Name in keyof Metadata]: Metadata[Name] } = { ...noMetadata };
  let at = start;
  for (const { name, flag, size, gen2Only } of members) {
    if ((flags & flag) === 0 || (gen2Only && !isGen2(found))) continue;
    if (at + size > bytes.length) return undecodable(at, name, `${size} bytes`);
    const value = unsigned(bytes, at, size);
    at += size;
    if (name === 'data') {
      const end = at + (value === embeddedFailed ? 0 : Math.ceil(value / 8));
      if (end > bytes.length) return undecodable(at - size, name, `at most ${(bytes.length - at) * 8} bits`);
      found.data = hexOf(bytes.subarray(at, end));
      at = end;
    } else {
      found[name] = name === 'rssiDbm' ? signedByte(value) : value;
    }
  }
  const id = decodeId(bytes, at, isGen2(found));
  if (!id.ok) return id;
  const { end, ...words } = id.value;
  return decoded({ tag: { ...found, ...words }, end });
}

/** Where the protocol was not asked for, a tag is taken for what all of them are nowadays. */
function isGen2({ protocol }: Pick<ThingMagicTag, 'protocol'>): boolean {
  return protocol === null || protocol === protocolGen2;
}

type TagId = Pick<ThingMagicTag, 'pc' | 'xpc' | 'epc' | 'tagCrc'> & { end: number };

/** Length in bits over everything, then PC, XPC words as the PC and XPC_W1 announce them (EPC Gen2, 6.3.2.1.2), EPC and tag CRC. */
function decodeId(bytes: Uint8Array, start: number, gen2: boolean): Decoded<TagId> {
  const pcStart = start + 2;
  const end = pcStart + Math.ceil(unsigned(bytes, start, 2) / 8);
  const pc = gen2 ? unsigned(bytes, pcStart, 2) : null;
  let epcStart = pcStart + (gen2 ? 2 : 0);
  if (pc !== null && (pc & 0x0200) !== 0) {
    epcStart += (unsigned(bytes, epcStart, 2) & 0x8000) === 0 ? 2 : 4;
  }
  if (pcStart > bytes.length || end > bytes.length) {
    return undecodable(start, 'epcLength', `at most ${Math.max(bytes.length - pcStart, 0) * 8} bits`);
  }
  if (epcStart + 2 > end)
    return undecodable(start, 'epcLength', `at least ${(epcStart + 2 - pcStart) * 8} bits`);
  return decoded({
    pc,
    xpc: gen2 ? hexOf(bytes.subarray(pcStart + 2, epcStart)) : '',
    epc: hexOf(bytes.subarray(epcStart, end - 2)),
    tagCrc: unsigned(bytes, end - 2, 2),
    end,
  });
}

/** The record of a tag as a module sends it. */
export function encodeTag(tag: ThingMagicTag, flags: number): Uint8Array {
  const gen2 = isGen2(tag);
  const head = members
    .filter(({ flag, gen2Only }) => (flags & flag) !== 0 && (!gen2Only || gen2))
    .map(({ name, size }) => {
      if (name !== 'data') return bytesOf(modulo256(tag[name] ?? 0, size), size);
      const data = octets(tag.data ?? '');
      return concat(bytesOf(data.length * 8, 2), data);
    });
  const words = gen2 ? concat(bytesOf(tag.pc ?? 0, 2), octets(tag.xpc)) : [];
  const id = concat(words, octets(tag.epc), bytesOf(tag.tagCrc, 2));
  return concat(...head, bytesOf(id.length * 8, 2), id);
}

/** The RSSI is negative, and travels as two's complement. */
function modulo256(value: number, size: number): number {
  return value < 0 ? value + 256 ** size : value;
}

/** The antenna is the transmitting port. The module has no wall clock, so the read has no time of its own. */
export function tagReadOf(tag: ThingMagicTag): TagRead {
  return {
    epc: tag.epc,
    pc: tag.pc,
    antenna: tag.antennaPorts === null ? 0 : tag.antennaPorts >> 4 || 16,
    rssiDbm: tag.rssiDbm,
    count: Math.max(tag.readCount ?? 1, 1),
    firstSeenUs: null,
    lastSeenUs: null,
    more: {
      ...(tag.phaseDegrees === null ? {} : { phaseRadians: (tag.phaseDegrees * Math.PI) / 180 }),
      ...(tag.frequencyKhz === null ? {} : { frequencyKhz: tag.frequencyKhz }),
    },
  };
}
