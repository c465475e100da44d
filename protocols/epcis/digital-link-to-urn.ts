import { hasValidCheckDigit } from '../gs1/check-digit.ts';
import { constrainedLink } from './digital-link.ts';

/** The length of the GS1 Company Prefix with which these digits begin; null if nobody knows it. */
export type PrefixLength = (digits: string) => number | null;

/** A key as its parts in an EPC URN; null where its digits are wrong. */
type Split = (value: string, prefixLength: PrefixLength) => Parts | null;

interface Parts {
  /** Company prefix and reference, joined by a dot. */
  readonly body: string;
  /** What the key itself holds behind its check digit. */
  readonly serial?: string | undefined;
}

interface UrnForm {
  readonly split: Split;
  /** The scheme of a key alone: an identity, or all items of a class with `.*`. */
  readonly alone?: (parts: Parts) => string | null;
  /** Scheme by key qualifier. */
  readonly qualified?: Readonly<Record<string, string>>;
}

/** Escapes what an EPC URN may not write (TDS 2.0, 6.3: GS3A3Component). */
function escaped(text: string): string {
  return text.replace(/["#%&/<>?]/g, (symbol) => `%${symbol.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The prefix, and the rest with the indicator or extension digit before it where there is one. */
function parted(digits: string, before: string, prefixLength: PrefixLength): Parts | null {
  const length = prefixLength(digits);
  if (length === null || length > digits.length) return null;
  return { body: `${digits.slice(0, length)}.${before}${digits.slice(length)}` };
}

/** A key whose first digit is not of the prefix: GTIN and SSCC. */
const indicated: Split = (value, prefixLength) =>
  hasValidCheckDigit(value) ? parted(value.slice(1, -1), value.slice(0, 1), prefixLength) : null;

const plain: Split = (value, prefixLength) =>
  hasValidCheckDigit(value) ? parted(value.slice(0, -1), '', prefixLength) : null;

/** A key of 13 digits with a serial part of its own behind its check digit. */
const serialled: Split = (value, prefixLength) => {
  const parts = plain(value.slice(0, 13), prefixLength);
  return parts === null ? null : { ...parts, serial: value.slice(13) };
};

/** A key of which the company shapes all behind its prefix. */
const shaped: Split = (value, prefixLength) => {
  const length = prefixLength(/^\d*/.exec(value)?.[0] ?? '');
  if (length === null || length >= value.length) return null;
  return { body: `${value.slice(0, length)}.${escaped(value.slice(length))}` };
};

const itip: Split = (value, prefixLength) => {
  const parts = indicated(value.slice(0, 14), prefixLength);
  return parts === null ? null : { body: `${parts.body}.${value.slice(14, 16)}.${value.slice(16)}` };
};

const identity =
  (scheme: string) =>
  ({ body }: Parts): string =>
    `id:${scheme}:${body}`;
const pattern =
  (scheme: string) =>
  ({ body }: Parts): string =>
    `idpat:${scheme}:${body}.*`;
const instance =
  (scheme: string) =>
  (parts: Parts): string =>
    (parts.serial ?? '') === ''
      ? pattern(scheme)(parts)
      : `id:${scheme}:${parts.body}.${escaped(parts.serial ?? '')}`;

/** By the AI of the primary key (TDS 2.0, 6.3 to 6.5; CBV 2.0, 8.2 to 8.4). */
const forms: Readonly<Record<string, UrnForm>> = {
  '00': { split: indicated, alone: identity('sscc') },
  '01': {
    split: indicated,
    alone: pattern('sgtin'),
    qualified: { '21': 'id:sgtin', '235': 'id:upui', '10': 'class:lgtin' },
  },
  '253': { split: serialled, alone: instance('gdti') },
  '255': { split: serialled, alone: instance('sgcn') },
  '401': { split: shaped, alone: identity('ginc') },
  '402': { split: plain, alone: identity('gsin') },
  '414': {
    split: plain,
    alone: ({ body }) => `id:sgln:${body}.0`,
    qualified: { '254': 'id:sgln' },
  },
  '417': { split: plain, alone: identity('pgln') },
  // A padding zero stands before the prefix.
  '8003': {
    split: (value, prefixLength) => (value.startsWith('0') ? serialled(value.slice(1), prefixLength) : null),
    alone: instance('grai'),
  },
  '8004': { split: shaped, alone: identity('giai') },
  '8006': { split: itip, alone: pattern('itip'), qualified: { '21': 'id:itip' } },
  '8010': { split: shaped, alone: pattern('cpi'), qualified: { '8011': 'id:cpi' } },
  '8017': { split: plain, alone: identity('gsrnp') },
  '8018': { split: plain, alone: identity('gsrn') },
};

/**
 * The EPC URI, EPC class URI or EPC pattern URI of a GS1 Digital Link URI (TDS 2.0, 6.3 to 6.5). Null if it names no GS1
 * key, one that has no such form, or one whose company prefix nobody knows.
 */
export function urnOfDigitalLink(uri: string, prefixLength: PrefixLength): string | null {
  const path = constrainedLink(uri)?.split('/').slice(3).map(decodeURIComponent);
  const [ai = '', value = '', qualifier, qualified = ''] = path ?? [];
  const form = Object.hasOwn(forms, ai) ? forms[ai] : undefined;
  const parts = form?.split(value, prefixLength) ?? null;
  if (form === undefined || parts === null) return null;
  const scheme = qualifier === undefined ? undefined : form.qualified?.[qualifier];
  const name = scheme === undefined ? form.alone?.(parts) : `${scheme}:${parts.body}.${escaped(qualified)}`;
  return name === undefined || name === null ? null : `urn:epc:${name}`;
}

const urnPrefix = /^urn:epc:(?:id|class|idpat):[a-z]+:(\d{6,12})\./;

/** The GS1 Company Prefix that an EPC URN shows; null for any other text. */
export function companyPrefixOf(urn: string): string | null {
  return urnPrefix.exec(urn)?.[1] ?? null;
}

/** Knows the length of these prefixes. No company prefix begins with another; of two that do, the longer is believed. */
export function knownPrefixes(prefixes: Iterable<string>): PrefixLength {
  const known = new Set(prefixes);
  const lengths = [...new Set([...known].map(({ length }) => length))].sort((a, b) => b - a);
  return (digits) =>
    lengths.find((length) => digits.length >= length && known.has(digits.slice(0, length))) ?? null;
}
