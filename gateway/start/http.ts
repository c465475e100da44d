import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../kernel/http/caller.ts';
import { createHttp, listenHttp } from '../../kernel/http/http.ts';
import { recordRoutes } from '../../kernel/http/open-api.ts';
import { serveWebPage } from '../../kernel/http/web-page.ts';
import { prepareCertificates } from '../../kernel/tls/tls-x509.ts';
import { addApiRoutes } from '../api/api-routes.ts';
import { addPictureRoutes } from '../handheld/picture-routes.ts';
import { openPictureStore } from '../handheld/picture-store.ts';
import { openSerialBlocks } from '../handheld/serial-blocks.ts';
import { serveHandheld } from '../handheld/serve-handheld.ts';
import { addConsumerRoutes } from '../http/consumer-routes.ts';
import { addIdentityRoutes } from '../http/identity-routes.ts';
import { addLogRoutes } from '../http/log-routes.ts';
import { addRoutes } from '../http/routes.ts';
import { createAuthenticate } from '../identity/authenticate.ts';
import { watchCertificates } from '../identity/certificates/certificate-watch.ts';
import { openGatewayTls } from '../identity/certificates/gateway-tls.ts';
import { addIncidentRoutes } from '../incidents/incident-routes.ts';
import { addStationKeyRoutes } from '../incidents/station-key-list.ts';
import type { Core, Undo } from './core.ts';
import type { Pipe } from './pipe.ts';

export type ServedHttp = Awaited<ReturnType<typeof startHttp>>;

/**
 * Serves everything that is asked over HTTP.
 *
 * @param brokerListening whether stations and subscribers can connect, which is known later.
 */
export async function startHttp(core: Core, pipe: Pipe, brokerListening: () => boolean, undo: Undo) {
  const {
    config,
    site,
    log,
    clock,
    db,
    factLog,
    epochs,
    cursors,
    work,
    refusals,
    bell,
    operating,
    incidents,
    identity,
    floor,
  } = core;
  const { subscribing, epcis, ingest, connected } = pipe;
  const { stations } = connected;
  await prepareCertificates();
  const tls = await openGatewayTls(config, identity);
  undo.push(tls.stop);
  identity.onAuthoritiesChange(tls.refresh);
  const certificateWatch = watchCertificates({
    identity,
    incidents,
    serverCertificate: () => tls.source?.current().cert ?? null,
    clock,
  });
  undo.push(certificateWatch.stop);
  const app = await createHttp(config.http, log, {
    // Stations come first.
    oneATurn: true,
    tls: tls.source,
    authenticate: createAuthenticate(identity, config.mqtt.stationTokens),
    guarded: Object.keys(config.mqtt.stationTokens).length > 0,
  });
  addApiRoutes(app, recordRoutes(app));
  const blocks = openSerialBlocks(db, config.handheld.sscc);
  addIdentityRoutes(app, { identity, clock, blocks, serverAuthorities: tls.serverAuthorities });
  subscribing.addRoutes(app, { bell, callerOf: callerOfRequest });
  addConsumerRoutes(app, cursors);
  addLogRoutes(app, { factLog, epochs });
  identity.onConnectionsEnd(subscribing.endConnections);
  identity.onConnectionsEnd(epcis.endConnections);
  addRoutes(app, {
    work,
    onWorkChanged: () => {
      const poke = core.workPoke();
      if (poke !== null) stations.pokeWork(poke);
      floor.workChanged();
    },
  });
  floor.addRoutes(app);
  addIncidentRoutes(app, incidents);
  addStationKeyRoutes(app, db, site);
  await epcis.addRoutes(app);
  operating.addRoutes(app, {
    site,
    clock,
    factLog,
    cursors,
    work,
    refusals,
    stations,
    floorPlan: config.floorPlan,
    dataDir: config.dataDir,
    incidents,
    subscribers: subscribing.status,
    logFailing: ingest.failing,
    ingestStats: ingest.stats,
    brokerListening,
    epcis,
    floor,
    certificateEnds: certificateWatch.ends,
  });
  serveHandheld(app);
  const pictures = openPictureStore(
    join(config.dataDir, 'pictures'),
    config.handheld.picturesMegabytes * 1_000_000,
  );
  addPictureRoutes(app, pictures);
  await serveWebPage(app, 'site');
  undo.push(() => app.close());
  undo.push(bell.close);
  const httpUrl = await listenHttp(app, config.http);

  return { app, httpUrl, tls };
}

/** Whoever got past the role of a route is someone. */
function callerOfRequest({ caller }: FastifyRequest): Caller {
  return caller ?? { kind: 'local', name: '', role: 'reader', eventTypes: [] };
}
