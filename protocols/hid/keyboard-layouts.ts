import type { OemCodePage } from './alt-codes.ts';

export const layoutNames = ['us', 'uk', 'de', 'fr', 'es', 'it'] as const;
export type LayoutName = (typeof layoutNames)[number];

/** What a key types. Empty: nothing. A combining mark (U+0300 ...) stands for a dead key. */
export interface LayoutKey {
  readonly plain: string;
  readonly shifted: string;
  readonly altGr: string;
  readonly altGrShifted: string;
  /** Caps Lock acts as Shift on it. */
  readonly capsLock: boolean;
}

export interface KeyboardLayout {
  readonly name: LayoutName;
  /** By usage of the keyboard page (HID Usage Tables 10); the key beside Enter has two, 0x31 and 0x32. */
  readonly keys: ReadonlyMap<number, LayoutKey>;
  readonly keypadDecimal: string;
  readonly oemCodePage: OemCodePage;
  readonly hasAltGr: boolean;
}

/** The keys in the order in which the tables below list them: digit row, three letter rows, space. */
// biome-ignore format: one line for each row of the keyboard
const keyOrder = [
  0x35, 0x1e, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2d, 0x2e,
  0x14, 0x1a, 0x08, 0x15, 0x17, 0x1c, 0x18, 0x0c, 0x12, 0x13, 0x2f, 0x30,
  0x04, 0x16, 0x07, 0x09, 0x0a, 0x0b, 0x0d, 0x0e, 0x0f, 0x33, 0x34, 0x32,
  0x64, 0x1d, 0x1b, 0x06, 0x19, 0x05, 0x11, 0x10, 0x36, 0x37, 0x38,
  0x2c,
];

interface LayoutTable {
  /** One character for each key of `keyOrder`; `none` for nothing. */
  readonly plain: string;
  readonly shifted: string;
  /** By the plain character of the key. */
  readonly altGr: Readonly<Record<string, string>>;
  readonly altGrShifted?: Readonly<Record<string, string>>;
  /** Keys beside the letters that Caps Lock shifts, by their plain character. */
  readonly capsLock: string;
  readonly keypadDecimal: string;
  readonly oemCodePage: OemCodePage;
}

const grave = '\u0300';
const acute = '\u0301';
const circumflex = '\u0302';
const tilde = '\u0303';
const diaeresis = '\u0308';
const none = '\0';

/**
 * The layouts as Windows has them, since that is what scanners imitate (kbdus, kbduk, kbdgr, kbdfr, kbdsp, kbdit). They
 * differ from those of Linux in what AltGr types and in Caps Lock, which shifts digits too on German and French keyboards.
 */
