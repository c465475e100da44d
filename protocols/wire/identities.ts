import { z } from 'zod';
import { certificateRequest } from './enrolment.ts';
import { instant, siteId, stationId } from './ids.ts';

/** Who may come in at a gateway, as its operators see and change it. */

const certificateState = z.strictObject({
  serial: z.string(),
  notAfter: instant,
  /** fresh: issued, and not used yet. */
  state: z.enum(['fresh', 'valid', 'replaced', 'revoked']),
});

/** `GET /v1/identities/stations`. */
export const enrolledStations = z.strictObject({
  v: z.literal(1),
  stations: z.array(
    z.strictObject({
      station: stationId,
      enrolledAt: instant,
      revokedAt: instant.nullable(),
      rotationWanted: z.boolean(),
      /** signed-head.ts `keyId` of the key that is valid. */
      key: z.string().nullable(),
      certificates: z.array(certificateState),
    }),
  ),
});

/** A type of events without the prefix `packproof.`, such as `shipment.dispatched`. */
const eventType = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/, 'an event type such as shipment.dispatched')
  .max(100);
const eventTypes = z.union([z.literal('*'), z.array(eventType).min(1).max(50)]);
const clientName = stationId;
const role = z.enum(['reader', 'sync', 'operator']);

/** `GET /v1/identities/clients`. */
export const backOfficeClients = z.strictObject({
  v: z.literal(1),
  clients: z.array(
    z.strictObject({
      name: z.string(),
      role,
      eventTypes,
      addedAt: instant,
      revokedAt: instant.nullable(),
      secret: z.boolean(),
      certificates: z.array(certificateState),
    }),
  ),
});

/** `POST /v1/identities/clients`: with a certificate request it gets a certificate, without one a secret. */
export const newClient = z
  .strictObject({
    v: z.literal(1),
    name: clientName,
    role,
    eventTypes,
    certificateRequest: certificateRequest.optional(),
  })
  .refine((client) => client.role === 'reader' || client.eventTypes === '*', {
    message: 'only a reader can be held to some types of events',
    path: ['eventTypes'],
  });
export type NewClient = z.output<typeof newClient>;

/** What a new client comes in with; the secret is shown this once. */
export const clientCredentials = z.strictObject({
  v: z.literal(1),
  name: z.string(),
  secret: z.string().nullable(),
  certificate: z.string().nullable(),
  authority: z.string().nullable(),
});
export type ClientCredentials = z.output<typeof clientCredentials>;

/** `GET /v1/identity/client`: what the gateway knows of the calling client's certificate. */
export const clientState = z.strictObject({
  v: z.literal(1),
  site: siteId,
  name: z.string(),
  notAfter: instant,
  /** It is of an old CA of the site: renew it at once. */
  renew: z.boolean(),
});

/** `POST /v1/identity/client/renewals`: a certificate for the key of this request, with the grants that the client has. */
export const clientRenewal = z.strictObject({ v: z.literal(1), certificateRequest });

/** The new certificate; the one before is good until this one is first used. */
export const clientRenewed = z.strictObject({
  v: z.literal(1),
  name: z.string(),
  certificate: z.string(),
  notAfter: instant,
  /** The CAs of the gateway's own certificate, to be put in the place of the file that is trusted; null: those that the system knows. */
  serverAuthorities: z.string().nullable(),
});

/** Revoking and rotating: why, for the log. */
export const identityChange = z.strictObject({ v: z.literal(1), reason: z.string().max(200).default('') });

/** Done. */
export const identityChanged = z.strictObject({ v: z.literal(1), name: z.string() });
