import { z } from 'zod';
import { lineNumber, orderNumber, units } from '../../protocols/wire/ids.ts';
import { taxCategory, taxRateBp } from '../catalog/product.ts';
import { currencyCode } from '../central-config.ts';
import { address, amountMinor, businessKey } from '../customers/customer.ts';
import { siteName } from '../sites.ts';

const orderLineInput = z.strictObject({
  /** Its number; its place in the list unless given. */
  line: lineNumber.optional(),
  sku: businessKey,
  units,
  /** The product's price, category and rate unless given. */
  unitPriceMinor: amountMinor.optional(),
  taxCategory: taxCategory.optional(),
  taxRateBp: taxRateBp.optional(),
  discountBp: z.number().int().min(0).max(10_000).default(0),
});

export const shipTo = z.strictObject({ name: z.string().trim().min(1).max(200), ...address });
export type ShipTo = z.output<typeof shipTo>;

/** An order as it is entered, whatever the channel. Money in minor units of the books' currency. */
export const orderInput = z.strictObject({
  number: orderNumber,
  customer: businessKey,
  site: siteName.optional(),
  channel: z.enum(['api', 'csv', 'phone', 'email', 'web', 'edi']).default('api'),
  currency: currencyCode.optional(),
  customerReference: z.string().trim().min(1).max(100).nullable().default(null),
  /** Today unless given. */
  orderedOn: z.iso.date().optional(),
  promisedOn: z.iso.date().nullable().default(null),
  /** The customer's own address unless given. */
  shipTo: shipTo.optional(),
  freightMinor: amountMinor.default(0),
  lines: z
    .array(orderLineInput)
    .min(1)
    .max(2000)
    .refine((lines) => new Set(lines.map((line, nth) => line.line ?? nth + 1)).size === lines.length, {
      error: 'two lines have the same number',
    }),
});
export type OrderInput = z.output<typeof orderInput>;
