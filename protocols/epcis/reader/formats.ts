const pchar = "(?:[a-z0-9\\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})";
const ipLiteral = "\\[(?:[0-9a-f:.]+|v[0-9a-f]+\\.[a-z0-9\\-._~!$&'()*+,;=:]+)\\]";
const hierarchical = `(?:(?:${pchar}|/)+|//(?:${pchar}*@)?${ipLiteral}(?::\\d*)?(?:/(?:${pchar}|/)*)?)`;
const tail = `(?:${pchar}|[/?])*`;
const uriForm = new RegExp(`^[a-z][a-z0-9+\\-.]*:${hierarchical}(?:\\?${tail})?(?:#${tail})?$`, 'i');
const maxUri = 4096;

/** True for an absolute URI that names something behind its scheme (RFC 3986, 3). */
export function isUri(text: string): boolean {
  return text.length <= maxUri && uriForm.test(text);
}

const dateTimeForm =
  /^(\d{4})-(\d\d)-(\d\d)[Tt\s](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)$/;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True for a date and time with its zone (RFC 3339, 5.6); a leap second is one only at midnight UTC. */
export function isDateTime(text: string): boolean {
  const found = dateTimeForm.exec(text);
  if (found === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const zoneHour = Number(found[8] ?? 0);
  const zoneMinute = Number(found[9] ?? 0);
  if (day < 1 || day > daysOf(year, month)) return false;
  if (hour > 23 || minute > 59 || zoneHour > 23 || zoneMinute > 59) return false;
  if (second < 60) return true;
  const offset = (found[7] === '-' ? -1 : 1) * (zoneHour * 60 + zoneMinute);
  const utcMinute = (((hour * 60 + minute - offset) % 1440) + 1440) % 1440;
  return second === 60 && utcMinute === 1439;
}

function daysOf(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (monthDays[month - 1] ?? 0) + (leap ? 1 : 0);
}
