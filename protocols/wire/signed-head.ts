import { z } from 'zod';
import { sequence, sha256Hex, stationId } from './ids.ts';

/** Names an Ed25519 key: the first 16 hexadecimal digits of the SHA-256 of its 32 raw bytes. */
export const keyId = z.string().regex(/^[0-9a-f]{16}$/, '16 hexadecimal digits');

/**
 * A station's signature over its chain up to a fact: whoever holds it can show that the station vouched for that fact and,
 * through the hashes, for each one before it. Ed25519 (RFC 8032) over the UTF-8 bytes of `headMessage`, in base64url.
 */
export const signedHead = z.strictObject({
  seq: sequence,
  hash: sha256Hex,
  key: keyId,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'an Ed25519 signature in base64url has 86 characters'),
});
export type SignedHead = z.output<typeof signedHead>;

/** A signed head among those of other stations, as it travels behind a gateway. */
export const stationHead = signedHead.extend({ station: stationId });
export type StationHead = z.output<typeof stationHead>;

/** As many heads as a page or an upload has facts. */
export const maxHeadsPerPage = 500;

/** What is signed. The first line keeps the key from being used for anything else. */
export function headMessage(
  owner: { readonly site: string; readonly station: string },
  head: Pick<SignedHead, 'seq' | 'hash'>,
): string {
  return `packproof signed head 1\n${owner.site}\n${owner.station}\n${head.seq}\n${head.hash}`;
}
