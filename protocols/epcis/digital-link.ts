import { type KeyForm, keyForms, qualifierForms } from './gs1-keys.ts';

const base = 'https://id.gs1.org';
/** No key stands deeper in a path than this, and no longer URI names one. */
const maxLength = 2000;

/** An SSCC of 18 digits as a GS1 Digital Link URI. */
export function ssccLink(sscc: string): string {
  return `${base}/00/${sscc}`;
}

/** A class of trade items, or a lot of it, as a GS1 Digital Link URI; the GTIN has 14 digits. */
export function gtinLink(gtin: string, lot?: string): string {
  return `${base}/01/${gtin}${lot === undefined ? '' : `/10/${encodeComponent(lot)}`}`;
}

/** One trade item by its serial number. */
export function sgtinLink(gtin: string, serial: string): string {
  return `${base}/01/${gtin}/21/${encodeComponent(serial)}`;
}

/** A physical location (AI 414), or a part of it by the GLN extension component (AI 254). */
export function glnLink(gln: string, extension?: string): string {
  return `${base}/414/${gln}${extension === undefined ? '' : `/254/${encodeComponent(extension)}`}`;
}

/** A party (AI 417). */
export function partyLink(gln: string): string {
  return `${base}/417/${gln}`;
}

/**
 * The constrained canonical form of a GS1 Digital Link URI: on id.gs1.org, without query and fragment, with nothing but
 * its key at the finest level of identification (CBV 2.0, 8.9.2, rule 18). Null if the URI carries no GS1 key.
 */
export function constrainedLink(uri: string): string | null {
  if (uri.length > maxLength || !/^https?:\/\//i.test(uri)) return null;
  const path = uri.replace(/^[^:]*:\/\/[^/?#]*/, '').replace(/[?#].*$/s, '');
  const segments = path.split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  // The key is followed by pairs only, so that it stands at an even distance from the end.
  for (let index = segments.length % 2; index + 1 < segments.length; index += 2) {
    const found = keyAt(segments, index);
    if (found !== null) return found;
  }
  return null;
}

function keyAt(segments: readonly string[], index: number): string | null {
  const name = segments[index];
  const key = keyForms.find(({ ai, shortName }) => ai === name || shortName === name);
  const value = decodeComponent(segments[index + 1] ?? '');
  if (key === undefined || value === null || !key.value.test(value)) return null;
  const qualifiers = qualifiersOf(key, segments.slice(index + 2));
  if (qualifiers === null) return null;
  const padded = key.ai === '01' ? value.padStart(14, '0') : value;
  const head = `${base}/${key.ai}/${encodeComponent(padded)}`;
  for (const ai of key.finest) {
    const qualifier = qualifiers.get(ai);
    if (qualifier !== undefined) return `${head}/${ai}/${encodeComponent(qualifier)}`;
  }
  return head;
}

/** The qualifiers behind a key; null if something else stands there. */
function qualifiersOf(key: KeyForm, segments: readonly string[]): Map<string, string> | null {
  const found = new Map<string, string>();
  for (let index = 0; index < segments.length; index += 2) {
    const name = segments[index];
    const entry = Object.entries(key.qualifiers).find(([ai, shortName]) => ai === name || shortName === name);
    const value = decodeComponent(segments[index + 1] ?? '');
    if (entry === undefined || value === null || found.has(entry[0])) return null;
    if (qualifierForms[entry[0]]?.test(value) !== true) return null;
    found.set(entry[0], value);
  }
  return found;
}

/** Percent-encodes what may not stand in a path segment of a GS1 Digital Link URI (GS1 Digital Link URI Syntax 1.2, 5.1). */
export function encodeComponent(text: string): string {
  return text.replace(/[^A-Za-z0-9\-._~';=]/g, (symbol) =>
    [...new TextEncoder().encode(symbol)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

function decodeComponent(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
