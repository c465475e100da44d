import { z } from 'zod';
import { instant, siteId } from './ids.ts';
import { locationDocument } from './work/location-document.ts';
import { orderDocument } from './work/order-document.ts';
import { personDocument } from './work/person-document.ts';
import { productDocument } from './work/product-document.ts';
import { siteDocument } from './work/site-document.ts';

const version = z.number().int().positive();
const head = { id: z.string().min(1).max(64), version, cursor: z.number().int().positive() };

/** One document of the work feed: the newest version of (kind, id), or its deletion. */
export const workDocument = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('order'), ...head, data: orderDocument.nullable() }),
  z.strictObject({ kind: z.literal('product'), ...head, data: productDocument.nullable() }),
  z.strictObject({ kind: z.literal('site'), ...head, data: siteDocument.nullable() }),
  z.strictObject({ kind: z.literal('person'), ...head, data: personDocument.nullable() }),
  z.strictObject({ kind: z.literal('location'), ...head, data: locationDocument.nullable() }),
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

const feedEnd = { epoch: z.string(), cursor: z.number().int().nonnegative() };

/** Where the feed of work ends, and that of the floor where there is one (floor.ts). */
export const workPoke = z.strictObject({
  v: z.literal(1),
  ...feedEnd,
  floor: z.strictObject(feedEnd).optional(),
});
export type WorkPoke = z.output<typeof workPoke>;

export const maxDocumentsPerPage = 1000;
