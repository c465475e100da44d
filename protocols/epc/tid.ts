import { BitReader } from './bit-reader.ts';
import { bitsFromHex } from './hex.ts';
import { type EpcResult, refuseAtBit } from './refusal.ts';

/** The tag identifier bank of a Gen2 tag: who designed the chip, which model it is, and its serial number (TDS 2.3, 16). */
export interface TagIdentifier {
  readonly hasExtendedTid: boolean;
  /** Supports Authenticate or Challenge. */
  readonly hasSecurity: boolean;
  /** Supports FileOpen. */
  readonly hasFiles: boolean;
  /** Mask designer identifier, 9 bits. */
  readonly designerId: number;
  /** Null where the list here does not name the designer. */
  readonly designer: string | null;
  /** Tag model number, 12 bits. */
  readonly modelNumber: number;
  /** Upper-case hex of 48 to 144 bits; null where the tag has none or the read did not reach it. */
  readonly serial: string | null;
  /** `urn:epc:stid:...` (16.3), unique to the tag; null without a serial. */
  readonly stidUri: string | null;
  /** Segments that the extended header announces; null where it has none, or was not read. */
  readonly extended: ExtendedTidHeader | null;
}

/** The XTID header, bits 20h to 2Fh (TDS 2.3, table 16-3). */
interface ExtendedTidHeader {
  /** 0, or 48 to 144. */
  readonly serialBits: number;
  readonly optionalCommands: boolean;
  readonly blockWriteAndErase: boolean;
  readonly userMemoryAndBlockPermalock: boolean;
  readonly lockBits: boolean;
}

/** Mask designers as GS1 registered them, from 1. */
const designers: readonly string[] = [
  'Impinj',
  'Texas Instruments',
  'Alien Technology',
  'Intelleflex',
  'Atmel',
  'NXP Semiconductors',
  'ST Microelectronics',
  'EP Microelectronics',
  'Motorola (Symbol Technologies)',
  'Sentech',
  'EM Microelectronic',
  'Renesas Technology',
  'Mstar',
  'Tyco International',
  'Quanray Electronics',
  'Fujitsu',
  'LSIS',
  'CAEN RFID',
  'Productivity Engineering',
];

/** `hex`: the bank from bit 0, at least its first two words, as far as it was read. */
export function decodeTid(hex: string): EpcResult<TagIdentifier> {
  const bits = bitsFromHex(hex);
  if (!bits.ok) return bits;
  const reader = new BitReader(bits.value.bytes, bits.value.length);
  const allocationClass = reader.uint(8, 'allocationClass');
  if (allocationClass !== 0xe2 && reader.fault === null) {
    return refuseAtBit('unknown_header', 'allocationClass', 0, 'E2, the class of GS1 tags (ISO/IEC 15963)');
  }
  const hasExtendedTid = reader.uint(1, 'xtid') === 1;
  const hasSecurity = reader.uint(1, 'security') === 1;
  const hasFiles = reader.uint(1, 'file') === 1;
  const designerId = reader.uint(9, 'designer');
  const modelNumber = reader.uint(12, 'model');
  if (reader.fault !== null) return reader.fault;
  const extended = hasExtendedTid && reader.remaining >= 16 ? readHeader(reader) : null;
  const serial = readSerial(hex, extended);
  return {
    ok: true,
    value: {
      hasExtendedTid,
      hasSecurity,
      hasFiles,
      designerId,
      designer: designers[designerId - 1] ?? null,
      modelNumber,
      serial,
      stidUri: serial === null ? null : stidUri(hex, serial),
      extended,
    },
  };
}

function readHeader(reader: BitReader): ExtendedTidHeader {
  const header = reader.uint(16, 'xtidHeader');
  const serialisation = header >> 13;
  return {
    serialBits: serialisation === 0 ? 0 : 48 + 16 * (serialisation - 1),
    optionalCommands: (header & 0x1000) !== 0,
    blockWriteAndErase: (header & 0x0800) !== 0,
    userMemoryAndBlockPermalock: (header & 0x0400) !== 0,
    lockBits: (header & 0x0200) !== 0,
  };
}

/** Right behind the header, from bit 30h: twelve hexadecimal digits from the start. */
function readSerial(hex: string, extended: ExtendedTidHeader | null): string | null {
  const digits = (extended?.serialBits ?? 0) / 4;
  const isRead = digits > 0 && hex.length >= 12 + digits;
  return isRead ? hex.slice(12, 12 + digits).toUpperCase() : null;
}

/** The first part holds the indicators X, S and F too (TDS 2.3, 16.3.2). */
function stidUri(hex: string, serial: string): string {
  return `urn:epc:stid:x${hex.slice(2, 5).toUpperCase()}.x${hex.slice(5, 8).toUpperCase()}.x${serial}`;
}
