import { type Gs1Content, type Gs1Refusal, isMarkedAsGs1, parseElementString } from './element-string.ts';
import { looksLikeGtin, parseGtin } from './gtin.ts';

/**
 * What was read, before anyone looks up what it means. `text` is the reading without symbology identifier: a caller
 * that knows order numbers may find it among them, whatever else it looks like.
 */
export type Barcode =
  | { readonly kind: 'gs1'; readonly text: string; readonly content: Gs1Content }
  /** A command barcode: `PP:BADGE:anna` has the name BADGE and the argument anna. */
  | { readonly kind: 'command'; readonly text: string; readonly name: string; readonly argument: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string; readonly refusal: Gs1Refusal };

const commandPrefix = 'PP:';
const symbologyIdentifier = /^\][A-Za-z][0-9A-Za-z]/;

/**
 * Decides what a reading is: a command, GS1 element strings, a plain EAN, UPC or ITF-14 number, or text such as an
 * order number. Element strings without a mark (symbology identifier, FNC1) are taken for such only if they begin
 * with a whole GTIN or SSCC, as any other text may begin with the digits of an AI.
 *
 * @param today ISO date or instant; its year decides the century of dates.
 */
export function readBarcode(raw: string, today: string): Barcode {
  const scanned = raw.trim();
  if (isMarkedAsGs1(scanned)) return elementStrings(scanned, today);
  const text = scanned.replace(symbologyIdentifier, '');
  if (text.startsWith(commandPrefix)) return command(text);
  if (looksLikeGtin(text)) return plainGtin(text);
  if (/^(00\d{18}|0[12]\d{14})/.test(text)) return elementStrings(text, today);
  return { kind: 'text', text };
}

function elementStrings(text: string, today: string): Barcode {
  const reading = parseElementString(text, today);
  return reading.ok
    ? { kind: 'gs1', text, content: reading.content }
    : { kind: 'refused', text, refusal: reading.refusal };
}

function command(text: string): Barcode {
  const [, name = '', ...rest] = text.split(':');
  return { kind: 'command', text, name, argument: rest.join(':') };
}

function plainGtin(text: string): Barcode {
  const gtin = parseGtin(text);
  if (gtin !== null) return { kind: 'gs1', text, content: { elements: [{ ai: '01', value: gtin }], gtin } };
  const message = 'The check digit is wrong: the code is damaged or was read badly. Scan it again.';
  return { kind: 'refused', text, refusal: { code: 'check_digit', ai: null, message } };
}
