/** What a symbology identifier says (ISO/IEC 15424; GS1 General Specifications, figure 5.1.3-1). */
export interface Symbology {
  /** The three characters that the scanner sent, such as `]C1`. */
  readonly identifier: string;
  readonly name: string;
  /** It promises GS1 element strings: FNC1 stood in the first position of the symbol. */
  readonly elementStrings: boolean;
}

/** Name of each symbology by its code character, and the modifiers that it has. */
const symbologies: Readonly<Record<string, readonly [name: string, modifiers: string]>> = {
  A: ['Code 39', '0123457'],
  B: ['Telepen', '0124'],
  C: ['Code 128', '0124'],
  D: ['Code One', '0123'],
  E: ['EAN/UPC', '01234'],
  F: ['Codabar', '0124'],
  G: ['Code 93', '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm'],
  H: ['Code 11', '0138'],
  I: ['Interleaved 2 of 5', '013'],
  J: ['DotCode', '012345'],
  K: ['Code 16K', '0124'],
  L: ['PDF417', '012345'],
  M: ['MSI', '0123'],
  N: ['Anker', '0'],
  O: ['Codablock', '01456F'],
  P: ['Plessey', '0'],
  Q: ['QR Code', '0123456'],
  R: ['Straight 2 of 5 (two-bar start and stop)', '013'],
  S: ['Straight 2 of 5 (three-bar start and stop)', '0'],
  T: ['Code 49', '0124'],
  U: ['MaxiCode', '0123'],
  X: ['Other barcode', '0123456789ABCDEF'],
  Z: ['No barcode', '0123456789'],
  c: ['Channel Code', '0123456789'],
  d: ['Data Matrix', '0123456'],
  e: ['GS1 DataBar or Composite', '0123'],
  g: ['Grid Matrix', '0123456789'],
  h: ['Han Xin Code', '0123'],
  o: ['OCR', '0123'],
  p: ['PosiCode', '012'],
  s: ['SuperCode', '01'],
  z: ['Aztec Code', '0123456789ABC'],
};

const withElementStrings: Readonly<Record<string, string>> = {
  ']C1': 'GS1-128',
  ']e0': 'GS1 DataBar or GS1 Composite',
  ']d2': 'GS1 DataMatrix',
  ']Q3': 'GS1 QR Code',
  ']J1': 'GS1 DotCode',
};

const markedStart = /^\](?:C1|e0|d2|Q3|J1)/;

/** True if the text begins with a symbology identifier that promises element strings. */
export function promisesElementStrings(text: string): boolean {
  // Most readings begin otherwise: this is asked of each.
  return text.charCodeAt(0) === 93 && markedStart.test(text);
}

/** The symbology identifier with which a reading begins; undefined if it begins with none. */
export function symbologyOf(text: string): Symbology | undefined {
  if (!text.startsWith(']')) return undefined;
  const identifier = text.slice(0, 3);
  const gs1 = withElementStrings[identifier];
  if (gs1 !== undefined) return { identifier, name: gs1, elementStrings: true };
  const code = identifier.charAt(1);
  const known = Object.hasOwn(symbologies, code) ? symbologies[code] : undefined;
  if (known === undefined || identifier.length < 3 || !known[1].includes(identifier.charAt(2))) {
    return undefined;
  }
  return { identifier, name: known[0], elementStrings: false };
}
