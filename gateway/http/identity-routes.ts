import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import { PackproofError } from '../../kernel/errors.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import { RateMeter } from '../../kernel/operate/rate-meter.ts';
import { qrSvg } from '../../kernel/qr-code.ts';
import { readCertificate } from '../../kernel/tls/tls-x509.ts';
import {
  enrolmentGrant,
  enrolmentRequest,
  handheldInvitation,
  identityQuery,
  identityState,
  invitationText,
  renewalRequest,
  siteAuthority,
  stationInvitation,
  stationInvite,
} from '../../protocols/wire/enrolment.ts';
import {
  backOfficeClients,
  clientCredentials,
  clientRenewal,
  clientRenewed,
  clientState,
  enrolledStations,
  identityChange,
  identityChanged,
  newClient,
} from '../../protocols/wire/identities.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import { addHandheldEnrolment, maxEnrolmentBytes } from '../handheld/enrol-handheld.ts';
import type { SerialBlocks } from '../handheld/serial-blocks.ts';
import { addClient, certifiedClient, renewClient } from '../identity/clients.ts';
import {
  type GrantSources,
  inviteStation,
  redeemCode,
  renewStation,
} from '../identity/enrolment/enrolment.ts';
import type { Identity } from '../identity/identities.ts';
import { identityErrors } from '../identity/identity-errors.ts';
import type { SiteIdentity } from '../identity/site-identity.ts';
import { addAuthorityRoutes, madeCa } from './authority-routes.ts';

export interface IdentityRouteDeps extends GrantSources {
  readonly identity: SiteIdentity;
  readonly clock: Clock;
  readonly blocks: SerialBlocks;
}

/** Nobody types that many wrong codes. */
const wrongCodesPerMinute = 10;
/** A certificate costs milliseconds, and a device that loses answers asks every ten minutes. */
const renewalsPerMinute = 30;
const stationParams = z.strictObject({ station: stationId });
const clientParams = z.strictObject({ name: stationId });

/** Enrolment, renewal, and what operators do with identities (docs/security.md). */
export function addIdentityRoutes(app: FastifyInstance, deps: IdentityRouteDeps): void {
  addEnrolmentRoutes(app, deps);
  const renewals = new RateMeter(renewalsPerMinute, deps.clock);
  addOwnRoutes(app, deps, renewals);
  addOwnClientRoutes(app, deps, renewals);
  addStationRoutes(app, deps.identity);
  addClientRoutes(app, deps.identity);
  addAuthorityRoutes(app, deps.identity);
}

function addEnrolmentRoutes(app: FastifyInstance, deps: IdentityRouteDeps): void {
  const { identity, clock } = deps;
  const wrongCodes = new RateMeter(wrongCodesPerMinute, clock);
  addHandheldEnrolment(app, { identity, blocks: deps.blocks, wrongCodes });
  const invite = {
    summary: 'Make a one-time code for a station',
    body: stationInvite,
    answer: stationInvitation,
  };
  app.post('/v1/enrolments', { config: { role: 'operator', doc: invite } }, async (request) => {
    const { station, gatewayUrl, minutes, handheld } = parseRequest(stationInvite, request.body);
    const { fingerprint } = (await identity.ca()).serving;
    const { code, expiresAt } = inviteStation(identity, station, minutes);
    const invitationOf = handheld ? handheldInvitation : invitationText;
    const text =
      gatewayUrl === undefined ? null : invitationOf({ gatewayUrl, code, caFingerprint: fingerprint });
    const { site } = identity;
    const shown = { invitation: text, qrSvg: text === null ? null : qrSvg(text) };
    return { v: 1, site, station, code, expiresAt, caFingerprint: fingerprint, ...shown };
  });
  const authority = { summary: "Read the site's CA certificate", answer: siteAuthority };
  app.get('/v1/enrolments/authority', { config: { role: 'public', doc: authority } }, async () => {
    const { certificate } = (await madeCa(identity)).serving;
    return { v: 1, site: identity.site, certificate };
  });
  const redeem = {
    summary: 'Enrol a station by its one-time code',
    body: enrolmentRequest,
    answer: enrolmentGrant,
  };
  const forAnyone = { config: { role: 'public', doc: redeem }, bodyLimit: maxEnrolmentBytes } as const;
  app.post('/v1/enrolments/redeem', forAnyone, async (request) => {
    const wanted = parseRequest(enrolmentRequest, request.body);
    if (wrongCodes.isSpent(request.ip))
      throw kernelErrors.fault('TOO_MANY_REQUESTS', `${request.ip} sent too many wrong codes`);
    try {
      return await redeemCode(identity, wanted, deps);
    } catch (thrown) {
      if (thrown instanceof PackproofError) wrongCodes.take(request.ip);
      throw thrown;
    }
  });
}

