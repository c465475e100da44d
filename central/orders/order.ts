import { z } from 'zod';
import { floorName } from '../../protocols/wire/facts/fact-members.ts';
import { instant, lineNumber, orderNumber, units } from '../../protocols/wire/ids.ts';
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
  /** If set, only this lot may be picked. */
  lot: z.string().trim().min(1).max(20).optional(),
  /** Whether the customer takes something in its place; the site's rule decides unless given. */
  substitution: z.enum(['allowed', 'refused']).optional(),
});

export const shipTo = z.strictObject({ name: z.string().trim().min(1).max(200), ...address });
export type ShipTo = z.output<typeof shipTo>;

const details = {
  /** A service is a delivery without goods; goods unless given. */
  kind: z.enum(['goods', 'service']).optional(),
  /** 0 is the most urgent; 5 unless given. */
  priority: z.number().int().min(0).max(9).optional(),
  /** One of the carriers of the site's rules. */
  carrier: floorName.optional(),
  carrierService: z.string().trim().min(1).max(64).optional(),
  /** Of a service: when the customer expects somebody. */
  appointment: z
    .strictObject({ from: instant, to: instant })
    .refine(({ from, to }) => from <= to, { error: 'it ends before it begins', path: ['to'] })
    .optional(),
  /** Days that the customer wants left until an expiry. */
  minRemainingDays: z.number().int().min(0).max(3650).optional(),
};

/** What of an order only stations and carriers have to know. */
export const orderDetails = z.object(details);
type OrderDetails = z.output<typeof orderDetails>;

/** The same of a stored order. */
export function detailsOf({ details }: { readonly details: string | null }): OrderDetails {
  return details === null ? {} : orderDetails.parse(JSON.parse(details));
}

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
  ...details,
  lines: z
    .array(orderLineInput)
    .min(1)
    .max(2000)
    .refine((lines) => new Set(lines.map((line, nth) => line.line ?? nth + 1)).size === lines.length, {
      error: 'two lines have the same number',
    }),
});
/** `backOrderOf` names the order whose rest this one is; only central itself enters such. */
export type OrderInput = z.output<typeof orderInput> & { readonly backOrderOf?: string };
