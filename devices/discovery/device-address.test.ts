import { expect, test } from 'vitest';
import { deviceConfig } from '../device-config.ts';
import { type MachineLook, readAddress } from './device-address.ts';
import { kindNames, kindsBy, typeOfKind } from './device-kinds.ts';
import type { FoundDevice } from './found-device.ts';

const usb = {
  vendorId: 0x0c2e,
  productId: 0x0b41,
  manufacturer: null,
  product: null,
  serialNumber: 'S7',
  portPath: '1-2.4',
};
const device = (more: Partial<FoundDevice>): FoundDevice => ({
  attachment: 'serial',
  role: null,
  address: '',
  node: null,
  name: '',
  usb: null,
  fault: null,
  ...more,
});
const machine: MachineLook = {
  serialPort: async (path) =>
    path === '/dev/ttyACM1'
      ? device({ role: 'scale' })
      : path === '/dev/ttyUSB9'
        ? device({ role: 'rfid' })
        : undefined,
  hidDevices: async () => [
    device({ attachment: 'keyboard', node: '/dev/hidraw2', usb }),
    device({ attachment: 'hid-pos', node: '/dev/hidraw3', usb }),
    device({ attachment: 'hid-pos', node: '/dev/hidraw4', usb: { ...usb, serialNumber: null } }),
  ],
};
const ids = { vendorId: '0c2e', productId: '0b41' };

test.each<[string, string | undefined, object]>([
  ['/dev/ttyACM0', undefined, { device: 'scanner', kind: 'serial', id: 'ttyACM0', path: '/dev/ttyACM0' }],
  ['/dev/ttyACM0', 'ssi', { kind: 'ssi', path: '/dev/ttyACM0' }],
  ['/dev/ttyACM0', 'line', { device: 'scale', kind: 'line', at: { path: '/dev/ttyACM0' } }],
  ['/dev/ttyACM1', undefined, { device: 'scale', kind: 'mt-sics', at: { path: '/dev/ttyACM1' } }],
  ['COM3', undefined, { kind: 'serial', path: 'COM3' }],
  ['/dev/usb/lp0', undefined, { device: 'printer', kind: 'zpl', id: 'lp0', at: { file: '/dev/usb/lp0' } }],
  ['/dev/hidraw2', undefined, { kind: 'keyboard', ...ids, serialNumber: 'S7' }],
  ['/dev/hidraw3', undefined, { kind: 'hid-pos', ...ids, serialNumber: 'S7' }],
  ['/dev/hidraw4', undefined, { kind: 'hid-pos', ...ids, port: '1-2.4' }],
  ['hid:0C2E:0b41', undefined, { kind: 'hid-pos', ...ids }],
  ['hid:0c2e:0b41:A:1', 'keyboard', { kind: 'keyboard', ...ids, serialNumber: 'A:1' }],
  ['hid:ffff:0001', undefined, { kind: 'hid-pos', vendorId: 'ffff', productId: '0001' }],
  ['llrp://reader-1', undefined, { device: 'rfid', kind: 'llrp', host: 'reader-1', port: 5084 }],
  ['llrp://[fe80::1%eth0]:5085', undefined, { host: 'fe80::1%eth0', port: 5085 }],
  [
    'tcp://10.0.0.9:9100',
    undefined,
    { device: 'printer', kind: 'zpl', at: { host: '10.0.0.9', port: 9100 } },
  ],
  ['tcp://10.0.0.9:4001', 'mt-sics', { kind: 'mt-sics', at: { host: '10.0.0.9', port: 4001 } }],
  ['tcp://10.0.0.9:4001', 'tcp-client', { device: 'scanner', kind: 'tcp-client', host: '10.0.0.9' }],
  ['udp://:9000', undefined, { kind: 'udp', host: '0.0.0.0', port: 9000 }],
  ['tcp-listen://127.0.0.1:9000', undefined, { kind: 'tcp-server', host: '127.0.0.1', port: 9000 }],
  ['mqtt://broker', 'impinj-mqtt', { kind: 'impinj-mqtt', url: 'mqtt://broker' }],
  ['https://impinj-1', undefined, { kind: 'impinj-http', url: 'https://impinj-1' }],
])('%s as %s', async (address, kind, settings) => {
  expect(await readAddress(address, kind, machine)).toMatchObject({ ok: true, settings });
});

test.each<[string, string | undefined, RegExp]>([
  ['scanner-1', undefined, /no device of this id .*hid:0c2e/],
  ['/dev/ttyUSB9', undefined, /--kind, one of .*thingmagic/],
  ['tcp://10.0.0.9:4001', undefined, /--kind, one of tcp-client, llrp/],
  ['mqtt://broker', undefined, /--kind, one of zebra-mqtt, impinj-mqtt$/],
  ['tcp://10.0.0.9:4001', 'hid-pos', /can be tcp-client/],
  ['/dev/ttyACM0', 'nonsense', /expected one of serial, ssi/],
  ['tcp://:9100', undefined, /a host/],
  ['tcp://h', undefined, /a port/],
  ['tcp://h:0', undefined, /a port of 1 to 65535/],
  ['tcp://h:99999', undefined, /a port of 1 to 65535/],
  ['ftp://h:1', undefined, /an address such as/],
  ['tcp://user@h:1', undefined, /an address such as/],
  ['hid:0c2e', undefined, /expected hid:/],
  ['/dev/hidraw9', undefined, /no HID device is there/],
])('%s as %s is refused', async (address, kind, message) => {
  expect(await readAddress(address, kind, machine)).toEqual({
    ok: false,
    message: expect.stringMatching(message),
  });
});

test('each kind can be reached in some way, and its settings are those of its type', () => {
  const ways = ['serial', 'printer-file', 'host', 'listen', 'hid', 'broker', 'web'] as const;
  expect(new Set(ways.flatMap(kindsBy))).toEqual(new Set(kindNames));
  for (const kind of kindNames) {
    const parsed = deviceConfig.safeParse({ device: typeOfKind(kind), kind });
    expect(parsed.error?.issues.map(({ path }) => path[0])).not.toContain('kind');
  }
});
