import { type Code128Result, code128, gs1Code128 } from './code128.ts';
import { blockData, blockText, fieldData, maxFieldBytes, utf8Of } from './field-data.ts';
import { dataMatrixData, dataMatrixSide, type QrCorrection, qrData, qrSide } from './matrix-codes.ts';
import { accentRise, textWidth } from './text-width.ts';

/** Turned clockwise by quarters. */
type Rotation = 'N' | 'R' | 'I' | 'B';

interface Placed {
  /** Upper left corner, in dots. */
  readonly x: number;
  readonly y: number;
}

interface TextElement extends Placed {
  readonly kind: 'text';
  readonly text: string;
  readonly heightDots: number;
  /** Width of the characters; the printer's proportion without it. */
  readonly widthDots?: number;
  readonly rotation?: Rotation;
  /** White on what is black underneath. */
  readonly reverse?: boolean;
}

/** Text that the printer wraps by itself. */
interface BlockElement extends Placed {
  readonly kind: 'block';
  readonly text: string;
  readonly heightDots: number;
  readonly blockWidthDots: number;
  readonly maxLines: number;
  readonly align: 'left' | 'centre' | 'right' | 'justified';
}

export interface Code128Element extends Placed {
  /** The data of gs1-128 is an element string with GS between elements, without leading FNC1. */
  readonly kind: 'code128' | 'gs1-128';
  readonly data: string;
  /** Width of the narrowest bar, 1 to 10. */
  readonly moduleDots: number;
  readonly heightDots: number;
  readonly rotation?: Rotation;
}

interface DataMatrixElement extends Placed {
  readonly kind: 'data-matrix' | 'gs1-data-matrix';
  readonly data: string;
  readonly moduleDots: number;
}

/** GS1 data goes into a QR Code as a Digital Link URI: how FNC1 is written in ^BQ is not part of the programming guide. */
interface QrElement extends Placed {
  readonly kind: 'qr';
  readonly data: string;
  /** 1 to 10. */
  readonly moduleDots: number;
  readonly correction: QrCorrection;
}

/** A frame of this thickness; filled where the thickness is the smaller of both sides. */
interface BoxElement extends Placed {
  readonly kind: 'box';
  readonly widthDots: number;
  readonly heightDots: number;
  readonly thicknessDots: number;
}

export type LabelElement =
  | TextElement
  | BlockElement
  | Code128Element
  | DataMatrixElement
  | QrElement
  | BoxElement;

export interface Label {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly elements: readonly LabelElement[];
  /** How many are printed; 1 without it. */
  readonly quantity?: number;
  /** Written to the EPC bank of the tag in the label, as hex of whole words. */
  readonly epc?: string;
}

/** What cannot be printed: which element (counted from 0; null: the label), which field, and what it should be. */
export interface LabelFault {
  readonly element: number | null;
  readonly field: string;
  readonly expected: string;
}

export type BuiltLabel =
  | { readonly ok: true; readonly zpl: string }
  | { readonly ok: false; readonly faults: readonly LabelFault[] };

/** Where an element prints, at the most. */
export interface Box extends Placed {
  readonly widthDots: number;
  readonly heightDots: number;
}

const maxDots = 32_000;
const qrDropDots = 10;
const maxQuantity = 99_999_999;

/** The ZPL of a label, pure ASCII whatever its texts say; or all that is wrong with it. */
export function buildLabel(label: Label): BuiltLabel {
  const faults = [
    ...faultsOfLabel(label),
    ...label.elements.flatMap((element, index) =>
      faultsOf(element, label).map((fault) => ({ ...fault, element: index })),
    ),
  ];
  if (faults.length > 0) return { ok: false, faults };
  const head = `^XA^CI28^PW${label.widthDots}^LL${label.heightDots}^LH0,0^FWN`;
  const lines = label.elements.map(zplOf);
  const tag = label.epc === undefined ? [] : [encodeTag(label.epc)];
  return { ok: true, zpl: [head, ...tag, ...lines, `^PQ${label.quantity ?? 1}`, '^XZ', ''].join('\n') };
}

/** EPCs of 96 bits are the printer's own format; others need the protocol control word adjusted (Zebra RFID Programming Guide, ^RF). */
function encodeTag(epc: string): string {
  const usualDigits = 24;
  return `${epc.length === usualDigits ? '^RFW,H' : '^RFW,H,,,A'}^FD${epc.toUpperCase()}^FS`;
}

type ElementFault = Omit<LabelFault, 'element'>;

function faultsOfLabel({ widthDots, heightDots, quantity = 1, epc }: Label): LabelFault[] {
  const found: LabelFault[] = [];
  const check = (right: boolean, field: string, expected: string) => {
    if (!right) found.push({ element: null, field, expected });
  };
  check(isDots(widthDots, 1), 'widthDots', `a whole number from 1 to ${maxDots}`);
  check(isDots(heightDots, 1), 'heightDots', `a whole number from 1 to ${maxDots}`);
  check(
    Number.isInteger(quantity) && quantity >= 1 && quantity <= maxQuantity,
    'quantity',
    `a whole number from 1 to ${maxQuantity}`,
  );
  check(epc === undefined || /^([0-9A-Fa-f]{4}){1,31}$/.test(epc), 'epc', 'hex of 1 to 31 words');
  return found;
}

function isDots(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least && value <= maxDots;
}

