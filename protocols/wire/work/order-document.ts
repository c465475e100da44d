import { z } from 'zod';
import { floorName, sku } from '../facts/fact-members.ts';
import { instant, lineNumber, orderNumber, units } from '../ids.ts';

/** An order released to a site, or one that was and may not go on. */
export const orderDocument = z.strictObject({
  order: orderNumber,
  status: z.enum(['released', 'on_hold', 'cancelled']),
  /** Why it is on hold or was cancelled, for the person at the station. */
  holdReason: z.string().max(200).optional(),
  /** A service is a delivery without goods; goods unless given. */
  kind: z.enum(['goods', 'service']).optional(),
  customer: z.strictObject({ id: z.string().max(64), name: z.string().max(200) }),
  shipTo: z.strictObject({
    name: z.string().max(200),
    street: z.string().max(200),
    city: z.string().max(100),
    postalCode: z.string().max(20),
    country: z.string().max(60),
  }),
  promised: z.iso.date().nullable(),
  /** 0 is the most urgent; 5 unless given. */
  priority: z.number().int().min(0).max(9).optional(),
  /** Who takes it: one of the carriers of the site's rules. */
  carrier: floorName.optional(),
  carrierService: z.string().min(1).max(64).optional(),
  /** Of a service: when the customer expects somebody. */
  appointment: z.strictObject({ from: instant, to: instant }).optional(),
  /** Days that the customer wants left until an expiry. */
  minRemainingDays: z.number().int().min(0).max(3650).optional(),
  lines: z
    .array(
      z.strictObject({
        line: lineNumber,
        sku,
        name: z.string().max(200),
        units,
        /** If set, only this lot may be picked. */
        lot: z.string().max(20).optional(),
        /** Whether the customer takes something in its place; the site's rule decides unless given. */
        substitution: z.enum(['allowed', 'refused']).optional(),
      }),
    )
    .min(1)
    .max(2000),
});
export type OrderDocument = z.output<typeof orderDocument>;
