import { altCodeCharacter } from './alt-codes.ts';
import { type HidFault, refuse } from './fault.ts';
import { isModifier, keyName, keypadCharacter, keypadDigit, keyUsage } from './keyboard-keys.ts';
import { composeDeadKey, isDeadKey, type KeyboardLayout, type LayoutKey } from './keyboard-layouts.ts';

export type TypingEvent =
  | { readonly kind: 'text'; readonly text: string }
  /** A key that types no character: Enter, Tab, F8 ... */
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'fault'; readonly fault: HidFault };

/** What a keyboard holds in mind between two keys. */
export interface TypingState {
  readonly modifiers: readonly number[];
  readonly capsLock: boolean;
  readonly numLock: boolean;
  /** The combining mark of a dead key that waits for its letter, or empty. */
  readonly deadKey: string;
  /** Digits typed on the keypad while Alt is held. */
  readonly altDigits: string;
}

export interface TypingStep {
  readonly state: TypingState;
  readonly events: readonly TypingEvent[];
}

export const nothingTyped: TypingState = {
  modifiers: [],
  capsLock: false,
  numLock: true,
  deadKey: '',
  altDigits: '',
};

const longestAltCode = 8;

/** Takes one key going down or up, and gives what it types with this layout. */
export function typeKey(
  layout: KeyboardLayout,
  state: TypingState,
  usage: number,
  down: boolean,
): TypingStep {
  if (isModifier(usage)) return down ? modifierDown(state, usage) : modifierUp(layout, state, usage);
  if (!down) return { state, events: [] };
  if (usage === keyUsage.capsLock) return { state: { ...state, capsLock: !state.capsLock }, events: [] };
  if (usage === keyUsage.numLock) return { state: { ...state, numLock: !state.numLock }, events: [] };
  const digit = holds(state, keyUsage.leftAlt) && !hasControl(state) ? keypadDigit(usage) : null;
  if (digit !== null) {
    return { state: { ...state, altDigits: (state.altDigits + digit).slice(0, longestAltCode) }, events: [] };
  }
  const key = keyName(usage, state.numLock);
  if (key !== null) return typeEvent(state, { kind: 'key', key });
  return typeCharacter(layout, state, usage);
}

function modifierDown(state: TypingState, usage: number): TypingStep {
  if (holds(state, usage)) return { state, events: [] };
  return { state: { ...state, modifiers: [...state.modifiers, usage] }, events: [] };
}

function modifierUp(layout: KeyboardLayout, state: TypingState, usage: number): TypingStep {
  const released = { ...state, modifiers: state.modifiers.filter((held) => held !== usage) };
  if (usage !== keyUsage.leftAlt || state.altDigits === '') return { state: released, events: [] };
  const text = altCodeCharacter(state.altDigits, layout.oemCodePage);
  const typed = { ...released, altDigits: '' };
  if (text === '')
    return typeEvent(typed, outsideLayout(`Alt+${state.altDigits}`, 'the code of a character'));
  return typeEvent(typed, textOrKey(text));
}

function holds(state: TypingState, usage: number): boolean {
  return state.modifiers.includes(usage);
}

function hasControl(state: TypingState): boolean {
  return holds(state, keyUsage.leftControl) || holds(state, keyUsage.rightControl);
}

/** An event that does not combine with a dead key before it: that gives its accent first, as Windows does. */
function typeEvent(state: TypingState, event: TypingEvent): TypingStep {
  if (state.deadKey === '') return { state, events: [event] };
  const accent: TypingEvent = { kind: 'text', text: composeDeadKey(state.deadKey, '') };
  return { state: { ...state, deadKey: '' }, events: [accent, event] };
}

function outsideLayout(field: string, expected: string): TypingEvent {
  return { kind: 'fault', fault: refuse('outside_layout', 'character', 0, field, expected).fault };
}

function typeCharacter(layout: KeyboardLayout, state: TypingState, usage: number): TypingStep {
  const key = layout.keys.get(usage);
  const altGr = asksAltGr(layout, state, key);
  if (hasControl(state) && !altGr) {
    const control = controlCharacter(key, usage);
    return typeEvent(state, control === null ? untypeable(layout, usage, 'Ctrl+') : textOrKey(control));
  }
  const character = keypadCharacter(usage, layout.keypadDecimal) ?? characterOf(key, state, altGr);
  if (character === '') return typeEvent(state, untypeable(layout, usage, altGr ? 'AltGr+' : ''));
  return state.deadKey === '' ? typeFirst(state, character) : typeSecond(state, character);
}

function untypeable(layout: KeyboardLayout, usage: number, held: string): TypingEvent {
  const field = `${held}key 0x${usage.toString(16).padStart(2, '0')}`;
  return outsideLayout(field, `a key that types a character with layout ${layout.name}`);
}

/** Ctrl and Alt together are AltGr too, where the key has a character for it. */
function asksAltGr(layout: KeyboardLayout, state: TypingState, key: LayoutKey | undefined): boolean {
  if (!layout.hasAltGr) return false;
  if (holds(state, keyUsage.altGr)) return true;
  return hasControl(state) && holds(state, keyUsage.leftAlt) && (key?.altGr ?? '') !== '';
}

function characterOf(key: LayoutKey | undefined, state: TypingState, altGr: boolean): string {
  if (key === undefined) return '';
  const shift = holds(state, keyUsage.leftShift) || holds(state, keyUsage.rightShift);
  if (altGr) return shift ? key.altGrShifted : key.altGr;
  return shift !== (state.capsLock && key.capsLock) ? key.shifted : key.plain;
}

function typeFirst(state: TypingState, character: string): TypingStep {
  if (isDeadKey(character)) return { state: { ...state, deadKey: character }, events: [] };
  return { state, events: [{ kind: 'text', text: character }] };
}

function typeSecond(state: TypingState, character: string): TypingStep {
  const text = composeDeadKey(state.deadKey, character);
  return { state: { ...state, deadKey: '' }, events: [{ kind: 'text', text }] };
}

/** Keys that type a control character with Ctrl wherever they stand: those of [ ] \ and 6 on a US keyboard. */
const controlByPlace: Readonly<Record<number, string>> = {
  47: '\x1b',
  48: '\x1d',
  49: '\x1c',
  50: '\x1c',
  100: '\x1c',
  35: '\x1e',
};

function controlCharacter(key: LayoutKey | undefined, usage: number): string | null {
  if (key === undefined) return null;
  if (/^[a-z]$/.test(key.plain)) return String.fromCharCode(key.plain.charCodeAt(0) & 0x1f);
  if (key.plain === '_' || key.shifted === '_') return '\x1f';
  return controlByPlace[usage] ?? null;
}

/** Ctrl+M and Alt+013 end a line as Enter does; Ctrl+I is Tab. */
function textOrKey(text: string): TypingEvent {
  if (text === '\r' || text === '\n') return { kind: 'key', key: 'Enter' };
  if (text === '\t') return { kind: 'key', key: 'Tab' };
  return text === '\b' ? { kind: 'key', key: 'Backspace' } : { kind: 'text', text };
}
