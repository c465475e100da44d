import { plainNumber } from '../hash/canonical-value.ts';
import { type Namespaces, namespacesWithin, standardNamespaces } from '../hash/namespaces.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { isJsonObject, memberOf } from '../json.ts';
import { type CbvFormat, termUri } from './xml-terms.ts';
import { isXmlSymbol } from './xml-tree.ts';

/** Children of an event in the order of the XML schema (EPCIS 2.0, 9.6); extensions come behind them. */
const order = [
  ...['eventTime', 'recordTime', 'eventTimeZoneOffset', 'eventID', 'errorDeclaration', 'certificationInfo'],
  ...['parentID', 'epcList', 'childEPCs', 'inputEPCList', 'inputQuantityList', 'outputEPCList'],
  ...['outputQuantityList', 'transformationID', 'action', 'bizStep', 'disposition', 'readPoint'],
  ...['bizLocation', 'bizTransactionList', 'quantityList', 'childQuantityList', 'sourceList'],
  ...['destinationList', 'sensorElementList', 'persistentDisposition', 'ilmd'],
];
/** Two types begin with what tells what they are about. */
const first: Readonly<Record<string, readonly string[]>> = {
  TransactionEvent: ['bizTransactionList'],
  AssociationEvent: ['parentID', 'childEPCs', 'childQuantityList'],
};
const head = order.slice(0, 6);
/** The XML schema wants these lists also where they are empty: an event of nothing but quantities has no EPCs. */
const always: Readonly<Record<string, string>> = {
  ObjectEvent: 'epcList',
  TransactionEvent: 'epcList',
  AggregationEvent: 'childEPCs',
};
/** What comes first in an element, in this order; extensions come behind it. */
const childOrder: Readonly<Record<string, readonly string[]>> = {
  errorDeclaration: ['declarationTime', 'reason', 'correctiveEventIDs'],
  quantityElement: ['epcClass', 'quantity', 'uom'],
  readPoint: ['id'],
  bizLocation: ['id'],
  sensorElement: ['sensorMetadata', 'sensorReport'],
  persistentDisposition: ['unset', 'set'],
};
const lists: Readonly<Record<string, string>> = {
  epcList: 'epc',
  childEPCs: 'epc',
  inputEPCList: 'epc',
  outputEPCList: 'epc',
  quantityList: 'quantityElement',
  childQuantityList: 'quantityElement',
  inputQuantityList: 'quantityElement',
  outputQuantityList: 'quantityElement',
  sensorElementList: 'sensorElement',
  correctiveEventIDs: 'correctiveEventID',
};
const typedLists: Readonly<Record<string, string>> = {
  bizTransactionList: 'bizTransaction',
  sourceList: 'source',
  destinationList: 'destination',
};
const byAttributes = new Set(['sensorMetadata', 'sensorReport']);

interface Scope {
  readonly format: CbvFormat;
  /** What prefixes mean here in the JSON. */
  readonly namespaces: Namespaces;
  /** Inside of an extension: no name there is one of the standard. */
  readonly isForeign: boolean;
}

/** A query document of events as the XML of EPCIS 2.0 (9.6). */
export function queryDocumentToXml(document: JsonObject, format: CbvFormat): string {
  const body = objectAt(objectAt(document, 'epcisBody'), 'queryResults');
  const events = memberOf(objectAt(body, 'resultsBody'), 'eventList');
  const scope = { format, namespaces: namespacesWithin(document, standardNamespaces), isForeign: false };
  const inside = [
    element('queryName', memberOf(body, 'queryName')),
    element('subscriptionID', memberOf(body, 'subscriptionID')),
    `<resultsBody><EventList>${(Array.isArray(events) ? (events as readonly JsonValue[]) : [])
      .filter(isJsonObject)
      .map((event) => eventXml(event, scope))
      .join('')}</EventList></resultsBody>`,
  ].join('');
  const created = memberOf(document, 'creationDate');
  return `<?xml version="1.0" encoding="UTF-8"?>
<epcisq:EPCISQueryDocument xmlns:epcisq="urn:epcglobal:epcis-query:xsd:2" schemaVersion="2.0" creationDate="${escaped(String(created))}"><EPCISBody><epcisq:QueryResults>${inside}</epcisq:QueryResults></EPCISBody></epcisq:EPCISQueryDocument>`;
}

/** Each event declares the namespaces that it uses: a document may mean two things by one prefix. */
function eventXml(event: JsonObject, outer: Scope): string {
  const scope = { ...outer, namespaces: namespacesWithin(event, outer.namespaces) };
  const type = String(memberOf(event, 'type'));
  const begin = ownOf(first, type) ?? [];
  const names = [...head, ...begin, ...order.filter((name) => !head.includes(name) && !begin.includes(name))];
  const known = new Set([...names, 'type', '@context']);
  const inside = [
    ...names.map((name) => member(name, memberOf(event, name) ?? emptyOf(type, name), scope)),
    ...Object.entries(event).map(([name, value]) => (known.has(name) ? '' : member(name, value, scope))),
  ].join('');
  return tag(type, declarations(inside, type, scope.namespaces), inside);
}

function emptyOf(type: string, name: string): JsonValue | undefined {
  return ownOf(always, type) === name ? [] : undefined;
}

