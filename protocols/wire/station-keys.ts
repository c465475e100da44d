import { z } from 'zod';
import { instant, siteId, stationId } from './ids.ts';
import { keyId } from './signed-head.ts';

/** A key with which a station signs, as the gateway that enrolled it knows it. */
export const stationKeyRecord = z.strictObject({
  station: stationId,
  key: keyId,
  /** The 32 bytes of an Ed25519 public key (RFC 8032) in base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/, '32 bytes in base64url have 43 characters'),
  /** A key that was replaced or revoked proves what it signed before. */
  state: z.enum(['valid', 'replaced', 'revoked']),
  since: instant,
  endedAt: instant.nullable(),
});
export type StationKeyRecord = z.output<typeof stationKeyRecord>;

/** All keys of a site: `GET /v1/station-keys` of a gateway, which cloud-sync puts to central, and a key file of `packproof verify`. */
export const stationKeyList = z.strictObject({
  v: z.literal(1),
  site: siteId,
  keys: z.array(stationKeyRecord).max(10_000),
});
export type StationKeyList = z.output<typeof stationKeyList>;
