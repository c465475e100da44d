/** Bits of the character sets (GS1 General Specifications 7.11 and 7.9.5). */
export const characterSet = {
  /** Digits. */
  numeric: 1,
  /** Figure 7.11-1. */
  cset82: 2,
  /** Figure 7.11-2. */
  cset39: 4,
  /** File-safe and URI-safe base64, without its padding (figure 7.11-3). */
  cset64: 8,
  /** Check character pairs (figure 7.9.5-2). */
  cset32: 16,
  hex: 32,
} as const;

const digits = '0123456789';
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lower = 'abcdefghijklmnopqrstuvwxyz';

/** In the order of the values that the check character pair gives them. */
export const cset82 = `!"%&'()*+,-./${digits}:;<=>?${upper}_${lower}`;
export const cset32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

const setsOf = new Uint8Array(128);

function add(characters: string, set: number): void {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    setsOf[code] = (setsOf[code] ?? 0) | set;
  }
}

add(digits, characterSet.numeric);
add(cset82, characterSet.cset82);
add(`#-/${digits}${upper}`, characterSet.cset39);
add(`-_${digits}${upper}${lower}`, characterSet.cset64);
add(cset32, characterSet.cset32);
add(`${digits}ABCDEFabcdef`, characterSet.hex);

/** The index of the first character from `start` to before `end` that is in none of the sets; -1 if there is none. */
export function firstOutside(text: string, start: number, end: number, sets: number): number {
  for (let at = start; at < end; at++) {
    if (((setsOf[text.charCodeAt(at)] ?? 0) & sets) === 0) return at;
  }
  return -1;
}
