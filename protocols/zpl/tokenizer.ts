/** A command as it came: `^FO20,30` is prefix ^, code FO and data 20,30. */
export type ZplToken =
  | {
      readonly kind: 'command';
      /** ^ for format commands, ~ for control commands, whatever characters were set for them. */
      readonly prefix: '^' | '~';
      /** Two characters, upper case; of ^A the second is the font. */
      readonly code: string;
      readonly data: Uint8Array;
      /** As it came, for those who pass it on. */
      readonly raw: Uint8Array;
      readonly offset: number;
    }
  /** A line that belongs to no command: Set-Get-Do, or text that a printer ignores. */
  | { readonly kind: 'line'; readonly text: string; readonly offset: number }
  | { readonly kind: 'fault'; readonly offset: number; readonly field: string; readonly expected: string };

export interface ZplTokenizer {
  push(chunk: Uint8Array): ZplToken[];
  /** The stream is over: what has begun comes as it is. */
  end(): ZplToken[];
}

const caret = 0x5e;
const tilde = 0x7e;
const comma = 0x2c;
const lineFeed = 0x0a;
/** RS and DLE may stand in for caret and tilde (ZPL II Programming Guide, Basic ZPL Exercises). */
const recordSeparator = 0x1e;
const dataLinkEscape = 0x10;

/**
 * How many characters of data these commands have: they work as soon as the last one has come, so a printer that waits for the
 * next prefix would never answer.
 */
const exactLengths = new Map<string, number>([
  ...['^XA', '^XZ', '^FS'].map((code) => [code, 0] as const),
  ...'HS HI HM HD JA JB JC JD JE JF JG JI JL JN JO JP JQ JR JX PH PL PP PR PS WC'
    .split(' ')
    .map((code) => [`~${code}`, 0] as const),
  ...['^CC', '~CC', '^CT', '~CT', '^CD', '~CD'].map((code) => [code, 1] as const),
  ['~HQ', 2],
  ['~WQ', 2],
]);

/** Graphics whose data is counted bytes, in which nothing is a prefix: after how many delimiters, and which field counts. */
const countedData = new Map<
  string,
  { delimiters: number; formatAt: number; formats: string; countAt: number }
>([
  ['^GF', { delimiters: 4, formatAt: 0, formats: 'BC', countAt: 1 }],
  ['~DY', { delimiters: 5, formatAt: 1, formats: 'BC', countAt: 3 }],
]);

type CountedData = NonNullable<ReturnType<typeof countedData.get>>;

const exclamation = 0x21;
const longestLine = 1024;
/** No parameters before counted data are longer. */
const longestParameters = 64;
const nothing: readonly ZplToken[] = [];
const latin1 = (bytes: readonly number[]) => String.fromCharCode(...bytes);

type Mode = 'between' | 'code' | 'data';

/**
 * Cuts a byte stream into ZPL commands as a printer does: either prefix ends the command before it, ^CC, ^CT and ^CD change
 * what the prefixes and the delimiter are. It keeps at most `maxDataBytes` of a command, and reads the same however the bytes are split.
 */
