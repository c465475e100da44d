import { z } from 'zod';

const serial = z.coerce.number().int().nonnegative().max(999_999_999_999);

/** What the gateway gives to handhelds. */
export const handheldConfig = z.strictObject({
  /**
   * The serial references for the parcels of handhelds: each enrolment gets a block that nobody had before. No station and no other
   * site of the same company prefix may use them. Without it handhelds seal no parcels.
   */
  sscc: z
    .strictObject({
      extensionDigit: z.coerce.number().int().min(0).max(9),
      firstSerial: serial,
      lastSerial: serial,
      /** How many one handheld gets. */
      each: z.coerce.number().int().min(1).max(1_000_000).default(10_000),
    })
    .refine(({ firstSerial, lastSerial }) => firstSerial <= lastSerial, 'lastSerial is below firstSerial')
    .optional(),
  /** How much the photos and signatures that handhelds bring may take on the disk of the gateway. */
  picturesMegabytes: z.coerce.number().int().min(1).max(10_000_000).default(5_000),
});
export type HandheldConfig = z.output<typeof handheldConfig>;
