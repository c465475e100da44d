import { readXml, type XmlElement } from './xml-tree.ts';

/**
 * The children that the XML schema of EPCIS 2.0 (9.6, EPCglobal-epcis-2_0.xsd) gives an element, in this order: `name` is wanted,
 * `name?` may be missing, `name*` and `name+` may come more often. Elements of other namespaces come behind all of them where there is `...`.
 */
const base = 'eventTime recordTime? eventTimeZoneOffset eventID? errorDeclaration? certificationInfo*';
const where = 'bizStep? disposition? readPoint? bizLocation?';
const parties = 'sourceList? destinationList? sensorElementList? persistentDisposition?';
const sequences: Readonly<Record<string, string>> = {
  ObjectEvent: `${base} epcList action ${where} bizTransactionList? quantityList? ${parties} ilmd? ...`,
  AggregationEvent: `${base} parentID? childEPCs action ${where} bizTransactionList? childQuantityList? ${parties} ...`,
  TransactionEvent: `${base} bizTransactionList parentID? epcList action ${where} quantityList? ${parties} ...`,
  TransformationEvent: `${base} inputEPCList? inputQuantityList? outputEPCList? outputQuantityList? transformationID? ${where} bizTransactionList? ${parties} ilmd? ...`,
  AssociationEvent: `${base} parentID childEPCs? childQuantityList? action ${where} bizTransactionList? ${parties} ...`,
  errorDeclaration: 'declarationTime reason? correctiveEventIDs? ...',
  correctiveEventIDs: 'correctiveEventID*',
  epcList: 'epc*',
  childEPCs: 'epc*',
  inputEPCList: 'epc*',
  outputEPCList: 'epc*',
  quantityList: 'quantityElement*',
  childQuantityList: 'quantityElement*',
  inputQuantityList: 'quantityElement*',
  outputQuantityList: 'quantityElement*',
  quantityElement: 'epcClass quantity? uom?',
  readPoint: 'id ...',
  bizLocation: 'id ...',
  bizTransactionList: 'bizTransaction+',
  sourceList: 'source+',
  destinationList: 'destination+',
  sensorElementList: 'sensorElement+',
  sensorElement: 'sensorMetadata? sensorReport+ ...',
  sensorMetadata: '',
  sensorReport: '',
  persistentDisposition: 'unset* set*',
  ilmd: '...',
};

const uri = /^[^\s<>"{}|\\^`]+$/;
const stamp = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const double = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)$/;
/** The forms of texts and attributes by their type in the schema: dateTimeStamp, decimal, double, anyURI and so on. */
const forms: readonly (readonly [names: string, form: RegExp])[] = [
  ['eventTime recordTime declarationTime time startTime endTime', stamp],
  ['eventTimeZoneOffset', /^[+-]\d\d:\d\d$/],
  ['action', /^(?:ADD|OBSERVE|DELETE)$/],
  ['quantity', /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/],
  ['value minValue maxValue meanValue sDev percRank percValue', double],
  ['booleanValue', /^(?:true|false|0|1)$/],
  ['hexBinaryValue', /^(?:[0-9a-fA-F]{2})*$/],
  ['epc parentID id epcClass bizStep disposition bizTransaction source destination set unset', uri],
  ['type deviceID deviceMetadata rawData dataProcessingMethod bizRules uriValue exception component', uri],
];
const formOf = new Map(forms.flatMap(([names, form]) => names.split(' ').map((name) => [name, form])));

/** What in an XML document of events is not as the schema has it: the path of each, and why. */
export function schemaFaults(xml: string): string[] {
  const reading = readXml(xml, 64);
  return reading.ok ? eventsIn(reading.root).flatMap((event) => faultsOf(event, '')) : [reading.fault.found];
}

function eventsIn(element: XmlElement): readonly XmlElement[] {
  return element.local === 'EventList' ? element.children : element.children.flatMap(eventsIn);
}

function faultsOf(element: XmlElement, above: string): string[] {
  const path = `${above}/${element.local}`;
  const own = element.attributes.filter(({ namespace }) => namespace === '');
  const texts = [
    ...own.map(({ local, value }) => [`${path}/@${local}`, local, value] as const),
    ...(sequences[element.local] === undefined ? [[path, element.local, element.text.trim()] as const] : []),
  ];
  const wrong = texts.flatMap(([place, name, text]) =>
    formOf.get(name)?.test(text) === false ? [`${place}: "${text}"`] : [],
  );
  const inside = element.children.filter(({ namespace }) => namespace === '');
  return [...wrong, ...orderFaults(element, path), ...inside.flatMap((child) => faultsOf(child, path))];
}

function orderFaults({ local, children }: XmlElement, path: string): string[] {
  const sequence = sequences[local];
  const names = children.map(({ namespace, local: name }) => (namespace === '' ? name : '...'));
  if (sequence === undefined) return names.length === 0 ? [] : [`${path}: has ${names.join(' ')}`];
  const pattern = sequence.split(' ').filter(Boolean).map(patternOf).join('');
  const isInOrder = new RegExp(`^${pattern}$`).test(names.map((name) => `${name} `).join(''));
  return isInOrder ? [] : [`${path}: has ${names.join(' ')}, not ${sequence}`];
}

function patternOf(item: string): string {
  if (item === '...') return '(?:\\.\\.\\. )*';
  const [, name = '', times = ''] = /^(\w+)([?*+]?)$/.exec(item) ?? [];
  return `(?:${name} )${times}`;
}
