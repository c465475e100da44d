import { z } from 'zod';
import { httpConfig } from '../kernel/http/http.ts';
import { floorName } from '../protocols/wire/facts/fact-members.ts';
import { siteId } from '../protocols/wire/ids.ts';
import { readDatabaseUrl } from './database/postgres/database-url.ts';
import { soundRules, timeZone } from './rules/rules-input.ts';

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

/** The address is a secret: a fault of it never repeats it. */
const databaseUrl = z.string().superRefine((text, context) => {
  const read = readDatabaseUrl(text);
  if (typeof read === 'string') context.addIssue({ code: 'custom', message: read });
});

/** Central: order to cash. */
export const centralConfig = z.strictObject({
  /** Folder of the database, if it is a file; made if it is missing. */
  dataDir: z.string().min(1),
  /**
   * A PostgreSQL database instead of a file: postgres://user:password@host:5432/database. A plain DATABASE_URL is not
   * looked at, as a shell often holds that of another program.
   */
  databaseUrl: databaseUrl.optional(),
  /** A file with the password, which then need not stand in the address. */
  databasePasswordFile: z.string().min(1).optional(),
  /** The most connections that one replica holds, beside the one on which it listens. */
  databaseConnections: z.coerce.number().int().min(2).max(100).default(10),
  /** How long a start waits for a database that cannot be reached. */
  databaseWaitSeconds: z.coerce.number().min(0).max(3600).default(60),
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
        /** The first rules and time zone of a site; from then on they are changed by `PUT /v1/sites/{site}/rules`. */
        rules: soundRules.optional(),
        timeZone: timeZone.optional(),
      }),
    )
    .refine((sites) => Object.keys(sites).length > 0, 'at least one site'),
  /** Who takes parcels and reports on them, by the name that the rules of the sites use. */
  carriers: z
    .record(
      floorName,
      z.strictObject({
        /** With it the carrier signs what it reports (Standard Webhooks); with or without `whsec_` before the base64. */
        secret: z.string().regex(/^(whsec_)?[A-Za-z0-9+/]{32,128}={0,2}$/, 'at least 24 bytes in base64'),
      }),
    )
    .default({}),
});
export type CentralConfig = z.output<typeof centralConfig>;