function faultsOf(element: LabelElement, label: Label): ElementFault[] {
  const dots = Object.entries(element).filter(
    ([name]) => name === 'x' || name === 'y' || /Dots$|^maxLines$/.test(name),
  );
  const wrong = dots.find(([name, value]) => !isDots(Number(value), name === 'x' || name === 'y' ? 0 : 1));
  if (wrong !== undefined) return [{ field: wrong[0], expected: `a whole number up to ${maxDots}` }];
  const content = faultOfContent(element);
  if (content !== null) return [content];
  const box = boxOf(element);
  if (box === null) return [{ field: 'data', expected: 'no more than one symbol holds' }];
  if (box.x + box.widthDots > label.widthDots) {
    return [{ field: 'x', expected: `${box.widthDots} dots of width within ${label.widthDots}` }];
  }
  if (box.y < 0 || box.y + box.heightDots > label.heightDots) {
    return [{ field: 'y', expected: `${box.heightDots} dots of height within ${label.heightDots}` }];
  }
  return [];
}

function faultOfContent(element: LabelElement): ElementFault | null {
  switch (element.kind) {
    case 'text':
    case 'block':
      return fits(element.text) ? null : { field: 'text', expected: `at most ${maxFieldBytes} bytes` };
    case 'code128':
    case 'gs1-128': {
      const result = symbolOf(element);
      if (!result.ok) return { field: 'data', expected: `${result.expected} at ${result.offset}` };
      return modulesWithin(element.moduleDots, 10);
    }
    case 'data-matrix':
    case 'gs1-data-matrix':
      if (element.data === '') return { field: 'data', expected: 'at least one character' };
      return fits(dataMatrixData(element.data, true))
        ? null
        : { field: 'data', expected: `at most ${maxFieldBytes} bytes` };
    case 'qr':
      if (element.data === '') return { field: 'data', expected: 'at least one character' };
      return modulesWithin(element.moduleDots, 10);
    case 'box':
      return null;
  }
}

function modulesWithin(moduleDots: number, most: number): ElementFault | null {
  return moduleDots <= most ? null : { field: 'moduleDots', expected: `1 to ${most}` };
}

function fits(text: string): boolean {
  return utf8Of(blockText(text)).length <= maxFieldBytes;
}

function symbolOf({ kind, data }: Code128Element): Code128Result {
  return kind === 'gs1-128' ? gs1Code128(data) : code128(data);
}

/** The area that an element takes at the most; null if its data is more than a symbol holds. */
export function boxOf(element: LabelElement): Box | null {
  const { x, y } = element;
  switch (element.kind) {
    case 'text': {
      const { text, heightDots, widthDots = heightDots, rotation } = element;
      const rise = accentRise(text, heightDots);
      const box = { x, y, widthDots: textWidth(text, widthDots), heightDots: heightDots + rise };
      // Turned text has its accents on another side: there the room is left on both.
      return turned(rotation === undefined || rotation === 'N' ? { ...box, y: y - rise } : box, rotation);
    }
    case 'block':
      return { x, y, widthDots: element.blockWidthDots, heightDots: element.heightDots * element.maxLines };
    case 'code128':
    case 'gs1-128': {
      const result = symbolOf(element);
      if (!result.ok) return null;
      const width = result.symbol.modules * element.moduleDots;
      return turned({ x, y, widthDots: width, heightDots: element.heightDots }, element.rotation);
    }
    case 'data-matrix':
    case 'gs1-data-matrix':
      return square(element, dataMatrixSide(element.data, element.kind === 'gs1-data-matrix'));
    case 'qr': {
      const box = square(element, qrSide(element.data, element.correction));
      // Printers put the symbol below its origin by the bar height of ^BY.
      return box === null ? null : { ...box, heightDots: box.heightDots + qrDropDots };
    }
    case 'box':
      return { x, y, widthDots: element.widthDots, heightDots: element.heightDots };
  }
}

function turned(box: Box, rotation: Rotation = 'N'): Box {
  if (rotation === 'N' || rotation === 'I') return box;
  return { ...box, widthDots: box.heightDots, heightDots: box.widthDots };
}

function square({ x, y, moduleDots }: Placed & { moduleDots: number }, side: number | null): Box | null {
  return side === null ? null : { x, y, widthDots: side * moduleDots, heightDots: side * moduleDots };
}

const justification = { left: 'L', centre: 'C', right: 'R', justified: 'J' } as const;

function zplOf(element: LabelElement): string {
  const origin = `^FO${element.x},${element.y}`;
  switch (element.kind) {
    case 'text': {
      const { heightDots, widthDots = heightDots, rotation = 'N', reverse } = element;
      return `${origin}${reverse ? '^FR' : ''}^A0${rotation},${heightDots},${widthDots}${fieldData(element.text)}`;
    }
    case 'block': {
      const { heightDots, blockWidthDots, maxLines, align } = element;
      const block = `^FB${blockWidthDots},${maxLines},0,${justification[align]},0`;
      return `${origin}^A0N,${heightDots},${heightDots}${block}${blockData(element.text)}`;
    }
    case 'code128':
    case 'gs1-128': {
      const result = symbolOf(element);
      const data = result.ok ? result.symbol.invocation : '';
      const { moduleDots, heightDots, rotation = 'N' } = element;
      return `${origin}^BY${moduleDots},3,${heightDots}^BC${rotation},${heightDots},N,N,N,N${fieldData(data)}`;
    }
    case 'data-matrix':
    case 'gs1-data-matrix': {
      const data = dataMatrixData(element.data, element.kind === 'gs1-data-matrix');
      // The underscore is the escape character of the symbol, so the hex indicator is another one.
      return `${origin}^BXN,${element.moduleDots},200,,,,_${fieldData(data, '#')}`;
    }
    case 'qr': {
      const data = qrData(element.data, element.correction);
      return `${origin}^BY2,3,${qrDropDots}^BQN,2,${element.moduleDots},${element.correction}${fieldData(data)}`;
    }
    case 'box':
      return `${origin}^GB${element.widthDots},${element.heightDots},${element.thicknessDots}^FS`;
  }
}
