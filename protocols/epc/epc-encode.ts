import { hexOf } from '../bytes/hex.ts';
import { BitWriter } from './bit-writer.ts';
import { writeSegment } from './classic-writer.ts';
import { writeTime } from './date-method.ts';
import type { AiElement, ClassicEpc, PlusEpc } from './epc.ts';
import { writeHostname } from './hostname.ts';
import { prioritisedDates } from './plus-reader.ts';
import type { EpcResult } from './refusal.ts';
import { type ClassicCoding, classicCodings, type PlusCoding, plusCodings } from './scheme.ts';
import { writeValue } from './value-writer.ts';

export interface EncodedEpc {
  /** Filled with zero bits to whole words, as the memory bank holds it (TDS 2.3, 15.1.1). */
  readonly bytes: Uint8Array;
  /** Upper case; the same bytes. */
  readonly hex: string;
  /** The bits of the EPC and of data behind it, without padding. */
  readonly bitLength: number;
}

/** What of an EPC is encoded; a decoded one will do. */
export type EpcToEncode =
  | Pick<ClassicEpc, 'kind' | 'scheme' | 'filter' | 'components'>
  | Pick<PlusEpc, 'kind' | 'scheme' | 'filter' | 'elements' | 'date' | 'hostname' | 'aidc'>;

/** Encodes an EPC (TDS 2.3, 14.3 and 14.5). A refusal's offset counts characters of the field that it names. */
export function encodeEpc(epc: EpcToEncode): EpcResult<EncodedEpc> {
  const writer = new BitWriter();
  if (epc.kind === 'classic') writeClassic(writer, epc);
  else writePlus(writer, epc);
  if (writer.fault !== null) return writer.fault;
  const bytes = writer.words();
  return { ok: true, value: { bytes, hex: hexOf(bytes), bitLength: writer.position } };
}

function writeClassic(writer: BitWriter, epc: EpcToEncode & { kind: 'classic' }): void {
  const coding: ClassicCoding = classicCodings[epc.scheme];
  writer.uint(coding.header, 8);
  if (coding.filterBits > 0) writeFilter(writer, epc.filter ?? 0, coding.filterBits);
  else if (epc.filter !== null) writer.fail('bad_filter', 'filter', 0, 'no filter value in GID-96');
  if (epc.components.length > coding.components) {
    writer.fail('not_in_scheme', 'components', coding.components, `${coding.components} components`);
  }
  const components = [...epc.components];
  for (const segment of coding.segments) writeSegment(writer, segment, components);
}

function writeFilter(writer: BitWriter, filter: number, bits: number): void {
  if (!Number.isInteger(filter) || filter < 0 || filter >= 1 << bits) {
    writer.fail('bad_filter', 'filter', 0, `0 to ${(1 << bits) - 1}`);
  }
  writer.uint(filter, bits);
}

function writePlus(writer: BitWriter, epc: EpcToEncode & { kind: 'plus' }): void {
  const coding: PlusCoding = plusCodings[epc.scheme];
  writer.uint(coding.header, 8);
  writer.uint(epc.aidc.length > 0 ? 1 : 0, 1);
  writeFilter(writer, epc.filter, 3);
  writePrioritisedDate(writer, coding, epc.date);
  writeKey(writer, coding, epc.elements);
  if (coding.hasHostname) writeHostname(writer, epc.hostname ?? '');
  else if (epc.hostname !== null) writer.fail('not_in_scheme', 'hostname', 0, "a '++' scheme");
  const taken = new Set([...coding.ais, ...(epc.date === null ? [] : [epc.date.ai])]);
  for (const { ai, value } of epc.aidc) {
    if (taken.has(ai)) writer.fail('repeated_ai', `(${ai})`, 0, 'each AI once');
    taken.add(ai);
    for (const digit of ai) writer.uint(Number(digit), 4);
    writeValue(writer, ai, value, false);
  }
}

function writePrioritisedDate(writer: BitWriter, coding: PlusCoding, date: AiElement | null): void {
  if (!coding.hasDate) {
    if (date !== null) writer.fail('not_in_scheme', 'date', 0, 'DSGTIN+ or DSGTIN++');
    return;
  }
  const type = date === null ? -1 : prioritisedDates.indexOf(date.ai);
  if (date === null || type < 0) {
    writer.fail('missing_ai', 'date', 0, `a date of ${prioritisedDates.join(', ')}`);
    return;
  }
  writer.uint(type, 4);
  if (!/^\d{6}$/.test(date.value)) writer.fail('bad_date', `(${date.ai})`, 0, 'YYMMDD');
  writeTime(writer, date.value, `(${date.ai})`);
}

function writeKey(writer: BitWriter, coding: PlusCoding, elements: readonly AiElement[]): void {
  const foreign = elements.find(({ ai }) => !coding.ais.includes(ai));
  if (foreign !== undefined) {
    writer.fail('not_in_scheme', `(${foreign.ai})`, 0, coding.ais.map((ai) => `(${ai})`).join(' '));
  }
  for (const ai of coding.ais) {
    // A GLN without extension is encoded with an extension of zero (TDS 2.3, 7.5).
    const value = elements.find((element) => element.ai === ai)?.value ?? (ai === '254' ? '0' : null);
    if (value === null) {
      writer.fail('missing_ai', `(${ai})`, 0, `an element (${ai})`);
      return;
    }
    writeValue(writer, ai, value, true);
  }
}
