import { randomBytes } from 'node:crypto';
import { publicKeyOfRequest } from '../../kernel/tls/tls-x509.ts';
import type { ClientCredentials, NewClient } from '../../protocols/wire/identities.ts';
import { identityErrors } from './identity-errors.ts';
import type { SiteIdentity } from './site-identity.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Adds a back-office client, with a certificate for the key of its request, or with a secret that is shown this once.
 *
 * @throws CLIENT_EXISTS, ENROLMENT_PROOF_INVALID, TOO_MANY_IDENTITIES
 */
export async function addClient(identity: SiteIdentity, client: NewClient): Promise<ClientCredentials> {
  const { name, role, eventTypes } = client;
  const owner = { kind: 'client' as const, name };
  const certified =
    client.certificateRequest === undefined ? null : await certify(identity, name, client.certificateRequest);
  const secret = certified === null ? `pp_${randomBytes(32).toString('base64url')}` : null;
  identity.db.transaction(() => {
    const known = identity.identities.get(owner);
    if (known !== undefined && known.revokedAt === null)
      throw identityErrors.fault('CLIENT_EXISTS', `there is a client ${name}`, { place: 'body.name' });
    identity.identities.put(owner, { role, eventTypes, ...(secret === null ? {} : { secret }) });
    if (certified !== null) identity.certificates.keep(certified.ca, owner, certified.certificate);
  })();
  identity.log.info({ event: 'identity.client_added', name, role, eventTypes }, `client ${name} was added`);
  return {
    v: 1,
    name,
    secret,
    certificate: certified?.certificate ?? null,
    authority: certified?.ca.bundle() ?? null,
  };
}

/**
 * Gives a client that has a certificate a new one, for the key of its request. What it may do stays as it is; the old certificate is good
 * until the new one is first used.
 *
 * @throws ENROLMENT_PROOF_INVALID, IDENTITY_NOT_ENROLLED
 */
export async function renewClient(identity: SiteIdentity, name: string, request: string): Promise<string> {
  const { ca, certificate } = await certify(identity, name, request);
  const owner = { kind: 'client' as const, name };
  identity.db.transaction(() => {
    // It may have been revoked while the certificate was signed.
    certifiedClient(identity, name);
    identity.certificates.keep(ca, owner, certificate);
  })();
  identity.log.info({ event: 'identity.renewed', client: name }, `client ${name} has a new certificate`);
  return certificate;
}

/** The newest certificate of a client. @throws IDENTITY_NOT_ENROLLED if it has none that counts */
export function certifiedClient(identity: SiteIdentity, name: string) {
  const owner = { kind: 'client' as const, name };
  const [newest] = identity.identities.isRevoked(owner) ? [] : identity.certificates.of(owner);
  if (newest !== undefined) return newest;
  throw identityErrors.fault('IDENTITY_NOT_ENROLLED', 'the caller is no client with a certificate');
}

async function certify(identity: SiteIdentity, name: string, request: string) {
  const publicKey = await publicKeyOfRequest(request);
  if (publicKey === null)
    throw identityErrors.fault('ENROLMENT_PROOF_INVALID', 'the request is not signed with an EC P-256 key', {
      place: 'body.certificateRequest',
    });
  const ca = await identity.ca();
  const lifeMs = identity.config.clientDays * dayMs;
  const owner = { kind: 'client' as const, name };
  return {
    certificate: await identity.certificates.sign(ca, owner, publicKey, lifeMs),
    ca,
  };
}
