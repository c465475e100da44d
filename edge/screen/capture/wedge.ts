/**
 * A keyboard wedge: a scanner that types. What it types is collected wherever the focus is, until Enter (or Tab) ends it.
 * The end of a code is its terminator, never a pause; a pause only shows a fragment as what it is.
 */
export interface WedgeState {
  readonly typed: string;
  /** Digits typed while Alt is held, as some scanners send a control character (Alt+029 is GS). */
  readonly altDigits: string;
}

export interface Key {
  readonly key: string;
  readonly code: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  readonly down: boolean;
}

export interface WedgeStep {
  readonly state: WedgeState;
  /** A whole code, to be sent. */
  readonly code: string | null;
  /** The key belongs to the wedge: nothing else on the page may react to it. */
  readonly taken: boolean;
}

export const nothingTyped: WedgeState = { typed: '', altDigits: '' };

/** Longer than any barcode: what comes after is not one, and the buffer stays bounded. */
const longestCode = 4096;

const gs = '\x1d';
/** Stands for a character that the keyboard layout has swallowed: the code is then refused, never read as another. */
const lost = '\ufffd';

export function wedgeStep(state: WedgeState, key: Key): WedgeStep {
  if (!key.down) return key.key === 'Alt' ? altReleased(state) : passed(state);
  if (key.key === 'Escape') return { state: nothingTyped, code: null, taken: state.typed !== '' };
  if (key.key === 'Enter' || key.key === 'Tab') return ended(state);
  if (key.key === 'Backspace') return typed(state, state.typed.slice(0, -1), state.typed !== '');
  if (key.alt && /^Numpad\d$/.test(key.code)) {
    const altDigits = (state.altDigits + key.code.slice(-1)).slice(-4);
    return { state: { ...state, altDigits }, code: null, taken: true };
  }
  const character = characterOf(key, state.typed !== '');
  // A space that begins a text is a person pressing a focused button.
  if (character === null || (character === ' ' && state.typed === '')) return passed(state);
  return typed(state, state.typed + character, true);
}

/** @param within whether a code has begun: only then may a function key or a shortcut be part of it. */
function characterOf(key: Key, within: boolean): string | null {
  if (within && key.key === 'F8') return gs;
  // AltGr counts as Ctrl and Alt; some terminals (Zebra MC3300x) set Alt alone on every scanned character.
  if (key.ctrl && !key.alt) return within ? controlOf(key) : null;
  if (key.meta) return null;
  // An input method holds the key back; the key itself is still known.
  if (key.key === 'Process' || key.key === 'Unidentified') return usCharacter(key);
  if (key.key === 'Dead') return lost;
  return Array.from(key.key).length === 1 ? key.key : null;
}

/** Ctrl+] is GS, the separator within GS1 codes, also where the layout has no ] on that key; Ctrl+^ is RS. */
function controlOf(key: Key): string | null {
  if (key.key === ']' || key.code === 'BracketRight') return gs;
  return key.key === '^' ? '\x1e' : null;
}

/** What a US keyboard types by that key, letters and digits only. */
function usCharacter({ code, shift }: Key): string | null {
  const [, letter, digit] = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(code) ?? [];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  return digit ?? null;
}

function passed(state: WedgeState): WedgeStep {
  return { state, code: null, taken: false };
}

function typed(state: WedgeState, text: string, taken: boolean): WedgeStep {
  return { state: { ...state, typed: text.slice(0, longestCode) }, code: null, taken };
}

function ended(state: WedgeState): WedgeStep {
  if (state.typed === '') return passed(state);
  return { state: nothingTyped, code: state.typed, taken: true };
}

function altReleased(state: WedgeState): WedgeStep {
  if (state.altDigits === '') return passed(state);
  const character = String.fromCharCode(Number(state.altDigits) % 256);
  return { state: { typed: state.typed + character, altDigits: '' }, code: null, taken: true };
}
