import type { JsonValue } from '../json.ts';

interface SyntaxFault {
  /** In characters from the start of the text. */
  readonly offset: number;
  readonly expected: string;
}

export type ParsedJson =
  | { readonly ok: true; readonly value: JsonValue }
  | ({ readonly ok: false } & SyntaxFault);

/**
 * Parses JSON (RFC 8259) with a bound on its nesting. What is wrong is named with its offset, which the engines' own
 * messages do not promise. A name that stands twice in an object is refused (JSON-LD 1.1, 1.4: names are unique), and
 * so is a number beyond a double: each reader would make something else of them.
 */
export function parseJsonText(text: string, maxDepth: number): ParsedJson {
  const fault = findFault(text, maxDepth);
  if (fault !== null) return { ok: false, ...fault };
  return { ok: true, value: JSON.parse(text) as JsonValue };
}

/** What may stand next: `first-` directly behind an opening bracket, where the closing one may stand too. */
type Wanted = 'value' | 'first-value' | 'name' | 'first-name' | 'after-value' | 'end';

interface Walk {
  readonly text: string;
  readonly maxDepth: number;
  at: number;
  wanted: Wanted;
  /** The brackets that are open. */
  readonly open: ('{' | '[')[];
  /** The names of each open object so far. */
  readonly names: Set<string>[];
}

/** Walks over the tokens without building anything. */
function findFault(text: string, maxDepth: number): SyntaxFault | null {
  const walk: Walk = { text, maxDepth, at: 0, wanted: 'value', open: [], names: [] };
  for (;;) {
    walk.at = behindBlank(text, walk.at);
    if (walk.wanted === 'end')
      return walk.at === text.length ? null : { offset: walk.at, expected: 'the end' };
    const expected = takeNext(walk);
    if (expected !== null) return { offset: walk.at, expected };
  }
}

/** Takes what stands next, or says what should. */
function takeNext(walk: Walk): string | null {
  const symbol = walk.text[walk.at] ?? '';
  if (walk.wanted === 'after-value') return takeSeparator(walk, symbol);
  if (walk.wanted === 'first-name' && symbol === '}') return close(walk);
  if (walk.wanted === 'first-value' && symbol === ']') return close(walk);
  if (walk.wanted === 'name' || walk.wanted === 'first-name') return takeName(walk, symbol);
  return takeValue(walk, symbol);
}

function takeSeparator(walk: Walk, symbol: string): string | null {
  const inside = walk.open.at(-1) ?? '[';
  const closing = inside === '{' ? '}' : ']';
  if (symbol === closing) return close(walk);
  if (symbol !== ',') return `"," or "${closing}"`;
  walk.wanted = inside === '{' ? 'name' : 'value';
  walk.at += 1;
  return null;
}

function close(walk: Walk): null {
  if (walk.open.pop() === '{') walk.names.pop();
  walk.at += 1;
  walk.wanted = walk.open.length === 0 ? 'end' : 'after-value';
  return null;
}

function takeName(walk: Walk, symbol: string): string | null {
  const end = symbol === '"' ? behindString(walk.text, walk.at) : -1;
  if (end === -1) return 'the name of a member in quotation marks';
  if (isTwin(walk, end)) return 'a name that the object does not have yet';
  walk.at = behindBlank(walk.text, end);
  if (walk.text[walk.at] !== ':') return '":"';
  walk.at += 1;
  walk.wanted = 'value';
  return null;
}

/** Remembers the name that ends there; true if its object has it already. */
function isTwin(walk: Walk, end: number): boolean {
  const written = walk.text.slice(walk.at + 1, end - 1);
  const name = written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written;
  const names = walk.names.at(-1);
  if (names?.has(name) === true) return true;
  names?.add(name);
  return false;
}

function takeValue(walk: Walk, symbol: string): string | null {
  if (symbol === '{' || symbol === '[') return openBracket(walk, symbol);
  const end = symbol === '"' ? behindString(walk.text, walk.at) : behindLiteral(walk.text, walk.at);
  if (end === -1) return symbol === '"' ? 'a whole string' : 'a value';
  if (symbol !== '"' && isEndless(walk.text.slice(walk.at, end))) return 'a number below 1.8e308';
  walk.at = end;
  walk.wanted = walk.open.length === 0 ? 'end' : 'after-value';
  return null;
}

function isEndless(literalText: string): boolean {
  return Math.abs(Number(literalText)) === Number.POSITIVE_INFINITY;
}

function openBracket(walk: Walk, symbol: '{' | '['): string | null {
  if (walk.open.length >= walk.maxDepth) return `at most ${walk.maxDepth} levels`;
  walk.open.push(symbol);
  if (symbol === '{') walk.names.push(new Set());
  walk.wanted = symbol === '{' ? 'first-name' : 'first-value';
  walk.at += 1;
  return null;
}

function behindBlank(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return at;
}

const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** The offset behind a string that begins at one; -1 if it does not end, or holds what JSON forbids. */
function behindString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) return at + 1;
    if (unit < 0x20) return -1;
    const width = unit === 0x5c ? escapeWidth(text, at) : 1;
    if (width === -1) return -1;
    at += width;
  }
  return -1;
}

function escapeWidth(text: string, at: number): number {
  escaped.lastIndex = at;
  return escaped.test(text) ? escaped.lastIndex - at : -1;
}

const literal = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

function behindLiteral(text: string, at: number): number {
  literal.lastIndex = at;
  return literal.test(text) ? literal.lastIndex : -1;
}
