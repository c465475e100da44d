import { z } from 'zod';
import { siteRules } from './site-rules.ts';

/** Settings of a site that its stations follow. */
export const siteDocument = z.strictObject({
  name: z.string().max(100),
  gs1CompanyPrefix: z.string().regex(/^\d{4,12}$/, '4 to 12 digits'),
  /** Where its carriers' times are meant: a name of the IANA time zone database. */
  timeZone: z.string().min(1).max(64).optional(),
  rules: siteRules.optional(),
});
export type SiteDocument = z.output<typeof siteDocument>;