/** The prefixes that stand in a text. One that the JSON does not declare means nothing, but may not be missing in XML. */
function declarations(inside: string, type: string, namespaces: Namespaces): string {
  const written = `<${type} ${inside}`;
  const used = new Set([...written.matchAll(/[<\s">]([A-Za-z_][\w.-]*):/g)].map(([, prefix = '']) => prefix));
  const needed = new Set(
    [...written.matchAll(/<([A-Za-z_][\w.-]*):|\s([A-Za-z_][\w.-]*):[^\s"<>]*="/g)].map(
      ([, tagged, attribute]) => tagged ?? attribute ?? '',
    ),
  );
  return [...used]
    .filter(
      (prefix) =>
        prefix !== ownPrefix && (namespaces.has(prefix) || needed.has(prefix)) && prefix !== 'xmlns',
    )
    .map((prefix) => ` xmlns:${prefix}="${escaped(namespaces.get(prefix) ?? `urn:undeclared:${prefix}`)}"`)
    .join('');
}

function member(name: string, value: JsonValue | undefined, scope: Scope): string {
  if (value === undefined || value === null) return '';
  const item = scope.isForeign ? undefined : ownOf(lists, name);
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  if (item !== undefined) return tag(name, '', list.map((one) => member(item, one, scope)).join(''));
  const typed = scope.isForeign ? undefined : ownOf(typedLists, name);
  if (typed !== undefined) return tag(name, '', list.map((one) => typedElement(typed, one, scope)).join(''));
  if (Array.isArray(value)) return list.map((one) => member(name, one, scope)).join('');
  if (isJsonObject(value)) return objectElement(name, value, scope);
  const isTerm = typeof value === 'string' && !scope.isForeign;
  return element(name, isTerm ? termUri(name, value, scope.format) : value);
}

function typedElement(name: string, value: JsonValue, { format }: Scope): string {
  if (!isJsonObject(value)) return element(name, value);
  const type = memberOf(value, 'type');
  const attribute =
    typeof type === 'string' ? ` type="${escaped(termUri(`${name}/type`, type, format))}"` : '';
  return tag(name, attribute, escaped(String(memberOf(value, name) ?? '')));
}

/** Members without a colon inside of an extension were attributes or are plain names; `#text` is the text beside them. */
function objectElement(name: string, value: JsonObject, outer: Scope): string {
  const isForeign = outer.isForeign || name.includes(':');
  const scope = { ...outer, isForeign, namespaces: namespacesWithin(value, outer.namespaces) };
  const entries = inOrder(value, isForeign ? undefined : ownOf(childOrder, name));
  const isAttribute = ([key, inner]: [string, JsonValue]) =>
    typeof inner !== 'object' &&
    xmlName.test(key) &&
    (isForeign ? !key.includes(':') && key !== '#text' : byAttributes.has(name));
  const attributes = entries
    .filter(isAttribute)
    .map(([key, inner]) => ` ${key}="${escaped(attributeText(`${name}/${key}`, inner, scope))}"`);
  const inside = entries
    .filter((entry) => !isAttribute(entry))
    .map(([key, inner]) => (key === '#text' ? escaped(String(inner)) : member(key, inner, scope)));
  return tag(name, attributes.join(''), inside.join(''));
}

function inOrder(value: JsonObject, begin: readonly string[] = []): [string, JsonValue][] {
  const entries = Object.entries(value).filter(([key]) => key !== '@context');
  const begins = begin.flatMap((name) => entries.filter(([key]) => key === name));
  return [...begins, ...entries.filter(([key]) => !begin.includes(key))];
}

function attributeText(where: string, value: JsonValue, { format, isForeign }: Scope): string {
  return typeof value === 'string' && !isForeign ? termUri(where, value, format) : scalarText(value);
}

function element(name: string, value: JsonValue | undefined): string {
  return value === undefined || value === null ? '' : tag(name, '', escaped(scalarText(value)));
}

function scalarText(value: JsonValue): string {
  return typeof value === 'number' ? plainNumber(value) : String(value);
}

const xmlName = /^(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*$/;
/** JSON may name an extension by its whole URI; XML needs a prefix for it, which it then declares on the spot. */
const ownPrefix = '_uri';
const uriName = /^(https?:\/\/.*[/#])([A-Za-z_][\w.-]*)$/s;

function tag(name: string, attributes: string, inside: string): string {
  if (xmlName.test(name)) return `<${name}${attributes}>${inside}</${name}>`;
  const [, namespace, local] = uriName.exec(name) ?? [];
  if (namespace === undefined || local === undefined) return '';
  const written = `${ownPrefix}:${local}`;
  return `<${written} xmlns:${ownPrefix}="${escaped(namespace)}"${attributes}>${inside}</${written}>`;
}

function ownOf<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function objectAt(object: JsonObject, name: string): JsonObject {
  const value = memberOf(object, name);
  return isJsonObject(value) ? value : {};
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML 1.0 has no form for at all is left out. */
function escaped(text: string): string {
  const writable = /[^\t\n\r\u0020-\uD7FF]/.test(text)
    ? [...text].filter((symbol) => isXmlSymbol(symbol.codePointAt(0) ?? 0)).join('')
    : text;
  return writable.replace(/[&<>"]/g, (symbol) => entities[symbol] ?? symbol);
}
