import { characterSet, firstOutside } from './character-sets.ts';

/**
 * Reads a date YYMMDD into ISO 8601. Day 00 means the last day of the month (GS1 General Specifications 3.4).
 *
 * @param currentYear the year in which it is read: it decides the century.
 * @returns null if there is no such day.
 */
export function parseGs1Date(text: string, currentYear: number): string | null {
  if (text.length !== 6 || firstOutside(text, 0, 6, characterSet.numeric) !== -1) return null;
  const year = fullYear(twoDigitsAt(text, 0), currentYear);
  const month = twoDigitsAt(text, 2);
  if (month < 1 || month > 12) return null;
  const day = twoDigitsAt(text, 4) || daysOf(year, month);
  return dayExists(year, month, day) ? `${year}-${text.slice(2, 4)}-${day < 10 ? '0' : ''}${day}` : null;
}

function twoDigitsAt(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** The century of a year of two digits: at most 50 years ahead and 49 back (GS1 General Specifications 7.12). */
export function fullYear(twoDigits: number, currentYear: number): number {
  const century = currentYear - (currentYear % 100);
  const ahead = twoDigits - (currentYear % 100);
  if (ahead >= 51) return century - 100 + twoDigits;
  if (ahead <= -50) return century + 100 + twoDigits;
  return century + twoDigits;
}

/** True if the month, 1 to 12, has this day. */
export function dayExists(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
