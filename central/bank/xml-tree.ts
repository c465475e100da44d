import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { centralErrors } from '../central-errors.ts';

/** An element of a document, found by local name whatever prefix its namespace has. All values stay text. */
export interface XmlElement {
  readonly name: string;
  /** Where it stands, for messages: `/Document/BkToCstmrStmt/Stmt[2]/Amt`. */
  readonly path: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const textNode = '#text';
const attributeNode = ':@';
const maxDepth = 40;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  // Entities are decoded here: only the five of XML and character numbers, so nothing can expand.
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: maxDepth,
});

/**
 * Parses an XML document strictly.
 *
 * @throws BANK_STATEMENT_INVALID for text that is not well-formed, and for any document type declaration, as these can
 *   define entities that expand without bound or read files.
 */
export function parseXml(xml: string): XmlElement {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw invalid('it declares a document type, which is refused', '/');
  const validity = XMLValidator.validate(xml);
  if (validity !== true) {
    const { msg, line, col } = validity.err;
    throw invalid(`it is not well-formed XML: ${msg}`, `line ${line}, column ${col}`);
  }
  const roots = elementsOf(parsed(xml), '');
  const root = roots[0];
  if (root === undefined || roots.length > 1) throw invalid('it has no single root element', '/');
  return root;
}

function parsed(xml: string): unknown[] {
  try {
    return parser.parse(xml) as unknown[];
  } catch (thrown) {
    throw invalid(`it cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`, '/');
  }
}

export function invalid(message: string, place: string) {
  return centralErrors.fault('BANK_STATEMENT_INVALID', `${place}: ${message}`, { place });
}

function elementsOf(nodes: readonly unknown[], parentPath: string): XmlElement[] {
  const counts = new Map<string, number>();
  const elements: XmlElement[] = [];
  for (const node of nodes) {
    const record = node as Record<string, unknown>;
    const name = Object.keys(record).find((key) => key !== attributeNode);
    if (name === undefined || name === textNode) continue;
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    elements.push(elementOf(record, name, `${parentPath}/${name}${nth > 1 ? `[${nth}]` : ''}`));
  }
  return elements;
}

function elementOf(record: Record<string, unknown>, name: string, path: string): XmlElement {
  const content = record[name] as unknown[];
  return {
    name,
    path,
    attributes: attributesOf(record[attributeNode], path),
    children: elementsOf(content, path),
    text: textOf(content, path),
  };
}

function attributesOf(node: unknown, path: string): Record<string, string> {
  const pairs = Object.entries((node ?? {}) as Record<string, unknown>);
  return Object.fromEntries(pairs.map(([name, value]) => [name, decoded(String(value), path)]));
}

function textOf(content: readonly unknown[], path: string): string {
  const parts = content.map((node) => (node as Record<string, unknown>)[textNode] ?? '');
  return decoded(parts.join(''), path).trim();
}

const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decoded(text: string, path: string): string {
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w+);/g, (whole, body: string) => {
    const character = body.startsWith('#') ? numbered(body.slice(1)) : named.get(body);
    if (character === undefined) throw invalid(`${whole} is not an entity of XML`, path);
    return character;
  });
}

function numbered(digits: string): string | undefined {
  const code = digits.startsWith('x') ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
