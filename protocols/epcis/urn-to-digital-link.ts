import { checkDigit } from '../gs1/check-digit.ts';
import { encodeComponent } from './digital-link.ts';
import { isCset82 } from './gs1-keys.ts';

const base = 'https://id.gs1.org';

/** The parts of an EPC URN behind its scheme: company prefix, then the rest as it is split by dots. */
type Convert = (prefix: string, ...rest: readonly string[]) => string | null;

/** A serial part as an EPC URN may write it (TDS 2.0, 6.3, GS3A3Component), its escapes in either case. */
const serialPart = /^(?:%[2-7][0-9A-Fa-f]|[!'()*+,.0-9:;=A-Za-z_-])+$/;
const cpiPart = /^(?:%2[3Ff]|[0-9A-Z-])+$/;

/** Pure identities (TDS 2.0, 6.3). `*` in a pattern stands for the whole serial part. */
const identities: Readonly<Record<string, Convert>> = {
  sgtin: (prefix, item, ...serial) => withSerial(gtin(prefix, item), '/21/', serial, 20),
  upui: (prefix, item, ...serial) => withSerial(gtin(prefix, item), '/235/', serial, 28),
  itip: (prefix, item, piece, total, ...serial) =>
    withSerial(itip(prefix, item, piece, total), '/21/', serial, 20),
  sscc: (prefix, reference) =>
    digitsOf(prefix, reference, 17) === null ? null : `/00/${checked(fromIndicator(prefix, reference))}`,
  sgln: (prefix, location, ...extension) => {
    const gln = keyOf('/414/', prefix, location, 12);
    return extension.join('.') === '0' ? gln : withSerial(gln, '/254/', extension, 20);
  },
  pgln: (prefix, party) => keyOf('/417/', prefix, party, 12),
  grai: (prefix, type, ...serial) => withSerial(grai(prefix, type), '', serial, 16),
  giai: (prefix, ...asset) => company('/8004/', prefix, asset, 30),
  gsrn: (prefix, reference) => keyOf('/8018/', prefix, reference, 17),
  gsrnp: (prefix, reference) => keyOf('/8017/', prefix, reference, 17),
  gdti: (prefix, type, ...serial) => withSerial(keyOf('/253/', prefix, type, 12), '', serial, 17),
  sgcn: (prefix, coupon, serial) =>
    /^\d{1,12}$/.test(serial ?? '') ? appended(keyOf('/255/', prefix, coupon, 12), serial) : null,
  ginc: (prefix, ...reference) => company('/401/', prefix, reference, 30),
  gsin: (prefix, reference) => keyOf('/402/', prefix, reference, 16),
  cpi: (prefix, reference, serial) =>
    /^\d{1,12}$/.test(serial ?? '') ? appended(cpi(prefix, reference), `/8011/${serial}`) : null,
};

/** Patterns over all serial numbers, and lots (TDS 2.0, 6.4 and 6.5). */
const classes: Readonly<Record<string, Convert>> = {
  'class:lgtin': (prefix, item, ...lot) => withSerial(gtin(prefix, item), '/10/', lot, 20),
  'idpat:sgtin': (prefix, item, star) => all(star, gtin(prefix, item)),
  'idpat:upui': (prefix, item, star) => all(star, gtin(prefix, item)),
  'idpat:itip': (prefix, item, piece, total, star) => all(star, itip(prefix, item, piece, total)),
  'idpat:grai': (prefix, type, star) => all(star, grai(prefix, type)),
  'idpat:gdti': (prefix, type, star) => all(star, keyOf('/253/', prefix, type, 12)),
  'idpat:sgcn': (prefix, coupon, star) => all(star, keyOf('/255/', prefix, coupon, 12)),
  'idpat:cpi': (prefix, reference, star) => all(star, cpi(prefix, reference)),
};

/**
 * The canonical GS1 Digital Link URI of an EPC URI, EPC class URI or EPC pattern URI (CBV 2.0, 8.9.2, rule 17; TDS
 * 2.0, 6.3 to 6.5). Null if the URN is malformed or names no GS1 key.
 */
export function digitalLinkOfUrn(urn: string): string | null {
  const found = /^urn:epc:(?:id:([a-z]+)|((?:class|idpat):[a-z]+)):(.{1,200})$/.exec(urn);
  if (found === null) return null;
  const [, identity, pattern, body = ''] = found;
  const convert = identity === undefined ? ownOf(classes, pattern ?? '') : ownOf(identities, identity);
  const [prefix = '', ...rest] = body.split('.');
  if (convert === undefined || !/^\d{6,12}$/.test(prefix)) return null;
  const path = convert(prefix, ...rest);
  return path === null ? null : base + path;
}

function ownOf(table: Readonly<Record<string, Convert>>, name: string): Convert | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Both parts as digits; null unless they are, and are so long together. */
function digitsOf(prefix: string, reference: string | undefined, length: number): string | null {
  const digits = prefix + (reference ?? '-');
  return digits.length === length && /^\d+$/.test(digits) ? digits : null;
}

function checked(body: string): string {
  return body + checkDigit(body);
}

/** The first digit of the reference is the indicator or extension digit, which goes before the prefix. */
function fromIndicator(prefix: string, reference = ''): string {
  return reference.slice(0, 1) + prefix + reference.slice(1);
}

function keyOf(path: string, prefix: string, reference: string | undefined, length: number): string | null {
  const digits = digitsOf(prefix, reference, length);
  return digits === null ? null : path + checked(digits);
}

function gtin(prefix: string, item: string | undefined): string | null {
  return digitsOf(prefix, item, 13) === null ? null : `/01/${checked(fromIndicator(prefix, item))}`;
}

function itip(prefix: string, item?: string, piece = '', total = ''): string | null {
  if (digitsOf(prefix, item, 13) === null || !/^\d{4}$/.test(piece + total)) return null;
  return piece.length === 2 ? `/8006/${checked(fromIndicator(prefix, item))}${piece}${total}` : null;
}

function grai(prefix: string, type: string | undefined): string | null {
  const digits = digitsOf(prefix, type, 12);
  return digits === null ? null : `/8003/${checked(`0${digits}`)}`;
}

function cpi(prefix: string, reference = ''): string | null {
  if (!cpiPart.test(reference)) return null;
  const text = decodeURIComponent(reference);
  return prefix.length + text.length <= 30 ? `/8010/${prefix}${encodeComponent(text)}` : null;
}

/** A key of which the company shapes all behind its prefix. */
function company(path: string, prefix: string, parts: readonly string[], maxLength: number): string | null {
  return withSerial(path + prefix, '', parts, maxLength - prefix.length);
}

function withSerial(
  key: string | null,
  path: string,
  parts: readonly string[],
  maxLength: number,
): string | null {
  const serial = parts.join('.');
  if (key === null || !serialPart.test(serial)) return null;
  const text = decodeURIComponent(serial);
  return isCset82(text, maxLength) ? key + path + encodeComponent(text) : null;
}

function appended(key: string | null, text: string | undefined): string | null {
  return key === null || text === undefined ? null : key + text;
}

function all(star: string | undefined, key: string | null): string | null {
  return star === '*' ? key : null;
}
