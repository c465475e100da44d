import type { BitWriter } from './bit-writer.ts';
import { writeTime } from './date-method.ts';
import type { EpcRefusalCode } from './refusal.ts';
import { integerBits, writeText } from './text-method.ts';
import { characterFault, checkDigitFault } from './value-check.ts';
import { type ValuePart, valueFormats } from './value-format.ts';

/** The value of an application identifier by table F; `isKey` as in `readValue`. */
export function writeValue(writer: BitWriter, ai: string, value: string, isKey: boolean): void {
  const field = `(${ai})`;
  const parts = valueFormats.get(ai);
  if (parts === undefined) {
    writer.fail('unknown_ai', field, 0, 'an AI of TDS 2.3 table F');
    return;
  }
  const foreign = characterFault(ai, value);
  if (foreign !== null) writer.fail(foreign.code, field, foreign.offset, foreign.expected);
  let rest = value;
  for (const part of parts) {
    const text = part === parts.at(-1) ? rest : rest.slice(0, fixedLength(part));
    rest = rest.slice(text.length);
    const fault = partFault(part, text, isKey);
    if (fault !== null) writer.fail(fault.code, field, value.length - rest.length, fault.expected);
    if (writer.fault === null) writePart(writer, part, text, field);
  }
  const wrongDigit = checkDigitFault(ai, value);
  if (wrongDigit !== null) writer.fail(wrongDigit.code, field, wrongDigit.offset, wrongDigit.expected);
}

function fixedLength(part: ValuePart): number {
  return part.method === 'digits' || part.method === 'number' ? part.digits : 0;
}

const forms = {
  bit: { form: /^[01]$/, expected: '0 or 1' },
  date: { form: /^\d{6}$/, expected: 'YYMMDD' },
  minute: { form: /^\d{10}$/, expected: 'YYMMDDhhmm' },
  dateOrRange: { form: /^(\d{6}){1,2}$/, expected: 'YYMMDD once or twice' },
  time: { form: /^\d{6}(\d\d){0,3}$/, expected: 'YYMMDD, with hh, mm and ss as far as known' },
  country: { form: /^[A-Z]{2}$/, expected: 'two letters A-Z' },
  minus: { form: /^-?$/, expected: 'nothing or a minus sign' },
  sequence: { form: /^[1-9]\/[1-9]$/, expected: 'two digits 1-9 around a slash' },
};

interface PartFault {
  readonly code: EpcRefusalCode;
  readonly expected: string;
}

function partFault(part: ValuePart, text: string, isKey: boolean): PartFault | null {
  switch (part.method) {
    case 'digits':
    case 'number':
      return lengthFault(part.digits, part.digits, text) ?? formFault(/^[0-9]*$/, 'digits', text);
    case 'numeric':
      return lengthFault(part.max, isKey ? 1 : part.min, text) ?? formFault(/^[0-9]*$/, 'digits', text);
    case 'text':
      return lengthFault(part.max, isKey ? 1 : part.min, text);
    case 'delimited':
      return lengthFault(part.max, 1, text) ?? formFault(/^[0-9]/, 'a digit at the start', text);
    default:
      return formFault(forms[part.method].form, forms[part.method].expected, text);
  }
}

function formFault(form: RegExp, expected: string, text: string): PartFault | null {
  return form.test(text) ? null : { code: 'invalid_character', expected };
}

function lengthFault(max: number, min: number, text: string): PartFault | null {
  if (text.length >= min && text.length <= max) return null;
  return { code: 'bad_length', expected: `${min} to ${max} characters` };
}

function writePart(writer: BitWriter, part: ValuePart, text: string, field: string): void {
  switch (part.method) {
    case 'digits':
      writeDigits(writer, text);
      break;
    case 'number':
      writer.integer(text, integerBits(part.digits), field);
      break;
    case 'text':
      writeText(writer, text, part.lengthBits);
      break;
    case 'numeric':
      writer.uint(text.length, part.lengthBits);
      writer.integer(text, integerBits(text.length), field);
      break;
    case 'delimited':
      writeDelimited(writer, text, part.lengthBits);
      break;
    case 'bit':
      writer.uint(Number(text), 1);
      break;
    case 'minus':
      writer.uint(text.length, 1);
      break;
    case 'date':
    case 'minute':
      writeTime(writer, text, field);
      break;
    case 'dateOrRange':
      writeDateOrRange(writer, text, field);
      break;
    case 'time':
      writer.uint([6, 8, 10, 12].indexOf(text.length) === 0 ? 3 : (text.length - 8) / 2, 2);
      writeTime(writer, text, field);
      break;
    case 'country':
      for (const letter of text) writer.uint(letter.charCodeAt(0) - 65, 6);
      break;
    case 'sequence':
      writeDigits(writer, text.replace('/', ''));
      break;
  }
}

function writeDigits(writer: BitWriter, digits: string): void {
  for (const digit of digits) writer.uint(Number(digit), 4);
}

function writeDelimited(writer: BitWriter, text: string, lengthBits: number): void {
  const digits = /^\d*/.exec(text)?.[0] ?? '';
  writeDigits(writer, digits);
  writer.uint(digits.length === text.length ? 15 : 14, 4);
  if (digits.length < text.length) writeText(writer, text.slice(digits.length), lengthBits);
}

function writeDateOrRange(writer: BitWriter, text: string, field: string): void {
  writer.uint(text.length === 6 ? 0 : 1, 1);
  writeTime(writer, text.slice(0, 6), field);
  if (text.length > 6) writeTime(writer, text.slice(6), field);
}
