/**
 * The offset from UTC of a time zone (IANA name, such as `Europe/Berlin`) at an instant, in the form of EPCIS: `+01:00`.
 * Null if there is no such zone.
 */
export function zoneOffsets(timeZone: string): ((instant: string) => string) | null {
  const format = formatOf(timeZone);
  if (format === null) return null;
  return (instant) => {
    const parts = format.formatToParts(new Date(instant));
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    return /[+-]\d\d:\d\d/.exec(name)?.[0] ?? '+00:00';
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
}
