import { z } from 'zod';
import { instant, siteId, stationId } from './ids.ts';

/** How a device gets its identity from a site's gateway, and keeps it (docs/security.md). Keys are made on the device and never travel. */

/** A raw Ed25519 public key (32 bytes) in base64url. */
const factKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'an Ed25519 public key in base64url has 43 characters');
const signature = z
  .string()
  .regex(/^[A-Za-z0-9_-]{86}$/, 'an Ed25519 signature in base64url has 86 characters');
const pem = z.string().min(64).max(16_384);
export const certificateRequest = pem.startsWith(
  '-----BEGIN CERTIFICATE REQUEST-----',
  'a PKCS #10 request in PEM',
);

/** `POST /v1/enrolments`: an operator invites a station. */
export const stationInvite = z.strictObject({
  v: z.literal(1),
  station: stationId,
  /** Under which address the device reaches the gateway; with it the answer has a text and a picture to scan. */
  gatewayUrl: z
    .url({ protocol: /^https?$/ })
    .max(200)
    .optional(),
  /** How long the code is good. */
  minutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60)
    .default(15),
  /** The device is a browser: the invitation is the address of its page. */
  handheld: z.boolean().default(false),
});

/** The one-time code, which is shown this once. */
export const stationInvitation = z.strictObject({
  v: z.literal(1),
  site: siteId,
  station: stationId,
  code: z.string(),
  expiresAt: instant,
  /** SHA-256 of the site's CA certificate: by it a device knows the gateway before it trusts it. */
  caFingerprint: z.string(),
  /** All of it as one line (`invitationText`), and that line as a QR code; null without a gatewayUrl. */
  invitation: z.string().nullable(),
  qrSvg: z.string().nullable(),
});

/** `GET /v1/enrolments/authority`: the site's CA, which a device holds against the fingerprint of its invitation. */
export const siteAuthority = z.strictObject({ v: z.literal(1), site: siteId, certificate: pem });

/** `POST /v1/enrolments/redeem`: what a device sends. `proof` signs `enrolmentMessage` with the key that it announces. */
export const enrolmentRequest = z.strictObject({
  v: z.literal(1),
  code: z.string().max(64),
  certificateRequest,
  factKey,
  proof: signature,
});

export type EnrolmentRequest = z.output<typeof enrolmentRequest>;

/** What a device gets: its certificate, the site's CA, and the CAs of the gateway's own certificate (null: those that its system knows). */
export const enrolmentGrant = z.strictObject({
  v: z.literal(1),
  site: siteId,
  station: stationId,
  certificate: pem,
  authority: pem,
  serverAuthorities: z.string().max(262_144).nullable(),
});
export type EnrolmentGrant = z.output<typeof enrolmentGrant>;

/** `GET /v1/identity?authorities=yes` also tells whom to trust; a station of an older version does not ask for it. */
export const identityQuery = z.strictObject({ authorities: z.literal('yes').optional() });

/** `GET /v1/identity`: what the gateway knows of the calling station's certificate. */
export const identityState = z.strictObject({
  v: z.literal(1),
  site: siteId,
  station: stationId,
  notAfter: instant,
  /** An operator wants new keys, both of them. */
  rotate: z.boolean(),
  /** The site has a new CA, and the certificate is of the old one. */
  renew: z.boolean().optional(),
  /** The CAs of the gateway's own certificate, now (null: those that the system knows). */
  serverAuthorities: z.string().max(262_144).nullable().optional(),
});

/** `POST /v1/identity/renewals`: a new certificate; and a new fact key, announced by the old one (`rotationMessage`). */
export const renewalRequest = z.strictObject({
  v: z.literal(1),
  certificateRequest,
  factKey: z
    .strictObject({
      key: factKey,
      /** By the old key. */ announcement: signature,
      /** By the new one. */ proof: signature,
    })
    .optional(),
});
export type RenewalRequest = z.output<typeof renewalRequest>;

/** What a device signs with its new fact key to show that it holds it. */
export function enrolmentMessage(request: {
  readonly code: string;
  readonly certificateRequest: string;
  readonly factKey: string;
}): string {
  return `packproof enrolment 1\n${request.code}\n${request.factKey}\n${request.certificateRequest}`;
}

/** What a station signs, with its old key and with its new one, to put the new one in the old one's place. */
export function rotationMessage(
  owner: { readonly site: string; readonly station: string },
  newFactKey: string,
): string {
  return `packproof key rotation 1\n${owner.site}\n${owner.station}\n${newFactKey}`;
}

/** An invitation as one line, for a QR code or to copy. It is no URL on purpose: URLs end up in histories and logs. */
export function invitationText(parts: Invitation): string {
  return `PACKPROOF-ENROL-1 ${parts.gatewayUrl} ${parts.code} ${parts.caFingerprint}`;
}

/**
 * An invitation for a browser: the address of the page that enrols it. The code stands behind `#`, which is never sent and so never
 * logged; the page takes it out of the address at once.
 */
export function handheldInvitation({ gatewayUrl, code }: Omit<Invitation, 'caFingerprint'>): string {
  return `${new URL('/handheld/enrol', gatewayUrl).href}#${code}`;
}

export interface Invitation {
  readonly gatewayUrl: string;
  readonly code: string;
  readonly caFingerprint: string;
}

/** Null if a text is no invitation. */
export function parseInvitation(text: string): Invitation | null {
  const match = /^PACKPROOF-ENROL-1 (https?:\/\/\S{1,200}) ([0-9A-Z-]{20,30}) ([0-9a-f]{64})$/.exec(
    text.trim(),
  );
  const [, gatewayUrl, code, caFingerprint] = match ?? [];
  if (gatewayUrl === undefined || code === undefined || caFingerprint === undefined) return null;
  return { gatewayUrl, code, caFingerprint };
}

/** Names of identities in certificates (RFC 8141; the same form as the `source` of events). */
export function identityUrn(site: string, kind: 'station' | 'client', name: string): string {
  return `urn:packproof:site:${site}:${kind}:${name}`;
}
