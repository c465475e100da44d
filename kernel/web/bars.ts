/** Widths in modules, beginning with a bar, then alternating; `quiet` modules of margin on either side. */
export interface Bars {
  readonly widths: readonly number[];
  readonly quiet: number;
}

function digitsOf(text: string): number[] {
  return Array.from(text, Number);
}

/**
 * Code 128 (ISO/IEC 15417): element widths of the values 0 to 105; the stop pattern follows apart.
 */
const code128Patterns =
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'.split(
    ' ',
  );
const code128Stop = '2331112';
const [codeB, codeC, fnc1, startB, startC] = [100, 99, 102, 104, 105];

/** The symbol values of a text, without check and stop. `gs1` puts FNC1 first, and GS inside becomes FNC1. */
function code128Values(text: string, gs1: boolean): number[] {
  const values: number[] = [];
  let set: 'B' | 'C' | null = null;
  const enter = (wanted: 'B' | 'C') => {
    if (set === wanted) return;
    if (set === null) values.push(wanted === 'C' ? startC : startB);
    else values.push(wanted === 'C' ? codeC : codeB);
    set = wanted;
  };
  for (let at = 0; at < text.length; ) {
    const run = /^\d*/.exec(text.slice(at))?.[0].length ?? 0;
    // Set C pays from four digits on, or where it is already on; an odd digit goes before it in set B.
    const pairs = set === 'C' ? run >= 2 : run >= 4 && run % 2 === 0;
    enter(pairs ? 'C' : 'B');
    if (values.length === 1 && gs1) values.push(fnc1);
    const character = text.charCodeAt(at);
    if (pairs) values.push(Number(text.slice(at, at + 2)));
    else values.push(character === 0x1d ? fnc1 : character - 32);
    at += pairs ? 2 : 1;
  }
  return values;
}

/**
 * Code 128 of printable ASCII (and GS within GS1-128).
 *
 * @returns null if the text holds other characters, or is too long to be read from a screen.
 */
export function code128(text: string, gs1 = false): Bars | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: GS separates elements of GS1-128.
  if (text === '' || text.length > 48 || !(gs1 ? /^[\x1d\x20-\x7e]+$/ : /^[\x20-\x7e]+$/).test(text)) {
    return null;
  }
  const values = code128Values(text, gs1);
  const check = values.reduce((sum, value, index) => sum + value * Math.max(1, index), 0) % 103;
  const symbols = [...values, check].map((value) => code128Patterns[value] ?? '').concat(code128Stop);
  return { widths: symbols.flatMap(digitsOf), quiet: 10 };
}

/** Set A of EAN (GS1 General Specifications 5.2); B is its mirror image, and which of the two says the first digit. */
const eanPatterns = ['3211', '2221', '2122', '1411', '1132', '1231', '1114', '1312', '1213', '3112'];
const eanParities = [
  'AAAAAA',
  'AABABB',
  'AABBAB',
  'AABBBA',
  'ABAABB',
  'ABBAAB',
  'ABBBAA',
  'ABABAB',
  'ABABBA',
  'ABBABA',
];

/** EAN-13 of 13 digits; their check digit is drawn as given. */
export function ean13(digits: string): Bars | null {
  if (!/^\d{13}$/.test(digits)) return null;
  const [first = 0, ...rest] = digitsOf(digits);
  const parity = eanParities[first] ?? '';
  const symbols = rest.map((digit, index) => {
    const pattern = digitsOf(eanPatterns[digit] ?? '');
    return parity[index] === 'B' ? pattern.reverse() : pattern;
  });
  const widths = [[1, 1, 1], ...symbols.slice(0, 6), [1, 1, 1, 1, 1], ...symbols.slice(6), [1, 1, 1]];
  return { widths: widths.flat(), quiet: 9 };
}

/** Interleaved 2 of 5: the two wide elements of each digit. */
const itfPatterns = [
  '11221',
  '21112',
  '12112',
  '22111',
  '11212',
  '21211',
  '12211',
  '11122',
  '21121',
  '12121',
];

/** ITF-14 of 14 digits; their check digit is drawn as given. */
export function itf14(digits: string): Bars | null {
  if (!/^\d{14}$/.test(digits)) return null;
  const pairs = digits.match(/../g) ?? [];
  const body = pairs.flatMap((pair) => {
    const [bars = [], spaces = []] = digitsOf(pair).map((digit) => digitsOf(itfPatterns[digit] ?? ''));
    return bars.flatMap((bar, index) => [wide(bar), wide(spaces[index] ?? 1)]);
  });
  return { widths: [1, 1, 1, 1, ...body, wide(2), 1, 1], quiet: 10 };
}

function wide(element: number): number {
  return element === 2 ? 2.5 : 1;
}

/** The symbol that a scanner would have read this text from: EAN-13, ITF-14, GS1-128 for `]C1...`, else Code 128. */
export function barsOf(text: string): Bars | null {
  const gs1 = /^\](?:C1|d2|e0|Q3)/.test(text);
  const content = gs1 ? text.slice(3) : text;
  return (gs1 ? null : (ean13(content) ?? itf14(content))) ?? code128(content, gs1);
}
