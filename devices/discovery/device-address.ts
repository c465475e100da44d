import { basename } from 'node:path';
import {
  isKind,
  type Kind,
  kindNames,
  kindsBy,
  placedFor,
  typeOfKind,
  type WayName,
} from './device-kinds.ts';
import type { FoundDevice, UsbIdentity } from './found-device.ts';
import { listHidDevices } from './hid-devices.ts';
import { listSerialPorts } from './serial-ports.ts';
import { usbIdentityOf } from './sysfs.ts';

/** Settings for `deviceConfig`, without what a person has yet to say; or why the address is none. */
export type AddressReading =
  | { readonly ok: true; readonly settings: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly message: string };

/** What an address is compared with. */
export interface MachineLook {
  /** The serial port at this path; it says which USB device it is. */
  serialPort(path: string): Promise<FoundDevice | undefined>;
  hidDevices(): Promise<readonly FoundDevice[]>;
}

const thisMachine: MachineLook = {
  serialPort: async (path) => (await listSerialPorts([path])).find((device) => device.address === path),
  hidDevices: async () => (await listHidDevices()).found,
};

interface Way {
  readonly name: WayName;
  /** The kind that the address alone makes likely. */
  readonly kind: Kind | undefined;
  readonly way: Readonly<Record<string, unknown>>;
}

const forms =
  '/dev/ttyACM0, COM3, /dev/hidraw3, /dev/usb/lp0, hid:0c2e:0b41[:SERIAL], llrp://host[:port], tcp://host:port, tcp-listen://host:port, udp://[host]:port';

/** A pause ends a scan too, as nobody has said how the scanner ends it. */
const unknownFraming = { framing: 'cr', idleMs: 60 };
const framed: ReadonlySet<string> = new Set(['serial', 'tcp-client', 'tcp-server']);

/**
 * The settings of a device that is named by where it is.
 *
 * @param kind what it speaks, if somebody says so; otherwise what the address and its USB identity make likely.
 */
export async function readAddress(
  address: string,
  kind: string | undefined,
  look: MachineLook = thisMachine,
): Promise<AddressReading> {
  if (kind !== undefined && !isKind(kind))
    return refuse(`--kind ${kind}: expected one of ${kindNames.join(', ')}`);
  const found = await wayTo(address, look);
  if (typeof found === 'string') return refuse(found);
  const possible = kindsBy(found.name);
  if (kind !== undefined && !possible.includes(kind)) {
    return refuse(`--kind ${kind}: ${address} can be ${possible.join(', ')}`);
  }
  const chosen = kind ?? found.kind;
  if (chosen === undefined) return refuse(`say what it speaks with --kind, one of ${possible.join(', ')}`);
  const settings = {
    device: typeOfKind(chosen),
    kind: chosen,
    id: idOf(address),
    ...placedFor(chosen, found.way),
    ...(framed.has(chosen) ? unknownFraming : {}),
  };
  return { ok: true, settings };
}

function refuse(message: string): AddressReading {
  return { ok: false, message };
}

