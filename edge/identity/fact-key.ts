import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

/** A fresh Ed25519 key as PKCS#8 in PEM. */
export function newFactKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** An Ed25519 key that signs texts. */
export interface FactKey {
  /** protocols/wire/signed-head.ts `keyId`. */
  readonly keyId: string;
  /** The 32 bytes of the public key, in base64url. */
  readonly publicKey: string;
  /** The signature of a text in UTF-8, in base64url. */
  sign(message: string): string;
}

/** @param pem PKCS#8. */
export function openFactKey(pem: string): FactKey {
  const key = createPrivateKey(pem);
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (key.asymmetricKeyType !== 'ed25519' || x === undefined) throw new Error('the fact key is not Ed25519');
  return {
    keyId: createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex').slice(0, 16),
    publicKey: x,
    sign: (message) => sign(null, Buffer.from(message), key).toString('base64url'),
  };
}
