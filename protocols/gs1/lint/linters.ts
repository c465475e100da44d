import {
  cset39,
  cset64,
  cset82,
  csetnumeric,
  hasnondigit,
  hyphen,
  importeridx,
  pcenc,
} from './character-linters.ts';
import { csumalpha } from './check-pair-linter.ts';
import {
  iban,
  iso3166,
  iso3166alpha2,
  iso4217,
  iso5218,
  iso3166999,
  mediatype,
  packagetype,
  winding,
  yesno,
} from './code-linters.ts';
import { gcppos1, gcppos2 } from './company-prefix-linters.ts';
import { couponcode, couponposoffer } from './coupon-linters.ts';
import { hh, hhmi, mi, ss, yymmd0, yymmdd, yyyymmd0, yyyymmdd } from './date-linters.ts';
import type { Linter } from './lint.ts';
import {
  csum,
  latitude,
  longitude,
  nonzero,
  nozeroprefix,
  pieceoftotal,
  posinseqslash,
  zero,
} from './number-linters.ts';

/** Each linter by its name in the GS1 Barcode Syntax Dictionary. */
export const linters = {
  couponcode,
  couponposoffer,
  cset39,
  cset64,
  cset82,
  csetnumeric,
  csum,
  csumalpha,
  gcppos1,
  gcppos2,
  hasnondigit,
  hh,
  hhmi,
  hyphen,
  iban,
  importeridx,
  iso3166,
  iso3166999,
  iso3166alpha2,
  iso4217,
  iso5218,
  latitude,
  longitude,
  mediatype,
  mi,
  nonzero,
  nozeroprefix,
  packagetype,
  pcenc,
  pieceoftotal,
  posinseqslash,
  ss,
  winding,
  yesno,
  yymmd0,
  yymmdd,
  yyyymmd0,
  yyyymmdd,
  zero,
} as const satisfies Record<string, Linter>;

export type LinterName = keyof typeof linters;

export function isLinterName(name: string): name is LinterName {
  return Object.hasOwn(linters, name);
}

/** What a linter asks of the data, to be read behind "must be". */
export const expectations: Readonly<Record<LinterName, string>> = {
  couponcode: 'a coupon code of North America',
  couponposoffer: 'a coupon code of a positive offer file',
  cset39: 'of capital letters, digits, "#", "-" and "/"',
  cset64: 'base64 in its URI-safe form',
  cset82: 'of the letters, digits and signs that GS1 allows',
  csetnumeric: 'digits',
  csum: 'digits with a right check digit',
  csumalpha: 'a key with a right pair of check characters',
  gcppos1: 'a key that begins with a GS1 company prefix',
  gcppos2: 'a key with a GS1 company prefix behind its first digit',
  hasnondigit: 'a key with at least one character that is no digit',
  hh: 'an hour, 00 to 23',
  hhmi: 'a time of day, HHMM',
  hyphen: 'a hyphen',
  iban: 'an IBAN with right check digits',
  importeridx: 'one letter, digit, hyphen or underscore',
  iso3166: 'the number of a country (ISO 3166-1)',
  iso3166999: 'the number of a country (ISO 3166-1), or 999',
  iso3166alpha2: 'the two letters of a country (ISO 3166-1)',
  iso4217: 'the number of a currency (ISO 4217)',
  iso5218: '0, 1, 2 or 9 (ISO/IEC 5218)',
  latitude: 'a latitude, at most 1800000000',
  longitude: 'a longitude, at most 3600000000',
  mediatype: 'an AIDC media type, 01 to 10 or 80 to 99',
  mi: 'a minute, 00 to 59',
  nonzero: 'more than zero',
  nozeroprefix: 'a number without a leading zero',
  packagetype: 'a package type of UN/ECE Recommendation 21',
  pcenc: 'a text with right percent encoding',
  pieceoftotal: 'the number of a piece and of all pieces',
  posinseqslash: 'a position and an end, such as 2/3',
  ss: 'a second, 00 to 59',
  winding: '0, 1 or 9',
  yesno: '0 or 1',
  yymmd0: 'a date, YYMMDD',
  yymmdd: 'a date with a day, YYMMDD',
  yyyymmd0: 'a date, YYYYMMDD',
  yyyymmdd: 'a date with a day, YYYYMMDD',
  zero: 'zero',
};