function idOf(address: string): string {
  const id = address.startsWith('/') ? basename(address) : address.replace(/^[a-z-]+:\/\//, '');
  return id.slice(0, 64) || 'device';
}

async function wayTo(address: string, look: MachineLook): Promise<Way | string> {
  if (/^\/dev\/hidraw\d+$/.test(address)) return hidNode(address, look);
  if (/^\/dev\/usb\/lp\d+$/.test(address))
    return { name: 'printer-file', kind: 'zpl', way: { file: address } };
  if (address.startsWith('hid:')) return hidModel(address, look);
  if (/^[a-z-]+:\/\//.test(address)) return network(address);
  if (address.startsWith('/') || /^COM\d+$/i.test(address) || address.startsWith('\\\\.\\'))
    return serialPort(address, look);
  return `no device of this id (with --config FILE), and no address such as ${forms}`;
}

const kindByRole = { scanner: 'serial', scale: 'mt-sics', rfid: undefined, printer: 'zpl' } as const;

async function serialPort(path: string, look: MachineLook): Promise<Way> {
  const role = (await look.serialPort(path))?.role ?? null;
  return { name: 'serial', kind: kindByRole[role ?? 'scanner'], way: { path } };
}

async function hidNode(node: string, look: MachineLook): Promise<Way | string> {
  const listed = (await look.hidDevices()).find((device) => device.node === node);
  const usb = listed?.usb ?? usbIdentityOf('hidraw', basename(node));
  if (usb === null) return `no HID device is there; packproof devices list shows those that are`;
  return { name: 'hid', kind: attachedAs(listed), way: { ...modelOf(usb), ...whichOne(usb) } };
}

async function hidModel(address: string, look: MachineLook): Promise<Way | string> {
  const [, vendor = '', product, serialNumber] =
    /^hid:([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?$/i.exec(address) ?? [];
  if (product === undefined) return `expected hid:0c2e:0b41[:SERIAL]`;
  const model = { vendorId: vendor.toLowerCase(), productId: product.toLowerCase() };
  const listed = (await look.hidDevices()).filter(({ usb }) => usb !== null && isModel(usb, model));
  const pos = listed.find(({ attachment }) => attachment === 'hid-pos');
  const way = { ...model, ...(serialNumber === undefined ? {} : { serialNumber }) };
  return { name: 'hid', kind: attachedAs(pos ?? listed[0]) ?? 'hid-pos', way };
}

function isModel(usb: UsbIdentity, { vendorId, productId }: ReturnType<typeof modelOf>): boolean {
  const model = modelOf(usb);
  return model.vendorId === vendorId && model.productId === productId;
}

function attachedAs(device: FoundDevice | undefined): 'hid-pos' | 'keyboard' | undefined {
  const { attachment } = device ?? {};
  return attachment === 'hid-pos' || attachment === 'keyboard' ? attachment : undefined;
}

function modelOf({ vendorId, productId }: UsbIdentity) {
  return { vendorId: hex4(vendorId), productId: hex4(productId) };
}

function hex4(id: number): string {
  return id.toString(16).padStart(4, '0');
}

/** What tells it from another one of its model: the serial number, else the port that it is plugged into. */
function whichOne({ serialNumber, portPath }: UsbIdentity) {
  if (serialNumber) return { serialNumber };
  return portPath !== null && /^\d+-\d+(\.\d+)*$/.test(portPath) ? { port: portPath } : {};
}

interface Scheme {
  readonly name: WayName;
  readonly kind: Kind | undefined;
  /** What an address may leave out. */
  readonly host?: string;
  readonly port?: number;
}

const schemes: Readonly<Record<string, Scheme>> = {
  'llrp:': { name: 'host', kind: 'llrp', port: 5084 },
  'tcp:': { name: 'host', kind: undefined },
  'tcp-listen:': { name: 'listen', kind: 'tcp-server', host: '0.0.0.0' },
  'udp:': { name: 'listen', kind: 'udp', host: '0.0.0.0' },
};

/** Printers take raw data there. */
const rawPrintPort = 9100;

const byUrl: Readonly<Record<string, Omit<Way, 'way'>>> = {
  'mqtt:': { name: 'broker', kind: undefined },
  'mqtts:': { name: 'broker', kind: undefined },
  'http:': { name: 'web', kind: 'impinj-http' },
  'https:': { name: 'web', kind: 'impinj-http' },
};

function network(address: string): Way | string {
  const url = byUrl[address.slice(0, address.indexOf('/'))];
  if (url !== undefined) return { ...url, way: { url: address } };
  const [, scheme = '', written = '', digits = ''] =
    /^([a-z-]+:)\/\/(\[[^\]/@]+\]|[^/:@[\]]*)(?::(\d{1,5}))?\/?$/.exec(address) ?? [];
  const known = schemes[scheme];
  if (known === undefined) return `expected an address such as ${forms}`;
  const host = written.replace(/^\[(.*)\]$/, '$1') || known.host;
  const port = digits === '' ? known.port : Number(digits);
  if (host === undefined) return `expected a host behind ${scheme}//`;
  if (port === undefined || port < 1 || port > 65_535) return 'expected a port of 1 to 65535 at the end';
  const kind = known.kind ?? (port === rawPrintPort ? 'zpl' : undefined);
  return { name: known.name, kind, way: { host, port } };
}
