import type { DeviceConfig } from './device-config.ts';
import { openPrinter } from './printer/open-printer.ts';
import type { Printer, PrinterEvent } from './printer/printer.ts';
import { openReader } from './rfid/open-reader.ts';
import type { RfidEvent, RfidReader } from './rfid/reader.ts';
import { openScale } from './scale/open-scale.ts';
import type { Scale, ScaleEvent } from './scale/scale.ts';
import { openScanner, type ScannerDeps } from './scanner/open-scanner.ts';
import type { Scanner, ScannerEvent } from './scanner/scanner.ts';

/** Those of a scanner are those of all. */
export type DeviceDeps = ScannerDeps;

/** A device by its port. */
export type Device =
  | { readonly device: 'scanner'; readonly port: Scanner }
  | { readonly device: 'rfid'; readonly port: RfidReader }
  | { readonly device: 'scale'; readonly port: Scale }
  | { readonly device: 'printer'; readonly port: Printer };

/** What a device of any type tells. */
export type DeviceNews =
  | { readonly device: 'scanner'; readonly event: ScannerEvent }
  | { readonly device: 'rfid'; readonly event: RfidEvent }
  | { readonly device: 'scale'; readonly event: ScaleEvent }
  | { readonly device: 'printer'; readonly event: PrinterEvent };

/** Makes the driver that a configuration asks for; nothing is opened before `startDevice`. */
export function openDevice(config: DeviceConfig, deps: DeviceDeps): Device {
  switch (config.device) {
    case 'scanner':
      return { device: 'scanner', port: openScanner(config.settings, deps) };
    case 'rfid':
      return { device: 'rfid', port: openReader(config.settings, deps) };
    case 'scale':
      return { device: 'scale', port: openScale(config.settings, deps) };
    case 'printer':
      return { device: 'printer', port: openPrinter(config.settings, deps) };
  }
}

export function startDevice(opened: Device, listener: (news: DeviceNews) => void): void {
  switch (opened.device) {
    case 'scanner':
      opened.port.start((event) => listener({ device: 'scanner', event }));
      break;
    case 'rfid':
      opened.port.start((event) => listener({ device: 'rfid', event }));
      break;
    case 'scale':
      opened.port.start((event) => listener({ device: 'scale', event }));
      break;
    case 'printer':
      opened.port.start((event) => listener({ device: 'printer', event }));
      break;
  }
}
