import { z } from 'zod';

/** How the gateway's listeners are encrypted. */
export const tlsConfig = z
  .strictObject({
    /**
     * site: by a certificate of the site's own CA; files: by the certificate in certFile; off: not at all. Without it: off if both
     * listeners are on the loopback, else site.
     */
    mode: z.enum(['site', 'files', 'off']).optional(),
    certFile: z.string().min(1).optional(),
    keyFile: z.string().min(1).optional(),
    /** The authorities that devices have to trust for certFile, if their systems do not know them. */
    caFile: z.string().min(1).optional(),
    /** Why plain connections from other machines are safe here, such as "behind a TLS proxy"; without it they are refused. */
    plainOutsideLoopback: z.string().min(10).optional(),
  })
  .refine(
    ({ mode, certFile, keyFile }) => mode !== 'files' || (certFile !== undefined && keyFile !== undefined),
    { message: 'tls.mode files needs certFile and keyFile', path: ['certFile'] },
  );

/** The site's CA and what it issues. */
export const identityConfig = z.strictObject({
  /** Further host names and addresses under which devices reach this gateway. */
  names: z.array(z.string().min(1).max(253)).max(50).default([]),
  /** How long a station's certificate is good; it renews itself after two thirds. */
  stationDays: z.coerce.number().int().min(1).max(398).default(90),
  /** How long the certificate of a back-office client is good; its owner renews it. */
  clientDays: z.coerce.number().int().min(1).max(3650).default(398),
});
export type IdentityConfig = z.output<typeof identityConfig>;
