import {
  type ApplicationIdentifier,
  applicationIdentifier,
  unknownIdentifier,
} from './application-identifiers.ts';
import { contentOf, type Gs1Content, type Gs1Element } from './content.ts';
import { aiOfAlpha, isKeySequence, keyOf } from './digital-link-keys.ts';
import { valueFault, valueRefusal } from './element-value.ts';
import type { CompanyPrefixLookup } from './lint/lint.ts';
import { type Gs1Refusal, printable, refusal } from './refusal.ts';
import { firstOutsideUri, unescapeUri } from './uri-text.ts';

/** What the present standard forbids, and older links have. */
export interface DigitalLinkOptions {
  /** Takes names in place of AIs, such as /gtin/. */
  readonly allowConvenienceAlphas?: boolean;
  /** Takes a GTIN of 8, 12 or 13 digits behind AI 01. */
  readonly allowZeroSuppressedGtin?: boolean;
  /** Takes AIs that are in no table as attributes. */
  readonly allowUnknownAis?: boolean;
  readonly companyPrefix?: CompanyPrefixLookup | undefined;
}

export type DigitalLinkReading =
  | {
      readonly ok: true;
      readonly content: Gs1Content;
      /** Scheme, host and path before the key: "https://example.com/some/path". */
      readonly stem: string;
      /** How many of the elements, from the first on, were the key and its qualifiers in the path. */
      readonly pathElements: number;
    }
  | { readonly ok: false; readonly refusal: Gs1Refusal };

/** A pair of AI and data as it stands in the URI. */
interface Pair {
  readonly name: string;
  readonly nameAt: number;
  readonly value: string;
  readonly valueAt: number;
  readonly part: 'path' | 'query';
}

/** Longer than any address that a symbol can hold. */
const longestUri = 8192;

/**
 * Reads an uncompressed GS1 Digital Link URI (GS1 Digital Link URI Syntax 1.6, 5): any host, any path before the key, the
 * fragment and parameters that are no AI ignored. Never throws.
 *
 * @param today ISO date or instant; its year decides the century of dates.
 */
export function parseDigitalLink(
  uri: string,
  today: string,
  options: DigitalLinkOptions = {},
): DigitalLinkReading {
  const frame = frameOf(uri);
  if ('code' in frame) return refuse(frame);
  const keyAt = keyPairAt(frame.segments, options);
  if ('code' in keyAt) return refuse(keyAt);
  const path = frame.segments.slice(keyAt.index);
  const pairs = [...pathPairs(path), ...queryPairs(uri, frame.queryAt, frame.end)];
  const year = Number(today.slice(0, 4));
  const elements: Gs1Element[] = [];
  for (const pair of pairs) {
    const element = elementOf(pair, year, options);
    if ('code' in element) return refuse(element);
    elements.push(element);
  }
  const pathElements = path.length / 2;
  const fault = structureFault(elements, pathElements, pairs);
  if (fault !== null) return refuse(fault);
  const stem = uri.slice(0, (path[0]?.at ?? 1) - 1);
  return { ok: true, content: contentOf(elements, year), stem, pathElements };
}

function refuse(why: Gs1Refusal): DigitalLinkReading {
  return { ok: false, refusal: why };
}

interface Segment {
  readonly text: string;
  readonly at: number;
}

interface Frame {
  readonly segments: readonly Segment[];
  /** Where the query begins, behind its question mark; `end` if there is none. */
  readonly queryAt: number;
  readonly end: number;
}

