import type { JsonObject, JsonValue } from '../json.ts';
import { plainDecimal } from '../query/canonical.ts';
import { isOwn, type Names, xsi } from './xml-names.ts';
import { bareTerm } from './xml-terms.ts';
import type { XmlElement } from './xml-tree.ts';

type Members = [string, JsonValue][];
type Read = (element: XmlElement, names: Names) => JsonValue;

/** An event element as the JSON of EPCIS 2.0 (9.5); what it does not know stays under its name, to be refused. */
export function eventFromXml(element: XmlElement, names: Names): JsonObject {
  return objectOf([
    ['type', names.extension(element) ?? element.local],
    ...membersOf(element, fields, names),
  ]);
}

/** EPCIS 1.x put what came later into elements of these names. */
const wrappers = new Set(['extension', 'baseExtension']);

export function unwrapped(children: readonly XmlElement[]): XmlElement[] {
  return children.flatMap((child) =>
    isOwn(child) && wrappers.has(child.local) ? unwrapped(child.children) : [child],
  );
}

const text: Read = (element, names) => names.value(bareTerm(element.local, element.text), element.prefixes);
const number: Read = ({ text: digits }) => plainDecimal(digits) ?? digits;
const texts =
  (name: string): Read =>
  (element, names) =>
    each(element, name, names, text);
const located: Read = (element, names) => objectOf(membersOf(element, { id: text }, names));
const quantities: Read = (element, names) =>
  each(element, 'quantityElement', names, (one) =>
    objectOf(membersOf(one, { epcClass: text, quantity: number, uom: text }, names)),
  );

/** Elements with a type and a value: `<source type="...">...</source>`. */
const typed =
  (name: string): Read =>
  (element, names) =>
    each(element, name, names, (one) =>
      objectOf([
        ...attributesOf(one, names, {}),
        [name, names.value(one.text, one.prefixes)],
        ...membersOf(one, {}, names),
      ]),
    );

const extensible: Read = (element, names) => objectOf(membersOf(element, {}, names));
const errorDeclaration: Read = (element, names) =>
  objectOf(
    membersOf(
      element,
      { declarationTime: text, reason: text, correctiveEventIDs: texts('correctiveEventID') },
      names,
    ),
  );

const numbers = ['value', 'minValue', 'maxValue', 'meanValue', 'sDev', 'percRank', 'percValue'];
const reportTypes: Readonly<Record<string, (value: string) => JsonValue>> = {
  ...Object.fromEntries(numbers.map((name) => [name, (value: string) => plainDecimal(value) ?? value])),
  booleanValue: (value) => booleanOf(value) ?? value,
};
const sensorPart: Read = (element, names) =>
  objectOf([...attributesOf(element, names, reportTypes), ...membersOf(element, {}, names)]);
const sensorElements: Read = (element, names) =>
  each(element, 'sensorElement', names, (one) =>
    objectOf(
      membersOf(one, { sensorMetadata: sensorPart, sensorReport: sensorPart }, names, ['sensorReport']),
    ),
  );

const persistentDisposition: Read = (element, names) =>
  objectOf(membersOf(element, { set: text, unset: text }, names, ['set', 'unset']));

const fields: Readonly<Record<string, Read>> = {
  epcList: texts('epc'),
  childEPCs: texts('epc'),
  inputEPCList: texts('epc'),
  outputEPCList: texts('epc'),
  quantityList: quantities,
  childQuantityList: quantities,
  inputQuantityList: quantities,
  outputQuantityList: quantities,
  readPoint: located,
  bizLocation: located,
  bizTransactionList: typed('bizTransaction'),
  sourceList: typed('source'),
  destinationList: typed('destination'),
  sensorElementList: sensorElements,
  persistentDisposition,
  errorDeclaration,
  ilmd: extensible,
};

/** What an element holds, by the readers of its known children. A child that stands there several times is an array. */
function membersOf(
  element: XmlElement,
  readers: Readonly<Record<string, Read>>,
  names: Names,
  lists: readonly string[] = [],
): Members {
  return gathered(unwrapped(element.children), names, lists, (child, name, isExtension) => {
    const known = Object.hasOwn(readers, name) ? readers[name] : undefined;
    return (isExtension ? extensionValue : (known ?? text))(child, names);
  });
}

/** What is inside of an extension is its own, whatever it is called. */
function extensionsOf(element: XmlElement, names: Names): Members {
  return gathered(element.children, names, [], (child) => extensionValue(child, names));
}

function gathered(
  children: readonly XmlElement[],
  names: Names,
  lists: readonly string[],
  read: (child: XmlElement, name: string, isExtension: boolean) => JsonValue,
): Members {
  const found = new Map<string, JsonValue[]>();
  for (const child of children) {
    const extension = names.extension(child);
    const name = extension ?? child.local;
    const value = read(child, name, extension !== null);
    const before = found.get(name);
    if (before === undefined) found.set(name, [value]);
    else before.push(value);
  }
  return [...found].map(([name, values]): [string, JsonValue] => {
    const [only = ''] = values;
    return [name, values.length > 1 || lists.includes(name) ? values : only];
  });
}

/** The children of one name as a list; any other child stays visible as something that does not belong there. */
function each(element: XmlElement, name: string, names: Names, read: Read): JsonValue[] {
  return unwrapped(element.children).map((child) =>
    child.local === name && isOwn(child) ? read(child, names) : { [child.local]: child.text },
  );
}

/** An extension as its text, or as an object of what is in it; a text beside attributes is its `#text`. */
function extensionValue(element: XmlElement, names: Names): JsonValue {
  const attributes = attributesOf(element, names, {});
  if (element.children.length === 0 && attributes.length === 0) return ofType(element, names);
  const inside = extensionsOf(element, names);
  return objectOf([
    ...attributes,
    ...inside,
    ...(element.text === '' ? [] : [['#text', element.text] as [string, JsonValue]]),
  ]);
}

/** `xsi:type` says what a text is. */
function ofType({ attributes, text: written, prefixes }: XmlElement, names: Names): JsonValue {
  const type = attributes.find(({ namespace, local }) => namespace === xsi && local === 'type')?.value;
  switch (type?.replace(/^.*:/, '')) {
    case 'integer':
    case 'int':
    case 'long':
    case 'decimal':
    case 'double':
    case 'float':
      return plainDecimal(written) ?? written;
    case 'boolean':
      return booleanOf(written) ?? written;
    default:
      return names.value(written, prefixes);
  }
}

function booleanOf(written: string): boolean | null {
  if (written === 'true' || written === '1') return true;
  return written === 'false' || written === '0' ? false : null;
}

function attributesOf(
  element: XmlElement,
  names: Names,
  types: Readonly<Record<string, (value: string) => JsonValue>>,
): Members {
  return element.attributes
    .filter(({ namespace }) => namespace !== xsi)
    .map((attribute) => {
      const name = names.extension(attribute) ?? attribute.local;
      const value = names.value(bareTerm(`${element.local}/${name}`, attribute.value), element.prefixes);
      return [name, Object.hasOwn(types, name) ? (types[name]?.(value) ?? value) : value];
    });
}

/** Own members only, whatever their names are. */
function objectOf(members: Members): JsonObject {
  return Object.fromEntries(members);
}
