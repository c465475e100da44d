import type { FastifyInstance } from 'fastify';
import { parseRequest } from '../../kernel/http/http.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import {
  authorityDrop,
  authorityRoll,
  authorityServe,
  authorityUsers,
  siteAuthorities,
} from '../../protocols/wire/authorities.ts';
import {
  authoritiesOf,
  beginRoll,
  dropOld,
  planDrop,
  serveNext,
} from '../identity/certificates/authorities.ts';
import type { SiteCa } from '../identity/certificates/site-ca.ts';
import type { SiteIdentity } from '../identity/site-identity.ts';

/** The CAs of the site: for everyone who has to trust them, and how one takes the place of another (docs/security.md). */
export function addAuthorityRoutes(app: FastifyInstance, identity: SiteIdentity): void {
  addReading(app, identity);
  addChanges(app, identity);
}

function addReading(app: FastifyInstance, identity: SiteIdentity): void {
  const all = { summary: 'Read the certificates of the CAs of the site', answer: siteAuthorities };
  const forReaders = { role: 'reader', filtersEvents: true, doc: all } as const;
  app.get('/v1/authorities', { config: forReaders }, async ({ caller }) => {
    const ca = await identity.ca();
    const authorities = ca.trusted();
    if (caller?.kind === 'client')
      identity.authorityUsers.haveRead(
        { kind: 'client', name: caller.name },
        authorities.map(({ fingerprint }) => fingerprint),
      );
    return { v: 1, site: identity.site, authorities, bundle: ca.bundle() };
  });
  const newest = { summary: "The site's newest CA certificate, as a file to install on a handheld" };
  app.get('/v1/enrolments/ca.crt', { config: { role: 'public', doc: newest } }, async (_request, reply) => {
    const { certificate } = (await madeCa(identity)).issuing;
    return reply
      .header('content-type', 'application/x-x509-ca-cert')
      .header('content-disposition', 'attachment; filename="ca.crt"')
      .send(certificate);
  });
  const users = { summary: 'List who still uses which CA of the site', answer: authorityUsers };
  app.get('/v1/authorities/users', { config: { role: 'operator', doc: users } }, () => usersOf(identity));
}

function addChanges(app: FastifyInstance, identity: SiteIdentity): void {
  const changed = async (what: string, reason: string) => {
    identity.log.info({ event: 'identity.change', what, reason }, reason);
    return usersOf(identity);
  };
  const roll = { summary: 'Make a new CA beside the old one', body: authorityRoll, answer: authorityUsers };
  app.post('/v1/authorities', { config: { role: 'operator', doc: roll } }, async (request) => {
    const { reason } = parseRequest(authorityRoll, request.body);
    await beginRoll(identity);
    return changed('authority roll', reason);
  });
  const serve = {
    summary: "Sign the gateway's own certificate by the new CA",
    body: authorityServe,
    answer: authorityUsers,
  };
  app.post('/v1/authorities/serve', { config: { role: 'operator', doc: serve } }, async (request) => {
    const { anyway, reason } = parseRequest(authorityServe, request.body);
    await serveNext(identity, anyway);
    return changed('authority serve', reason);
  });
  const drop = {
    summary: 'Drop the old CA, at once or from an instant on when nobody uses it',
    body: authorityDrop,
    answer: authorityUsers,
  };
  app.post('/v1/authorities/drop', { config: { role: 'operator', doc: drop } }, async (request) => {
    const { anyway, from, reason } = parseRequest(authorityDrop, request.body);
    if (from === undefined) await dropOld(identity, anyway);
    else await planDrop(identity, from);
    return changed('authority drop', reason);
  });
}

/** The CA for everyone: whoever just asks does not have it made. @throws NOT_FOUND */
export async function madeCa(identity: SiteIdentity): Promise<SiteCa> {
  if (identity.hasCa()) return identity.ca();
  throw kernelErrors.fault('NOT_FOUND', 'this site has no CA: it is made with the first invitation');
}

async function usersOf(identity: SiteIdentity) {
  const authorities = await authoritiesOf(identity);
  return {
    v: 1,
    site: identity.site,
    authorities: authorities.map(({ certificate: _certificate, ...shown }) => shown),
  };
}
