import { z } from 'zod';

/** A network of which everyone could say who they are would trust the callers themselves. */
const widest = { v4: 8, v6: 16 };

const network = z
  .union([z.cidrv4(), z.cidrv6()])
  .refine(
    (text) => Number(text.split('/')[1]) >= (text.includes(':') ? widest.v6 : widest.v4),
    `wider than /${widest.v4} (IPv6: /${widest.v6}): name the proxies only, or callers could choose their address`,
  );

/**
 * The reverse proxies before a service, by address or network. Of requests that one of them brings, the `X-Forwarded-For`, `-Host` and
 * `-Proto` are believed as far as the listed ones have written them; of all others they are ignored.
 */
export const trustProxy = z
  .array(
    z.union([z.ipv4(), z.ipv6(), network], 'is no address (10.0.0.5) or network (10.0.0.0/24) of a proxy'),
  )
  .max(50)
  .default([]);
