import { sha256Hex } from '../../../kernel/sha256.ts';
import { hashEvents } from '../../../protocols/epcis/hash/event-hash-id.ts';
import {
  type Namespaces,
  namespacesWithin,
  standardNamespaces,
} from '../../../protocols/epcis/hash/namespaces.ts';
import { isJsonObject, type JsonObject, type JsonValue, memberOf } from '../../../protocols/epcis/json.ts';
import { type EventIndex, indexEvent } from '../../../protocols/epcis/query/event-index.ts';

/** An event as it is stored. */
export interface PreparedEvent {
  /** Its place in the document, as a JSON path. */
  readonly path: string;
  readonly eventID: string;
  /** The hash of what it says, whatever its eventID is (CBV 2.0, 8.9). */
  readonly hash: string;
  readonly index: EventIndex;
  /** The JSON-LD contexts around it beside the standard's own, as a JSON array; null if there are none. */
  readonly contextParts: string | null;
  readonly prefixes: readonly (readonly [prefix: string, namespace: string])[];
  /** The event itself as JSON: with its eventID, without recordTime. */
  readonly body: string;
}

/** Prepares the events of a valid document, query document or single event. */
export function prepareEvents(document: JsonObject): PreparedEvent[] {
  const namespaces = namespacesWithin(document, standardNamespaces);
  const contextParts = partsOf(memberOf(document, '@context'));
  return hashEvents(document, sha256Hex).map(({ path, event, hashId }) =>
    prepared(event, { path, hash: hashId, namespaces, contextParts, alone: path === '$' }),
  );
}

interface Around {
  readonly path: string;
  readonly hash: string;
  readonly namespaces: Namespaces;
  readonly contextParts: string | null;
  /** The event is the document: its context was taken already. */
  readonly alone: boolean;
}

function prepared(event: JsonObject, { path, hash, namespaces, contextParts, alone }: Around): PreparedEvent {
  const given = memberOf(event, 'eventID');
  const eventID = typeof given === 'string' && given.trim() !== '' ? given.trim() : hash;
  const { recordTime: _recordTime, ...rest } = event;
  const { '@context': context, ...bare } = rest;
  const body = { ...(alone || context === undefined ? bare : rest), eventID };
  const declared = [...namespacesWithin(event, namespaces)].filter(
    ([prefix]) => !standardNamespaces.has(prefix),
  );
  return {
    path,
    eventID,
    hash,
    index: indexEvent(event, namespaces),
    contextParts,
    prefixes: declared,
    body: JSON.stringify(body),
  };
}

/** The standard's own context, wherever it was published. */
const standardContext = /\/epcis-context\.jsonld$/i;

function partsOf(context: JsonValue | undefined): string | null {
  const parts = Array.isArray(context)
    ? (context as readonly JsonValue[])
    : context === undefined
      ? []
      : [context];
  const own = parts.filter((part) =>
    typeof part === 'string' ? !standardContext.test(part) : isJsonObject(part),
  );
  return own.length === 0 ? null : JSON.stringify(own);
}
