import { verify } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseRequest } from '../../kernel/http/http.ts';
import {
  type HandheldRotation,
  handheldRotation,
  handheldRotationMessage,
  handheldState,
} from '../../protocols/wire/handheld-enrolment.ts';
import { isSignedBy } from '../identity/enrolment/enrolment.ts';
import { keyIdOf } from '../identity/enrolment/fact-keys.ts';
import type { Identity } from '../identity/identities.ts';
import { identityErrors } from '../identity/identity-errors.ts';
import type { SiteIdentity } from '../identity/site-identity.ts';

/** How a handheld gets a new key and a new secret while it works (docs/security.md). */
export function addHandheldRotation(app: FastifyInstance, identity: SiteIdentity): void {
  const state = { summary: 'Ask whether the calling handheld has to renew its key', answer: handheldState };
  app.get('/v1/identity/handheld', { config: { role: 'station', doc: state } }, async (request) => {
    const { name, rotateWanted } = callingHandheld(identity, request);
    return { v: 1, site: identity.site, station: name, rotate: rotateWanted };
  });
  const rotation = {
    summary: "Put a new key and a new secret in the place of the calling handheld's",
    body: handheldRotation,
    answer: handheldState,
  };
  app.post(
    '/v1/identity/handheld/rotation',
    { config: { role: 'station', doc: rotation } },
    async (request) => {
      const wanted = parseRequest(handheldRotation, request.body);
      const { name } = callingHandheld(identity, request);
      rotateHandheld(identity, name, wanted);
      return { v: 1, site: identity.site, station: name, rotate: false };
    },
  );
}

/**
 * The new secret is good from now on and the old one no more; the old key is good for two more minutes, for what is on its way. The
 * same request again, with the new secret, changes nothing.
 *
 * @throws ENROLMENT_PROOF_INVALID, FACT_KEY_KNOWN
 */
function rotateHandheld(identity: SiteIdentity, station: string, request: HandheldRotation): void {
  const { site, factKeys, identities, db, log } = identity;
  const raw = Buffer.from(request.factKey, 'base64url');
  const message = handheldRotationMessage({ site, station }, request);
  const valid = factKeys.validOf(station);
  const known = valid?.keyId === keyIdOf(raw);
  const announcement = Buffer.from(request.announcement, 'base64url');
  const announced =
    known || (valid !== undefined && verify(null, Buffer.from(message), valid.publicKey, announcement));
  if (!announced || !isSignedBy(raw, message, request.proof))
    throw identityErrors.fault(
      'ENROLMENT_PROOF_INVALID',
      'the request is not signed with the old and the new key',
    );
  db.transaction(() => {
    if (!known) factKeys.replace(station, raw);
    identities.renewSecret({ kind: 'station', name: station }, request.secret);
  })();
  log.info(
    { event: 'identity.renewed', station, key: keyIdOf(raw), rotated: true, handheld: true },
    `handheld ${station} has a new key and a new secret`,
  );
}

function callingHandheld(identity: SiteIdentity, { caller }: FastifyRequest): Identity {
  const owner = { kind: 'station' as const, name: caller?.kind === 'station' ? caller.name : '' };
  const enrolled = identity.identities.get(owner);
  if (enrolled?.hasSecret === true) return enrolled;
  throw identityErrors.fault('IDENTITY_NOT_ENROLLED', 'the caller is no handheld that was enrolled');
}
