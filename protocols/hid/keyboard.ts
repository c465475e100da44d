import type { HidFault } from './fault.ts';
import type { KeyboardLayout } from './keyboard-layouts.ts';
import {
  type KeyboardReader,
  type KeyboardState,
  type KeyChange,
  keyboardAtRest,
  keyboardReportStep,
} from './keyboard-report.ts';
import { nothingTyped, type TypingEvent, type TypingState, typeKey } from './typing.ts';

export interface KeyboardMachine {
  readonly keys: KeyboardState;
  readonly typing: TypingState;
}

export const freshKeyboard: KeyboardMachine = { keys: keyboardAtRest, typing: nothingTyped };

/** Takes one input report of a keyboard and gives what was typed: each key once, when it goes down. */
export function keyboardStep(
  reader: KeyboardReader,
  layout: KeyboardLayout,
  state: KeyboardMachine,
  report: Uint8Array,
): { readonly state: KeyboardMachine; readonly events: readonly TypingEvent[] } {
  const { state: keys, changes, fault } = keyboardReportStep(reader, state.keys, report);
  const { typing, events } = typeChanges(layout, state.typing, changes);
  return { state: { keys, typing }, events: [...faults(fault), ...events] };
}

/** Types key changes, wherever they come from, one after the other. */
export function typeChanges(layout: KeyboardLayout, state: TypingState, changes: readonly KeyChange[]) {
  let typing = state;
  const events: TypingEvent[] = [];
  for (const { usage, down } of changes) {
    const step = typeKey(layout, typing, usage, down);
    typing = step.state;
    events.push(...step.events);
  }
  return { typing, events };
}

function faults(fault: HidFault | null): TypingEvent[] {
  return fault === null ? [] : [{ kind: 'fault', fault }];
}