const tables: Readonly<Record<LayoutName, LayoutTable>> = {
  us: {
    plain: "`1234567890-=qwertyuiop[]asdfghjkl;'\\\\zxcvbnm,./ ",
    shifted: '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"||ZXCVBNM<>? ',
    altGr: {},
    capsLock: '',
    keypadDecimal: '.',
    oemCodePage: 'cp437',
  },
  uk: {
    plain: "`1234567890-=qwertyuiop[]asdfghjkl;'#\\zxcvbnm,./ ",
    shifted: '¬!"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@~|ZXCVBNM<>? ',
    altGr: { '`': '¦', '4': '€', a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú' },
    altGrShifted: { a: 'Á', e: 'É', i: 'Í', o: 'Ó', u: 'Ú' },
    capsLock: '',
    keypadDecimal: '.',
    oemCodePage: 'cp850',
  },
  de: {
    plain: `${circumflex}1234567890ß${acute}qwertzuiopü+asdfghjklöä#<yxcvbnm,.- `,
    shifted: `°!"§$%&/()=?${grave}QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_ `,
    altGr: {
      '2': '²',
      '3': '³',
      '7': '{',
      '8': '[',
      '9': ']',
      '0': '}',
      ß: '\\',
      q: '@',
      e: '€',
      '+': '~',
      '<': '|',
      m: 'µ',
    },
    capsLock: '1234567890ß+#,.',
    keypadDecimal: ',',
    oemCodePage: 'cp850',
  },
  fr: {
    plain: `²&é"'(-è_çà)=azertyuiop${circumflex}$qsdfghjklmù*<wxcvbn,;:! `,
    shifted: `${none}1234567890°+AZERTYUIOP${diaeresis}£QSDFGHJKLM%µ>WXCVBN?./§ `,
    altGr: {
      é: tilde,
      '"': '#',
      "'": '{',
      '(': '[',
      '-': '|',
      è: grave,
      _: '\\',
      ç: '^',
      à: '@',
      ')': ']',
      '=': '}',
      e: '€',
      $: '¤',
    },
    capsLock: `&é"'(-è_çà)=$ù*,;:!`,
    keypadDecimal: '.',
    oemCodePage: 'cp850',
  },
  es: {
    plain: `º1234567890'¡qwertyuiop${grave}+asdfghjklñ${acute}ç<zxcvbnm,.- `,
    shifted: `ª!"·$%&/()=?¿QWERTYUIOP${circumflex}*ASDFGHJKLÑ${diaeresis}Ç>ZXCVBNM;:_ `,
    altGr: {
      º: '\\',
      '1': '|',
      '2': '@',
      '3': '#',
      '4': tilde,
      '5': '€',
      '6': '¬',
      e: '€',
      [grave]: '[',
      '+': ']',
      [acute]: '{',
      ç: '}',
    },
    capsLock: '',
    keypadDecimal: '.',
    oemCodePage: 'cp850',
  },
  it: {
    plain: "\\1234567890'ìqwertyuiopè+asdfghjklòàù<zxcvbnm,.- ",
    shifted: '|!"£$%&/()=?^QWERTYUIOPé*ASDFGHJKLç°§>ZXCVBNM;:_ ',
    altGr: { '5': '€', e: '€', è: '[', '+': ']', ò: '@', à: '#' },
    altGrShifted: { è: '{', '+': '}' },
    capsLock: '',
    keypadDecimal: '.',
    oemCodePage: 'cp850',
  },
};

export const keyboardLayouts: Readonly<Record<LayoutName, KeyboardLayout>> = {
  us: layoutOf('us'),
  uk: layoutOf('uk'),
  de: layoutOf('de'),
  fr: layoutOf('fr'),
  es: layoutOf('es'),
  it: layoutOf('it'),
};

function layoutOf(name: LayoutName): KeyboardLayout {
  const table = tables[name];
  const keys = new Map(keyOrder.map((usage, index) => [usage, keyOf(table, index)]));
  const besideEnter = keys.get(0x32);
  if (besideEnter !== undefined) keys.set(0x31, besideEnter);
  const { keypadDecimal, oemCodePage } = table;
  return { name, keys, keypadDecimal, oemCodePage, hasAltGr: Object.keys(table.altGr).length > 0 };
}

function keyOf(table: LayoutTable, index: number): LayoutKey {
  const at = (row: string) => (row[index] ?? none).replace(none, '');
  const plain = at(table.plain);
  const shifted = at(table.shifted);
  const isLetter = plain !== shifted && plain.toUpperCase() === shifted;
  return {
    plain,
    shifted,
    altGr: table.altGr[plain] ?? '',
    altGrShifted: table.altGrShifted?.[plain] ?? '',
    capsLock: isLetter || (plain !== '' && table.capsLock.includes(plain)),
  };
}

/** The accent of a dead key alone, as a space after it types it. */
const spacing: Readonly<Record<string, string>> = {
  [grave]: '`',
  [acute]: '´',
  [circumflex]: '^',
  [tilde]: '~',
  [diaeresis]: '¨',
};

const composable: Readonly<Record<string, string>> = {
  [grave]: 'aeiouAEIOU',
  [acute]: 'aeiouyAEIOUY',
  [circumflex]: 'aeiouAEIOU',
  [tilde]: 'anoANO',
  [diaeresis]: 'aeiouyAEIOU',
};

export function isDeadKey(character: string): boolean {
  return character in spacing;
}

/** What a dead key and the character after it type together: `é`, the accent for a space, else the one behind the other. */
export function composeDeadKey(mark: string, character: string): string {
  const accent = spacing[mark] ?? '';
  if (character === ' ') return accent;
  return composable[mark]?.includes(character) && character !== ''
    ? (character + mark).normalize('NFC')
    : accent + (spacing[character] ?? character);
}
