import { z } from 'zod';

/** A name that is safe as an MQTT topic level, a URL path part and a file name. */
const levelName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/,
    'letters, digits, "-" and "_", at most 32, first a letter or digit',
  );

export const siteId = levelName.brand<'SiteId'>();
export type SiteId = z.output<typeof siteId>;

export const stationId = levelName.brand<'StationId'>();
export type StationId = z.output<typeof stationId>;

/** An order number as people and barcodes carry it. */
export const orderNumber = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$/, 'letters, digits, ". _ / -", at most 40');

/** Serial shipping container code: 18 digits (GS1 General Specifications 3.3.1). The check digit is checked where it is read. */
export const ssccDigits = z.string().regex(/^\d{18}$/, 'an SSCC has 18 digits');

/** A GTIN in its 14-digit form, padded with zeros on the left (GS1 General Specifications 3.3.2). */
export const gtin14 = z.string().regex(/^\d{14}$/, 'a GTIN travels with 14 digits');

/** A SHA-256 hash as 64 lower-case hexadecimal digits. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');

/** The hash that a hop holds under a seq; empty where what it set aside there had none. */
export const heldHash = z.union([sha256Hex, z.literal('')]);

/** ISO 8601 in UTC with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 });

export const units = z.number().int().positive().max(1_000_000);
export const lineNumber = z.number().int().positive().max(100_000);
export const sequence = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
