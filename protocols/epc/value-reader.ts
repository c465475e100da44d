import type { BitReader } from './bit-reader.ts';
import { readTime } from './date-method.ts';
import { integerBits, readLength, readText } from './text-method.ts';
import { characterFault, checkDigitFault } from './value-check.ts';
import { type ValuePart, valueFormats } from './value-format.ts';

/**
 * The value of an application identifier as table F encodes it (TDS 2.3, 15.3). `isKey`: it is the EPC itself, whose serial
 * component may not be absent.
 */
export function readValue(reader: BitReader, ai: string, isKey: boolean): string {
  const field = `(${ai})`;
  const start = reader.position;
  const parts = valueFormats.get(ai) ?? [];
  const value = parts.map((part) => readPart(reader, part, field, isKey)).join('');
  const fault = characterFault(ai, value) ?? checkDigitFault(ai, value);
  if (fault !== null) reader.fail(fault.code, field, start, fault.expected);
  return value;
}

function readPart(reader: BitReader, part: ValuePart, field: string, isKey: boolean): string {
  switch (part.method) {
    case 'digits':
      return readDigits(reader, part.digits, field);
    case 'number':
      return reader.decimal(integerBits(part.digits), part.digits, field);
    case 'text':
      return readText(reader, part.lengthBits, part.max, isKey ? 1 : part.min, field);
    case 'numeric': {
      const length = readLength(reader, part.lengthBits, part.max, isKey ? 1 : part.min, field);
      return reader.decimal(integerBits(length), length, field);
    }
    case 'delimited':
      return readDelimited(reader, part.lengthBits, part.max, field);
    case 'bit':
      return String(reader.uint(1, field));
    case 'minus':
      return reader.uint(1, field) === 1 ? '-' : '';
    case 'date':
      return readTime(reader, 3, field);
    case 'minute':
      return readTime(reader, 5, field);
    case 'dateOrRange':
      return reader.uint(1, field) === 0
        ? readTime(reader, 3, field)
        : readTime(reader, 3, field) + readTime(reader, 3, field);
    case 'time':
      return readTime(reader, [4, 5, 6, 3][reader.uint(2, field)] ?? 3, field);
    case 'country':
      return readLetter(reader, field) + readLetter(reader, field);
    case 'sequence':
      return `${readSequenceDigit(reader, field)}/${readSequenceDigit(reader, field)}`;
  }
}

function readDigits(reader: BitReader, count: number, field: string): string {
  let text = '';
  for (let index = 0; index < count; index++) {
    const start = reader.position;
    const digit = reader.uint(4, field);
    if (digit > 9) reader.fail('invalid_character', field, start, 'a digit 0-9 in 4 bits');
    text += String(digit);
  }
  return text;
}

function readDelimited(reader: BitReader, lengthBits: number, max: number, field: string): string {
  const begin = reader.position;
  let text = '';
  while (reader.fault === null) {
    const start = reader.position;
    const digit = reader.uint(4, field);
    if (digit <= 9 && text.length < max) {
      text += String(digit);
      continue;
    }
    if (digit === 15) break;
    if (digit !== 14) {
      reader.fail('invalid_character', field, start, `at most ${max} digits, a delimiter or a terminator`);
    }
    text += readText(reader, lengthBits, max - text.length, 1, field);
    break;
  }
  if (!/^\d/.test(text)) reader.fail('bad_length', field, begin, 'at least one digit at the start');
  return text;
}

function readLetter(reader: BitReader, field: string): string {
  const start = reader.position;
  const value = reader.uint(6, field);
  if (value > 25) reader.fail('invalid_character', field, start, 'a letter A-Z');
  return String.fromCharCode(65 + value);
}

function readSequenceDigit(reader: BitReader, field: string): string {
  const start = reader.position;
  const digit = reader.uint(4, field);
  if (digit < 1 || digit > 9) reader.fail('invalid_character', field, start, 'a digit 1-9 in 4 bits');
  return String(digit);
}
