import { z } from 'zod';
import { siteRules } from '../../protocols/wire/work/site-rules.ts';

export const timeZone = z
  .string()
  .min(1)
  .max(64)
  .refine(isTimeZone, 'a name of the IANA time zone database, such as Europe/Berlin');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const noTwo = (names: readonly string[]) => new Set(names).size === names.length;

/** Rules that hang together: nothing is named twice. */
export const soundRules = siteRules
  .refine(({ pack }) => noTwo(pack.packagings.map(({ packaging }) => packaging)), {
    error: 'two packagings have the same name',
    path: ['pack', 'packagings'],
  })
  .refine(({ ship }) => noTwo(ship.carriers.map(({ carrier }) => carrier)), {
    error: 'two carriers have the same name',
    path: ['ship', 'carriers'],
  });

/** The body of `PUT /v1/sites/:site/rules`. */
export const rulesInput = z.strictObject({
  rules: soundRules,
  timeZone: timeZone.nullable().default(null),
  /** The version that the change was made to: it is refused if somebody else was faster. */
  version: z.number().int().min(0).optional(),
  /** Who decided it, where the token does not say. */
  by: z.string().trim().min(1).max(100).optional(),
});
