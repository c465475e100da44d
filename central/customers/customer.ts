import { z } from 'zod';
import { currencyCode } from '../central-config.ts';
import type { Database } from '../database/schema.ts';

/** Keys of customers and products: they stand in work documents and addresses of routes. */
export const businessKey = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'letters, digits, ". _ -", at most 64, first a letter or digit',
  );

/** An amount in minor units that is not negative; at most 10 billion in whole units. */
export const amountMinor = z.number().int().min(0).max(1_000_000_000_000);

const optionalText = (max: number) => z.string().trim().min(1).max(max).nullable().default(null);

export const address = {
  street: z.string().trim().max(200),
  city: z.string().trim().min(1).max(100),
  /** Empty where a country has none. */
  postalCode: z.string().trim().max(20).default(''),
  country: z.string().trim().min(1).max(60),
};

/** A customer as it is entered. Money in minor units of `currency`. */
export const customerInput = z.strictObject({
  id: businessKey,
  name: z.string().trim().min(1).max(200),
  contact: optionalText(200),
  ...address,
  vatId: optionalText(20),
  email: z.email().nullable().default(null),
  /** The currency of the books unless given. */
  currency: currencyCode.optional(),
  creditLimitMinor: amountMinor,
  paymentTermsDays: z.number().int().min(0).max(365).default(30),
});
export type CustomerInput = z.output<typeof customerInput>;

/** A customer as the routes answer it: the same form as it is entered in. */
export const customerAnswer = z.strictObject({ ...customerInput.shape, currency: z.string() });

export function customerView(row: Database['customers']): z.output<typeof customerAnswer> {
  return {
    id: row.id,
    name: row.name,
    contact: row.contact,
    street: row.street,
    city: row.city,
    postalCode: row.postal_code,
    country: row.country,
    vatId: row.vat_id,
    email: row.email,
    currency: row.currency,
    creditLimitMinor: row.credit_limit_minor,
    paymentTermsDays: row.payment_terms_days,
  };
}
