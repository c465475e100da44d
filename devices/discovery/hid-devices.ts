import { basename } from 'node:path';
import type { Device } from 'node-hid';
import { messageOf } from '../../kernel/errors.ts';
import { accessFaultOf } from './access.ts';
import type { FoundDevice } from './found-device.ts';
import { knownVendor } from './known-devices.ts';
import { sysfsRoot, usbIdentityOf } from './sysfs.ts';

const barCodeScannerPage = 0x8c;
const genericDesktopPage = 0x01;
const keyboardUsage = 0x06;

export interface HidListing {
  readonly found: readonly FoundDevice[];
  /** Why this machine cannot look; null if it can. */
  readonly problem: string | null;
}

/**
 * Lists scanners that report as HID POS devices, and keyboards by makers of scanners: those are scanners that are set
 * to type. Any other keyboard may be one too, and cannot be told from one.
 */
export async function listHidDevices(root: string = sysfsRoot): Promise<HidListing> {
  try {
    const { default: hid } = await import('node-hid');
    const found = hid.devices().flatMap((device) => describe(device, root));
    return { found: eachOnce(found), problem: null };
  } catch (thrown) {
    return { found: [], problem: messageOf(thrown) };
  }
}

/** A node is listed once for each of its collections; as a HID POS device, if one of them is such. */
function eachOnce(found: readonly FoundDevice[]): FoundDevice[] {
  const byNode = new Map<string, FoundDevice>();
  for (const device of found) {
    const before = byNode.get(device.address);
    if (before === undefined || device.attachment === 'hid-pos') byNode.set(device.address, device);
  }
  return [...byNode.values()];
}

function describe(device: Device, root: string): FoundDevice[] {
  const attachment = attachmentOf(device);
  if (attachment === null || device.path === undefined) return [];
  const vendor = knownVendor(device.vendorId);
  const onLinux = usbIdentityOf('hidraw', basename(device.path), root);
  const said = [device.manufacturer, device.product].filter(Boolean).join(' ');
  return [
    {
      attachment,
      role: attachment === 'hid-pos' ? 'scanner' : (vendor?.role ?? null),
      address: device.path,
      node: device.path,
      name: said || (vendor?.name ?? 'HID scanner'),
      usb: {
        vendorId: device.vendorId,
        productId: device.productId,
        manufacturer: device.manufacturer || null,
        product: device.product || null,
        serialNumber: device.serialNumber || null,
        portPath: onLinux?.portPath ?? null,
      },
      fault: device.path.startsWith('/dev/') ? accessFaultOf(device.path) : null,
    },
  ];
}

function attachmentOf(device: Device): 'hid-pos' | 'keyboard' | null {
  if (device.usagePage === barCodeScannerPage) return 'hid-pos';
  const isKeyboard = device.usagePage === genericDesktopPage && device.usage === keyboardUsage;
  return isKeyboard && knownVendor(device.vendorId)?.role === 'scanner' ? 'keyboard' : null;
}
