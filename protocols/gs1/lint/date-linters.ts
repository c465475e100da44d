import { dayExists, fullYear } from '../date.ts';
import { csetnumeric } from './character-linters.ts';
import { type Linter, type LintFault, lintFault, wholeFault } from './lint.ts';

function number(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

function dateOf(yearDigits: 2 | 4, dayZero: boolean): Linter {
  const length = yearDigits + 4;
  return (text, start, end, context) => {
    if (end - start < length) return wholeFault('date_too_short', start, end);
    if (end - start > length) return wholeFault('date_too_long', start, end);
    const digits = csetnumeric(text, start, end, context);
    if (digits !== null) return digits;
    const monthAt = start + yearDigits;
    const written = number(text, start, monthAt);
    const year = yearDigits === 4 ? written : fullYear(written, context.year);
    return dayFault(text, monthAt, year, dayZero);
  };
}

function dayFault(text: string, monthAt: number, year: number, dayZero: boolean): LintFault | null {
  const month = number(text, monthAt, monthAt + 2);
  if (month < 1 || month > 12) return lintFault('illegal_month', monthAt, 2);
  const day = number(text, monthAt + 2, monthAt + 4);
  if (day === 0 && dayZero) return null;
  return dayExists(year, month, day) ? null : lintFault('illegal_day', monthAt + 2, 2);
}

export const yymmdd = dateOf(2, false);
export const yymmd0 = dateOf(2, true);
export const yyyymmdd = dateOf(4, false);
export const yyyymmd0 = dateOf(4, true);

/** One part of a time of day, two digits. */
function partOf(name: 'hour' | 'minute' | 'second', highest: number): Linter {
  return (text, start, end, context) => {
    if (end - start < 2) return wholeFault(`${name}_too_short`, start, end);
    if (end - start > 2) return wholeFault(`${name}_too_long`, start, end);
    const digits = csetnumeric(text, start, end, context);
    if (digits !== null) return digits;
    return number(text, start, end) > highest ? wholeFault(`illegal_${name}`, start, end) : null;
  };
}

export const hh = partOf('hour', 23);
export const mi = partOf('minute', 59);
export const ss = partOf('second', 59);

export const hhmi: Linter = (text, start, end, context) => {
  if (end - start < 4) return wholeFault('hour_with_minute_too_short', start, end);
  if (end - start > 4) return wholeFault('hour_with_minute_too_long', start, end);
  return (
    csetnumeric(text, start, end, context) ??
    hh(text, start, start + 2, context) ??
    mi(text, start + 2, end, context)
  );
};
