import { checkDigit } from '../../gs1/check-digit.ts';
import type { Namespaces } from '../hash/namespaces.ts';
import { canonicalId } from './canonical.ts';

/** All texts from `low` to before `high` that fit the SQLite GLOB `shape`. */
export interface EpcRange {
  readonly low: string;
  readonly high: string;
  readonly shape: string;
}

/** What a MATCH parameter asks for: one identifier in its canonical form, or ranges of them. */
export type EpcMatch =
  | { readonly kind: 'exact'; readonly id: string }
  | { readonly kind: 'ranges'; readonly ranges: readonly EpcRange[] };

const base = 'https://id.gs1.org';

/** How the key of a scheme stands in a GS1 Digital Link URI. */
interface Layout {
  readonly ai: string;
  /** Digits of company prefix and reference together; null where the company shapes all behind its prefix. */
  readonly digits: number | null;
  /** What stands before the prefix: the first digit of the reference, a zero, or nothing. */
  readonly lead: 'indicator' | 'zero' | 'none';
  /** Digits behind the check digit, as an ITIP has them. */
  readonly after?: number;
  /** What follows the key of one thing, as a GLOB. */
  readonly serial: string;
}

/** The schemes that pattern URIs may name (TDS 2.0, 8), with their keys. */
const layouts: Readonly<Record<string, Layout>> = {
  sgtin: { ai: '01', digits: 13, lead: 'indicator', serial: '/21/?*' },
  upui: { ai: '01', digits: 13, lead: 'indicator', serial: '/235/?*' },
  itip: { ai: '8006', digits: 13, lead: 'indicator', after: 4, serial: '/21/?*' },
  sscc: { ai: '00', digits: 17, lead: 'indicator', serial: '' },
  sgln: { ai: '414', digits: 12, lead: 'none', serial: '*' },
  pgln: { ai: '417', digits: 12, lead: 'none', serial: '' },
  grai: { ai: '8003', digits: 12, lead: 'zero', serial: '?*' },
  giai: { ai: '8004', digits: null, lead: 'none', serial: '?*' },
  gsrn: { ai: '8018', digits: 17, lead: 'none', serial: '' },
  gsrnp: { ai: '8017', digits: 17, lead: 'none', serial: '' },
  gdti: { ai: '253', digits: 12, lead: 'none', serial: '?*' },
  sgcn: { ai: '255', digits: 12, lead: 'none', serial: '?*' },
  ginc: { ai: '401', digits: null, lead: 'none', serial: '?*' },
  gsin: { ai: '402', digits: 16, lead: 'none', serial: '' },
  cpi: { ai: '8010', digits: null, lead: 'none', serial: '?*/8011/?*' },
};

/** Schemes of which an event may name a class: all things of a key, whatever their serial number (EPCIS 2.0, 7.3.3.3). */
const partsOf: Readonly<Record<string, number>> = {
  upui: 3,
  sgtin: 3,
  itip: 5,
  grai: 3,
  gdti: 3,
  sgcn: 3,
  cpi: 3,
  sgln: 3,
};

export type MatchOf = 'epc' | 'class';

/**
 * Reads a value of a MATCH parameter (EPCIS 2.0, 8.2.7.1.1): a pure identity pattern (`urn:epc:idpat:`), any other URI,
 * which is matched by equality, or a GS1 Digital Link URI that ends with `*`. A class is met by a pattern only as far as
 * it is itself one: `*` in the event by `*` in the query. Null if it begins like a pattern and is none.
 */
export function readEpcMatch(value: string, of: MatchOf, namespaces: Namespaces): EpcMatch | null {
  const text = value.trim();
  const pattern = /^urn:epc:idpat:([a-z]+):(.{1,200})$/.exec(text);
  if (pattern !== null) return urnPattern(pattern[1] ?? '', pattern[2] ?? '', of);
  if (text.startsWith('urn:epc:idpat:') || text.startsWith('urn:epc:pat:')) return null;
  if (/^https?:.*\*$/s.test(text)) return linkPattern(text, namespaces);
  return { kind: 'exact', id: canonicalId(text, namespaces) };
}

