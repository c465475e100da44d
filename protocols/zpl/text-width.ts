/**
 * How wide characters of font 0 are, in thousandths of the font height: the greatest advance of each group in bold condensed
 * sans-serif fonts as printers have them, with some to spare. A printer's own font is not known here.
 */
const groups: readonly (readonly [characters: RegExp, width: number])[] = [
  [/^[!"'(),./:;I[\]\\`fijlt|{}1 ·°]$/u, 350],
  [/^[%@WMm&\-w—–ÆŒ…]$/u, 860],
  [/^[a-z0-9#$*+<=>?^_~J]$/u, 530],
  [/^[A-Z]$/u, 640],
];
const digit = 530;
const latin = 640;
const wide = 1050;

/** Width of one line of text at this font height, in dots; rather too wide than too narrow. */
export function textWidth(text: string, heightDots: number): number {
  let thousandths = 0;
  for (const character of text) thousandths += widthOf(character);
  return Math.ceil((thousandths * heightDots) / 1000);
}

/** How far accents of capitals rise above the origin of a line of this font height, in dots; 0 where there can be none. */
export function accentRise(text: string, heightDots: number): number {
  return /^[ -~]*$/.test(text) ? 0 : mostRise(heightDots);
}

/** As `accentRise`, for any text. */
export function mostRise(heightDots: number): number {
  return Math.ceil(heightDots / 4);
}

function widthOf(character: string): number {
  if (/^\d$/.test(character)) return digit;
  for (const [characters, width] of groups) if (characters.test(character)) return width;
  return (character.codePointAt(0) ?? 0) <= 0x24f ? latin : wide;
}

/** Lines of at most `widthDots`, broken between words, and within a word only where it is longer than a line, then behind a hyphen if it has one. */
export function wrap(text: string, widthDots: number, heightDots: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, heightDots) <= widthDots) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, widthDots, heightDots);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line === '' ? lines : [...lines, line];
}

function breakWord(word: string, widthDots: number, heightDots: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && textWidth(piece + character, heightDots) > widthDots) {
      const end = breakAfter(piece);
      pieces.push(piece.slice(0, end));
      piece = piece.slice(end);
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** Behind the last hyphen or slash in the right half of a piece, where numbers and compounds are read on most easily; else at its end. */
function breakAfter(piece: string): number {
  const end = Math.max(...['-', '/', '_', '.'].map((mark) => piece.lastIndexOf(mark))) + 1;
  return end > piece.length / 2 ? end : piece.length;
}

/** The text as far as it goes into one line, with an ellipsis where something is missing. */
export function shorten(text: string, widthDots: number, heightDots: number): string {
  if (textWidth(text, heightDots) <= widthDots) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join('')}…`, heightDots) > widthDots)
    characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
