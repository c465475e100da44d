import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { VirtualScanner } from '../simulators/virtual-scanner.ts';
import { listDevices } from './list-devices.ts';
import { listSerialPorts } from './serial-ports.ts';
import { udevRules } from './udev-rules.ts';
import { listUsbPrinters } from './usb-printers.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-discovery-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A device of a class in a made-up /sys, on a USB device if its attributes are given. */
function addDevice(deviceClass: string, name: string, usb?: Readonly<Record<string, string>>): void {
  const root = join(folder, 'sys');
  const port = join(root, 'devices/pci0000:00/usb1', usb?.port ?? 'none');
  const parent = usb === undefined ? join(root, 'devices/platform') : join(port, `${usb.port}:1.0`);
  mkdirSync(parent, { recursive: true });
  for (const [key, value] of Object.entries(usb ?? {})) writeFileSync(join(port, key), `${value}\n`);
  const entry = join(root, 'class', deviceClass, name);
  mkdirSync(entry, { recursive: true });
  symlinkSync(parent, join(entry, 'device'));
}

test('lists a configured path with the node behind it, and also when nothing is plugged in', async () => {
  const scanner = new VirtualScanner({ id: 's1', link: join(folder, 'scanner-s1'), framing: 'cr' });
  const found = async () =>
    (await listSerialPorts([scanner.link])).find((device) => device.address === scanner.link);
  expect(await found()).toMatchObject({ node: null, attachment: 'serial' });
  scanner.plug();
  expect((await found())?.node).toMatch(/^\/dev\/pts\/\d+$/);
  scanner.unplug();
  expect(await found()).toMatchObject({ node: null });
});

test('tells two identical scanners apart by the port that they are plugged into', async () => {
  const model = { idVendor: '0c2e', idProduct: '0b87', manufacturer: 'Honeywell', product: 'Xenon' };
  addDevice('tty', 'ttyACM0', { ...model, port: '1-2' });
  addDevice('tty', 'ttyACM1', { ...model, port: '1-3.4', serial: 'SN7' });
  const found = await listSerialPorts([], join(folder, 'sys'));
  expect(found).toMatchObject([
    {
      node: '/dev/ttyACM0',
      name: 'Honeywell Xenon',
      role: 'scanner',
      usb: { vendorId: 0x0c2e, serialNumber: null, portPath: '1-2' },
    },
    { node: '/dev/ttyACM1', usb: { serialNumber: 'SN7', portPath: '1-3.4' } },
  ]);
});

test('leaves out consoles and ports that the board does not have', async () => {
  mkdirSync(join(folder, 'sys/class/tty/console'), { recursive: true });
  addDevice('tty', 'ttyS0');
  addDevice('tty', 'ttyS1');
  writeFileSync(join(folder, 'sys/class/tty/ttyS0/type'), '4\n');
  writeFileSync(join(folder, 'sys/class/tty/ttyS1/type'), '0\n');
  const found = await listSerialPorts([], join(folder, 'sys'));
  expect(found.map((device) => device.node)).toEqual(['/dev/ttyS0']);
});

test('names a label printer by what it says of itself', () => {
  addDevice('usbmisc', 'lp0', { port: '1-1', idVendor: '0a5f', idProduct: '0120' });
  addDevice('usbmisc', 'other0');
  expect(listUsbPrinters(join(folder, 'sys'))).toMatchObject([
    { node: '/dev/usb/lp0', role: 'printer', name: 'Zebra (printer)' },
  ]);
});

test('looks at this machine without failing, and says what it cannot look at', async () => {
  const { devices, problems } = await listDevices(0, systemClock);
  for (const device of devices) expect(device.address).not.toBe('');
  for (const problem of problems) expect(problem).toMatch(/cannot be listed here: ./);
});

test('writes udev rules for the makers that are known and for what was found', async () => {
  addDevice('tty', 'ttyACM0', { port: '1-2', idVendor: 'abcd', idProduct: '0001' });
  const rules = udevRules(await listSerialPorts([], join(folder, 'sys')));
  expect(rules).toContain('KERNELS=="*:ABCD:*"');
  expect(rules).toContain('KERNELS=="*:0C2E:*"');
  expect(rules).toContain('SYMLINK+="scanner-%s{serial}"');
});
