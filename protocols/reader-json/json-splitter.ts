/** Why a piece of the stream is no value. The offset counts bytes from the start of the stream. */
export interface JsonFault {
  readonly offset: number;
  readonly field: string;
  readonly expected: string;
}

export type SplitItem =
  | { readonly kind: 'value'; readonly value: unknown; readonly offset: number }
  | { readonly kind: 'fault'; readonly fault: JsonFault };

export interface SplitLimits {
  /** Of one value, in bytes. */
  readonly maxBytes: number;
  /** How many objects and arrays may stand within each other. */
  readonly maxDepth: number;
}

export const usualLimits: SplitLimits = { maxBytes: 1 << 20, maxDepth: 32 };

export interface JsonSplitter {
  push(chunk: Uint8Array): SplitItem[];
  /** The stream is over; the splitter may be used for the next one. */
  end(): SplitItem[];
}

type Mode = 'between' | 'garbage' | 'value' | 'overlong';

const byteOf = (character: string) => character.charCodeAt(0);
const quote = byteOf('"');
const backslash = byteOf('\\');
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const lineFeed = 0x0a;
/** White space of JSON, a comma, RS (RFC 7464) and the bytes of a byte order mark. */
const separators = new Set([0x20, 0x09, lineFeed, 0x0d, byteOf(','), 0x1e, 0xef, 0xbb, 0xbf]);
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Cuts a byte stream into the JSON objects and arrays in it, whatever stands between them: nothing (`}{`), line ends or commas.
 * Braces within strings do not count. It keeps no more than `maxBytes` of a value and reads the same however the bytes are
 * split; after a fault it goes on with the next value or line.
 */
export function createJsonSplitter(limits: SplitLimits = usualLimits): JsonSplitter {
  const held = createBuffer(limits.maxBytes);
  let mode: Mode = 'between';
  let offset = 0;
  let start = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;

  const fault = (field: string, expected: string, at = start): SplitItem => ({
    kind: 'fault',
    fault: { offset: at, field, expected },
  });

  const begin = () => {
    mode = 'value';
    start = offset;
    depth = 0;
    inString = false;
    escaped = false;
    held.clear();
  };

  /** Between values, and in what is none of them. */
  const outside = (byte: number): SplitItem | null => {
    if (opens(byte)) {
      begin();
      return inside(byte);
    }
    if (separators.has(byte)) {
      if (byte === lineFeed) mode = 'between';
      return null;
    }
    if (mode === 'garbage') return null;
    mode = 'garbage';
    return fault('value', '{ or [', offset);
  };

  const inside = (byte: number): SplitItem | null => {
    if (mode === 'value' && !held.add(byte)) {
      mode = 'overlong';
      advance(byte);
      return fault('value', `at most ${limits.maxBytes} bytes`);
    }
    if (inString && byte < 0x20) {
      // A raw control character is never part of a string: the value was cut off, and another line begins.
      const known = mode === 'overlong';
      mode = byte === lineFeed ? 'between' : 'garbage';
      return known ? null : fault('string', 'a closing quote before the control character', offset);
    }
    const deepest = depth;
    advance(byte);
    if (mode === 'value' && depth > deepest && depth > limits.maxDepth) {
      mode = 'overlong';
      return fault('value', `at most ${limits.maxDepth} levels`);
    }
    if (depth > 0) return null;
    const whole = mode === 'value';
    mode = 'between';
    return whole ? parse(held.bytes()) : null;
  };

  const advance = (byte: number) => {
    if (escaped) escaped = false;
    else if (inString) {
      if (byte === backslash) escaped = true;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (opens(byte)) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) depth -= 1;
  };

  const parse = (bytes: Uint8Array): SplitItem => {
    try {
      return { kind: 'value', value: JSON.parse(utf8.decode(bytes)), offset: start };
    } catch (error) {
      return fault('value', error instanceof SyntaxError ? 'JSON (RFC 8259)' : 'UTF-8');
    }
  };

  return {
    push: (chunk) => {
      const items: SplitItem[] = [];
      for (const byte of chunk) {
        const item = mode === 'value' || mode === 'overlong' ? inside(byte) : outside(byte);
        if (item !== null) items.push(item);
        offset += 1;
      }
      return items;
    },
    end: () => {
      const cut = mode === 'value' ? [fault('value', 'the rest of the value')] : [];
      mode = 'between';
      offset = 0;
      held.clear();
      return cut;
    },
  };
}

function opens(byte: number): boolean {
  return byte === openBrace || byte === openBracket;
}

/** Grows by doubling up to its bound, and gives the memory of a long value back. */
function createBuffer(maxBytes: number) {
  const usualBytes = 4096;
  let bytes = new Uint8Array(Math.min(usualBytes, maxBytes));
  let length = 0;
  return {
    /** False if it is full. */
    add: (byte: number): boolean => {
      if (length === maxBytes) return false;
      if (length === bytes.length) {
        const wider = new Uint8Array(Math.min(bytes.length * 2, maxBytes));
        wider.set(bytes);
        bytes = wider;
      }
      bytes[length++] = byte;
      return true;
    },
    bytes: () => bytes.subarray(0, length),
    clear: () => {
      length = 0;
      if (bytes.length > usualBytes * 16) bytes = new Uint8Array(Math.min(usualBytes, maxBytes));
    },
  };
}
