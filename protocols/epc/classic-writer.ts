import type { BitWriter } from './bit-writer.ts';
import { firstOutside, set39, set82, sixBitValue } from './characters.ts';
import { companyPrefixBits, type Segment } from './scheme.ts';

/** Writes the components that the segment takes from `components`, from its front (TDS 2.3, 14.3). */
export function writeSegment(writer: BitWriter, segment: Segment, components: string[]): void {
  const { field } = segment;
  const take = (): string => components.shift() ?? '';
  switch (segment.method) {
    case 'zeros':
      writer.uint(0, segment.bits);
      break;
    case 'integer':
      writeInteger(writer, take(), segment.bits, segment.maxDigits, field);
      break;
    case 'partition':
    case 'unpaddedPartition':
    case 'stringPartition':
    case 'sixBitPartition':
      writePartition(writer, segment, take(), take());
      break;
    case 'string':
      writeString(writer, take(), segment.bits, segment.bits / 7, field);
      break;
    case 'numericString':
      writeNumericString(writer, take(), segment.bits, field);
      break;
    case 'fixedWidth':
      writePadded(writer, take(), segment.bits, segment.digits, field);
      break;
    case 'cage':
      writeCage(writer, take(), segment.characterBits, field);
      break;
    case 'sixBitString':
      writePartText(writer, segment, take());
      break;
  }
}

function writePartition(
  writer: BitWriter,
  segment: Segment & {
    method: 'partition' | 'unpaddedPartition' | 'stringPartition' | 'sixBitPartition';
  },
  prefix: string,
  reference: string,
): void {
  const partition = 12 - prefix.length;
  const prefixBits = companyPrefixBits[partition];
  if (prefixBits === undefined || prefix.length > 12) {
    writer.fail('bad_partition', 'companyPrefix', prefix.length, '6 to 12 digits');
    return;
  }
  writer.uint(partition, 3);
  writePadded(writer, prefix, prefixBits, prefix.length, 'companyPrefix');
  const length = segment.digits - prefix.length;
  const { field } = segment;
  if (segment.method === 'sixBitPartition') {
    writeSixBitString(writer, reference, 1, length, field);
  } else {
    writeReference(writer, segment, reference, segment.bits - prefixBits, length);
  }
}

function writeReference(
  writer: BitWriter,
  segment: Segment & { method: 'partition' | 'unpaddedPartition' | 'stringPartition' },
  reference: string,
  bits: number,
  length: number,
): void {
  const { field } = segment;
  if (segment.method === 'stringPartition') {
    writeString(writer, reference, bits, length, field);
  } else if (segment.method === 'unpaddedPartition') {
    writeInteger(writer, reference, bits, length, field);
  } else {
    if (reference.length !== length)
      writer.fail('bad_partition', field, reference.length, `${length} digits`);
    writePadded(writer, reference, bits, length, field);
  }
}

/** A number that may not begin with zero, unless it is zero (TDS 2.3, 14.3.1). */
function writeInteger(
  writer: BitWriter,
  text: string,
  bits: number,
  maxDigits: number | undefined,
  field: string,
): void {
  failUnlessDigits(writer, text, field);
  if (text === '') writer.fail('bad_length', field, 0, 'at least one digit');
  if (text.length > 1 && text.startsWith('0')) {
    writer.fail('leading_zero', field, 0, 'no leading zero: this encoding cannot keep it');
  }
  if (text.length > (maxDigits ?? 20)) {
    writer.fail('overflow', field, maxDigits ?? 20, `at most ${maxDigits ?? 20} digits`);
  }
  if (writer.fault === null) writer.integer(text, bits, field);
}

function writePadded(writer: BitWriter, text: string, bits: number, length: number, field: string): void {
  failUnlessDigits(writer, text, field);
  if (text.length !== length) writer.fail('bad_length', field, text.length, `${length} digits`);
  if (writer.fault === null) writer.integer(text, bits, field);
}

function failUnlessDigits(writer: BitWriter, text: string, field: string): void {
  const outside = firstOutside(/^[0-9]*$/, text);
  if (outside >= 0) writer.fail('invalid_character', field, outside, 'a digit 0-9');
}

function writeString(writer: BitWriter, text: string, bits: number, max: number, field: string): void {
  const outside = firstOutside(set82, text);
  if (outside >= 0) writer.fail('invalid_character', field, outside, 'a character of GS1 set 82');
  if (text.length < 1 || text.length > max) {
    writer.fail('bad_length', field, text.length, `1 to ${max} characters`);
  }
  if (writer.fault !== null) return;
  for (const character of text) writer.uint(character.charCodeAt(0), 7);
  writer.integer('0', bits - text.length * 7, field);
}

function writeNumericString(writer: BitWriter, text: string, bits: number, field: string): void {
  failUnlessDigits(writer, text, field);
  const max = Math.floor(Math.log10(2 ** (bits - 1)));
  if (text.length < 1 || text.length > max) {
    writer.fail('bad_length', field, text.length, `1 to ${max} digits`);
  }
  if (writer.fault === null) writer.integer(`1${text}`, bits, field);
}

function writeSixBitString(writer: BitWriter, text: string, min: number, max: number, field: string): void {
  const outside = firstOutside(set39, text);
  if (outside >= 0) writer.fail('invalid_character', field, outside, 'a character of GS1 set 39');
  if (text.length < min || text.length > max) {
    writer.fail('bad_length', field, text.length, `${min} to ${max} characters`);
  }
  if (writer.fault !== null) return;
  for (const character of text) writer.uint(sixBitValue(character), 6);
  writer.uint(0, 6);
}

function writePartText(writer: BitWriter, segment: Segment & { method: 'sixBitString' }, text: string): void {
  const hash = text.lastIndexOf('#');
  if (hash > 0 || (hash === 0 && (!segment.hashFirst || text.length === 1))) {
    writer.fail(
      'invalid_character',
      segment.field,
      hash,
      '# only as first of several characters of a serial',
    );
  }
  writeSixBitString(writer, text, segment.min, segment.max, segment.field);
}

function writeCage(writer: BitWriter, text: string, characterBits: 6 | 8, field: string): void {
  const outside = firstOutside(/^[0-9A-HJ-NP-Z]*$/, text);
  if (outside >= 0) {
    writer.fail('invalid_character', field, outside, 'a digit or a letter other than I and O');
  }
  if (text.length < 5 || text.length > 6) writer.fail('bad_length', field, text.length, '5 or 6 characters');
  for (const character of text.padStart(6, ' ')) {
    writer.uint(character.charCodeAt(0) & (characterBits === 6 ? 0x3f : 0xff), characterBits);
  }
}
