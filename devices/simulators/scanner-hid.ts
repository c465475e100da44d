import type { KeyboardLayout } from '../../protocols/hid/keyboard-layouts.ts';
import {
  bootKeyboardDescriptor,
  encodeKeyboardReport,
  keyboardReader,
} from '../../protocols/hid/keyboard-report.ts';
import { encodeKeystrokes, type KeystrokeSettings } from '../../protocols/hid/keystrokes.ts';
import { posLayout } from '../../protocols/hid/pos-layout.ts';
import { encodePosScan } from '../../protocols/hid/pos-simulation.ts';
import { parseReportDescriptor } from '../../protocols/hid/report-descriptor.ts';
import type { HidAccess, HidEvents, HidHandle, HidInfo } from '../scanner/hid/hid-access.ts';

/** A device on the simulated bus: what the system would say of it, and what was sent to it. */
export interface SimulatedHidDevice {
  readonly info: HidInfo;
  readonly descriptor: Uint8Array;
}

/** The HID devices of a machine, down to their reports: where no kernel can be given a device (uhid), drivers run on this. */
export class SimulatedHidBus implements HidAccess {
  /** What was sent, by path, newest last. */
  readonly sent: {
    readonly path: string;
    readonly kind: 'output' | 'feature';
    readonly bytes: Uint8Array;
  }[] = [];
  /** As long as it is set, the library is missing. */
  problem: string | null = null;
  private readonly devices = new Map<string, SimulatedHidDevice>();
  private readonly opened = new Map<string, Set<HidEvents>>();

  plug(device: SimulatedHidDevice): void {
    this.devices.set(device.info.path, device);
  }

  unplug(path: string): void {
    this.devices.delete(path);
    const readers = this.opened.get(path) ?? [];
    this.opened.delete(path);
    for (const events of readers) events.failed('could not read from HID device');
  }

  report(path: string, bytes: Uint8Array): void {
    for (const events of this.opened.get(path) ?? []) events.report(Buffer.from(bytes));
  }

  /** How many programs have the device open. */
  readers(path: string): number {
    return this.opened.get(path)?.size ?? 0;
  }

  async list(): Promise<readonly HidInfo[]> {
    if (this.problem !== null) throw new Error(this.problem);
    return [...this.devices.values()].map((device) => device.info);
  }

  async open(path: string, events: HidEvents): Promise<HidHandle> {
    if (!this.devices.has(path)) throw new Error(`cannot open device with path ${path}`);
    const readers = this.opened.get(path) ?? new Set();
    this.opened.set(path, readers.add(events));
    const send = async (kind: 'output' | 'feature', bytes: Uint8Array) => {
      if (!readers.has(events)) throw new Error('the device is closed');
      this.sent.push({ path, kind, bytes });
    };
    return {
      sendOutput: (bytes) => send('output', bytes),
      sendFeature: (bytes) => send('feature', bytes),
      close: async () => {
        readers.delete(events);
      },
    };
  }

  async descriptor(path: string): Promise<Uint8Array> {
    const device = this.devices.get(path);
    if (device === undefined) throw new Error(`${path} is not there`);
    return device.descriptor;
  }
}

/**
 * A HID POS scanner: reports 2 with a byte count, the symbology identifier, 56 bytes of data and the flag for more; report 4
 * takes a beep (HID Point of Sale Usage Tables 1.02, 3).
 */
// biome-ignore format: an item a line
export const posDescriptor: Uint8Array = Uint8Array.from([
  0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01,
  0x85, 0x02, 0x09, 0x12, 0xa1, 0x02,
  0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08,
  0x95, 0x01, 0x05, 0x01, 0x09, 0x3b, 0x81, 0x02,
  0x05, 0x8c, 0x95, 0x03, 0x09, 0xfb, 0x09, 0xfc, 0x09, 0xfd, 0x81, 0x02,
  0x95, 0x38, 0x09, 0xfe, 0x82, 0x02, 0x01,
  0x25, 0x01, 0x75, 0x01, 0x95, 0x01, 0x09, 0xff, 0x81, 0x02,
  0x95, 0x07, 0x81, 0x03,
  0xc0,
  0x85, 0x04, 0x95, 0x02, 0x09, 0x86, 0x09, 0x85, 0x91, 0x02,
  0x95, 0x06, 0x91, 0x03,
  0xc0,
]);

/** The reports of a scan, as a scanner with `posDescriptor` sends them. */
export function posReports(aim: string | null, text: string): Uint8Array[] {
  const descriptor = parseReportDescriptor(posDescriptor);
  const layout = descriptor.ok ? posLayout(descriptor.value) : descriptor;
  return layout.ok ? (encodePosScan(layout.value, aim, Buffer.from(text, 'utf8')) ?? []) : [];
}

/** The reports of a boot keyboard that types a text; empty if it cannot. */
export function typedReports(
  layout: KeyboardLayout,
  text: string,
  settings: KeystrokeSettings,
): Uint8Array[] {
  const descriptor = parseReportDescriptor(bootKeyboardDescriptor);
  const reader = descriptor.ok ? keyboardReader(descriptor.value) : descriptor;
  const chords = encodeKeystrokes(layout, text, settings);
  if (!reader.ok || !chords.ok) return [];
  return chords.value.map((keys) => encodeKeyboardReport(reader.value, keys));
}
