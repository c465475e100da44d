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

/** The events of a document or query document; a document that is an event itself is its only one. */
export function placedEvents(document: JsonObject): PlacedEvent[] {
  const names = eventListPath(memberOf(document, 'type'));
  if (names === undefined) return [{ path: '$', event: document }];
  let value: JsonValue | undefined = document;
  for (const name of names) value = isJsonObject(value) ? memberOf(value, name) : undefined;
  if (!Array.isArray(value)) return [];
  return (value as readonly JsonValue[]).flatMap((event, index) =>
    isJsonObject(event) ? [{ path: `$.${names.join('.')}[${index}]`, event }] : [],
  );
}
