/** What a symbology identifier says (ISO/IEC 15424; GS1 General Specifications, figure 5.1.3-1). */
export interface Symbology {
  /** The three characters that the scanner sent, such as `]C1`. */
  readonly identifier: string;
  readonly name: string;
  /** It promises GS1 element strings: FNC1 stood in the first position of the symbol. */
  readonly elementStrings: boolean;
}

/** Name of each symbology by its code character. */
const names: ReadonlyMap<string, string> = new Map([
  ['A', 'Code 39'],
  ['B', 'Telepen'],
  ['C', 'Code 128'],
  ['D', 'Code One'],
  ['E', 'EAN/UPC'],
  ['F', 'Codabar'],
  ['G', 'Code 93'],
  ['H', 'Code 11'],
  ['I', 'Interleaved 2 of 5'],
  ['J', 'DotCode'],
  ['K', 'Code 16K'],
  ['L', 'PDF417'],
  ['M', 'MSI'],
  ['N', 'Anker'],
  ['O', 'Codablock'],
  ['P', 'Plessey'],
  ['Q', 'QR Code'],
  ['R', 'Straight 2 of 5 (two-bar start and stop)'],
  ['S', 'Straight 2 of 5 (three-bar start and stop)'],
  ['T', 'Code 49'],
  ['U', 'MaxiCode'],
  ['X', 'Other barcode'],
  ['Z', 'No barcode'],
  ['c', 'Channel Code'],
  ['d', 'Data Matrix'],
  ['e', 'GS1 DataBar or Composite'],
  ['g', 'Grid Matrix'],
  ['h', 'Han Xin Code'],
  ['o', 'OCR'],
  ['p', 'PosiCode'],
  ['s', 'SuperCode'],
  ['z', 'Aztec Code'],
]);

/** Modifiers of two code characters; what scanners send for the others differs too much to be held to the standard. */
const modifiers: ReadonlyMap<string, string> = new Map([
  ['E', '01234'],
  ['X', '0123456789ABCDEF'],
]);
const anyModifier = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

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
  const name = names.get(code);
  const known = (modifiers.get(code) ?? anyModifier).includes(identifier.charAt(2));
  if (name === undefined || identifier.length < 3 || !known) return undefined;
  return { identifier, name, elementStrings: false };
}
