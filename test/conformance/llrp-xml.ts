import { XMLParser } from 'fast-xml-parser';
import type { Fields } from '../../protocols/llrp/declare.ts';
import type { Field } from '../../protocols/llrp/fields.ts';
import type { LlrpMessage, LlrpParameter } from '../../protocols/llrp/message.ts';
import { messageNamed, parameterNamed } from '../../protocols/llrp/registry.ts';
import { readVector } from './vectors.ts';

/** One element of an LTK-XML document. */
export interface LtkElement {
  readonly name: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly LtkElement[];
}

/** fast-xml-parser's form with the order of elements kept. */
type Raw = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  removeNSPrefix: true,
  trimValues: true,
});

function elementsOf(raw: readonly Raw[]): LtkElement[] {
  return raw.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text' && !key.startsWith('?'));
    if (name === undefined) {
      return [];
    }
    const inner = node[name] as readonly Raw[];
    const text = inner.map((child) => String(child['#text'] ?? '')).join('');
    const attributes = (node[':@'] ?? {}) as Readonly<Record<string, string>>;
    return [{ name, text, attributes, children: elementsOf(inner) }];
  });
}

/** The messages of a document, or of a sequence of them. */
export function documentsOf(path: string): readonly LtkElement[] {
  const top = elementsOf(parser.parse(readVector(path)));
  return top.flatMap((element) => (element.name === 'packetSequence' ? element.children : [element]));
}

/** A message as LTK-XML tells it. Throws where the XML has what no declaration has. */
export function messageOfXml(element: LtkElement): LlrpMessage {
  const definition = messageNamed(element.name);
  if (definition === undefined) {
    throw new Error(`no message ${element.name}`);
  }
  const id = Number(element.attributes.MessageID);
  const version = Number(element.attributes.Version ?? 1);
  const head = { type: element.name, version, id };
  return { ...head, ...bodyOfXml(definition.fields, element) } as unknown as LlrpMessage;
}

function parameterOfXml(element: LtkElement): LlrpParameter {
  const definition = parameterNamed(element.name);
  if (definition === undefined) {
    throw new Error(`no parameter ${element.name}`);
  }
  return { type: element.name, ...bodyOfXml(definition.fields, element) } as unknown as LlrpParameter;
}

function bodyOfXml(fields: Fields, element: LtkElement) {
  const isField = ({ name, children }: LtkElement) => name in fields && children.length === 0;
  const values = element.children
    .filter(isField)
    .map((child) => [child.name, valueOfXml(fields[child.name], child)]);
  const parameters = element.children.filter((child) => !isField(child)).map(parameterOfXml);
  return {
    ...newFlags(fields),
    ...Object.fromEntries(values),
    ...(parameters.length === 0 ? {} : { parameters }),
  };
}

/** What LLRP 1.1 made of bits that were reserved before: the XML of 1.0.1 does not have them. */
const since11: readonly string[] = [
  'CanSupportBlockPermalock',
  'CanSupportTagRecommissioning',
  'CanSupportUMIMethod2',
  'CanSupportXPC',
  'EnableXPCBits',
];

function newFlags(fields: Fields) {
  return Object.fromEntries(since11.filter((name) => name in fields).map((name) => [name, false]));
}

function valueOfXml(field: Field | undefined, { name, text, attributes }: LtkElement): unknown {
  const items = text.split(/\s+/).filter((item) => item !== '');
  switch (field?.kind) {
    case 'flag':
      return { true: true, '1': true, false: false, '0': false }[text] ?? text;
    case 'named':
      return /^\d+$/.test(text) ? (field.nameOf.get(Number(text)) ?? Number(text)) : text;
    case 'named-list':
      return items.map((item) =>
        /^\d+$/.test(item) ? (field.nameOf.get(Number(item)) ?? Number(item)) : item,
      );
    case 'u64':
      return /^\d+$/.test(text) ? BigInt(text) : microsecondsOf(text);
    case 'uint-list':
      return items.map((item) => (isHexList(name) ? Number.parseInt(item, 16) : Number(item)));
    case 'text':
      return text;
    case 'bit-string':
      return { bits: Number(attributes.Count ?? text.length * 4), hex: text.toUpperCase() };
    case 'fixed-hex':
    case 'counted-hex':
    case 'rest-hex':
      return items.join('').toUpperCase();
    default:
      return text === '' ? Number.NaN : Number(text);
  }
}

/** LTK-XML writes the words of tag memory in hex and all other lists in decimals. */
function isHexList(name: string): boolean {
  return name === 'WriteData' || name === 'ReadData';
}

/** `2001-10-26T05:32:52.999999-04:00`: a Date has milliseconds only. */
function microsecondsOf(text: string): bigint {
  const [, whole = '', fraction = '', zone = ''] =
    /^([^.Z+]+?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  return BigInt(Date.parse(`${whole}${zone}`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
}
