import { z } from 'zod';
import { instant, siteId } from './ids.ts';

/** The certificate authorities of a site, and how one takes the place of another (docs/security.md). */

const fingerprint = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hexadecimal digits');
const owner = z.strictObject({ kind: z.enum(['station', 'client']), name: z.string() });

const authority = z.strictObject({
  fingerprint,
  notAfter: instant,
  /** serving: signs the gateway's own certificate; next: signs what is issued and serves later; old: counts until it is dropped. */
  role: z.enum(['serving', 'next', 'old']),
  /** In PEM. */
  certificate: z.string(),
});

/** `GET /v1/authorities`: what a back-office program has to trust. */
export const siteAuthorities = z.strictObject({
  v: z.literal(1),
  site: siteId,
  authorities: z.array(authority),
  /** All of them in one PEM text, to be put in the place of the file that the program trusts. */
  bundle: z.string(),
});

/** `GET /v1/authorities/users`, and the answer to each change: who still uses which. */
export const authorityUsers = z.strictObject({
  v: z.literal(1),
  site: siteId,
  authorities: z.array(
    authority.omit({ certificate: true }).extend({
      /** The instant from which it is dropped as soon as nobody uses it; null if none was set. */
      dropFrom: instant.nullable(),
      /** Whose certificate is of it. */
      users: z.array(owner),
      /** Of the next one: who has neither used a certificate of it nor asked for the CAs since it was made. */
      unaware: z.array(owner),
    }),
  ),
});
export type AuthorityUsers = z.output<typeof authorityUsers>;

const reason = z.string().max(200).default('');

/** `POST /v1/authorities`: make a new CA. */
export const authorityRoll = z.strictObject({ v: z.literal(1), reason });

/** `POST /v1/authorities/serve`: the gateway shows a certificate of the new CA; `anyway` if some do not know it. */
export const authorityServe = z.strictObject({ v: z.literal(1), anyway: z.boolean().default(false), reason });

/** `POST /v1/authorities/drop`: the old CA counts no more: now, with `anyway` even for those who use it, or from an instant on when nobody does. */
export const authorityDrop = z
  .strictObject({ v: z.literal(1), anyway: z.boolean().default(false), from: instant.optional(), reason })
  .refine(({ anyway, from }) => !anyway || from === undefined, {
    message: 'either from an instant on, when nobody uses it, or anyway',
    path: ['from'],
  });
