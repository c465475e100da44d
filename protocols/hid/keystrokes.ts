import { altCodeOf } from './alt-codes.ts';
import { type HidResult, refuse } from './fault.ts';
import { keyUsage } from './keyboard-keys.ts';
import { composeDeadKey, isDeadKey, type KeyboardLayout, type LayoutKey } from './keyboard-layouts.ts';

/** Keys held together, modifiers first; between two chords what the next one lacks is released. */
export type Chord = readonly number[];

export interface KeystrokeSettings {
  /** How GS is typed. */
  readonly gs: 'alt-029' | 'ctrl-]' | 'f8';
  /** Characters that the layout has not are typed as Alt codes of code page 1252. */
  readonly altCodes: boolean;
}

const release: Chord = [];
const rightBracket = 0x30;
const f8 = 0x41;

/**
 * The chords that type a text with a layout, as a scanner in keyboard mode sends them: the other direction of `typeKey`.
 * CR and LF are Enter, HT is Tab.
 *
 * @returns a fault with the offset of the first character that cannot be typed.
 */
export function encodeKeystrokes(
  layout: KeyboardLayout,
  text: string,
  settings: KeystrokeSettings,
): HidResult<Chord[]> {
  const typed = charactersOf(layout);
  const chords: Chord[] = [];
  for (const [offset, character] of [...text].entries()) {
    const strokes = typed.get(character) ?? otherwise(character, settings);
    if (strokes === null) {
      const field = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
      return refuse('outside_layout', 'character', offset, field, `a character of layout ${layout.name}`);
    }
    chords.push(...strokes);
  }
  return { ok: true, value: chords };
}

function otherwise(character: string, settings: KeystrokeSettings): Chord[] | null {
  if (character === '\r' || character === '\n') return [[keyUsage.enter], release];
  if (character === '\t') return [[keyUsage.tab], release];
  if (character === '\x1d' && settings.gs === 'ctrl-]')
    return [[keyUsage.leftControl, rightBracket], release];
  if (character === '\x1d' && settings.gs === 'f8') return [[f8], release];
  if (character !== '\x1d' && !settings.altCodes) return null;
  const digits = altCodeOf(character);
  return digits === null ? null : altCode(digits);
}

function altCode(digits: string): Chord[] {
  const keys = [...digits].map((digit) =>
    digit === '0' ? keyUsage.keypadZero : keyUsage.keypadOne + Number(digit) - 1,
  );
  const held = keys.flatMap((key) => [[keyUsage.leftAlt, key], [keyUsage.leftAlt]]);
  return [[keyUsage.leftAlt], ...held, release];
}

/** Every character that the layout can type, with its chords: those of one key first, then those of a dead key. */
export function charactersOf(layout: KeyboardLayout): Map<string, readonly Chord[]> {
  const typed = new Map<string, readonly Chord[]>();
  const dead: { mark: string; chord: Chord }[] = [];
  for (const [usage, key] of layout.keys) {
    for (const [character, modifiers] of levels(key)) {
      const chord = [...modifiers, usage];
      if (isDeadKey(character)) dead.push({ mark: character, chord });
      else if (!typed.has(character)) typed.set(character, [chord, release]);
    }
  }
  const plain = [...typed];
  for (const { mark, chord } of dead) {
    for (const [base, strokes] of plain) {
      const composed = composeDeadKey(mark, base);
      if ([...composed].length === 1 && !typed.has(composed))
        typed.set(composed, [chord, release, ...strokes]);
    }
  }
  return typed;
}

function levels(key: LayoutKey): [string, Chord][] {
  const all: [string, Chord][] = [
    [key.plain, []],
    [key.shifted, [keyUsage.leftShift]],
    [key.altGr, [keyUsage.altGr]],
    [key.altGrShifted, [keyUsage.leftShift, keyUsage.altGr]],
  ];
  return all.filter(([character]) => character !== '');
}
