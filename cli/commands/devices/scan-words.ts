import { readBarcode } from '../../../protocols/gs1/barcode.ts';
import type { Gs1Refusal } from '../../../protocols/gs1/refusal.ts';
import { restoreSeparators, separatorSettings } from '../../../protocols/gs1/separators.ts';
import { symbologyOf } from '../../../protocols/gs1/symbology.ts';
import { type ElementWords, elementLine, elementWords } from './gs1-words.ts';

/** What a scan says, for a person and as JSON. */
export interface ScanWords {
  /** As it was read, with the symbology identifier. */
  readonly text: string;
  /** Null where the scanner sends no symbology identifier. */
  readonly symbology: { readonly identifier: string; readonly name: string } | null;
  readonly reading: 'gs1' | 'text' | 'command' | 'refused';
  readonly elements: readonly ElementWords[];
  readonly refusal: { readonly code: string; readonly offset: number; readonly message: string } | null;
  /** What the code may say, where that is not clear. */
  readonly candidates: readonly (readonly ElementWords[])[];
  /** Which setting mends it; null where nothing has to be mended. */
  readonly advice: string | null;
}

/** @param today ISO date or instant; its year decides the century of dates. */
export function scanWords(text: string, today: string): ScanWords {
  const barcode = readBarcode(text, today);
  const symbology = symbologyOf(text.trim());
  const refused = barcode.kind === 'refused' ? barcode.refusal : null;
  return {
    text,
    symbology: symbology === undefined ? null : { identifier: symbology.identifier, name: symbology.name },
    reading: barcode.kind,
    elements: barcode.kind === 'gs1' ? elementWords(barcode.content, today) : [],
    refusal:
      refused === null ? null : { code: refused.code, offset: refused.offset, message: refused.message },
    candidates: (refused?.candidates ?? []).map((content) => elementWords(content, today)),
    advice: barcode.kind === 'gs1' || barcode.kind === 'command' ? null : adviceFor(text, refused, today),
  };
}

function adviceFor(text: string, refused: Gs1Refusal | null, today: string): string | null {
  const substitute = separatorSubstituteIn(text, today);
  if (substitute !== null) return `the scanner sends ${substitute} in place of GS: set gs to "${substitute}"`;
  if (/\((?:00|01|02)\)\d/.test(text))
    return 'the scanner puts brackets around AIs: switch off its formatting of GS1 codes';
  return refused === null ? null : refusalAdvice(refused);
}

function refusalAdvice({ code }: Gs1Refusal): string | null {
  switch (code) {
    case 'separator_missing':
      return transmitFnc1;
    case 'symbology_ambiguous':
      return sendIdentifiers;
    case 'characters':
    case 'check_digit':
      return 'if every code is refused so: does the scanner type in another keyboard layout than is set?';
    default:
      return null;
  }
}

export const transmitFnc1 =
  'set the scanner to transmit FNC1 as GS (ASCII 29); where it types, set gs to what it types in its place';
export const sendIdentifiers =
  'switch on the symbology identifier (in manuals: "AIM ID", "Transmit Code ID: AIM"), so that each code says what it is';

/** The setting `gs` with which a text is GS1 element strings, if it is none without; null if there is none. */
function separatorSubstituteIn(text: string, today: string): string | null {
  if (text.includes('\x1d') || readBarcode(text, today).kind === 'gs1') return null;
  const fits = separatorSettings.find((setting) => {
    const restored = restoreSeparators(text, setting);
    return restored !== text && readBarcode(restored, today).kind === 'gs1';
  });
  return fits ?? null;
}

/** The lines of a scan: what was read, what it says, and what is wrong with it. */
export function scanLines(scan: ScanWords): string[] {
  const { symbology, reading, refusal, advice, candidates } = scan;
  const name = symbology === null ? 'no symbology identifier' : `${symbology.name} ${symbology.identifier}`;
  return [
    `scan  ${visible(scan.text)}  [${name}]${reading === 'text' ? '  text' : ''}`,
    ...scan.elements.map((element) => `  ${elementLine(element)}`),
    ...(refusal === null ? [] : [`  refused at character ${refusal.offset}: ${refusal.message}`]),
    ...candidates.map((elements) => `  may be: ${elements.map(elementLine).join(', ')}`),
    ...(advice === null ? [] : [`  ! ${advice}`]),
  ];
}

const names: Readonly<Record<string, string>> = { '\x1d': '<GS>', '\x1e': '<RS>', '\x04': '<EOT>' };

/** Text with its control characters by name, so that a terminal only shows it. */
export function visible(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
    /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => names[character] ?? `<${hex(character)}>`,
  );
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0');
}