function urnPattern(scheme: string, body: string, of: MatchOf): EpcMatch | null {
  const layout = Object.hasOwn(layouts, scheme) ? layouts[scheme] : undefined;
  const parts = body.split('.');
  const firstStar = parts.indexOf('*');
  if (layout === undefined) return null;
  if (firstStar === -1) return exactUrn(scheme, body);
  // TDS 2.0, 8: behind a star there are only stars.
  if (parts.slice(firstStar).some((part) => part !== '*') || parts.length !== (partsOf[scheme] ?? 2))
    return null;
  const known = parts.slice(0, firstStar);
  if (known.length > 0 && !/^\d{6,12}$/.test(known[0] ?? '')) return null;
  const heads = headsOf(layout, known);
  if (heads === null) return null;
  const serial = of === 'epc' ? layout.serial : '';
  return { kind: 'ranges', ranges: heads.map(({ start, left }) => rangeFrom(start, left + serial)) };
}

function exactUrn(scheme: string, body: string): EpcMatch | null {
  const urn = `urn:epc:id:${scheme}:${body}`;
  const id = canonicalId(urn, new Map());
  return id === urn ? null : { kind: 'exact', id };
}

/** How the identifiers begin that the known parts allow, and what is left of the key behind that as a GLOB. */
function headsOf(layout: Layout, known: readonly string[]): { start: string; left: string }[] | null {
  const { ai, digits, lead, after = 0 } = layout;
  const path = `${base}/${ai}/`;
  const [prefix, reference] = known;
  if (digits === null) {
    const fixed = (prefix ?? '') + (reference ?? '');
    return /^[0-9A-Z-]*$/.test(fixed) ? [{ start: path + fixed, left: '' }] : null;
  }
  const length = digits + (lead === 'zero' ? 1 : 0) + 1 + after;
  if (prefix === undefined) return [headOf(path, '', length)];
  if (reference === undefined) {
    const leads = lead === 'indicator' ? [...'0123456789'] : [lead === 'zero' ? '0' : ''];
    return leads.map((digit) => headOf(path, digit + prefix, length));
  }
  if (!/^\d*$/.test(reference) || prefix.length + reference.length !== digits) return null;
  const rest = known.slice(2).join('');
  if (!/^\d*$/.test(rest) || rest.length > after) return null;
  const body =
    lead === 'indicator'
      ? reference.slice(0, 1) + prefix + reference.slice(1)
      : (lead === 'zero' ? '0' : '') + prefix + reference;
  return [headOf(path, body + checkDigit(body) + rest, length)];
}

function headOf(path: string, fixed: string, length: number): { start: string; left: string } {
  return { start: path + fixed, left: '[0-9]'.repeat(length - fixed.length) };
}

function rangeFrom(start: string, rest: string): EpcRange {
  const last = start.length - 1;
  const next = String.fromCharCode(start.charCodeAt(last) + 1);
  return { low: start, high: start.slice(0, last) + next, shape: escapeGlob(start) + rest };
}

/** `*` at the end of a GS1 Digital Link URI stands for whatever may follow, at least one character. */
function linkPattern(text: string, namespaces: Namespaces): EpcMatch | null {
  const start = text.slice(0, -1);
  if (start.includes('*') || start.length < 9) return null;
  // A serial number is put in the star's place to learn the canonical form of what stands before it.
  const probe = canonicalId(`${start}0`, namespaces);
  const canonical =
    probe.startsWith(base) && probe.endsWith('0')
      ? probe.slice(0, -1)
      : start.replace(/^https?:\/\/[^/]+/i, base);
  return { kind: 'ranges', ranges: [rangeFrom(canonical, '?*')] };
}

function escapeGlob(text: string): string {
  return text.replace(/[*?[]/g, (symbol) => `[${symbol}]`);
}
