import { z } from 'zod';
import { zoneOffsets } from '../../protocols/epcis/build/zone-offset.ts';
import { parseGln } from '../../protocols/epcis/gln.ts';

/** The EPCIS repository of a gateway. */
export const epcisConfig = z.strictObject({
  /** GLN of the site, which is also the party that ships; without it the events of the site name no place. */
  siteGln: z
    .string()
    .refine((text) => parseGln(text) !== null, 'a GLN has 13 digits with a valid check digit')
    .optional(),
  /** Names each station as a part of the site, by its id as GLN extension component. */
  stationReadPoints: z.boolean().default(false),
  /** GS1 Company Prefixes of the site and its partners, beside those that captured EPC URNs show: for `Always_EPC_URN`. */
  companyPrefixes: z
    .array(z.string().regex(/^\d{6,12}$/, 'a GS1 Company Prefix has 6 to 12 digits'))
    .max(1_000)
    .default([]),
  /** IANA name: the local time of the site's events, and of the schedules of subscriptions. */
  timeZone: z
    .string()
    .default('UTC')
    .refine((name) => zoneOffsets(name) !== null, 'there is no such time zone'),
  /** The most events that one capture may bring. */
  captureLimit: z.coerce.number().int().min(1).max(100_000).default(1_000),
  /** The largest document that is captured, in bytes. */
  captureFileSizeLimit: z.coerce
    .number()
    .int()
    .min(1_024)
    .max(64 * 1024 * 1024)
    .default(4 * 1024 * 1024),
  /** Events are kept so long behind their capture. */
  keepDays: z.coerce.number().int().min(1).max(36_500).default(730),
});
export type EpcisConfig = z.output<typeof epcisConfig>;
