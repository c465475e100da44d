import { refuse, type ScaleFault } from './fault.ts';

/** No line of a scale is longer. */
export const maxLineBytes = 256;

const cr = 0x0d;
const lf = 0x0a;

export interface LineState {
  readonly text: string;
  /** The line grew too long and is told already: its rest is passed over. */
  readonly dropping: boolean;
}

export type LineEvent =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'fault'; readonly fault: ScaleFault };

export interface LineStep {
  readonly state: LineState;
  readonly events: readonly LineEvent[];
}

export const noLine: LineState = { text: '', dropping: false };

/** Splits bytes into lines that CR, LF or both end, one character for each byte (Latin-1). Empty lines are passed over. */
export function lineStep(state: LineState, chunk: Uint8Array): LineStep {
  const events: LineEvent[] = [];
  let { text, dropping } = state;
  for (const byte of chunk) {
    if (byte === cr || byte === lf) {
      if (text !== '') events.push({ kind: 'line', text });
      text = '';
      dropping = false;
    } else if (text.length < maxLineBytes) {
      text += dropping ? '' : String.fromCharCode(byte);
    } else {
      events.push({
        kind: 'fault',
        fault: refuse('framing', maxLineBytes, 'line', 'CR or LF within 256 bytes').fault,
      });
      text = '';
      dropping = true;
    }
  }
  return { state: { text, dropping }, events };
}

/** The line was silent for too long, or is gone: what is begun will not be completed. */
export function lineCut(state: LineState): LineStep {
  const { fault } = refuse('framing', state.text.length, 'line', 'CR or LF');
  return { state: noLine, events: state.text === '' ? [] : [{ kind: 'fault', fault }] };
}
