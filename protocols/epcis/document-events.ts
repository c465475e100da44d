import { isJsonObject, type JsonObject, type JsonValue, memberOf } from './json.ts';

/** An event and its place in its document, as a JSON path. */
interface PlacedEvent {
  readonly path: string;
  readonly event: JsonObject;
}

const listPaths: Readonly<Record<string, readonly string[]>> = {
  EPCISDocument: ['epcisBody', 'eventList'],
  EPCISQueryDocument: ['epcisBody', 'queryResults', 'resultsBody', 'eventList'],
};

/** Where a document of that type keeps its events (EPCIS 2.0, 9.5); undefined for an event that stands alone. */
function eventListPath(type: JsonValue | undefined): readonly string[] | undefined {
  return typeof type === 'string' && Object.hasOwn(listPaths, type) ? listPaths[type] : undefined;
}

/** The list of events of a document or query document; null where there is none. */
export function eventListOf(document: JsonObject): readonly JsonValue[] | null {
  let value: JsonValue | undefined = document;
  for (const name of eventListPath(memberOf(document, 'type')) ?? []) {
    value = isJsonObject(value) ? memberOf(value, name) : undefined;
  }
  return Array.isArray(value) ? (value as readonly JsonValue[]) : null;
}

/** The same document or query document with other events. */
export function withEventList(document: JsonObject, events: readonly JsonObject[]): JsonObject {
  const names = eventListPath(memberOf(document, 'type')) ?? [];
  const put = (holder: JsonObject, depth: number): JsonObject => {
    const name = names[depth];
    if (name === undefined) return holder;
    if (depth === names.length - 1) return { ...holder, [name]: events };
    const inner = memberOf(holder, name);
    return { ...holder, [name]: put(isJsonObject(inner) ? inner : {}, depth + 1) };
  };
  return put(document, 0);
}

/** The events of a document or query document; a document that is an event itself is its only one. */
export function placedEvents(document: JsonObject): PlacedEvent[] {
  const names = eventListPath(memberOf(document, 'type'));
  if (names === undefined) return [{ path: '$', event: document }];
  return (eventListOf(document) ?? []).flatMap((event, index) =>
    isJsonObject(event) ? [{ path: `$.${names.join('.')}[${index}]`, event }] : [],
  );
}
