import { join } from 'node:path';
import { accessFaultOf } from './access.ts';
import type { FoundDevice } from './found-device.ts';
import { knownVendor } from './known-devices.ts';
import { classDevices, sysfsRoot, usbIdentityOf } from './sysfs.ts';

/** Lists printers that Linux' usblp driver holds: `/dev/usb/lp0` and so on. */
export function listUsbPrinters(root: string = sysfsRoot): FoundDevice[] {
  return classDevices('usbmisc', root)
    .filter((name) => /^lp\d+$/.test(name))
    .map((name) => {
      const node = join('/dev/usb', name);
      const usb = usbIdentityOf('usbmisc', name, root);
      const said = [usb?.manufacturer, usb?.product].filter(Boolean).join(' ');
      const vendor = usb === null ? undefined : knownVendor(usb.vendorId);
      return {
        attachment: 'usb-printer',
        role: 'printer',
        address: node,
        node,
        name: said || (vendor?.name ?? 'USB printer'),
        usb,
        fault: accessFaultOf(node),
      };
    });
}
