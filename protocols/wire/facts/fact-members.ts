import { z } from 'zod';
import { gtin14, instant, lineNumber, orderNumber, sequence, units } from '../ids.ts';

/** Members that the data of several fact types share. */

export const text = z.string().max(4096);
export const shortText = z.string().max(400);

/** A name of the floor as its barcode carries it: a location, a tote, a task, a load. */
export const floorName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$/, 'letters, digits, ". _ / -", at most 40');

export const sku = z.string().min(1).max(64);

/** The line of an order. */
export const item = { order: orderNumber, line: lineNumber, sku };

/** What a barcode says about the very piece beyond its product. */
export const traced = {
  lot: z.string().max(20).optional(),
  expiry: z.iso.date().optional(),
  serial: z.string().max(20).optional(),
};

/** The scan that proves it, and the packaging that was scanned. */
export const proven = { gtin: gtin14, scanSeq: sequence };

/** Counts from 1 within the order. */
export const parcelNumber = z.number().int().positive().max(10_000);

/** Net or gross weight; a tonne at most. */
export const grams = z.number().int().nonnegative().max(1_000_000);

/** A badge: the name under which a person signs in. */
export const badge = z.string().min(1).max(64);

export const itemUnits = z.strictObject({ line: lineNumber, sku, units });

/** What a person was told of an attachment that is kept beside the facts: SHA-256 and size of its bytes. */
export const attachment = {
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
  bytes: z.number().int().positive().max(10_000_000),
  mediaType: z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/svg+xml']),
};

/** On what it rests that an RFID tag was there. RSSI in dBm, null where the reader tells none. */
export const tagEvidence = {
  /** The EPC bank without its control word: upper-case hex. */
  epc: z.string().regex(/^([0-9A-F]{2}){1,62}$/),
  reads: z.number().int().positive(),
  maxRssiDbm: z.number().nullable(),
  antennas: z
    .array(
      z.strictObject({
        antenna: z.number().int().min(0).max(255),
        reads: z.number().int().positive(),
        maxRssiDbm: z.number().nullable(),
      }),
    )
    .max(16),
  firstSeenAt: instant,
  lastSeenAt: instant,
};
