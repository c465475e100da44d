import { createHmac, timingSafeEqual } from 'node:crypto';

/** An older or younger message is refused: somebody may have kept it to send it again. */
const toleranceSeconds = 300;

export interface SignedMessage {
  readonly id: string | undefined;
  /** Seconds since 1970. */
  readonly timestamp: string | undefined;
  /** `v1,` and base64 of the HMAC-SHA-256; several are separated by spaces. */
  readonly signature: string | undefined;
  readonly body: string;
}

/** Why a message does not count (Standard Webhooks 1.0, "Signature scheme"); null if it is genuine and of now. */
export function refusalOf(
  { id, timestamp, signature, body }: SignedMessage,
  secret: string,
  nowMs: number,
): string | null {
  if (id === undefined || timestamp === undefined || signature === undefined)
    return 'webhook-id, webhook-timestamp and webhook-signature are wanted';
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(nowMs / 1000 - seconds) <= toleranceSeconds))
    return `its time is more than ${toleranceSeconds} seconds from ours`;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const genuine = signature
    .split(' ')
    .slice(0, 10)
    .some((one) => isSame(Buffer.from(one.replace(/^v1,/, ''), 'base64'), mac));
  return genuine ? null : 'the signature does not fit the body';
}

function isSame(given: Buffer, mac: Buffer): boolean {
  return given.length === mac.length && timingSafeEqual(given, mac);
}
