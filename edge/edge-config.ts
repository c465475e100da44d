import { z } from 'zod';
import { tagScannerConfig } from '../devices/rfid/tag-scanner-config.ts';
import { scannerConfig } from '../devices/scanner/scanner-config.ts';
import { httpConfig } from '../kernel/http/http.ts';
import { siteId, stationId } from '../protocols/wire/ids.ts';
import { parcelReader, stationPrinter, stationScale } from './agent/equipment/equipment-config.ts';

const serial = z.number().int().nonnegative().max(999_999_999_999);

const stationAgent = z.strictObject({
  site: siteId,
  station: stationId,
  /** The folder of its fact log and its replica of work; one station, one folder. */
  dataDir: z.string().min(1),
  gateway: z.strictObject({
    /** Where work is pulled from. */
    httpUrl: z.url({ protocol: /^https?$/ }),
    /** Where facts are delivered to. */
    mqttUrl: z.url({ protocol: /^(mqtts?|wss?)$/ }),
    /** The station's token, on MQTT and on HTTP. */
    token: z.string().min(16).optional(),
    /** The authorities of the gateway's certificate, for a station that was not enrolled (an enrolled one knows them). */
    caFile: z.string().min(1).optional(),
  }),
  scanners: z.array(scannerConfig).max(8).default([]),
  /** RFID readers whose tags count as scans. */
  readers: z.array(tagScannerConfig).max(4).default([]),
  /** Label printers, scales and RFID readers for closed parcels; each may belong to certain places of the station. */
  printers: z.array(stationPrinter).max(8).default([]),
  scales: z.array(stationScale).max(8).default([]),
  parcelReaders: z.array(parcelReader).max(4).default([]),
  /** The serial shipping container codes of this station's parcels; no two stations of a company prefix may overlap. */
  sscc: z
    .strictObject({
      extensionDigit: z.number().int().min(0).max(9),
      firstSerial: serial,
      lastSerial: serial,
    })
    .refine(({ firstSerial, lastSerial }) => firstSerial <= lastSerial, 'lastSerial is below firstSerial'),
  /** Where the screen and the status are served. */
  http: httpConfig.extend({ port: httpConfig.shape.port.default(8082) }).prefault({}),
});

/** The settings of a station agent. */
export const edgeConfig = stationAgent.refine(
  ({ scanners, readers, printers, scales, parcelReaders }) => {
    const ids = [
      ...scanners.map(({ id }) => id),
      ...[...readers, ...parcelReaders].map(({ reader }) => reader.id),
      ...printers.map(({ printer }) => printer.id),
      ...scales.map(({ scale }) => scale.id),
    ];
    return new Set(ids).size === ids.length;
  },
  { message: 'each scanner, reader, printer and scale needs an id of its own', path: ['scanners'] },
);
export type EdgeConfig = z.output<typeof edgeConfig>;
