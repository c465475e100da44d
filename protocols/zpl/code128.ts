/** FNC1 within an element string, as scanners transmit it (GS1 General Specifications 7.8.6). */
const groupSeparator = '\x1d';

interface Code128 {
  /** Data for ^BC in mode N, with the invocation codes of ZPL (ZPL II Programming Guide, ^BC, Code 128 Invocation Characters). */
  readonly invocation: string;
  /** Width of the symbol from the first to the last bar, without quiet zones. */
  readonly modules: number;
}

export type Code128Result =
  | { readonly ok: true; readonly symbol: Code128 }
  | { readonly ok: false; readonly offset: number; readonly expected: string };

const invocation = { startB: '>:', startC: '>;', codeB: '>6', fnc1: '>8' } as const;

/** What would be an invocation or a command of its own, as ZPL wants it in subset B. */
const escapes: Readonly<Record<string, string>> = {
  '>': '>0',
  '^': '><',
  '~': '>=',
  [groupSeparator]: invocation.fnc1,
};

/** A GS1-128 symbol holds 48 data characters at most, FNC1 separators included (GS1 General Specifications 5.4.4.6). */
const maxGs1Characters = 48;
const maxCharacters = 80;
/** Start, check and stop character; the stop has two modules more (ISO/IEC 15417). */
const frameModules = 11 + 11 + 13;

/** GS1-128: an element string with GS between elements where one is needed; the leading FNC1 is added here. */
export function gs1Code128(elementString: string): Code128Result {
  if (elementString.length > maxGs1Characters) {
    return { ok: false, offset: maxGs1Characters, expected: `at most ${maxGs1Characters} characters` };
  }
  return encode(elementString, true);
}

/** Plain Code 128: printable ASCII. */
export function code128(text: string): Code128Result {
  if (text.length > maxCharacters) {
    return { ok: false, offset: maxCharacters, expected: `at most ${maxCharacters} characters` };
  }
  return encode(text, false);
}

/**
 * Chooses the subsets by itself instead of leaving it to the printer, so that every firmware prints the same symbol: digits go in
 * pairs (subset C) as long as the data begins with them, the rest goes in subset B and stays there. Printers could go back to
 * subset C, but interpreters of ZPL that are not printers get it wrong, as they do with a single character behind the switch.
 */
function encode(data: string, gs1: boolean): Code128Result {
  const fault = firstForeign(data, gs1);
  if (fault !== null) return { ok: false, offset: fault, expected: 'printable ASCII' };
  if (data === '') return { ok: false, offset: 0, expected: 'at least one character' };
  const inC = leadingPairs(data);
  const head = data.slice(0, inC);
  const rest = data.slice(inC);
  const start = (inC > 0 ? invocation.startC : invocation.startB) + (gs1 ? invocation.fnc1 : '');
  const change = inC > 0 && rest !== '' ? invocation.codeB : '';
  const tail = [...rest].map((character) => escapes[character] ?? character).join('');
  const symbols = (gs1 ? 1 : 0) + symbolsInC(head) + (change === '' ? 0 : 1) + rest.length;
  return {
    ok: true,
    symbol: {
      invocation: start + head.replaceAll(groupSeparator, invocation.fnc1) + change + tail,
      modules: frameModules + 11 * symbols,
    },
  };
}

/** Two digits make one symbol character, and FNC1 makes one. */
function symbolsInC(head: string): number {
  return head.replaceAll(groupSeparator, '..').length / 2;
}

/** How many characters at the start go in subset C: pairs of digits and FNC1; none if it is not worth the switch. */
function leadingPairs(data: string): number {
  let end = 0;
  let lastPair = 0;
  while (isPairOrSeparator(data, end)) {
    if (data[end] !== groupSeparator) lastPair = end;
    end += data[end] === groupSeparator ? 1 : 2;
  }
  if (end === data.length - 1) end = lastPair;
  return end < 4 && end !== data.length ? 0 : end;
}

function firstForeign(data: string, gs1: boolean): number | null {
  const plain = gs1 ? data.replaceAll(groupSeparator, '-') : data;
  const at = plain.search(/[^ -~]/);
  return at === -1 ? null : at;
}

function isPairOrSeparator(data: string, at: number): boolean {
  return data[at] === groupSeparator || /^\d\d$/.test(data.slice(at, at + 2));
}

/** What a scanner reads from the data of a ^BC field: GS for FNC1, without the leading one; for the printed text and for tests. */
export function textOfInvocation(data: string): string {
  const plain: Readonly<Record<string, string>> = { '0': '>', '<': '^', '=': '~', '8': groupSeparator };
  const text = data.replace(/^>[:;9]/, '').replace(/>(.)/g, (_, code: string) => plain[code] ?? '');
  return text.startsWith(groupSeparator) ? text.slice(1) : text;
}
