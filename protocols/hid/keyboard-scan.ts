import { maxScanBytes } from '../bytes/scan-bytes.ts';
import { type HidFault, refuse } from './fault.ts';
import { scanText } from './scan-text.ts';
import type { TypingEvent } from './typing.ts';

/** How a scanner in keyboard mode is set. */
export interface KeyboardScanSettings {
  /** Keys that end a scan. */
  readonly terminators: readonly string[];
  /** Keys that the scanner types in place of GS, such as F8. */
  readonly separatorKeys: readonly string[];
}

export const usualKeyboardScan: KeyboardScanSettings = { terminators: ['Enter', 'Tab'], separatorKeys: [] };

export type KeyboardScanEvent =
  | { readonly kind: 'scan'; readonly text: string; readonly terminator: string }
  /** A key between the characters that means nothing here. */
  | { readonly kind: 'key'; readonly key: string }
  /** `text`: what was typed of a scan that is lost by it, as far as it was kept. */
  | { readonly kind: 'fault'; readonly fault: HidFault; readonly text: string };

/** What is typed so far; at most 4096 bytes are kept. */
export interface KeyboardScanState {
  readonly text: string;
  readonly bytes: number;
  /** The first fault of this scan: it is told when the scan ends, and the scan is not a scan. */
  readonly fault: HidFault | null;
}

export const nothingScanned: KeyboardScanState = { text: '', bytes: 0, fault: null };

const separator = '\x1d';

/** Collects what a keyboard types into scans. A scan with a fault in it is told as that fault, never as a shorter scan. */
export function keyboardScanStep(
  settings: KeyboardScanSettings,
  state: KeyboardScanState,
  event: TypingEvent,
): { readonly state: KeyboardScanState; readonly events: readonly KeyboardScanEvent[] } {
  if (event.kind === 'text') return { state: typed(state, event.text), events: [] };
  if (event.kind === 'fault') {
    const fault = { ...event.fault, unit: 'character' as const, offset: state.text.length };
    return { state: { ...state, fault: state.fault ?? fault }, events: [] };
  }
  if (settings.separatorKeys.includes(event.key)) return { state: typed(state, separator), events: [] };
  if (settings.terminators.includes(event.key)) return ended(state, event.key);
  return { state, events: [{ kind: 'key', key: event.key }] };
}

/** The keyboard is gone, or was silent for too long: what is typed will not be completed. */
export function keyboardScanCut(state: KeyboardScanState): readonly KeyboardScanEvent[] {
  if (state.text === '' && state.fault === null) return [];
  const missing = refuse('unfinished', 'character', state.text.length, 'scan', 'its terminator').fault;
  return [{ kind: 'fault', fault: state.fault ?? missing, text: state.text }];
}

function typed(state: KeyboardScanState, text: string): KeyboardScanState {
  const bytes = state.bytes + utf8Length(text);
  if (bytes <= maxScanBytes) return { ...state, text: state.text + text, bytes };
  const { fault } = refuse(
    'too_long',
    'character',
    state.text.length,
    'scan',
    `at most ${maxScanBytes} bytes`,
  );
  return { ...state, fault: state.fault ?? fault };
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

function ended(state: KeyboardScanState, terminator: string) {
  const { text, fault } = state;
  if (fault !== null) return told({ kind: 'fault', fault, text });
  if (text === '') return { state, events: [] };
  const read = scanText(null, new TextEncoder().encode(text));
  return told(read.ok ? { kind: 'scan', text, terminator } : { kind: 'fault', fault: read.fault, text });
}

function told(event: KeyboardScanEvent) {
  return { state: nothingScanned, events: [event] };
}
