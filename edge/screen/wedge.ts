/**
 * A keyboard wedge: a scanner that types. What it types is collected wherever the focus is, until Enter ends it.
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

export function wedgeStep(state: WedgeState, key: Key): WedgeStep {
  if (!key.down) return key.key === 'Alt' ? altReleased(state) : passed(state);
  if (key.key === 'Escape') return { state: nothingTyped, code: null, taken: state.typed !== '' };
  if (key.key === 'Enter') return ended(state);
  if (key.key === 'Backspace') return typed(state, state.typed.slice(0, -1), state.typed !== '');
  if (key.alt && /^Numpad\d$/.test(key.code)) {
    return { state: { ...state, altDigits: state.altDigits + key.code.slice(-1) }, code: null, taken: true };
  }
  const control = key.ctrl ? controlOf(key.key) : null;
  if (control !== null) return typed(state, state.typed + control, true);
  // Some terminals set Alt on scanned characters; Ctrl and Meta are shortcuts of the browser.
  if (Array.from(key.key).length !== 1 || key.ctrl || key.meta) return passed(state);
  // A space that begins a text is a person pressing a focused button.
  if (key.key === ' ' && state.typed === '') return passed(state);
  return typed(state, state.typed + key.key, true);
}

function passed(state: WedgeState): WedgeStep {
  return { state, code: null, taken: false };
}

function typed(state: WedgeState, text: string, taken: boolean): WedgeStep {
  return { state: { ...state, typed: text.slice(0, longestCode) }, code: null, taken };
}

/** Ctrl+] is GS, the separator within GS1 codes; RS and EOT end a format 06 envelope. */
function controlOf(key: string): string | null {
  if (key === ']') return '\x1d';
  if (key === '^') return '\x1e';
  return null;
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
