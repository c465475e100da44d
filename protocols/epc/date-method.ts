import type { BitReader } from './bit-reader.ts';
import type { BitWriter } from './bit-writer.ts';

const fieldBits = [7, 4, 5, 5, 6, 6];
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Digit pairs YYMMDD, YYMMDDhh, YYMMDDhhmm or YYMMDDhhmmss in 16, 21, 27 or 33 bits (TDS 2.3, 14.5.8 to 14.5.11). */
export function readTime(reader: BitReader, pairs: number, field: string): string {
  const start = reader.position;
  const values = fieldBits.slice(0, pairs).map((bits) => reader.uint(bits, field));
  if (!isTime(values)) reader.fail('bad_date', field, start, timeForm(pairs));
  return values.map((value) => String(value).padStart(2, '0')).join('');
}

export function writeTime(writer: BitWriter, digits: string, field: string): void {
  const values = (digits.match(/\d\d/g) ?? []).map(Number);
  if (!isTime(values)) writer.fail('bad_date', field, 0, timeForm(values.length));
  values.forEach((value, index) => {
    writer.uint(value, fieldBits[index] ?? 0);
  });
}

function timeForm(pairs: number): string {
  return `a date that exists, as ${'YYMMDDhhmmss'.slice(0, pairs * 2)}`;
}

/** Day 00 means the whole month; years are 1951 to 2050, all of which divisible by 4 are leap years. */
function isTime([
  year = 0,
  month = 0,
  day = 0,
  hour = 0,
  minute = 0,
  second = 0,
]: readonly number[]): boolean {
  const leapDay = month === 2 && day === 29;
  const days = daysOfMonth[month - 1] ?? -1;
  const isDate = year <= 99 && day <= days && (!leapDay || year % 4 === 0);
  const isClock = hour < 24 || (hour === 24 && minute === 0 && second === 0);
  return isDate && isClock && minute < 60 && second < 60;
}