export function createZplTokenizer(maxDataBytes = 1 << 20): ZplTokenizer {
  let format = caret;
  let control = tilde;
  let delimiter = comma;
  let mode: Mode = 'between';
  let inFormat = false;
  let offset = 0;
  let start = 0;
  let prefix: '^' | '~' = '^';
  let held: number[] = [];
  let delimiters = 0;
  let counted = 0;
  let overlong = false;
  let name = '';
  let exact: number | undefined;
  let counting: CountedData | undefined;

  const prefixOf = (byte: number): '^' | '~' | null => {
    if (byte === format || (byte === recordSeparator && format === caret)) return '^';
    return byte === control || (byte === dataLinkEscape && control === tilde) ? '~' : null;
  };

  const begin = (next: '^' | '~', byte: number) => {
    mode = 'code';
    prefix = next;
    start = offset;
    held = [byte];
    delimiters = 0;
    counted = 0;
    overlong = false;
  };

  /** The command is complete. What a prefix change says holds from the next byte on. */
  const finish = (): ZplToken => {
    const data = Uint8Array.from(held.slice(3));
    const token: ZplToken = {
      kind: 'command',
      prefix,
      code: name,
      data,
      raw: Uint8Array.from(held),
      offset: start,
    };
    const [changed] = data;
    if (name === 'CC') format = changed ?? format;
    else if (name === 'CT') control = changed ?? control;
    else if (name === 'CD') delimiter = changed ?? delimiter;
    else if (name === 'XA' || name === 'XZ') inFormat = name === 'XA';
    mode = 'between';
    held = [];
    start = offset + 1;
    return token;
  };

  const takeBetween = (byte: number): readonly ZplToken[] => {
    const next = prefixOf(byte);
    if (next !== null) {
      const before = line();
      begin(next, byte);
      return before;
    }
    // Within a format, what is no command is nothing.
    if (inFormat) return nothing;
    if (held.length === 0) start = offset;
    if (byte === lineFeed) return line();
    if (held.length < longestLine) held.push(byte);
    return nothing;
  };

  const line = (): readonly ZplToken[] => {
    const text = latin1(held).trim();
    held = [];
    return text === '' ? nothing : [{ kind: 'line', text, offset: start }];
  };

  const takeCode = (byte: number): readonly ZplToken[] => {
    const next = prefixOf(byte);
    if (next !== null || byte <= 0x20 || byte > 0x7e) {
      const fault: ZplToken = {
        kind: 'fault',
        offset: start,
        field: 'code',
        expected: 'two characters behind the prefix',
      };
      mode = 'between';
      held = [];
      return [fault, ...takeBetween(byte)];
    }
    held.push(byte);
    if (held.length < 3) return nothing;
    mode = 'data';
    name = latin1(held.slice(1, 3)).toUpperCase();
    exact = exactLengths.get(prefix + name);
    counting = countedData.get(prefix + name);
    return exact === 0 ? [finish()] : nothing;
  };

  const takeData = (byte: number): readonly ZplToken[] => {
    if (counted > 0) {
      counted -= 1;
      const kept = keep(byte);
      return counted === 0 ? [...kept, ...(overlong ? drop() : [finish()])] : kept;
    }
    if (exact !== undefined) {
      held.push(byte);
      return held.length === 3 + exact ? [finish()] : nothing;
    }
    const next = prefixOf(byte);
    // Outside a format a new line with ! begins a Set-Get-Do command.
    const isLine = byte === exclamation && !inFormat && held.at(-1) === lineFeed;
    if (next !== null || isLine) return [...(overlong ? drop() : [finishBefore()]), ...takeBetween(byte)];
    if (byte === delimiter) {
      delimiters += 1;
      counted = countOf();
    }
    return keep(byte);
  };

  /** The byte at hand is not part of the command. */
  const finishBefore = (): ZplToken => {
    const token = finish();
    start = offset;
    return token;
  };

  const drop = (): readonly ZplToken[] => {
    mode = 'between';
    held = [];
    return nothing;
  };

  const keep = (byte: number): readonly ZplToken[] => {
    if (held.length < maxDataBytes + 3) {
      held.push(byte);
      return nothing;
    }
    if (overlong) return nothing;
    overlong = true;
    return [{ kind: 'fault', offset: start, field: name, expected: `at most ${maxDataBytes} bytes of data` }];
  };

  /** How many bytes of counted data begin behind this delimiter. */
  const countOf = (): number => {
    if (counting?.delimiters !== delimiters || held.length > longestParameters) return 0;
    const fields = latin1(held.slice(3)).split(String.fromCharCode(delimiter));
    const formatOf = (fields[counting.formatAt] ?? '').trim().toUpperCase();
    const count = fields[counting.countAt] ?? '';
    if (formatOf === '' || !counting.formats.includes(formatOf) || !/^\d{1,8}$/.test(count)) return 0;
    return Number(count);
  };

  const take = { between: takeBetween, code: takeCode, data: takeData };
  return {
    push: (chunk) => {
      const tokens: ZplToken[] = [];
      for (const byte of chunk) {
        tokens.push(...take[mode](byte));
        offset += 1;
      }
      return tokens;
    },
    end: () => {
      if (mode === 'data' && !overlong) return [finish()];
      if (mode === 'between') return [...line()];
      mode = 'between';
      held = [];
      return [];
    },
  };
}
