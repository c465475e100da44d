/**
 * Reads a date YYMMDD into ISO 8601. Day 00 means the last day of the month (GS1 General Specifications 3.4).
 *
 * @param currentYear the year in which it is read: it decides the century.
 * @returns null if there is no such day.
 */
export function parseGs1Date(text: string, currentYear: number): string | null {
  if (!/^\d{6}$/.test(text)) return null;
  const year = fullYear(Number(text.slice(0, 2)), currentYear);
  const month = Number(text.slice(2, 4));
  if (month < 1 || month > 12) return null;
  const last = daysOf(year, month);
  const day = Number(text.slice(4)) || last;
  return day <= last ? `${year}-${text.slice(2, 4)}-${String(day).padStart(2, '0')}` : null;
}

/** The century of a year of two digits: at most 50 years ahead and 49 back (GS1 General Specifications 7.12). */
function fullYear(twoDigits: number, currentYear: number): number {
  const century = currentYear - (currentYear % 100);
  const ahead = twoDigits - (currentYear % 100);
  if (ahead >= 51) return century - 100 + twoDigits;
  if (ahead <= -50) return century + 100 + twoDigits;
  return century + twoDigits;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
