import type { DeviceRole } from './found-device.ts';

interface KnownVendor {
  readonly name: string;
  /** What its devices in a warehouse are, where it makes one kind only; null for makers of mere adapters. */
  readonly role: DeviceRole | null;
}

/**
 * USB vendors whose devices are met at pack stations (vendor names of the public list usb.ids at linux-usb.org). The
 * converters at the end say nothing of what hangs on their serial side.
 */
const vendors: ReadonlyMap<number, KnownVendor> = new Map([
  [0x0536, { name: 'Hand Held Products', role: 'scanner' }],
  [0x05e0, { name: 'Zebra / Symbol', role: 'scanner' }],
  [0x05f9, { name: 'Datalogic / PSC', role: 'scanner' }],
  [0x065a, { name: 'Opticon', role: 'scanner' }],
  [0x080c, { name: 'Datalogic', role: 'scanner' }],
  [0x0c2e, { name: 'Honeywell / Metrologic', role: 'scanner' }],
  [0x1eab, { name: 'Newland', role: 'scanner' }],
  [0x0720, { name: 'Keyence', role: 'scanner' }],
  [0x076d, { name: 'Denso', role: 'scanner' }],
  [0x0ab1, { name: 'FEIG Electronic', role: 'rfid' }],
  [0x0eb8, { name: 'Mettler Toledo', role: 'scale' }],
  [0x067e, { name: 'Intermec', role: 'printer' }],
  [0x0828, { name: 'SATO', role: 'printer' }],
  [0x08a6, { name: 'Toshiba TEC', role: 'printer' }],
  [0x0922, { name: 'DYMO', role: 'printer' }],
  [0x0a5f, { name: 'Zebra (printer)', role: 'printer' }],
  [0x1203, { name: 'TSC', role: 'printer' }],
  [0x1504, { name: 'Bixolon', role: 'printer' }],
  [0x1d90, { name: 'Citizen', role: 'printer' }],
  [0x0403, { name: 'FTDI converter', role: null }],
  [0x067b, { name: 'Prolific converter', role: null }],
  [0x10c4, { name: 'Silicon Labs converter', role: null }],
  [0x1a86, { name: 'WCH converter', role: null }],
]);

export function knownVendor(vendorId: number): KnownVendor | undefined {
  return vendors.get(vendorId);
}

/** Vendors whose devices a station opens: for these udev rules are worth having. */
export function vendorsOf(role: DeviceRole): readonly number[] {
  return [...vendors].filter(([, vendor]) => vendor.role === role).map(([id]) => id);
}
