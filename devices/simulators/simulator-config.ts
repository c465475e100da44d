import { z } from 'zod';
import { httpConfig } from '../../kernel/http/http.ts';
import { gtin14, siteId } from '../../protocols/wire/ids.ts';
import { framings } from '../scanner/scanner.ts';

const httpUrl = z.url({ protocol: /^https?$/ });
const token = z.string().min(16);
const deviceName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/);
const words = z.string().min(1).max(200);

/** A way in which a site can work: rules that the page puts in force by a click. */
const siteWay = z.strictObject({
  id: deviceName,
  title: words,
  note: words,
  /** Checked by central when they are set. */
  rules: z.record(z.string(), z.unknown()),
});

/** The settings of the device simulators. */
export const simulatorConfig = z.strictObject({
  /** Where the links to the simulated devices appear: `scanner-{id}`. */
  dataDir: z.string().min(1),
  scanners: z
    .array(
      z.strictObject({
        id: deviceName,
        /** What ends a scan on the wire. */
        framing: z.enum(framings).default('cr'),
        /** The station that the scanner is attached to, so that its screen can be shown beside the buttons. */
        edgeUrl: httpUrl.optional(),
        edgeToken: token.optional(),
      }),
    )
    .max(64)
    .refine(
      (list) => new Set(list.map(({ id }) => id)).size === list.length,
      'each scanner needs an id of its own',
    ),
  /** Label printers on ports of the loopback; one with the id of a scanner stands beside it. */
  printers: z
    .array(z.strictObject({ id: deviceName, port: z.number().int().min(0).max(65_535) }))
    .max(64)
    .default([]),
  /** Where closed parcels are checked: a scale (MT-SICS) and an RFID reader (LLRP) on ports of the loopback, beside the scanner of this id. */
  benches: z
    .array(
      z.strictObject({
        id: deviceName,
        scalePort: z.number().int().min(0).max(65_535),
        readerPort: z.number().int().min(0).max(65_535),
        /** GTINs whose units carry a tag. */
        tagged: z.array(gtin14).max(200).default([]),
      }),
    )
    .max(64)
    .default([]),
  /** The site whose rules the page may change, and between what. */
  site: siteId.optional(),
  ways: z.array(siteWay).max(20).default([]),
  /** Further barcodes that hang about at the site: badges, totes, places. */
  codes: z
    .array(z.strictObject({ text: words, title: words, note: words }))
    .max(200)
    .default([]),
  /** Where invoices are read and bank statements are posted. */
  centralUrl: httpUrl.optional(),
  centralToken: token.optional(),
  http: httpConfig.extend({ port: httpConfig.shape.port.default(8084) }).prefault({}),
});
export type SimulatorConfig = z.output<typeof simulatorConfig>;
