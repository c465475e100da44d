import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import {
  backOfficeClients,
  clientCredentials,
  enrolledStations,
  identityChange,
  identityChanged,
  newClient,
} from '../../protocols/wire/identities.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import { addClient } from '../identity/clients.ts';
import type { Identity } from '../identity/identities.ts';
import { identityErrors } from '../identity/identity-errors.ts';
import type { SiteIdentity } from '../identity/site-identity.ts';
import { addAuthorityRoutes } from './authority-routes.ts';
import { addEnrolmentRoutes, type EnrolmentRouteDeps } from './enrolment-routes.ts';
import { addOwnIdentityRoutes } from './own-identity-routes.ts';

const stationParams = z.strictObject({ station: stationId });
const clientParams = z.strictObject({ name: stationId });

/** Enrolment, renewal, and what operators do with identities (docs/security.md). */
export function addIdentityRoutes(app: FastifyInstance, deps: EnrolmentRouteDeps): void {
  addEnrolmentRoutes(app, deps);
  addOwnIdentityRoutes(app, deps);
  addStationRoutes(app, deps.identity);
  addClientRoutes(app, deps.identity);
  addAuthorityRoutes(app, deps.identity);
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
