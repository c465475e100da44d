const form = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|z|[+-]\d\d(?::?\d\d)?)$/;
/** The last year whose microseconds are exact numbers. */
const lastYear = 2250;

/**
 * Microseconds since 1970-01-01 UTC of an ISO 8601 instant with a zone. Zones may come without colon (`+0000`), as Zebra readers
 * write them. Null if it is another form or no such instant; fractions below the microsecond are cut off.
 */
export function microsecondsOf(text: string): number | null {
  const match = form.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (year < 1970 || year > lastYear || hour > 23 || minute > 59 || second > 59) return null;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  // The 30th of February would come out as a day of March.
  if (new Date(ms).getUTCMonth() !== month - 1 || day < 1) return null;
  const offsetMinutes = zoneMinutes(match[8] ?? '');
  if (offsetMinutes === null) return null;
  const fraction = Number((match[7] ?? '').padEnd(6, '0').slice(0, 6));
  return (ms - offsetMinutes * 60_000) * 1000 + fraction;
}

function zoneMinutes(zone: string): number | null {
  if (/^z$/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '');
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2) || '0');
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** An instant in UTC with milliseconds, and the zone written as asked. */
export function instantOf(microseconds: number, zone: 'Z' | '+0000'): string {
  return new Date(Math.floor(microseconds / 1000)).toISOString().replace('Z', zone);
}