/** What a station asks of its own identity. */
function addOwnRoutes(app: FastifyInstance, deps: IdentityRouteDeps, renewals: RateMeter): void {
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

/** What a back-office client asks of its own identity. */
function addOwnClientRoutes(
  app: FastifyInstance,
  { identity, serverAuthorities }: IdentityRouteDeps,
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

function addStationRoutes(app: FastifyInstance, identity: SiteIdentity): void {
  const list = { summary: 'List the enrolled stations', answer: enrolledStations };
  app.get('/v1/identities/stations', { config: { role: 'operator', doc: list } }, async () => ({
    v: 1,
    stations: identity.identities.list('station').map((station) => ({
      station: station.name,
      enrolledAt: station.createdAt,
      revokedAt: station.revokedAt,
      rotationWanted: station.rotateWanted,
      key: identity.factKeys.validOf(station.name)?.keyId ?? null,
      certificates: certificatesOf(identity, station),
    })),
  }));
  const changes = { params: stationParams, body: identityChange, answer: identityChanged };
  const revoke = { summary: 'Revoke a station at once', ...changes };
  app.post(
    '/v1/identities/stations/:station/revoke',
    { config: { role: 'operator', doc: revoke } },
    async (request) => {
      const owner = knownStation(identity, request);
      identity.revoke(owner);
      return { v: 1, name: owner.name };
    },
  );
  const rotate = { summary: 'Have a station make new keys', ...changes };
  app.post(
    '/v1/identities/stations/:station/rotate',
    { config: { role: 'operator', doc: rotate } },
    async (request) => {
      const owner = knownStation(identity, request);
      identity.identities.wantRotation(owner, true);
      return { v: 1, name: owner.name };
    },
  );
}

function knownStation(identity: SiteIdentity, request: FastifyRequest) {
  const { station } = parseRequest(stationParams, request.params, 'path');
  const { reason } = parseRequest(identityChange, request.body);
  const owner = { kind: 'station' as const, name: station as string };
  if (identity.identities.get(owner) === undefined)
    throw identityErrors.fault('STATION_NOT_FOUND', `station ${station} was not enrolled here`);
  identity.log.info({ event: 'identity.change', ...owner, route: request.routeOptions.url, reason }, reason);
  return owner;
}

function addClientRoutes(app: FastifyInstance, identity: SiteIdentity): void {
  const list = { summary: 'List the back-office clients', answer: backOfficeClients };
  app.get('/v1/identities/clients', { config: { role: 'operator', doc: list } }, async () => ({
    v: 1,
    clients: identity.identities.list('client').map((client) => ({
      name: client.name,
      role: client.role,
      eventTypes: client.eventTypes,
      addedAt: client.createdAt,
      revokedAt: client.revokedAt,
      secret: client.hasSecret,
      certificates: certificatesOf(identity, client),
    })),
  }));
  const add = { summary: 'Add a back-office client', body: newClient, answer: clientCredentials };
  app.post('/v1/identities/clients', { config: { role: 'operator', doc: add } }, async (request) =>
    addClient(identity, parseRequest(newClient, request.body)),
  );
  const revoke = {
    summary: 'Revoke a back-office client at once',
    params: clientParams,
    body: identityChange,
    answer: identityChanged,
  };
  app.post(
    '/v1/identities/clients/:name/revoke',
    { config: { role: 'operator', doc: revoke } },
    async (request) => {
      const { name } = parseRequest(clientParams, request.params, 'path');
      const { reason } = parseRequest(identityChange, request.body);
      const owner = { kind: 'client' as const, name: name as string };
      if (identity.identities.get(owner) === undefined)
        throw identityErrors.fault('CLIENT_NOT_FOUND', `client ${name} was not added here`);
      identity.log.info({ event: 'identity.change', ...owner, reason }, reason);
      identity.revoke(owner);
      return { v: 1, name };
    },
  );
}

function certificatesOf(identity: SiteIdentity, owner: Identity) {
  return identity.certificates.of(owner).map(({ serial, notAfter, state }) => ({ serial, notAfter, state }));
}
