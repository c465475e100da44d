import { messageOf } from '../kernel/errors.ts';

/** A USB scanner that reports as a HID POS device (usage page 0x8C of the HID usage tables). */
export interface HidScanner {
  readonly path: string;
  readonly description: string;
}

const barCodeScannerPage = 0x8c;

/**
 * Lists HID POS scanners. A scanner that is set to type like a keyboard is not among them: it looks like any keyboard.
 *
 * @returns what was found, or why this machine cannot look (its HID library is missing).
 */
export async function listHidScanners(): Promise<{
  readonly found: HidScanner[];
  readonly problem: string | null;
}> {
  try {
    const { default: hid } = await import('node-hid');
    const found = hid
      .devices()
      .filter((device) => device.usagePage === barCodeScannerPage && device.path !== undefined)
      .map((device) => ({
        path: device.path ?? '',
        description:
          [device.manufacturer, device.product, device.serialNumber].filter(Boolean).join(' ') ||
          'HID scanner',
      }));
    return { found, problem: null };
  } catch (thrown) {
    return { found: [], problem: messageOf(thrown) };
  }
}
