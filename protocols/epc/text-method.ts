import type { BitReader } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';
import { set39, set82 } from './characters.ts';
import { readUrnCode40, urnCode40Bits, urnCode40Set, writeUrnCode40 } from './urn-code-40.ts';

/** Bits for a number of so many decimal digits (TDS 2.3, table B). */
export function integerBits(digits: number): number {
  return Math.ceil(digits * Math.log2(10));
}

const upperHex = '0123456789ABCDEF';
const lowerHex = '0123456789abcdef';
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

interface TextMethod {
  readonly set: RegExp;
  readonly bits: (length: number) => number;
  readonly read: (reader: BitReader, length: number, field: string) => string;
  readonly write: (writer: BitWriter, text: string) => void;
}

/** The methods by their encoding indicator; 6 and 7 are kept for the future (TDS 2.3, table E). */
const methods: readonly TextMethod[] = [
  {
    set: /^[0-9]+$/,
    bits: integerBits,
    read: (reader, length, field) => reader.decimal(integerBits(length), length, field),
    write: (writer, text) => writer.integer(text, integerBits(text.length), 'digits'),
  },
  fromAlphabet(/^[0-9A-F]+$/, upperHex, 4),
  fromAlphabet(/^[0-9a-f]+$/, lowerHex, 4),
  fromAlphabet(/^[0-9A-Za-z\-_]+$/, base64, 6),
  {
    set: /^[!-#%-?A-Z_a-z]+$/,
    bits: (length) => length * 7,
    read: readAscii,
    write: (writer, text) => {
      for (const character of text) writer.uint(character.charCodeAt(0), 7);
    },
  },
  { set: urnCode40Set, bits: urnCode40Bits, read: readUrnCode40, write: writeUrnCode40 },
];

function fromAlphabet(set: RegExp, alphabet: string, characterBits: number): TextMethod {
  return {
    set,
    bits: (length) => length * characterBits,
    read: (reader, length, field) => {
      let text = '';
      for (let at = 0; at < length; at++) text += alphabet.charAt(reader.uint(characterBits, field));
      return text;
    },
    write: (writer, text) => {
      for (const character of text) writer.uint(alphabet.indexOf(character), characterBits);
    },
  };
}

function readAscii(reader: BitReader, length: number, field: string): string {
  let text = '';
  for (let at = 0; at < length && reader.fault === null; at++) {
    const start = reader.position;
    const character = String.fromCharCode(reader.uint(7, field));
    if (!set82.test(character) && !set39.test(character)) {
      reader.fail('invalid_character', field, start, 'a character of the GS1 sets 82 or 39');
    }
    text += character;
  }
  return text;
}

/** Variable-length alphanumeric: encoding indicator, length indicator, characters (TDS 2.3, 14.5.6). */
export function readText(
  reader: BitReader,
  lengthBits: number,
  max: number,
  min: number,
  field: string,
): string {
  const start = reader.position;
  const indicator = reader.uint(3, field);
  const method = methods[indicator];
  const length = readLength(reader, lengthBits, max, min, field);
  if (method === undefined) {
    reader.fail('reserved_value', field, start, 'an encoding indicator of 0 to 5');
    return '';
  }
  return method.read(reader, length, field);
}

export function readLength(
  reader: BitReader,
  lengthBits: number,
  max: number,
  min: number,
  field: string,
): number {
  const start = reader.position;
  const length = reader.uint(lengthBits, field);
  if (length >= min && length <= max) return length;
  reader.fail('bad_length', field, start, `a length of ${min} to ${max}`);
  return 0;
}

/** By the method with the fewest bits; of equals the one with the lowest indicator. The text must be of a GS1 set. */
export function writeText(writer: BitWriter, text: string, lengthBits: number): void {
  const indicator = text === '' ? 0 : fewestBits(text);
  writer.uint(indicator, 3);
  writer.uint(text.length, lengthBits);
  methods[indicator]?.write(writer, text);
}

function fewestBits(text: string): number {
  const bits = methods.map((method) => (method.set.test(text) ? method.bits(text.length) : Infinity));
  return bits.indexOf(Math.min(...bits));
}
