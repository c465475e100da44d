/**
 * What the same 45 keys type in each country, from the row of digits down; first without, then with Shift. A scanner of one
 * layout at a device of another presses the right keys, and the device reads them wrongly.
 */
const layouts = {
  US: ["1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./", '!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'],
  DE: ['1234567890ß´qwertzuiopü+asdfghjklöäyxcvbnm,.-', '!"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄYXCVBNM;:_'],
  FR: ['&é"\'(-è_çà)=azertyuiop^$qsdfghjklmùwxcvbn,;:!', '1234567890°+AZERTYUIOP¨£QSDFGHJKLM%WXCVBN?./§'],
  ES: ["1234567890'¡qwertyuiop`+asdfghjklñ´zxcvbnm,.-", '!"·$%&/()=?¿QWERTYUIOP^*ASDFGHJKLÑ¨ZXCVBNM;:_'],
} as const;

export type Layout = keyof typeof layouts;
export const layoutNames = Object.keys(layouts) as Layout[];

/** What a device of one layout reads when a scanner of another types `text`; null if the scanner has no key for it. */
export function typedAcross(text: string, scanner: Layout, device: Layout): string | null {
  let read = '';
  for (const character of text) {
    const key = keyOf(character, scanner);
    if (key === null) return null;
    read += layouts[device][key.shift][key.index] ?? '';
  }
  return read;
}

function keyOf(character: string, layout: Layout): { shift: 0 | 1; index: number } | null {
  for (const shift of [0, 1] as const) {
    const index = layouts[layout][shift].indexOf(character);
    if (index !== -1) return { shift, index };
  }
  return null;
}
