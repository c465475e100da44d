import { z } from 'zod';
import { grams, sku } from '../facts/fact-members.ts';
import { gtin14, units } from '../ids.ts';

const millimetres = z.number().int().positive().max(100_000);

/** One packaging of a product. A fixed GTIN-14 of a case counts its content (GS1 General Specifications 2.1.7). */
const packaging = z.strictObject({
  gtin: gtin14,
  level: z.enum(['each', 'inner', 'case', 'pallet']),
  units,
  /** Gross weight of one of it. */
  grams: grams.optional(),
  lengthMm: millimetres.optional(),
  widthMm: millimetres.optional(),
  heightMm: millimetres.optional(),
});

/** A product as a station must know it: every barcode that may be scanned, and what has to be captured with it. */
export const productDocument = z.strictObject({
  sku,
  name: z.string().min(1).max(200),
  /** The first is the single unit; the others are cases and the like. */
  packagings: z.array(packaging).min(1).max(20),
  /** What a scan has to tell beyond the GTIN; what is not required is kept where a barcode tells it. */
  capture: z
    .strictObject({
      lot: z.boolean().default(false),
      expiry: z.boolean().default(false),
      serial: z.boolean().default(false),
    })
    .optional(),
  /** Sold by weight: the barcode has to tell its own (AI 310n), and one unit weighs so much, more or less. */
  catchWeight: z
    .strictObject({ nominalGrams: grams.min(1), tolerancePercent: z.number().min(0).max(100) })
    .optional(),
  /** Days that must be left until the expiry when it is picked. */
  minRemainingDays: z.number().int().min(0).max(3650).optional(),
  /** Each unit carries an RFID tag, so that a reader can check what a parcel holds. */
  tagged: z.boolean().optional(),
  /** SKUs that may go in its place, by the site's rule. */
  substitutes: z.array(sku).max(20).optional(),
});
export type ProductDocument = z.output<typeof productDocument>;
