import type { BitReader } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';

/** The characters by their index from 1; index 0 pads the last group (TDS 2.3, table 14-8). */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-.:0123456789';

export const urnCode40Set = /^[A-Z\-.:0-9]+$/;

export function urnCode40Bits(length: number): number {
  return Math.ceil(length / 3) * 16;
}

/** Three characters to 16 bits (TDS 2.3, 14.5.6.5). */
export function writeUrnCode40(writer: BitWriter, text: string): void {
  const index = (at: number): number => (at < text.length ? alphabet.indexOf(text.charAt(at)) + 1 : 0);
  for (let at = 0; at < text.length; at += 3) {
    writer.uint(1600 * index(at) + 40 * index(at + 1) + index(at + 2) + 1, 16);
  }
}

export function readUrnCode40(reader: BitReader, length: number, field: string): string {
  let text = '';
  for (let at = 0; at < length && reader.fault === null; at += 3) {
    text += readGroup(reader, Math.min(3, length - at), field);
  }
  return text;
}

function readGroup(reader: BitReader, count: number, field: string): string {
  const start = reader.position;
  const value = reader.uint(16, field) - 1;
  const indexes = [Math.floor(value / 1600), Math.floor(value / 40) % 40, value % 40];
  const sound = indexes.every((index, at) => (at < count ? index > 0 && index < 40 : index === 0));
  if (!sound) reader.fail('invalid_character', field, start, `URN Code 40 of ${count} characters`);
  return indexes.slice(0, count).reduce((text, index) => text + alphabet.charAt(index - 1), '');
}
