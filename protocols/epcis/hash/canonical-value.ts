import { constrainedLink } from '../digital-link.ts';
import { isDateTime } from '../reader/formats.ts';
import { digitalLinkOfUrn } from '../urn-to-digital-link.ts';

/** URN of the older vocabulary -> its Web URI (CBV 2.0, 8.9.2, rule 14). */
const cbvUrns: readonly (readonly [string, string])[] = [
  ['urn:epcglobal:cbv:bizstep:', 'https://ref.gs1.org/cbv/BizStep-'],
  ['urn:epcglobal:cbv:disp:', 'https://ref.gs1.org/cbv/Disp-'],
  ['urn:epcglobal:cbv:btt:', 'https://ref.gs1.org/cbv/BTT-'],
  ['urn:epcglobal:cbv:sdt:', 'https://ref.gs1.org/cbv/SDT-'],
  ['urn:epcglobal:cbv:er:', 'https://ref.gs1.org/cbv/ER-'],
];

/** A value that is no time, in its one form (CBV 2.0, 8.9.2, rules 5, 6, 14, 17 and 18). */
export function canonicalText(value: string): string {
  const text = value.trim();
  if (text.startsWith('urn:epc:')) return digitalLinkOfUrn(text) ?? text;
  if (text.startsWith('urn:epcglobal:cbv:')) return webUriOf(text);
  return canonicalDecimal(text) ?? constrainedLink(text) ?? text;
}

function webUriOf(urn: string): string {
  const found = cbvUrns.find(([prefix]) => urn.startsWith(prefix));
  return found === undefined ? urn : found[1] + urn.slice(found[0].length);
}

/** A number without what carries no value: sign `+`, leading and trailing zeros. Null if the text is no plain number. */
function canonicalDecimal(text: string): string | null {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  const [, sign, whole = '', fraction = ''] = found ?? [];
  if (found === null || whole + fraction === '') return null;
  const digits = whole.replace(/^0+/, '') || '0';
  const decimals = withoutTrailingZeros(fraction);
  const magnitude = decimals === '' ? digits : `${digits}.${decimals}`;
  return sign === '-' && magnitude !== '0' ? `-${magnitude}` : magnitude;
}

/** An expression would begin anew at each zero of a long row that something follows. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits.charAt(end - 1) === '0') end -= 1;
  return digits.slice(0, end);
}

/** A JSON number without exponent. */
export function plainNumber(value: number): string {
  const [mantissa = '', exponent] = String(value).split('e');
  if (exponent === undefined) return mantissa;
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(mantissa) ?? [];
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  const padded = digits.padEnd(point, '0');
  return sign + padded.slice(0, point) + (padded.length > point ? `.${padded.slice(point)}` : '');
}

const dateTime =
  /^(\d{4})-(\d\d)-(\d\d)[Tt\s](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)$/;
/** A time of a year with four digits, which is all that the form has room for. */
const utcForm = /^\d{4}-/;

/**
 * A time in UTC with milliseconds, the third decimal rounded up if the fourth is 5 or more (CBV 2.0, 8.9.2, rules 8
 * and 9). A text that is no time stays as it is.
 */
export function canonicalTime(value: string): string {
  const text = value.trim();
  const found = isDateTime(text) ? dateTime.exec(text) : null;
  if (found === null) return text;
  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHour, zoneMinute] = found;
  const local = new Date(0);
  local.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  local.setUTCHours(Number(hour), Number(minute), Number(second));
  const offsetMinutes = (sign === '-' ? -1 : 1) * (Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0));
  const utc = new Date(local.getTime() - offsetMinutes * 60_000 + milliseconds(fraction)).toISOString();
  return utcForm.test(utc) ? utc : text;
}

function milliseconds(fraction: string): number {
  const kept = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return Number(fraction.charAt(3)) >= 5 ? kept + 1 : kept;
}
