import { z } from 'zod';
import { httpConfig } from '../kernel/http.ts';
import { siteId } from '../protocols/wire/ids.ts';

const line = z.string().trim().min(1).max(200);

/** The ISO 4217 code of a currency with two decimals; central counts in hundredths. */
export const currencyCode = z.enum(
  ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'CAD', 'AUD', 'NZD', 'SGD'],
  { error: 'a known ISO 4217 currency with two decimals, such as EUR' },
);

/** Who sells: printed on every invoice as the seller and the payee. */
const sellerConfig = z.strictObject({
  name: line,
  street: line,
  city: line,
  postalCode: z.string().trim().min(1).max(20),
  /** Name or ISO 3166 code of the country, as it is to be printed. */
  country: line,
  vatId: z.string().trim().min(4).max(20),
  /** Where customers pay to. */
  iban: z
    .string()
    .transform((text) => text.replace(/\s/g, '').toUpperCase())
    .pipe(z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/, 'an IBAN such as DE89370400440532013000')),
  email: z.email(),
});

/** Central: order to cash. */
export const centralConfig = z.strictObject({
  /** Folder of the database; made if it is missing. */
  dataDir: z.string().min(1),
  /** The HTTP service; port 8080 unless set. */
  http: httpConfig.extend({ port: z.coerce.number().int().min(0).max(65535).default(8080) }).prefault({}),
  seller: sellerConfig,
  /** The currency of the books; orders and invoices are in it. */
  currency: currencyCode.default('EUR'),
  /** The warehouses, by site id. The first one is the site of orders that name none. */
  sites: z
    .record(
      siteId,
      z.strictObject({
        name: z.string().trim().min(1).max(100),
        /** From it stations make the SSCCs of their parcels: 4 to 12 digits, assigned by GS1. */
        gs1CompanyPrefix: z.string().regex(/^\d{4,12}$/, '4 to 12 digits'),
      }),
    )
    .refine((sites) => Object.keys(sites).length > 0, 'at least one site'),
});
export type CentralConfig = z.output<typeof centralConfig>;
