import { isJsonObject, type JsonObject, type JsonValue, memberOf } from '../json.ts';

/** Prefix -> namespace, as the JSON-LD contexts around a value declare them. */
export type Namespaces = ReadonlyMap<string, string>;

/** What the JSON-LD context of EPCIS 2.0 declares by itself (CBV 2.0, 8.9.2, rule 15). */
export const standardNamespaces: Namespaces = new Map([
  ['cbv', 'https://ref.gs1.org/cbv/'],
  ['gs1', 'https://gs1.org/voc/'],
  ['epcis', 'https://ref.gs1.org/epcis/'],
  ['cbvmda', 'urn:epcglobal:cbv:mda'],
]);

/** Schemes of full URIs: what follows them is no local name. */
const schemes = new Set(['http', 'https', 'urn', 'ni', 'geo', 'tag', 'data', 'mailto']);
const maxContextDepth = 8;

/** The namespaces inside an object: those around it, and what its own `@context` declares. */
export function namespacesWithin(object: JsonObject, outer: Namespaces): Namespaces {
  const context = memberOf(object, '@context');
  if (context === undefined) return outer;
  const inner = new Map(outer);
  declare(context, inner, maxContextDepth);
  return inner;
}

function declare(context: JsonValue, namespaces: Map<string, string>, depth: number): void {
  if (Array.isArray(context)) {
    if (depth > 0) for (const part of context as readonly JsonValue[]) declare(part, namespaces, depth - 1);
    return;
  }
  if (!isJsonObject(context)) return;
  for (const [prefix, term] of Object.entries(context)) {
    const uri = isJsonObject(term) ? memberOf(term, '@id') : term;
    if (typeof uri === 'string' && !prefix.startsWith('@')) namespaces.set(prefix, uri);
  }
}

/**
 * A member's name as the pre-hash string has it: `{namespace}local` for names of a namespace, whether written as a
 * CURIE or in full, and as it is for those of the standard.
 */
export function expandName(name: string, namespaces: Namespaces): string {
  const parts = curieParts(name, namespaces);
  if (parts !== null) return `{${parts.namespace}}${parts.local}`;
  const full = /^(https?:\/\/.*[/#])([^/#]+)$/s.exec(name);
  return full === null ? name : `{${full[1]}}${full[2]}`;
}

/** A value that is a CURIE as its full URI; any other as it is (CBV 2.0, 8.9.2, rule 15). */
export function expandValue(value: string, namespaces: Namespaces): string {
  const parts = curieParts(value, namespaces);
  return parts === null ? value : parts.namespace + parts.local;
}

function curieParts(text: string, namespaces: Namespaces) {
  const colon = text.indexOf(':');
  if (colon < 1) return null;
  const prefix = text.slice(0, colon);
  const namespace = schemes.has(prefix) ? undefined : namespaces.get(prefix);
  return namespace === undefined ? null : { namespace, local: text.slice(colon + 1) };
}
