import { z } from 'zod';

const barcode = z.object({ gtin: z.string(), level: z.string(), units: z.number() });

const stop = z.object({
  location: z.string().nullable(),
  product: z.string(),
  lot: z.string().nullable(),
  expiry: z.string().nullable(),
  units: z.number(),
  parts: z.array(z.object({ order: z.string(), tote: z.string().nullable(), units: z.number() })),
  barcodes: z.array(barcode),
});

const walk = z.object({
  kind: z.literal('pick'),
  mode: z.string(),
  orders: z.number(),
  stop: stop.nullable(),
  located: z.boolean(),
  hand: z.object({ product: z.string(), units: z.number(), tote: z.string().nullable() }).nullable(),
  approval: z.string().nullable(),
  totes: z.array(z.object({ tote: z.string(), order: z.string().nullable() })),
});
export type Walk = z.output<typeof walk>;

const wall = z.object({
  kind: z.literal('wall'),
  hand: z.object({ product: z.string(), slot: z.string() }).nullable(),
  slots: z.array(
    z.object({
      slot: z.string(),
      missing: z.array(z.object({ product: z.string(), units: z.number(), gtins: z.array(z.string()) })),
    }),
  ),
});
export type Wall = z.output<typeof wall>;

const parcel = z.object({ sscc: z.string(), order: z.string() });
const load = z.object({ kind: z.literal('ship'), latest: z.array(parcel) });

const returned = z.object({
  kind: z.literal('return'),
  condition: z.string().nullable(),
  lines: z.array(z.object({ sku: z.string(), name: z.string(), left: z.number() })),
});

const count = z.object({ kind: z.literal('count'), location: z.string() });

const packing = z.object({
  kind: z.literal('pack'),
  expected: z.object({ grams: z.number() }).nullable(),
});

/** Of the work in hand at a station, only what tells which barcodes are of use; other kinds are not looked at. */
export const activity = z.discriminatedUnion('kind', [walk, wall, load, returned, count, packing]);
export type Activity = z.output<typeof activity>;

export const floorQueue = z.object({
  tasks: z.array(
    z.object({
      task: z.string(),
      mode: z.string(),
      orders: z.number(),
      stops: z.number(),
      zone: z.string().optional(),
    }),
  ),
  loads: z.array(z.object({ load: z.string(), carrier: z.string(), parcels: z.number() })),
  counts: z.array(z.object({ count: z.string(), location: z.string() })),
});
export type FloorQueue = z.output<typeof floorQueue>;
