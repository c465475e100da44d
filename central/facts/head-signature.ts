import { createHash, createPublicKey, verify } from 'node:crypto';
import { headMessage, type StationHead } from '../../protocols/wire/signed-head.ts';

/** protocols/wire/signed-head.ts `keyId` of an Ed25519 public key in base64url. */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 16);
}

/** Whether a station signed a head with a key (Ed25519, base64url). */
export function isSignedBy(publicKey: string, site: string, head: StationHead): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  const message = Buffer.from(headMessage({ site, station: head.station }, head));
  return verify(null, message, key, Buffer.from(head.signature, 'base64url'));
}
