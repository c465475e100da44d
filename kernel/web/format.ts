import { spokenLocale } from './spoken-language.ts';

/** Money for people: 123456 EUR is "1,234.56 EUR" in English, "1.234,56 EUR" in German. */
export function money(minor: number, currency: string): string {
  const amount = (minor / 100).toLocaleString(spokenLocale(), {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return `${amount} ${currency}`;
}

/** Basis points as a percentage: 1900 is "19 %". */
export function percent(basisPoints: number): string {
  return `${(basisPoints / 100).toLocaleString(spokenLocale())} %`;
}

/** The time of day of an instant, to the second. */
export function timeOfDay(instant: string): string {
  return new Date(instant).toLocaleTimeString(spokenLocale(), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
}

/** Day and time of an instant, to the minute. */
export function dayAndTime(instant: string): string {
  return new Date(instant).toLocaleString(spokenLocale(), {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
}

/** A date (`2026-03-09`, or an instant's day) for people. */
export function day(date: string): string {
  const noon = date.length === 10 ? `${date}T12:00:00` : date;
  return new Date(noon).toLocaleDateString(spokenLocale(), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
}

/** A span in its largest unit: "45 s", "3 min", "5 h", "2 days". */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3_600) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

/** A count with its noun: "1 unit", "3 units". */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString(spokenLocale())} ${noun}${number === 1 ? '' : 's'}`;
}

/** An SSCC in the groups in which it is read aloud: extension and prefix, serial, check digit. */
export function grouped(sscc: string): string {
  return sscc.replace(/(\d{4})(?=\d)/g, '$1 ');
}
