import type { BitReader } from './bit-reader.ts';
import { set82, sixBitCharacter } from './characters.ts';
import { companyPrefixBits, type Segment } from './scheme.ts';

/** The components of the URN that a coding segment holds (TDS 2.3, 14.4). */
export function readSegment(reader: BitReader, segment: Segment): string[] {
  switch (segment.method) {
    case 'integer':
      return [readInteger(reader, segment.bits, segment.maxDigits, segment.field)];
    case 'partition':
      return readPartition(reader, (length, bits) =>
        reader.decimal(segment.bits - bits, segment.digits - length, segment.field),
      );
    case 'unpaddedPartition':
      return readPartition(reader, (length, bits) =>
        readInteger(reader, segment.bits - bits, segment.digits - length, segment.field),
      );
    case 'stringPartition':
      return readPartition(reader, (length, bits) =>
        readString(reader, segment.bits - bits, segment.digits - length, segment.field),
      );
    case 'sixBitPartition':
      return readPartition(reader, (length) =>
        readSixBitString(reader, 1, segment.digits - length, segment.field),
      );
    case 'string':
      return [readString(reader, segment.bits, segment.bits / 7, segment.field)];
    case 'numericString':
      return [readNumericString(reader, segment.bits, segment.field)];
    case 'fixedWidth':
      return [reader.decimal(segment.bits, segment.digits, segment.field)];
    case 'zeros':
      reader.zeros(segment.bits, segment.field);
      return [];
    case 'cage':
      return [readCage(reader, segment.characterBits, segment.field)];
    case 'sixBitString':
      return [readPartText(reader, segment)];
  }
}

function readInteger(reader: BitReader, bits: number, maxDigits: number | undefined, field: string): string {
  const start = reader.position;
  const text = reader.integer(bits, field);
  if (maxDigits !== undefined && text.length > maxDigits) {
    reader.fail('overflow', field, start, `a number of at most ${maxDigits} digits`);
  }
  return text;
}

/** The company prefix, then what follows it: told the digits and the bits of the prefix (TDS 2.3, 14.4.3). */
function readPartition(
  reader: BitReader,
  readReference: (prefixDigits: number, prefixBits: number) => string,
): string[] {
  const start = reader.position;
  const partition = reader.uint(3, 'partition');
  const bits = companyPrefixBits[partition];
  if (bits === undefined) {
    reader.fail('bad_partition', 'partition', start, 'a partition value of 0 to 6');
    return ['', ''];
  }
  const prefix = reader.decimal(bits, 12 - partition, 'companyPrefix');
  return [prefix, readReference(12 - partition, bits)];
}

/** Characters of 7 bits up to the first zero, after which all is zero (TDS 2.3, 14.4.2 and 14.4.5). */
function readString(reader: BitReader, bits: number, max: number, field: string): string {
  const begin = reader.position;
  const end = begin + bits;
  let text = '';
  while (text.length < max && reader.fault === null) {
    const start = reader.position;
    const code = reader.uint(7, field);
    if (code === 0) break;
    const character = String.fromCharCode(code);
    if (!set82.test(character)) {
      reader.fail('invalid_character', field, start, 'a character of GS1 set 82 in 7 bits');
    }
    text += character;
  }
  reader.zeros(end - reader.position, field);
  if (text === '') reader.fail('bad_length', field, begin, 'at least one character');
  return text;
}

/** Digits behind a 1 that keeps their leading zeros (TDS 2.3, 14.4.6). */
function readNumericString(reader: BitReader, bits: number, field: string): string {
  const start = reader.position;
  const text = reader.integer(bits, field);
  if (!/^1\d/.test(text)) {
    reader.fail('leading_zero', field, start, 'a number that begins with the digit 1, then the serial');
  }
  return text.slice(1);
}

/** Characters of 6 bits up to six zero bits (TDS 2.3, 14.4.8). */
function readSixBitString(reader: BitReader, min: number, max: number, field: string): string {
  const begin = reader.position;
  let text = '';
  while (reader.fault === null) {
    const start = reader.position;
    const value = reader.uint(6, field);
    if (value === 0) break;
    const character = sixBitCharacter(value);
    if (character === undefined) {
      reader.fail('invalid_character', field, start, 'a character of GS1 set 39 in 6 bits');
    } else if (text.length === max) {
      reader.fail('bad_length', field, begin, `at most ${max} characters before six zero bits`);
    }
    text += character ?? '';
  }
  if (text.length < min) reader.fail('bad_length', field, begin, `at least ${min} characters`);
  return text;
}

function readPartText(reader: BitReader, segment: Segment & { method: 'sixBitString' }): string {
  const start = reader.position;
  const text = readSixBitString(reader, segment.min, segment.max, segment.field);
  if (!(segment.hashFirst ? /^(#(?=.))?[^#]*$/ : /^[^#]*$/).test(text)) {
    reader.fail(
      'invalid_character',
      segment.field,
      start,
      '# only as first of several characters of a serial',
    );
  }
  return text;
}

/** Five characters behind a space, or six (TDS 2.3, 14.4.7). */
function readCage(reader: BitReader, characterBits: 6 | 8, field: string): string {
  let text = '';
  for (let index = 0; index < 6; index++) {
    const start = reader.position;
    const value = reader.uint(characterBits, field);
    const character = characterBits === 8 ? String.fromCharCode(value) : (sixBitCharacter(value) ?? ' ');
    if (index === 0 && value === 32) continue;
    if (!/[0-9A-HJ-NP-Z]/.test(character)) {
      reader.fail('invalid_character', field, start, 'a digit or a letter other than I and O');
    }
    text += character;
  }
  return text;
}
