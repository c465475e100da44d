import { z } from 'zod';
import { layoutNames } from '../../protocols/hid/keyboard-layouts.ts';
import { framings } from './scanner.ts';

/** Bytes of a device, a character each: "\u0002" is STX. */
const bytes = z
  .string()
  .min(1)
  .max(16)
  .refine(
    (text) => [...text].every((character) => character.charCodeAt(0) <= 0xff),
    'characters U+0000 to U+00FF',
  );

const common = {
  /** A name for facts and screens; "screen" stands for touches on the screen. */
  id: z
    .string()
    .min(1)
    .max(64)
    .refine((id) => id !== 'screen', 'the name "screen" is taken'),
  /** Within this time the same barcode from the same scanner counts once; 0 switches it off. */
  bounceMs: z.number().int().min(0).max(5_000).default(0),
  /** What the scanner sends in place of GS (FNC1 between element strings), if it does not send GS itself: "{GS}", "f8", "~". */
  gs: z.string().min(1).max(16).optional(),
  /** Whether the scanner puts AIM symbology identifiers (]C1) before the data. */
  aim: z.boolean().default(true),
};

const framing = z.union(
  [
    z.enum([...framings, 'idle']),
    z
      .strictObject({ prefix: bytes.optional(), suffix: bytes.optional() })
      .refine(({ prefix, suffix }) => prefix !== undefined || suffix !== undefined, 'a prefix or a suffix'),
  ],
  'cr, lf, crlf, stx-etx, idle or {"prefix", "suffix"}',
);

/** A pause of this length ends a reading without terminator; left out, it is garbled (and 60 ms with framing idle). */
const idleMs = z.number().int().min(5).max(2_000).optional();

/** What a scanner is sent when a reading was accepted or refused, if it has such commands: "\u0007" is BEL. */
const signals = z.strictObject({ accepted: bytes.optional(), refused: bytes.optional() }).optional();

const serialPort = {
  /** The device node; better a link that stays the same, as udev makes them. It does not have to exist yet. */
  path: z.string().min(1).max(200),
  /** Bits per second, as the scanner is set. */
  baudRate: z.number().int().positive().max(4_000_000).default(9600),
  dataBits: z.union([z.literal(7), z.literal(8)]).default(8),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  stopBits: z.union([z.literal(1), z.literal(2)]).default(1),
  /** Hardware flow control by RTS and CTS. */
  rtscts: z.boolean().default(false),
};

const port = z.number().int().min(1).max(65_535);
/** 127.0.0.1 hears this machine only; 0.0.0.0 or :: hears the network. */
const listenHost = z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1');
/** Who may send, as addresses or networks in CIDR notation; left out: anybody who reaches the port. */
const allow = z
  .array(
    z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'an IP address, or a network such as 10.1.0.0/16'),
  )
  .min(1)
  .max(256)
  .optional();

const serialScanner = z.strictObject({
  kind: z.literal('serial'),
  ...common,
  ...serialPort,
  /** What ends a scan on the wire, as the scanner is set. */
  framing,
  idleMs,
  signals,
});

/** A scanner that speaks the Simple Serial Interface (Zebra, Symbol, Motorola): it keeps each scan until it is taken. */
const ssiScanner = z.strictObject({ kind: z.literal('ssi'), ...common, ...serialPort });

/** A scanner that listens, as fixed-mount imagers do. */
const tcpClientScanner = z.strictObject({
  kind: z.literal('tcp-client'),
  ...common,
  host: z.string().min(1).max(255),
  port,
  framing,
  idleMs,
  signals,
});

/** Scanners that dial in. */
const tcpServerScanner = z.strictObject({
  kind: z.literal('tcp-server'),
  ...common,
  host: listenHost,
  port,
  framing,
  idleMs,
  allow,
  /** Further ones are refused. */
  maxConnections: z.number().int().min(1).max(64).default(8),
  /** The scanner dials for each scan: it counts as connected while it could. */
  perScan: z.boolean().default(false),
  signals,
});

const udpScanner = z.strictObject({
  kind: z.literal('udp'),
  ...common,
  host: listenHost,
  port,
  /** By default each datagram is a scan. */
  framing: framing.default('idle'),
  allow,
});

/** A vendor or product id as lsusb shows it: "0c2e". */
const usbId = z
  .string()
  .regex(/^[0-9a-fA-F]{4}$/, 'four hexadecimal digits')
  .transform((text) => Number.parseInt(text, 16));

const hid = {
  vendorId: usbId.optional(),
  productId: usbId.optional(),
  /** Tells two scanners of one model apart. */
  serialNumber: z.string().min(1).max(126).optional(),
  /** Tells two scanners without serial number apart: bus and ports as Linux numbers them. */
  port: z
    .string()
    .regex(/^\d+-\d+(\.\d+)*$/, 'bus and ports, such as 1-2.4')
    .optional(),
  /** The report descriptor as hexadecimal digits, where the system does not tell it. */
  descriptor: z
    .string()
    .regex(/^([0-9a-fA-F]{2})+$/, 'pairs of hexadecimal digits')
    .max(8_192)
    .transform((text) => Uint8Array.from(Buffer.from(text, 'hex')))
    .optional(),
};

const hidPosScanner = z.strictObject({ kind: z.literal('hid-pos'), ...common, ...hid });

/** A scanner that types. Without its model it cannot be told from the keyboards of the machine. */
const keyboardScanner = z.strictObject({
  kind: z.literal('keyboard'),
  ...common,
  ...hid,
  vendorId: usbId,
  productId: usbId,
  /** The layout that the scanner is set to, whatever that of the desktop is. */
  layout: z.enum(layoutNames).default('us'),
  /** The keys that end a scan. */
  terminators: z
    .array(z.enum(['Enter', 'Tab', 'Escape']))
    .min(1)
    .default(['Enter', 'Tab']),
  idleMs,
  /** Whether what it types is kept from other programs; it does not start where that cannot be done. */
  exclusive: z.boolean().default(true),
});

/** The settings of one scanner of a station, by the way in which it is attached. */
export const scannerConfig = z.preprocess(
  withKind,
  z.discriminatedUnion('kind', [
    serialScanner,
    ssiScanner,
    hidPosScanner,
    keyboardScanner,
    tcpClientScanner,
    tcpServerScanner,
    udpScanner,
  ]),
);
export type ScannerConfig = z.output<typeof scannerConfig>;
export type ConfigOf<Kind extends ScannerConfig['kind']> = Extract<ScannerConfig, { kind: Kind }>;

/** A scanner is a serial one, unless it says otherwise. */
function withKind(input: unknown): unknown {
  const isNamed = typeof input !== 'object' || input === null || Array.isArray(input) || 'kind' in input;
  return isNamed ? input : { kind: 'serial', ...input };
}
