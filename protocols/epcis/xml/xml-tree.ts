import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { EpcisFault } from '../reader/fault.ts';

/** A name with its namespace; the empty one is no namespace. */
export interface XmlName {
  readonly namespace: string;
  readonly local: string;
  /** As it was written; empty for none. */
  readonly prefix: string;
}

export interface XmlElement extends XmlName {
  readonly attributes: readonly (XmlName & { readonly value: string })[];
  readonly children: readonly XmlElement[];
  /** All of its own text. */
  readonly text: string;
  /** Prefix -> namespace, as they are declared here. */
  readonly prefixes: ReadonlyMap<string, string>;
}

export type XmlReading =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly fault: EpcisFault };

const attributesKey = ':@';
const textKey = '#text';
const cdataKey = '#cdata';
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/** One that names nothing but the root element declares nothing. */
const bareDocumentType = /<!DOCTYPE\s+[\w:.-]+\s*>/;

/**
 * Reads an XML document (XML 1.0, Namespaces in XML 1.0) with a bound on its nesting. Nothing expands: there are the five
 * entities of XML and character numbers, and a document type that declares anything is refused.
 */
export function readXml(text: string, maxDepth: number): XmlReading {
  const plain = withoutMark(text).replace(bareDocumentType, (found) => ' '.repeat(found.length));
  if (/<!(?:DOCTYPE|ENTITY)/i.test(plain)) {
    return refused(
      '/',
      'a document type declaration',
      'none',
      'Remove it: nothing is read from outside or expanded.',
    );
  }
  const validity = XMLValidator.validate(plain);
  if (validity !== true) {
    const { line = 1, col = 1, msg } = validity.err;
    return refused(`/ (line ${line}, column ${col})`, msg, 'well-formed XML', 'Mend the XML at that place.');
  }
  try {
    const [root, ...more] = elementsOf(
      parserOf(maxDepth).parse(plain) as unknown[],
      new Map([['xml', xmlNamespace]]),
    );
    if (root !== undefined && more.length === 0) return { ok: true, root };
    return refused(
      '/',
      `${more.length + (root === undefined ? 0 : 1)} root elements`,
      'one',
      'Put everything into one element.',
    );
  } catch (thrown) {
    if (thrown instanceof Unreadable) return { ok: false, fault: thrown.fault };
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return refused(
      '/',
      message.slice(0, 200),
      `at most ${maxDepth} levels of plain XML`,
      'Send a simpler document.',
    );
  }
}

function refused(path: string, found: string, expected: string, remedy: string): XmlReading {
  return { ok: false, fault: { path, found, expected, remedy } };
}

class Unreadable extends Error {
  readonly fault: EpcisFault;

  constructor(fault: EpcisFault) {
    super(fault.found);
    this.fault = fault;
  }
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function parserOf(maxDepth: number): XMLParser {
  return new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    processEntities: false,
    cdataPropName: cdataKey,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: maxDepth,
    // Names such as toString stay what they are: they become members of their own, and no others are looked up.
    onDangerousProperty: (name) => name,
  });
}

type Prefixes = ReadonlyMap<string, string>;

function elementsOf(nodes: readonly unknown[], prefixes: Prefixes): XmlElement[] {
  return nodes.flatMap((node) => {
    const record = node as Record<string, unknown>;
    const name = Object.keys(record).find((key) => key !== attributesKey);
    if (name === undefined || name === textKey || name === cdataKey) return [];
    return [elementOf(name, record[name] as unknown[], record[attributesKey], prefixes)];
  });
}

function elementOf(name: string, content: readonly unknown[], given: unknown, outer: Prefixes): XmlElement {
  const pairs = Object.entries((given ?? {}) as Record<string, unknown>).map(
    ([key, value]): [string, string] => [key, decoded(String(value), name)],
  );
  const prefixes = declaredIn(pairs, outer);
  const attributes = pairs
    .filter(([key]) => key !== 'xmlns' && !key.startsWith('xmlns:'))
    .map(([key, value]) => ({ ...named(key, prefixes, ''), value }));
  return {
    ...named(name, prefixes, prefixes.get('') ?? ''),
    attributes,
    children: elementsOf(content, prefixes),
    text: textOf(content, name),
    prefixes,
  };
}

function declaredIn(pairs: readonly (readonly [string, string])[], outer: Prefixes): Prefixes {
  const declared = pairs.filter(([key]) => key === 'xmlns' || key.startsWith('xmlns:'));
  if (declared.length === 0) return outer;
  return new Map([...outer, ...declared.map(([key, value]): [string, string] => [key.slice(6), value])]);
}

/** @param without the namespace of a name without prefix. */
function named(name: string, prefixes: Prefixes, without: string): XmlName {
  const colon = name.indexOf(':');
  if (colon < 1) return { namespace: without, local: name, prefix: '' };
  const prefix = name.slice(0, colon);
  const namespace = prefixes.get(prefix);
  if (namespace !== undefined) return { namespace, local: name.slice(colon + 1), prefix };
  throw new Unreadable({
    path: `/${name}`,
    found: `the prefix "${prefix}"`,
    expected: 'a prefix that is declared',
    remedy: `Declare it: xmlns:${prefix}="...".`,
  });
}

function textOf(content: readonly unknown[], name: string): string {
  return content
    .map((node) => {
      const { [textKey]: text, [cdataKey]: cdata } = node as Record<string, unknown>;
      if (text !== undefined) return decoded(String(text), name);
      return Array.isArray(cdata)
        ? cdata.map((part) => String((part as Record<string, unknown>)[textKey] ?? '')).join('')
        : '';
    })
    .join('')
    .trim();
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decoded(text: string, name: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([^;\s]{0,32}));?/g,
    (whole, hex, decimal, word) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
      const symbol = word === undefined ? symbolOf(code) : entities.get(String(word));
      if (symbol !== undefined && whole.endsWith(';')) return symbol;
      throw new Unreadable({
        path: `/${name}`,
        found: whole,
        expected: 'an entity of XML (amp, lt, gt, quot, apos) or a character number',
        remedy: 'Write the character itself, and & as &amp;.',
      });
    },
  );
}

function symbolOf(code: number): string | undefined {
  return isXmlSymbol(code) ? String.fromCodePoint(code) : undefined;
}

/** What XML 1.0 lets stand in a document (XML 1.0, 2.2). */
export function isXmlSymbol(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  if (code <= 0xd7ff) return true;
  return code >= 0xe000 && code <= 0x10ffff && code !== 0xfffe && code !== 0xffff;
}
