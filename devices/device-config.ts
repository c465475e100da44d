import { z } from 'zod';
import { type PrinterConfig, printerConfig } from './printer/printer-config.ts';
import { type ReaderConfig, readerConfig } from './rfid/reader-config.ts';
import { type ScaleConfig, scaleConfig } from './scale/scale-config.ts';
import { type ScannerConfig, scannerConfig } from './scanner/scanner-config.ts';

/** The schema of each type of device. */
const schemas = {
  scanner: scannerConfig,
  rfid: readerConfig,
  scale: scaleConfig,
  printer: printerConfig,
} as const;

const deviceTypes = Object.keys(schemas) as readonly (keyof typeof schemas)[];
export type DeviceType = keyof typeof schemas;

/** The settings of one device of any type. */
export type DeviceConfig =
  | { readonly device: 'scanner'; readonly settings: ScannerConfig }
  | { readonly device: 'rfid'; readonly settings: ReaderConfig }
  | { readonly device: 'scale'; readonly settings: ScaleConfig }
  | { readonly device: 'printer'; readonly settings: PrinterConfig };

/**
 * The settings of a device as a configuration has them, and `device`, which says of what type it is:
 * `{ "device": "scanner", "kind": "serial", "path": ... }`. Every fault has the place that it has without `device`.
 */
export const deviceConfig = z
  .looseObject({ device: z.enum(deviceTypes) })
  .transform(({ device, ...settings }, context): DeviceConfig => {
    const parsed = schemas[device].safeParse(settings);
    if (parsed.success) return { device, settings: parsed.data } as DeviceConfig;
    for (const { path, message } of parsed.error.issues) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
    return z.NEVER;
  });
