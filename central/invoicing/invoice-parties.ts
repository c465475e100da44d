import { z } from 'zod';
import type { CentralConfig } from '../central-config.ts';
import type { Database } from '../database/schema.ts';

const address = {
  name: z.string(),
  street: z.string(),
  city: z.string(),
  postalCode: z.string(),
  country: z.string(),
};

/** Seller and buyer as they were when the invoice was issued: a later move or a new name does not change what was sent. */
export const invoiceParties = z.object({
  seller: z.object({ ...address, vatId: z.string(), iban: z.string(), email: z.string() }),
  buyer: z.object({
    ...address,
    id: z.string(),
    contact: z.string().nullable(),
    vatId: z.string().nullable(),
  }),
  shipTo: z.object(address),
  customerReference: z.string().nullable(),
});
export type InvoiceParties = z.output<typeof invoiceParties>;

const storedShipTo = z.object(address);

export function partiesOf(
  seller: CentralConfig['seller'],
  customer: Database['customers'],
  order: Database['orders'],
): InvoiceParties {
  const { id, name, contact, street, city, postal_code: postalCode, country, vat_id: vatId } = customer;
  return {
    seller,
    buyer: { id, name, contact, street, city, postalCode, country, vatId },
    shipTo: storedShipTo.parse(JSON.parse(order.ship_to)),
    customerReference: order.customer_reference,
  };
}
