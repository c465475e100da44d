import type { JsonObject, JsonValue } from '../json.ts';
import { eventFromXml, unwrapped } from './event-from-xml.ts';
import { createNames, isOwn, type Names } from './xml-names.ts';
import type { XmlElement } from './xml-tree.ts';

/** The names of document elements, and of events that stand alone. */
const documents = new Set(['EPCISDocument', 'EPCISQueryDocument']);
const events = new Set([
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
]);

/**
 * A document, query document or single event in the XML of EPCIS 1.2 or 2.0 as the JSON/JSON-LD of EPCIS 2.0. Null for
 * another root element. Nothing is judged here: what the XML lacks or has beside is lacking or there in the JSON.
 */
export function documentFromXml(root: XmlElement): JsonObject | null {
  const names = createNames();
  if (!isOwn(root)) return null;
  if (events.has(root.local)) {
    const event = eventFromXml(root, names);
    return { '@context': names.context(), ...event };
  }
  if (!documents.has(root.local)) return null;
  const header = childOf(root, 'EPCISHeader');
  const body = childOf(root, 'EPCISBody');
  const epcisHeader = header === null ? null : headerOf(header);
  const epcisBody = body === null ? null : bodyOf(root.local, body, names);
  return {
    '@context': names.context(),
    type: root.local,
    // The events are told as 2.0 has them, whichever version their XML was of.
    schemaVersion: '2.0',
    ...attributeMember(root, 'creationDate'),
    ...(epcisHeader === null ? {} : { epcisHeader }),
    ...(epcisBody === null ? {} : { epcisBody }),
  };
}

function bodyOf(type: string, body: XmlElement, names: Names): JsonObject {
  if (type === 'EPCISDocument') return listOf(body, names);
  const results = childOf(body, 'QueryResults');
  if (results === null) return {};
  const resultsBody = childOf(results, 'resultsBody');
  return {
    queryResults: {
      ...textMember(results, 'queryName'),
      ...textMember(results, 'subscriptionID'),
      ...(resultsBody === null ? {} : { resultsBody: listOf(resultsBody, names) }),
    },
  };
}

function listOf(holder: XmlElement, names: Names): JsonObject {
  const list = childOf(holder, 'EventList');
  if (list === null) return {};
  return { eventList: unwrapped(list.children).map((event) => eventFromXml(event, names)) };
}

/** Master data (EPCIS 2.0, 9.5.2); what else a header holds is about the message, not about what happened. */
function headerOf(header: XmlElement): JsonObject | null {
  const masterData = childOf(header, 'EPCISMasterData');
  const list = masterData === null ? null : childOf(masterData, 'VocabularyList');
  if (list === null) return null;
  const vocabularyList = list.children.map((vocabulary) => ({
    ...attributeMember(vocabulary, 'type'),
    vocabularyElementList: (childOf(vocabulary, 'VocabularyElementList')?.children ?? []).map(elementOf),
  }));
  return { epcisMasterData: { vocabularyList } };
}

function elementOf(element: XmlElement): JsonObject {
  const attributes = element.children.filter(({ local }) => local === 'attribute');
  const children = childOf(element, 'children')?.children ?? [];
  return {
    ...attributeMember(element, 'id'),
    ...(attributes.length === 0
      ? {}
      : { attributes: attributes.map((one) => ({ ...attributeMember(one, 'id'), attribute: one.text })) }),
    ...(children.length === 0 ? {} : { children: children.map(({ text }) => text) }),
  };
}

function childOf(element: XmlElement, name: string): XmlElement | null {
  return unwrapped(element.children).find((child) => child.local === name && isOwn(child)) ?? null;
}

function attributeMember(element: XmlElement, name: string): Record<string, JsonValue> {
  const found = element.attributes.find(({ local, namespace }) => local === name && namespace === '');
  return found === undefined ? {} : { [name]: found.value };
}

function textMember(element: XmlElement, name: string): Record<string, JsonValue> {
  const found = childOf(element, name);
  return found === null ? {} : { [name]: found.text };
}
