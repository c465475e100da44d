import { isoInstant } from '../../../kernel/clock.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../protocols/epcis/json.ts';
import type { CbvFormat } from '../../../protocols/epcis/xml/xml-terms.ts';
import type { EventRow } from './query-runner.ts';
import { type EpcFormat, translateEvent, type translatorTo } from './translate-epcs.ts';

const standardContext = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

/** What events are written in. */
export type EventMedia = 'application/json' | 'application/ld+json' | 'application/xml';

/** What a document of results says of itself. */
export interface ResultHead {
  readonly queryName: string;
  readonly subscriptionID?: string;
  readonly creationDate: string;
  readonly format: EpcFormat;
  readonly media: EventMedia;
  readonly cbvFormat: CbvFormat;
}

type Translator = ReturnType<typeof translatorTo>;

/** An EPCIS query document of events (EPCIS 2.0, 9.5). */
export function queryDocument(
  rows: readonly EventRow[],
  head: ResultHead,
  translate: Translator,
): JsonObject {
  const contexts = mergeContexts(rows.map(({ context }) => context));
  const { queryName, subscriptionID, creationDate } = head;
  return {
    '@context': [standardContext, ...contexts.shared],
    type: 'EPCISQueryDocument',
    schemaVersion: '2.0',
    creationDate,
    epcisBody: {
      queryResults: {
        queryName,
        ...(subscriptionID === undefined ? {} : { subscriptionID }),
        resultsBody: { eventList: rows.map((row) => eventOf(row, contexts, translate)) },
      },
    },
  };
}

/** A list of resources of one kind (EPCIS 2.0, 12). */
export function collection(member: readonly string[]): JsonObject {
  return { '@context': [standardContext], type: 'Collection', member };
}

function eventOf(row: EventRow, contexts: MergedContexts, translate: Translator): JsonObject {
  const event = JSON.parse(row.body) as JsonObject;
  const own = row.context !== null && contexts.apart.has(row.context) ? partsOf(row.context) : [];
  const inner = event['@context'] ?? [];
  const context = unique([...own, ...(Array.isArray(inner) ? (inner as readonly JsonValue[]) : [inner])]);
  const whole: JsonObject = {
    ...(context.length === 0 ? {} : { '@context': context }),
    ...Object.fromEntries(Object.entries(event).filter(([name]) => name !== '@context')),
    recordTime: isoInstant(row.recordTime),
  };
  return translate === null ? whole : translateEvent(whole, translate);
}

function unique(parts: readonly JsonValue[]): JsonValue[] {
  return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
}

interface MergedContexts {
  readonly shared: readonly JsonValue[];
  /** Contexts that give a prefix another meaning than the document does: their events carry them themselves. */
  readonly apart: ReadonlySet<string>;
}

/** One context for the document, as far as those of its events agree. */
function mergeContexts(contexts: readonly (string | null)[]): MergedContexts {
  const terms = new Map<string, string>();
  const remote = new Set<string>();
  const apart = new Set<string>();
  for (const context of new Set(contexts)) {
    if (context === null) continue;
    const parts = partsOf(context);
    const own = parts.filter(isJsonObject).flatMap((part) => Object.entries(part));
    if (own.some(([name, value]) => (terms.get(name) ?? JSON.stringify(value)) !== JSON.stringify(value))) {
      apart.add(context);
      continue;
    }
    for (const [name, value] of own) terms.set(name, JSON.stringify(value));
    for (const part of parts) if (typeof part === 'string') remote.add(part);
  }
  const merged = Object.fromEntries(
    [...terms].map(([name, value]) => [name, JSON.parse(value) as JsonValue]),
  );
  return { shared: [...remote, ...(terms.size === 0 ? [] : [merged])], apart };
}

function partsOf(context: string): readonly JsonValue[] {
  return JSON.parse(context) as readonly JsonValue[];
}
