import { z } from 'zod';
import { gtin14, instant, lineNumber, orderNumber, siteId, units } from './ids.ts';

/** A product as a station must know it: every barcode that may be scanned, and how many units each stands for. */
const productDocument = z.strictObject({
  sku: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  /** The first is the single unit; the others are cases and the like. */
  packagings: z
    .array(z.strictObject({ gtin: gtin14, level: z.enum(['each', 'inner', 'case', 'pallet']), units }))
    .min(1)
    .max(20),
});
export type ProductDocument = z.output<typeof productDocument>;

/** An order released to a site. */
const orderDocument = z.strictObject({
  order: orderNumber,
  status: z.enum(['released', 'on_hold']),
  /** Why it is on hold, for the person at the station. */
  holdReason: z.string().max(200).optional(),
  customer: z.strictObject({ id: z.string().max(64), name: z.string().max(200) }),
  shipTo: z.strictObject({
    name: z.string().max(200),
    street: z.string().max(200),
    city: z.string().max(100),
    postalCode: z.string().max(20),
    country: z.string().max(60),
  }),
  promised: z.iso.date().nullable(),
  lines: z
    .array(
      z.strictObject({
        line: lineNumber,
        sku: z.string().min(1).max(64),
        name: z.string().max(200),
        units,
        /** If set, only this lot may be picked. */
        lot: z.string().max(20).optional(),
      }),
    )
    .min(1)
    .max(2000),
});
export type OrderDocument = z.output<typeof orderDocument>;

/** Settings of a site that its stations follow. */
const siteDocument = z.strictObject({
  name: z.string().max(100),
  gs1CompanyPrefix: z.string().regex(/^\d{4,12}$/, '4 to 12 digits'),
});
export type SiteDocument = z.output<typeof siteDocument>;

const version = z.number().int().positive();
const head = { id: z.string().min(1).max(64), version, cursor: z.number().int().positive() };

/** One document of the work feed: the newest version of (kind, id), or its deletion. */
export const workDocument = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('order'), ...head, data: orderDocument.nullable() }),
  z.strictObject({ kind: z.literal('product'), ...head, data: productDocument.nullable() }),
  z.strictObject({ kind: z.literal('site'), ...head, data: siteDocument.nullable() }),
]);
export type WorkDocument = z.output<typeof workDocument>;
export type WorkKind = WorkDocument['kind'];

/**
 * All changes after a cursor, in cursor order. `epoch` names the feed: when it changes, the owner was set up anew and
 * a replica starts again from 0. `data: null` means the document is gone.
 */
export const workPage = z.strictObject({
  v: z.literal(1),
  site: siteId,
  epoch: z.string().min(1).max(64),
  documents: z.array(workDocument),
  cursor: z.number().int().nonnegative(),
  more: z.boolean(),
  /** When central made this page: how old the knowledge is. */
  asOf: instant,
});
export type WorkPage = z.output<typeof workPage>;

/** Where a replica stands. */
export const workPosition = z.strictObject({
  v: z.literal(1),
  epoch: z.string().nullable(),
  cursor: z.number().int().nonnegative(),
  asOf: instant.nullable(),
});
export type WorkPosition = z.output<typeof workPosition>;

export const workPoke = z.strictObject({
  v: z.literal(1),
  epoch: z.string(),
  cursor: z.number().int().nonnegative(),
});
export type WorkPoke = z.output<typeof workPoke>;

export const maxDocumentsPerPage = 1000;
