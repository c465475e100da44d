import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { UsbIdentity } from './found-device.ts';

/** Where Linux shows its devices as files; tests name a folder of their own. */
export const sysfsRoot = '/sys';

/** The names in a class of devices: `ttyACM0` of `tty`, `hidraw3` of `hidraw`. Empty where there is no such class. */
export function classDevices(deviceClass: string, root = sysfsRoot): string[] {
  try {
    return readdirSync(join(root, 'class', deviceClass)).sort();
  } catch {
    return [];
  }
}

/** A text attribute of a device; null if it has none. */
export function attribute(folder: string, name: string): string | null {
  try {
    return readFileSync(join(folder, name), 'utf8').trim();
  } catch {
    return null;
  }
}

/** The USB device to which a device of a class belongs; null if it is none. Climbs until a folder has a vendor id. */
export function usbIdentityOf(deviceClass: string, name: string, root = sysfsRoot): UsbIdentity | null {
  const link = join(root, 'class', deviceClass, name, 'device');
  if (!existsSync(link)) return null;
  const top = realpathSync(root);
  for (let folder = realpathSync(link); folder.startsWith(top) && folder !== top; folder = dirname(folder)) {
    const vendor = attribute(folder, 'idVendor');
    if (vendor !== null) return identityIn(folder, vendor);
  }
  return null;
}

function identityIn(folder: string, vendor: string): UsbIdentity {
  return {
    vendorId: Number.parseInt(vendor, 16),
    productId: Number.parseInt(attribute(folder, 'idProduct') ?? '0', 16),
    manufacturer: attribute(folder, 'manufacturer'),
    product: attribute(folder, 'product'),
    serialNumber: attribute(folder, 'serial'),
    portPath: basename(folder),
  };
}
