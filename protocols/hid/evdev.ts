import { type HidFault, refuse } from './fault.ts';
import type { KeyChange } from './keyboard-report.ts';

/** Bytes of `struct input_event`: 24 where the kernel's words have 64 bits, 16 where they have 32 (linux/input.h). */
export type InputEventSize = 24 | 16;

const evSyn = 0;
const evKey = 1;
const synReport = 0;
const synDropped = 3;

/**
 * Key codes of Linux by keyboard usage from 4 on, as the kernel's HID driver assigns them (drivers/hid/hid-input.c,
 * hid_keyboard); 0 where there is none.
 */
// biome-ignore format: sixteen usages a line
const codesFromUsage4 = [
  30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38,
  50, 49, 24, 25, 16, 19, 31, 20, 22, 47, 17, 45, 21, 44, 2, 3,
  4, 5, 6, 7, 8, 9, 10, 11, 28, 1, 14, 15, 57, 12, 13, 26,
  27, 43, 43, 39, 40, 41, 51, 52, 53, 58, 59, 60, 61, 62, 63, 64,
  65, 66, 67, 68, 87, 88, 99, 70, 119, 110, 102, 104, 111, 107, 109, 106,
  105, 108, 103, 69, 98, 55, 74, 78, 96, 79, 80, 81, 75, 76, 77, 71,
  72, 73, 82, 83, 86, 127, 116, 117, 183, 184, 185, 186, 187, 188, 189, 190,
  191, 192, 193, 194,
];
const modifierCodes = [29, 42, 56, 125, 97, 54, 100, 126];
const firstUsage = 4;
const firstModifier = 0xe0;

const usageByCode: ReadonlyMap<number, number> = new Map([
  ...codesFromUsage4.map((code, index): [number, number] => [code, index + firstUsage]),
  ...modifierCodes.map((code, index): [number, number] => [code, index + firstModifier]),
]);

/** What stands between two reads of the device. */
export interface EvdevState {
  /** The begin of an event that was cut. */
  readonly rest: Uint8Array;
  readonly down: readonly number[];
  /** The kernel dropped events: nothing counts until the next report. */
  readonly dropping: boolean;
}

export const evdevAtRest: EvdevState = { rest: new Uint8Array(0), down: [], dropping: false };

type EvdevEvent =
  | { readonly kind: 'change'; readonly change: KeyChange }
  | { readonly kind: 'fault'; readonly fault: HidFault };

export interface EvdevStep {
  readonly state: EvdevState;
  readonly events: readonly EvdevEvent[];
}

/**
 * Reads events of /dev/input/event* into key changes for `typeKey`. Repeats of a held key (value 2) and keys without a
 * usage are passed over. After lost events (SYN_DROPPED) all keys count as released.
 *
 * @param littleEndian as the machine is that wrote the events.
 */
export function evdevStep(
  size: InputEventSize,
  state: EvdevState,
  chunk: Uint8Array,
  littleEndian = true,
): EvdevStep {
  const bytes = new Uint8Array(state.rest.length + chunk.length);
  bytes.set(state.rest);
  bytes.set(chunk, state.rest.length);
  const view = new DataView(bytes.buffer);
  const events: EvdevEvent[] = [];
  let keys = { down: state.down, dropping: state.dropping };
  let offset = 0;
  for (; offset + size <= bytes.length; offset += size) {
    const at = offset + size - 8;
    const event = {
      type: view.getUint16(at, littleEndian),
      code: view.getUint16(at + 2, littleEndian),
      value: view.getInt32(at + 4, littleEndian),
    };
    keys = takeEvent(keys, event, events);
  }
  return { state: { ...keys, rest: bytes.slice(offset) }, events };
}

interface Keys {
  readonly down: readonly number[];
  readonly dropping: boolean;
}

function takeEvent(
  keys: Keys,
  { type, code, value }: { type: number; code: number; value: number },
  events: EvdevEvent[],
): Keys {
  if (type === evSyn && code === synDropped) return dropped(keys, events);
  if (type === evSyn && code === synReport) return { ...keys, dropping: false };
  const usage = type === evKey && !keys.dropping ? usageByCode.get(code) : undefined;
  if (usage === undefined || value < 0 || value > 1) return keys;
  const down = value === 1;
  if (down === keys.down.includes(usage)) return keys;
  events.push({ kind: 'change', change: { usage, down } });
  return { ...keys, down: down ? [...keys.down, usage] : keys.down.filter((held) => held !== usage) };
}

function dropped(keys: Keys, events: EvdevEvent[]): Keys {
  const { fault } = refuse('events_lost', 'byte', 0, 'SYN_DROPPED', 'every event of the keyboard');
  events.push({ kind: 'fault', fault });
  for (const usage of keys.down) events.push({ kind: 'change', change: { usage, down: false } });
  return { down: [], dropping: true };
}

/** A key change as the kernel writes it, with the SYN_REPORT behind it: what a simulator sends. Null for a key without code. */
export function encodeKeyEvent(size: InputEventSize, { usage, down }: KeyChange): Uint8Array | null {
  const code =
    usage >= firstModifier ? modifierCodes[usage - firstModifier] : codesFromUsage4[usage - firstUsage];
  if (code === undefined) return null;
  const bytes = new Uint8Array(size * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(size - 8, evKey, true);
  view.setUint16(size - 6, code, true);
  view.setInt32(size - 4, down ? 1 : 0, true);
  return bytes;
}
