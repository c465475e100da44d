import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { placedEvents } from '../document-events.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { expandName, type Namespaces, namespacesWithin, standardNamespaces } from './namespaces.ts';
import { preHashString } from './pre-hash.ts';

/** An event of a document with what its hash is made of. */
export interface HashedEvent {
  /** Its place in the document, as a JSON path. */
  readonly path: string;
  readonly event: JsonObject;
  readonly preHash: string;
  /** `ni:///sha-256;{64 hexadecimal digits}?ver=CBV2.0` (RFC 6920). */
  readonly hashId: string;
}

/** The CBV hash id of an event that stands in no document, or of one with these namespaces (CBV 2.0, 8.9). */
export function eventHashId(event: JsonObject, namespaces: Namespaces = standardNamespaces): string {
  return hashIdOf(portableSha256(preHashString(event, namespaces, new Set())));
}

/**
 * The hash ids of all events of a document, a query document or a single event, in their order. The document's own
 * extension `ignoreFields` (in any namespace) names extensions that take no part, as repositories add them.
 *
 * @param digest the SHA-256 of the host where it has one, as 64 hexadecimal digits: the same result sooner.
 */
export function hashEvents(
  document: JsonObject,
  digest: (text: string) => string = portableSha256,
): HashedEvent[] {
  const namespaces = namespacesWithin(document, standardNamespaces);
  const ignored = ignoredNames(document, namespaces);
  return placedEvents(document).map(({ path, event }) => {
    const preHash = preHashString(event, namespaces, ignored);
    return { path, event, preHash, hashId: hashIdOf(digest(preHash)) };
  });
}

function portableSha256(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

function hashIdOf(hex: string): string {
  return `ni:///sha-256;${hex}?ver=CBV2.0`;
}

function ignoredNames(document: JsonObject, namespaces: Namespaces): Set<string> {
  const names = new Set<string>();
  for (const [key, value] of Object.entries(document)) {
    if (!/[:/#]ignoreFields$/.test(key) || !Array.isArray(value)) continue;
    for (const name of value as readonly JsonValue[]) {
      if (typeof name === 'string') names.add(expandName(name, namespaces));
    }
  }
  return names;
}
