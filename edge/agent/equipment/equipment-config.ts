import { z } from 'zod';
import { printerConfig } from '../../../devices/printer/printer-config.ts';
import { readerConfig } from '../../../devices/rfid/reader-config.ts';
import { readPresets, readUses, sessionSettings } from '../../../devices/rfid/smoothing/settings.ts';
import { scaleConfig } from '../../../devices/scale/scale-config.ts';

/** The places (`PP:STATION:name`) that a device belongs to; one without a place serves them all. */
const profiles = z.array(z.string().min(1).max(64)).max(20).default([]);

export const stationPrinter = z.strictObject({
  printer: printerConfig,
  profiles,
  /** What labels and slips are printed on. */
  stock: z
    .strictObject({
      size: z.enum(['4x6in', 'a6']).default('a6'),
      dpi: z.union([z.literal(203), z.literal(300)]).default(203),
    })
    .prefault({}),
});
export type StationPrinter = z.output<typeof stationPrinter>;

export const stationScale = z.strictObject({
  scale: scaleConfig,
  profiles,
  /** Less is an empty scale. */
  minGrams: z.number().int().min(1).max(100_000).default(10),
});

/** An RFID reader that looks at closed parcels; its tags are no scans. */
export const parcelReader = z
  .strictObject({
    reader: readerConfig,
    profiles,
    /** The settings to start from. */
    use: z.enum(readUses).default('pack-tunnel'),
    /** Settings of the read session that differ from those of the use. */
    session: z.record(z.string(), z.unknown()).default({}),
    /** A look at a parcel takes no longer. */
    readMs: z.number().int().min(200).max(60_000).default(4_000),
  })
  .transform((config, context) => {
    const session = sessionSettings.safeParse({ ...readPresets[config.use].session, ...config.session });
    if (session.success) return { ...config, session: session.data };
    for (const issue of session.error.issues) {
      context.addIssue({ code: 'custom', message: issue.message, path: ['session', ...issue.path] });
    }
    return z.NEVER;
  });
export type ParcelReader = z.output<typeof parcelReader>;
