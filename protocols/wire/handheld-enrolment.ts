import { z } from 'zod';
import { siteId, stationId } from './ids.ts';

/**
 * How a browser becomes a station (docs/security.md). A page cannot present a certificate that it asked for itself, so a
 * handheld gets a secret of its own, and signs its facts with a key that was made on it and never leaves it.
 */

/** `POST /v1/enrolments/handheld`: `proof` signs `handheldEnrolmentMessage` with the key that it announces. */
export const handheldEnrolment = z.strictObject({
  v: z.literal(1),
  code: z.string().max(64),
  /** A raw Ed25519 public key (32 bytes) in base64url. */
  factKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'an Ed25519 public key in base64url has 43 characters'),
  proof: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'an Ed25519 signature in base64url has 86 characters'),
});
export type HandheldEnrolment = z.output<typeof handheldEnrolment>;

const serial = z.number().int().nonnegative().max(999_999_999_999);

/** What a handheld gets. */
export const handheldGrant = z.strictObject({
  v: z.literal(1),
  site: siteId,
  station: stationId,
  /** The password over MQTT, and the bearer token over HTTP. The gateway keeps its hash only. */
  secret: z.string().min(32).max(100),
  /** The serial references of its parcels, which nobody else has; null if the site gives none to handhelds. */
  sscc: z
    .strictObject({
      extensionDigit: z.number().int().min(0).max(9),
      firstSerial: serial,
      lastSerial: serial,
    })
    .nullable(),
});
export type HandheldGrant = z.output<typeof handheldGrant>;

/** What a handheld signs with its new key to show that it holds it. */
export function handheldEnrolmentMessage(request: Pick<HandheldEnrolment, 'code' | 'factKey'>): string {
  return `packproof handheld enrolment 1\n${request.code}\n${request.factKey}`;
}

/** `GET /v1/identity/handheld`: what the gateway knows of the calling handheld. */
export const handheldState = z.strictObject({
  v: z.literal(1),
  site: siteId,
  station: stationId,
  /** An operator wants a new key and a new secret. */
  rotate: z.boolean(),
});

/**
 * `POST /v1/identity/handheld/rotation`: a new key and a new secret in the place of the old ones, both made on the device and written
 * down there before, so that a lost answer locks nobody out. Both keys sign `handheldRotationMessage`.
 */
export const handheldRotation = z.strictObject({
  v: z.literal(1),
  factKey: handheldEnrolment.shape.factKey,
  secret: z.string().regex(/^pph_[A-Za-z0-9_-]{43}$/, 'pph_ and 32 random bytes in base64url'),
  /** By the old key. */
  announcement: handheldEnrolment.shape.proof,
  /** By the new one. */
  proof: handheldEnrolment.shape.proof,
});
export type HandheldRotation = z.output<typeof handheldRotation>;

/** What a handheld signs, with its old key and with its new one, to put the new one and the new secret in the place of the old. */
export function handheldRotationMessage(
  owner: { readonly site: string; readonly station: string },
  { factKey, secret }: Pick<HandheldRotation, 'factKey' | 'secret'>,
): string {
  return `packproof handheld rotation 1\n${owner.site}\n${owner.station}\n${factKey}\n${secret}`;
}
