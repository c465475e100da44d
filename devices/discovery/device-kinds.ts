import type { DeviceConfig, DeviceType } from '../device-config.ts';

export type Kind = DeviceConfig['settings']['kind'];

/** How a device is reached: a serial port, a device file, a host that listens, a port of this machine, a USB model, a URL. */
export type WayName = 'serial' | 'printer-file' | 'host' | 'listen' | 'hid' | 'broker' | 'web';

interface KindOfDevice {
  readonly type: DeviceType;
  readonly ways: readonly WayName[];
  /** The member of the settings that holds the way; left out, they hold it themselves. */
  readonly within?: 'at';
}

const kinds: Record<Kind, KindOfDevice> = {
  serial: { type: 'scanner', ways: ['serial'] },
  ssi: { type: 'scanner', ways: ['serial'] },
  'hid-pos': { type: 'scanner', ways: ['hid'] },
  keyboard: { type: 'scanner', ways: ['hid'] },
  'tcp-client': { type: 'scanner', ways: ['host'] },
  'tcp-server': { type: 'scanner', ways: ['listen'] },
  udp: { type: 'scanner', ways: ['listen'] },
  llrp: { type: 'rfid', ways: ['host'] },
  thingmagic: { type: 'rfid', ways: ['serial', 'host'] },
  chafon: { type: 'rfid', ways: ['serial', 'host'] },
  yrm100: { type: 'rfid', ways: ['serial', 'host'] },
  'zebra-mqtt': { type: 'rfid', ways: ['broker'] },
  'impinj-mqtt': { type: 'rfid', ways: ['broker'] },
  'impinj-http': { type: 'rfid', ways: ['web'] },
  'mt-sics': { type: 'scale', ways: ['serial', 'host'], within: 'at' },
  'toledo-continuous': { type: 'scale', ways: ['serial', 'host'], within: 'at' },
  line: { type: 'scale', ways: ['serial', 'host'], within: 'at' },
  zpl: { type: 'printer', ways: ['serial', 'host', 'printer-file'], within: 'at' },
};

export const kindNames = Object.keys(kinds) as readonly Kind[];

export function isKind(name: string): name is Kind {
  return Object.hasOwn(kinds, name);
}

export function typeOfKind(kind: Kind): DeviceType {
  return kinds[kind].type;
}

/** The kinds of devices that can be reached so. */
export function kindsBy(way: WayName): readonly Kind[] {
  return kindNames.filter((kind) => kinds[kind].ways.includes(way));
}

/** The way to a device as the settings of its kind have it. */
export function placedFor(kind: Kind, way: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { within } = kinds[kind];
  return within === undefined ? { ...way } : { [within]: way };
}
