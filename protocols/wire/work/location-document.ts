import { z } from 'zod';
import { floorName, sku, traced } from '../facts/fact-members.ts';

/** A place where goods lie, and what the books say that lies there. */
export const locationDocument = z.strictObject({
  location: floorName,
  zone: floorName.optional(),
  /** Its place on the walk through the warehouse: pickers go from low to high. */
  walk: z.number().int().nonnegative().max(1_000_000_000),
  contents: z
    .array(
      z.strictObject({
        sku,
        lot: traced.lot,
        expiry: traced.expiry,
        units: z.number().int().nonnegative().max(10_000_000),
      }),
    )
    .max(200),
});
export type LocationDocument = z.output<typeof locationDocument>;
