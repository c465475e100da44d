import { z } from 'zod';
import { businessKey } from '../customers/customer.ts';
import { siteName } from '../sites.ts';

const most = 10_000_000;

/** A movement of goods as a person or another system enters it. */
export const movementInput = z
  .strictObject({
    /** The first site of the configuration unless given. */
    site: siteName.optional(),
    sku: businessKey,
    /** Sales units; only an adjustment may take some away. */
    units: z
      .number()
      .int()
      .min(-most)
      .max(most)
      .refine((units) => units !== 0, 'a movement moves at least one unit'),
    reason: z.enum(['opening', 'receipt', 'return', 'adjustment']),
    /** The delivery note, count sheet or the like: the same one again for this product and reason books nothing. */
    reference: z.string().trim().min(1).max(100),
  })
  .refine((movement) => movement.units > 0 || movement.reason === 'adjustment', {
    error: 'only an adjustment may be negative',
    path: ['units'],
  });

/** Goods that came or went. `shipment`, `found` and `count` are booked from facts alone. */
export interface Movement {
  readonly site: string;
  readonly sku: string;
  readonly units: number;
  readonly reason: z.output<typeof movementInput>['reason'] | 'shipment' | 'found' | 'count';
  readonly reference: string;
  readonly at: string;
}
