import { BitReader } from './bit-reader.ts';
import { elementsFromComponents, keyLayouts } from './classic-elements.ts';
import { readSegment } from './classic-reader.ts';
import type { ClassicEpc, Epc } from './epc.ts';
import { bitsFromHex } from './hex.ts';
import { isEpcToggle } from './pc-word.ts';
import { readPlus } from './plus-reader.ts';
import { type EpcRefusal, type EpcResult, refuseAtBit } from './refusal.ts';
import {
  type ClassicCoding,
  type ClassicScheme,
  classicCodings,
  classicSchemeByHeader,
  plusSchemeByHeader,
} from './scheme.ts';

/**
 * Decodes the EPC bank from bit 20h on (TDS 2.3, 14.4 and 14.5). `hex`: any number of digits of either case, with or without zero
 * padding to a word. `pc`: the protocol control word, where the reader tells it; one whose toggle is set announces no EPC.
 */
export function decodeEpcHex(hex: string, pc: number | null = null): EpcResult<Epc> {
  const bits = bitsFromHex(hex);
  return bits.ok ? decodeEpc(bits.value.bytes, bits.value.length, pc) : bits;
}

/** As `decodeEpcHex`, of bytes; `length` in bits where the last byte is not full. */
export function decodeEpc(
  bytes: Uint8Array,
  length: number = bytes.length * 8,
  pc: number | null = null,
): EpcResult<Epc> {
  if (pc !== null && !isEpcToggle(pc)) return refuseIso(pc);
  const reader = new BitReader(bytes, Math.min(length, bytes.length * 8));
  const header = reader.uint(8, 'header');
  if (reader.fault !== null) return reader.fault;
  const classic = classicSchemeByHeader.get(header);
  if (classic !== undefined) return decodeClassic(reader, classic);
  const plus = plusSchemeByHeader.get(header);
  return plus === undefined ? refuseHeader(header) : readPlus(reader, plus);
}

function decodeClassic(reader: BitReader, scheme: ClassicScheme): EpcResult<ClassicEpc> {
  const coding: ClassicCoding = classicCodings[scheme];
  const filter = coding.filterBits === 0 ? null : reader.uint(coding.filterBits, 'filter');
  const components = coding.segments.flatMap((segment) => readSegment(reader, segment));
  if (!reader.restIsZero()) {
    reader.fail('nonzero_padding', 'padding', reader.position, 'zero bits up to the end of the EPC');
  }
  if (reader.fault !== null) return reader.fault;
  const { key } = coding;
  const companyPrefixLength = keyLayouts[key] === undefined ? null : (components[0]?.length ?? null);
  const elements = elementsFromComponents(key, components);
  return {
    ok: true,
    value: { kind: 'classic', scheme, filter, components, companyPrefixLength, elements },
  };
}

function refuseIso(pc: number): EpcRefusal {
  const afi = (pc & 0xff).toString(16).toUpperCase().padStart(2, '0');
  const expected = `a toggle bit of 0; it announces ISO application family ${afi}`;
  // Bit 17h of the bank is 9 bits before the header.
  return refuseAtBit('iso_application_family', 'toggle', -9, expected);
}

function refuseHeader(header: number): EpcRefusal {
  if (header === 0) return refuseAtBit('unprogrammed_tag', 'header', 0, 'an EPC header other than 00');
  if (header === 0xe2) return refuseAtBit('tid_content', 'header', 0, 'an EPC, not a tag identifier E2');
  return refuseAtBit('unknown_header', 'header', 0, 'a header of TDS 2.3 table 14-1');
}
