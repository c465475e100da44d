import { z } from 'zod';
import { stationId } from '../../protocols/wire/ids.ts';

/** A broker of the company that carries a site's messages in place of the gateway's own. */
export const externalBrokerConfig = z.strictObject({
  /** mqtt://host:1883 or mqtts://host:8883. */
  url: z.url({ protocol: /^mqtts?$/ }),
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  /** PEM files: the CA that signed the broker's certificate, and the gateway's own certificate with its key. */
  caFile: z.string().min(1).optional(),
  certFile: z.string().min(1).optional(),
  keyFile: z.string().min(1).optional(),
  /** The stations that this gateway serves, where several gateways share a site; all if left out. */
  stations: z.array(stationId).min(1).max(1_000).optional(),
});
export type ExternalBrokerConfig = z.output<typeof externalBrokerConfig>;
