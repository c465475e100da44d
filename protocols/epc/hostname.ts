import type { BitReader } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';
import { sequenceByValue, sequencesByLength } from './hostname-sequences.ts';
import { readLength } from './text-method.ts';
import { readUrnCode40, urnCode40Bits, urnCode40Set, writeUrnCode40 } from './urn-code-40.ts';

const maxLength = 63;
const field = 'hostname';
/**
 * What may stand between `https://` and the path. The standard lets a tag hold any character of GS1 set 82 here; one like `/`,
 * `?` or `@` would turn the link into another one, so that it is refused.
 */
const hostSet = /^[0-9A-Za-z.\-_:]+$/;

/** Custom hostname of '++' schemes: method, length, characters and sequences for frequent parts (TDS 2.3, 14.5.16). */
export function readHostname(reader: BitReader): string {
  const start = reader.position;
  const isAscii = reader.uint(1, field) === 1;
  const length = readLength(reader, 6, maxLength, 1, field);
  const hostname = isAscii ? readSequences(reader, length) : readUrnCode40(reader, length, field);
  if (!hostSet.test(hostname)) reader.fail('invalid_character', field, start, 'letters, digits and . - _ :');
  return hostname;
}

function readSequences(reader: BitReader, length: number): string {
  let text = '';
  for (let at = 0; at < length && reader.fault === null; at++) {
    const start = reader.position;
    const first = reader.uint(7, field);
    const isLong = first < 4;
    if (isLong && ++at === length) {
      reader.fail('bad_length', field, start, 'a length that holds both halves of a 14-bit sequence');
    }
    const value = isLong ? first * 128 + reader.uint(7, field) : first;
    const part = sequenceByValue.get(`${isLong ? 14 : 7}:${value}`) ?? plainCharacter(value, isLong);
    if (part === null) reader.fail('reserved_value', field, start, 'an assigned character or sequence');
    text += part ?? '';
  }
  return text;
}

function plainCharacter(value: number, isLong: boolean): string | null {
  const isAssigned = !isLong && value > 32 && value !== 36 && value !== 64;
  return isAssigned ? String.fromCharCode(value) : null;
}

export function writeHostname(writer: BitWriter, hostname: string): void {
  const outside = [...hostname].findIndex((character) => !hostSet.test(character));
  if (outside >= 0) writer.fail('invalid_character', field, outside, 'letters, digits and . - _ :');
  if (hostname.length === 0 || hostname.length > maxLength) {
    writer.fail('bad_length', field, hostname.length, `1 to ${maxLength} characters`);
  }
  if (writer.fault !== null) return;
  const parts = splitIntoSequences(hostname);
  const asciiBits = parts.reduce((bits, part) => bits + part.bits, 0);
  if (urnCode40Set.test(hostname) && urnCode40Bits(hostname.length) < asciiBits) {
    writer.uint(hostname.length, 7);
    writeUrnCode40(writer, hostname);
    return;
  }
  writer.uint(64 + asciiBits / 7, 7);
  for (const part of parts) writer.uint(part.value, part.bits);
}

function splitIntoSequences(hostname: string): { bits: number; value: number }[] {
  const parts = [];
  for (let at = 0; at < hostname.length; ) {
    const sequence = sequencesByLength.find(({ text }) => hostname.startsWith(text, at));
    parts.push(sequence ?? { bits: 7, value: hostname.charCodeAt(at) });
    at += sequence?.text.length ?? 1;
  }
  return parts;
}