/** Scheme, host, path and query. Only "http" and "https" in all small or all capital letters are schemes. */
function frameOf(uri: string): Frame | Gs1Refusal {
  if (uri.length > longestUri)
    return refusal('too_long', null, longestUri, 0, 'This is longer than any barcode.');
  const outside = firstOutsideUri(uri);
  if (outside !== -1) return refusal('uri', null, outside, 1, 'This character cannot be in a web address.');
  const scheme = /^(https?|HTTPS?):\/\//.exec(uri)?.[0];
  if (scheme === undefined)
    return refusal('uri', null, 0, 0, 'This does not begin with http:// or https://.');
  const host = /^[^/?#]*/.exec(uri.slice(scheme.length))?.[0] ?? '';
  const bad = /[^A-Za-z0-9.:[\]-]/.exec(host);
  if (host === '' || bad !== null) {
    const at = scheme.length + (bad?.index ?? 0);
    return refusal('uri', null, at, bad === null ? 0 : 1, 'This is no name or address of a host.');
  }
  const fragmentAt = uri.indexOf('#');
  const end = fragmentAt === -1 ? uri.length : fragmentAt;
  const mark = uri.slice(0, end).indexOf('?');
  const pathEnd = mark === -1 ? end : mark;
  const segments: Segment[] = [];
  let at = scheme.length + host.length + 1;
  while (at <= pathEnd) {
    const slash = uri.indexOf('/', at);
    const stop = slash === -1 || slash > pathEnd ? pathEnd : slash;
    segments.push({ text: uri.slice(at, stop), at });
    at = stop + 1;
  }
  return { segments, queryAt: mark === -1 ? end : mark + 1, end };
}

/** The rightmost pair that is a key, with nothing but pairs of AIs and data behind it. */
function keyPairAt(
  segments: readonly Segment[],
  options: DigitalLinkOptions,
): { readonly index: number } | Gs1Refusal {
  for (let index = segments.length - 2; index >= 0; index -= 2) {
    const { text, at } = segments[index] ?? { text: '', at: 0 };
    const alpha = aiOfAlpha(text);
    if (alpha !== undefined && options.allowConvenienceAlphas !== true) {
      const message = `"${text}" in place of (${alpha}) is no longer part of GS1 Digital Link.`;
      return refusal('convenience_alpha', alpha, at, text.length, message);
    }
    if (keyOf(alpha ?? text) !== undefined) return { index };
    if (alpha === undefined && applicationIdentifier(text) === undefined) break;
  }
  return refusal('no_key', null, segments[0]?.at ?? 0, 0, 'This web address has no key of GS1 in its path.');
}

function pathPairs(segments: readonly Segment[]): Pair[] {
  const pairs: Pair[] = [];
  for (let index = 0; index + 1 < segments.length; index += 2) {
    const name = segments[index];
    const value = segments[index + 1];
    if (name === undefined || value === undefined) continue;
    pairs.push({ name: name.text, nameAt: name.at, value: value.text, valueAt: value.at, part: 'path' });
  }
  return pairs;
}

/** "&" or ";"; one that no parameter follows is taken for data that should have been percent-encoded. */
const parameterEnd = /&|;(?=[^&;=]+=)/;

/** The parameters whose name is digits; all others are none of ours. */
function queryPairs(uri: string, queryAt: number, end: number): Pair[] {
  const pairs: Pair[] = [];
  let at = queryAt;
  for (const parameter of uri.slice(queryAt, end).split(parameterEnd)) {
    const equals = parameter.indexOf('=');
    const name = parameter.slice(0, Math.max(0, equals));
    if (/^\d+$/.test(name)) {
      const value = parameter.slice(equals + 1);
      pairs.push({ name, nameAt: at, value, valueAt: at + equals + 1, part: 'query' });
    }
    at += parameter.length + 1;
  }
  return pairs;
}

function elementOf(pair: Pair, year: number, options: DigitalLinkOptions): Gs1Element | Gs1Refusal {
  const { name, nameAt, valueAt, part } = pair;
  const ai = (part === 'path' ? aiOfAlpha(name) : undefined) ?? name;
  const unknown = options.allowUnknownAis === true ? unknownIdentifier(ai) : undefined;
  const identifier = applicationIdentifier(ai) ?? unknown;
  if (identifier === undefined) {
    const message = `"${printable(name)}" is no Application Identifier known here.`;
    return refusal('unknown_ai', name.slice(0, 4), nameAt, name.length, message);
  }
  const decoded = unescapeUri(pair.value, part);
  const suppressed = ai === '01' && /^(\d{8}|\d{12,13})$/.test(decoded);
  if (suppressed && options.allowZeroSuppressedGtin !== true) {
    const message = 'A GTIN in a GS1 Digital Link has 14 digits: zeros in front were left out.';
    return refusal('zero_suppressed', ai, valueAt, pair.value.length, message);
  }
  const value = suppressed ? decoded.padStart(14, '0') : decoded;
  const fault = valueFault(identifier, value, 0, value.length, {
    year,
    companyPrefix: options.companyPrefix,
  });
  return fault === null ? { ai, value } : inUri(pair, identifier, value, fault);
}

/** Where the data are percent-encoded, the fault is only placed at their start. */
function inUri(
  { value: written, valueAt }: Pair,
  identifier: ApplicationIdentifier,
  value: string,
  fault: NonNullable<ReturnType<typeof valueFault>>,
): Gs1Refusal {
  const why = valueRefusal(identifier, value, 0, value.length, fault, 'too_long');
  return written === value
    ? { ...why, offset: valueAt + why.offset }
    : { ...why, offset: valueAt, length: written.length };
}

/** Which AIs may be in the path, and which among the parameters. */
function structureFault(
  elements: readonly Gs1Element[],
  pathElements: number,
  pairs: readonly Pair[],
): Gs1Refusal | null {
  const path = elements.slice(0, pathElements).map(({ ai }) => ai);
  if (!isKeySequence(path)) {
    const message = `(${path.join('), (')}) are no key with its qualifiers in their order.`;
    return refusal('qualifiers', path[0] ?? null, pairs[0]?.nameAt ?? 0, 0, message);
  }
  for (let index = pathElements; index < elements.length; index++) {
    const { ai } = elements[index] ?? { ai: '' };
    const why = attributeFault(ai, path, elements.slice(0, index));
    if (why === null) continue;
    return refusal('attribute', ai, pairs[index]?.nameAt ?? 0, ai.length, `(${ai}) ${why}.`);
  }
  return null;
}

function attributeFault(ai: string, path: readonly string[], before: readonly Gs1Element[]): string | null {
  if (before.some((element) => element.ai === ai)) return 'is there twice';
  if (applicationIdentifier(ai)?.attribute === false) return 'may not be a parameter of a GS1 Digital Link';
  const inPath = path.some((_, index) =>
    isKeySequence([...path.slice(0, index + 1), ai, ...path.slice(index + 1)]),
  );
  return inPath ? 'belongs into the path, as a qualifier of the key' : null;
}
