import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import { RateMeter } from '../../kernel/operate/rate-meter.ts';
import { readCertificate } from '../../kernel/tls/tls-x509.ts';
import {
  enrolmentGrant,
  identityQuery,
  identityState,
  renewalRequest,
} from '../../protocols/wire/enrolment.ts';
import { clientRenewal, clientRenewed, clientState } from '../../protocols/wire/identities.ts';
import { certifiedClient, renewClient } from '../identity/clients.ts';
import { type GrantSources, renewStation } from '../identity/enrolment/enrolment.ts';
import type { Identity } from '../identity/identities.ts';
import { identityErrors } from '../identity/identity-errors.ts';
import type { SiteIdentity } from '../identity/site-identity.ts';

interface OwnIdentityRouteDeps extends GrantSources {
  readonly identity: SiteIdentity;
  readonly clock: Clock;
}

/** A certificate costs milliseconds, and a device that loses answers asks every ten minutes. */
const renewalsPerMinute = 30;

/** What a station or a back-office client asks of its own identity. */
export function addOwnIdentityRoutes(app: FastifyInstance, deps: OwnIdentityRouteDeps): void {
  const renewals = new RateMeter(renewalsPerMinute, deps.clock);
  addStationRoutes(app, deps, renewals);
  addClientRoutes(app, deps, renewals);
}

function addStationRoutes(app: FastifyInstance, deps: OwnIdentityRouteDeps, renewals: RateMeter): void {
  const { identity } = deps;
  const state = {
    summary: "Read the state of the calling station's certificate",
    query: identityQuery,
    answer: identityState,
  };
  app.get('/v1/identity', { config: { role: 'station', doc: state } }, async (request) => {
    const { authorities } = parseRequest(identityQuery, request.query, 'query');
    const { name, rotateWanted } = callingStation(identity, request);
    const [newest] = identity.certificates.of({ kind: 'station', name });
    const state = {
      v: 1,
      site: identity.site,
      station: name,
      notAfter: newest?.notAfter,
      rotate: rotateWanted,
    };
    if (authorities === undefined) return state;
    const { issuing } = await identity.ca();
    const renew = newest !== undefined && newest.authority !== issuing.fingerprint;
    return { ...state, renew, serverAuthorities: deps.serverAuthorities() };
  });
  const renewal = {
    summary: "Renew the calling station's certificate and key",
    body: renewalRequest,
    answer: enrolmentGrant,
  };
  app.post('/v1/identity/renewals', { config: { role: 'station', doc: renewal } }, async (request) => {
    const wanted = parseRequest(renewalRequest, request.body);
    const { name } = callingStation(identity, request);
    countRenewal(renewals, `station ${name}`);
    return renewStation(identity, name, wanted, deps);
  });
}

function addClientRoutes(
  app: FastifyInstance,
  { identity, serverAuthorities }: OwnIdentityRouteDeps,
  renewals: RateMeter,
): void {
  const own = { role: 'reader', filtersEvents: true } as const;
  const nameOf = ({ caller }: FastifyRequest) => (caller?.kind === 'client' ? caller.name : '');
  const state = { summary: "Read the state of the calling client's certificate", answer: clientState };
  app.get('/v1/identity/client', { config: { ...own, doc: state } }, async (request) => {
    const name = nameOf(request);
    const { notAfter, authority } = certifiedClient(identity, name);
    const { issuing } = await identity.ca();
    return { v: 1, site: identity.site, name, notAfter, renew: authority !== issuing.fingerprint };
  });
  const renewal = {
    summary: "Renew the calling client's certificate",
    body: clientRenewal,
    answer: clientRenewed,
  };
  app.post('/v1/identity/client/renewals', { config: { ...own, doc: renewal } }, async (request) => {
    const { certificateRequest } = parseRequest(clientRenewal, request.body);
    const name = nameOf(request);
    certifiedClient(identity, name);
    countRenewal(renewals, `client ${name}`);
    const certificate = await renewClient(identity, name, certificateRequest);
    const notAfter = isoInstant(Date.parse(readCertificate(certificate)?.validTo ?? ''));
    return { v: 1, name, certificate, notAfter, serverAuthorities: serverAuthorities() };
  });
}

/** @throws TOO_MANY_REQUESTS */
function countRenewal(renewals: RateMeter, who: string): void {
  if (renewals.take(who)) return;
  throw kernelErrors.fault(
    'TOO_MANY_REQUESTS',
    `${who} asked for more than ${renewalsPerMinute} certificates in a minute`,
  );
}

function callingStation(identity: SiteIdentity, { caller }: FastifyRequest): Identity {
  const owner = { kind: 'station' as const, name: caller?.kind === 'station' ? caller.name : '' };
  const enrolled = identity.identities.get(owner);
  if (enrolled !== undefined && identity.certificates.of(owner).length > 0) return enrolled;
  throw identityErrors.fault('IDENTITY_NOT_ENROLLED', 'the caller is no station that was enrolled');
}
