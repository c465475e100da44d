import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { accessFaultOf } from './access.ts';
import type { FoundDevice, UsbIdentity } from './found-device.ts';
import { knownVendor } from './known-devices.ts';
import { attribute, classDevices, sysfsRoot, usbIdentityOf } from './sysfs.ts';

/**
 * Lists serial ports, and the given paths (configured ones, simulated ones) whether or not something is plugged in. On
 * Linux it reads what the kernel shows, which needs no other program; elsewhere it asks serialport.
 */
export async function listSerialPorts(
  paths: readonly string[] = [],
  root: string = sysfsRoot,
): Promise<FoundDevice[]> {
  const present = existsSync(join(root, 'class', 'tty')) ? linuxPorts(root) : await otherPorts();
  const named = paths.map((path) => {
    const node = existsSync(path) ? realpathSync(path) : null;
    return present.find((device) => device.node !== null && device.node === node) ?? port(path, node, null);
  });
  const configured = named.map((device, index) => ({ ...device, address: paths[index] ?? device.address }));
  return [
    ...configured,
    ...present.filter((device) => !configured.some((other) => other.node === device.node)),
  ];
}

function linuxPorts(root: string): FoundDevice[] {
  const links = stableLinks();
  return classDevices('tty', root)
    .filter((name) => isRealPort(name, root))
    .map((name) => {
      const node = join('/dev', name);
      return port(links.get(node) ?? node, node, usbIdentityOf('tty', name, root));
    });
}

/** Consoles and pseudo-terminals have no device behind them; a serial port that the board lacks has the type 0. */
function isRealPort(name: string, root: string): boolean {
  const folder = join(root, 'class', 'tty', name);
  return existsSync(join(folder, 'device')) && attribute(folder, 'type') !== '0';
}

async function otherPorts(): Promise<FoundDevice[]> {
  const ports = await SerialPort.list().catch(() => []);
  return ports.map(({ path, vendorId, productId, manufacturer, serialNumber, locationId }) => {
    const usb =
      vendorId === undefined
        ? null
        : {
            vendorId: Number.parseInt(vendorId, 16),
            productId: Number.parseInt(productId ?? '0', 16),
            manufacturer: manufacturer ?? null,
            product: null,
            serialNumber: serialNumber ?? null,
            portPath: locationId ?? null,
          };
    return port(path, path, usb);
  });
}

function port(address: string, node: string | null, usb: UsbIdentity | null): FoundDevice {
  const vendor = usb === null ? undefined : knownVendor(usb.vendorId);
  const said = [usb?.manufacturer, usb?.product].filter(Boolean).join(' ');
  return {
    attachment: 'serial',
    role: vendor?.role ?? null,
    address,
    node,
    name: said || (vendor?.name ?? 'serial port'),
    usb,
    fault: node === null ? null : accessFaultOf(node),
  };
}

/** Links that udev keeps by the device node that each leads to. By id first: it stays the same in any socket. */
function stableLinks(): Map<string, string> {
  const links = new Map<string, string>();
  for (const folder of ['/dev/serial/by-path', '/dev/serial/by-id']) {
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      const path = join(folder, name);
      if (existsSync(path)) links.set(realpathSync(path), path);
    }
  }
  return links;
}
