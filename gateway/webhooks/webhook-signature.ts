import { createHmac, randomBytes } from 'node:crypto';

const secretPrefix = 'whsec_';
const secretBytes = 32;

/** A new secret in the form of the Standard Webhooks convention: `whsec_` and base64. */
export function newSecret(): string {
  return secretPrefix + randomBytes(secretBytes).toString('base64');
}

/**
 * The headers that sign a delivery (Standard Webhooks 1.0, "Webhook metadata" and "Signature scheme"): HMAC-SHA256 over
 * `id.timestamp.body`, one signature for each secret that is valid, separated by spaces.
 */
export function signatureHeaders(
  id: string,
  epochMs: number,
  body: Uint8Array,
  secrets: readonly string[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(epochMs / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
    const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
    return `v1,${mac.digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
