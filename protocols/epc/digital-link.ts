import { escapeForPath, unescapePercent } from './characters.ts';
import { type AiElement, type Epc, elementsOf } from './epc.ts';
import { type EpcRefusal, type EpcResult, refuseAtCharacter } from './refusal.ts';

/** Primary keys of EPCs with the qualifiers that may follow in the path, in order (GS1 Digital Link URI syntax, 4.9). */
const qualifiers: ReadonlyMap<string, readonly string[]> = new Map([
  ['00', []],
  ['01', ['22', '10', '21']],
  ['253', []],
  ['255', []],
  ['414', ['254']],
  ['8003', []],
  ['8004', ['7040']],
  ['8006', ['22', '10', '21']],
  ['8010', ['8011']],
  ['8017', ['8019']],
  ['8018', ['8019']],
]);

/**
 * The one key of an item, whether a tag or a barcode told it: `/01/09521141123454/21/32a%2Fb`. Neither filter nor data behind
 * the EPC are part of it. Null for GID, USDOD and ADI, which have no GS1 key.
 */
export function digitalLinkPath(epc: Epc): string | null {
  return epc.elements.length === 0 ? null : pathOf(epc.elements);
}

function pathOf(elements: readonly AiElement[]): string {
  let path = '';
  for (const { ai, value } of elements) path += `/${ai}/${escapeForPath(value)}`;
  return path;
}

/**
 * The whole GS1 Digital Link URI: qualifiers of data behind the EPC in the path, all other elements as the query, sorted. The host
 * is the tag's own, else `host`, else that of the canonical form (4.12).
 */
export function digitalLinkUri(epc: Epc, host = 'id.gs1.org'): string | null {
  const primary = epc.elements[0];
  if (primary === undefined) return null;
  const elements = elementsOf(epc);
  const order = qualifiers.get(primary.ai) ?? [];
  const path = [primary, ...order.flatMap((ai) => elements.filter((element) => element.ai === ai))];
  const query = elements
    .filter((element) => !path.includes(element))
    .sort((a, b) => (a.ai < b.ai ? -1 : 1))
    .map(({ ai, value }) => `${ai}=${escapeForPath(value)}`);
  const hostname = (epc.kind === 'plus' ? epc.hostname : null) ?? host;
  const suffix = query.length === 0 ? '' : `?${query.join('&')}`;
  return `https://${hostname.toLowerCase()}${pathOf(path)}${suffix}`;
}

export interface ParsedDigitalLink {
  /** Primary key first, then qualifiers, then the AIs of the query. */
  readonly elements: readonly AiElement[];
  /** Null where only a path was given. */
  readonly hostname: string | null;
}

/** Reads a path or a whole URI, uncompressed; segments before the primary key are a custom stem. */
export function parseDigitalLink(text: string): EpcResult<ParsedDigitalLink> {
  const match = /^(?:https?:\/\/([^/?#]+))?(\/[^?#]*)(?:\?([^#]*))?(?:#.*)?$/i.exec(text);
  if (match === null) return refuseUri(0, 'https://host/ai/value or /ai/value');
  const [, hostname = null, path = '', query = ''] = match;
  const segments = path.replace(/\/$/, '').slice(1).split('/');
  const start = segments.findIndex(
    (segment, index) => qualifiers.has(segment) && (segments.length - index) % 2 === 0,
  );
  if (start < 0) return refuseUri(text.indexOf(path), 'a primary key AI followed by its value');
  const pairs = pairUp(segments.slice(start));
  const queryPairs = query
    .split(/[&;]/)
    .map((pair) => pair.split('='))
    .filter(([ai = '']) => /^\d{2,4}$/.test(ai));
  const elements: AiElement[] = [];
  for (const [ai = '', escaped = ''] of [...pairs, ...queryPairs]) {
    const value = unescapePercent(escaped);
    if (!/^\d{2,4}$/.test(ai) || value === null) {
      return refuseUri(text.indexOf(`${ai}/${escaped}`), 'an AI and a value in URI form');
    }
    elements.push({ ai, value: ai === '01' ? toGtin14(value) : value });
  }
  return { ok: true, value: { elements, hostname } };
}

/** Earlier versions of the syntax let a GTIN keep its 8, 12 or 13 digits. */
function toGtin14(value: string): string {
  return /^(\d{8}|\d{12,13})$/.test(value) ? value.padStart(14, '0') : value;
}

function pairUp(segments: readonly string[]): string[][] {
  return Array.from({ length: segments.length / 2 }, (_, index) => segments.slice(index * 2, index * 2 + 2));
}

function refuseUri(offset: number, expected: string): EpcRefusal {
  return refuseAtCharacter('bad_uri', 'digitalLink', Math.max(0, offset), expected);
}
