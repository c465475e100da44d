import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../kernel/clock.ts';
import type { Caller } from '../kernel/http/caller.ts';
import { createHttp, listenHttp } from '../kernel/http/http.ts';
import { isLoopback } from '../kernel/http/http-access.ts';
import { recordRoutes } from '../kernel/http/open-api.ts';
import { serveWebPage } from '../kernel/http/web-page.ts';
import { kernelErrors } from '../kernel/kernel-errors.ts';
import type { Log } from '../kernel/log.ts';
import { openSqlite } from '../kernel/sqlite.ts';
import type { FactAck } from '../protocols/wire/fact-delivery.ts';
import type { StationId } from '../protocols/wire/ids.ts';
import { addApiRoutes } from './api/api-routes.ts';
import { openArchivedLog } from './archive/archived-log.ts';
import { archiveFolder, startArchiving } from './archive/archiving.ts';
import { admit } from './broker/admission.ts';
import { createDoor } from './broker/door.ts';
import { createStationReports } from './broker/station-reports.ts';
import { serveMqttOverWebSocket } from './broker/web-socket.ts';
import { migrations } from './database.ts';
import { startEpcis } from './epcis/epcis.ts';
import { startSubscribing } from './fan-out/subscribing.ts';
import type { GatewayConfig } from './gateway-config.ts';
import { createArrivalBell } from './http/arrival-bell.ts';
import { addIdentityRoutes } from './http/identity-routes.ts';
import { addRoutes } from './http/routes.ts';
import { createAuthenticate } from './identity/authenticate.ts';
import { openGatewayTls, tlsModeOf } from './identity/gateway-tls.ts';
import { openSiteIdentity } from './identity/site-identity.ts';
import { guardedSubmit } from './incidents/guarded-submit.ts';
import { addIncidentRoutes } from './incidents/incident-routes.ts';
import { openIncidents } from './incidents/incident-store.ts';
import { createSignedHeads } from './incidents/signed-heads.ts';
import { createStationEvidence } from './incidents/station-evidence.ts';
import { addStationKeyRoutes } from './incidents/station-key-list.ts';
import { createDiskReserve, freeBytesOf } from './ingest/disk-reserve.ts';
import { createGroupCommit, type GroupCommit } from './ingest/group-commit.ts';
import { createRefusals } from './ingest/refusals.ts';
import { openCursors } from './log/cursors.ts';
import { openFactLog } from './log/fact-log.ts';
import { startOperating } from './operate/operating.ts';
import { startStations } from './start-stations.ts';
import { openWorkReplica } from './work/work-replica.ts';

export { archiveNow } from './archive/archive-now.ts';
export { openLogReader } from './archive/log-reader.ts';
export { verifyLog } from './archive/verify-log.ts';
export { gatewayConfig } from './gateway-config.ts';
export { gatewayState } from './operate/gateway-state.ts';

export interface RunningGateway {
  readonly httpUrl: string;
  readonly mqttUrl: string;
  /** Whether it is as well as a restart could make it; asked before each sign to a watchdog. */
  alive(): boolean;
  stop(): Promise<void>;
}

/** A page of work may hold a thousand orders. */
const bodyLimitBytes = 32 * 1024 * 1024;

/**
 * Starts a site's gateway. What was started is stopped again, in reverse order, at a stop or if the start fails.
 *
 * @throws CONFIG_INVALID, PORT_BUSY, DATABASE_UNUSABLE, FACT_LOG_OF_OTHER_SITE, SITE_CA_DAMAGED, TLS_FILES_UNUSABLE
 */
export async function startGateway(
  config: GatewayConfig,
  deps: { readonly log: Log; readonly clock: Clock },
): Promise<RunningGateway> {
  assertGuarded(config);
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    const { httpUrl, mqttUrl, alive } = await start(config, deps, undo);
    deps.log.info(
      { event: 'gateway.started', site: config.site, httpUrl, mqttUrl },
      'the gateway is running',
    );
    return { httpUrl, mqttUrl, alive, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

async function start(
  config: GatewayConfig,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
  undo: (() => unknown)[],
) {
  const { site } = config;
  const db = openSqlite(join(config.dataDir, 'gateway.sqlite'), migrations);
  undo.push(() => db.close());
  const archived = openArchivedLog({
    db,
    site,
    dir: archiveFolder(config.dataDir, config.archive),
    clock,
    onDamaged: (fault) => incidents.report('ARCHIVE_SEGMENT_DAMAGED', '', fault.message),
  });
  const factLog = openFactLog(db, site, archived);
  const cursors = openCursors(db, factLog.cursor);
  const work = openWorkReplica(db, site);
  const refusals = createRefusals(log, clock);
  const bell = createArrivalBell(clock);
  const operating = startOperating({ db, factLog, clock });
  undo.push(operating.stop);

  const incidents = openIncidents(db, { clock, log });
  undo.push(incidents.close);
  const identity = openSiteIdentity({
    db,
    site,
    dataDir: config.dataDir,
    config: config.identity,
    clock,
    log,
  });
  const evidence = createStationEvidence({
    site,
    keys: identity.factKeys,
    incidents,
    clock,
    upToOf: (station) => factLog.headOf(station).upTo,
    signedUpTo: createSignedHeads(db, site).signedUpTo,
  });
  undo.push(evidence.close);
  const subscribing = await startSubscribing({
    db,
    site,
    factLog,
    clock,
    log,
    refusals,
    incidents,
    config: config.subscribers,
    webhooks: config.webhooks,
  });
  undo.push(subscribing.close);

  const epcis = startEpcis({ dataDir: config.dataDir, config: config.epcis, factLog, work, clock, log });
  undo.push(epcis.stop);

  const acknowledge = (station: string, ack: FactAck) => connected.stations.acknowledge(station, ack);
  const ingest: GroupCommit = createGroupCommit({
    factLog: operating.factLog,
    refusals,
    log,
    clock,
    disk: createDiskReserve(config.log.minFreeBytes, clock, () => freeBytesOf(config.dataDir)),
    maxPendingBytes: config.log.maxPendingBytes,
    acknowledge,
    onReceived: evidence.received,
    onCommitted: () => {
      bell.ring();
      subscribing.poke();
      epcis.poke();
      connected.pokeEvents();
    },
  });
  const archiving = startArchiving({
    db,
    site,
    dataDir: config.dataDir,
    config: config.archive,
    factLog,
    cursors,
    incidents,
    idle: ingest.idle,
    clock,
    log,
  });
  undo.push(archiving.stop);
  const ackOf = (station: string): FactAck => ({
    v: 1,
    station: station as StationId,
    ...factLog.headOf(station),
    gap: null,
  });
  const workPoke = () => {
    const served = work.served();
    return served === null ? null : { v: 1 as const, epoch: served.epoch, cursor: served.cursor };
  };
  const connected = await startStations(config.broker, {
    site,
    db,
    factLog,
    cursors,
    log,
    clock,
    refusals,
    incidents,
    reports: createStationReports(site, clock, refusals, evidence.reported),
    maxPacketBytes: config.maxPacketBytes,
    submit: guardedSubmit({ evidence, submit: ingest.submit, refusals, ackOf, acknowledge }),
    onTakeover: evidence.tookOver,
    ackOf,
    workPoke,
  });
  const { stations } = connected;
  undo.push(connected.close);

  const tls = await openGatewayTls(config, identity);
  undo.push(tls.stop);
  const app = await createHttp(config.http, log, {
    bodyLimitBytes,
    tls: tls.source,
    authenticate: createAuthenticate(identity, config.mqtt.stationTokens),
    guarded: Object.keys(config.mqtt.stationTokens).length > 0,
  });
  addApiRoutes(app, recordRoutes(app));
  addIdentityRoutes(app, { identity, clock, serverAuthorities: tls.serverAuthorities });
  subscribing.addRoutes(app, { cursors, bell, callerOf: callerOfRequest });
  identity.onConnectionsEnd(subscribing.endConnections);
  addRoutes(app, {
    work,
    onWorkChanged: () => {
      const poke = workPoke();
      if (poke !== null) stations.pokeWork(poke);
    },
  });
  addIncidentRoutes(app, incidents);
  addStationKeyRoutes(app, db, site);
  await epcis.addRoutes(app);
  let mqttListens = false;
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
    brokerListening: () => mqttListens && connected.isOnline(),
  });
  await serveWebPage(app, 'site');
  undo.push(() => app.close());
  undo.push(bell.close);
  const httpUrl = await listenHttp(app, config.http);

  undo.push(ingest.flush);
  if (connected.handOver === null) {
    mqttListens = true;
    return { httpUrl, mqttUrl: addressOf(config.broker?.url ?? ''), alive: operating.alive };
  }
  const rules = { site, ...config.mqtt, open: isOpen(config.mqtt) && tls.source === null, identity };
  const door = createDoor({
    maxPacketBytes: config.maxPacketBytes,
    connectionsPerMinute: config.mqtt.connectionsPerMinute,
    clock,
    refusals,
    tls: tls.source,
    admit: (connect, peer) => admit(connect, peer, rules),
    handOver: { station: connected.handOver, subscriber: subscribing.handOver },
  });
  identity.onConnectionsEnd(door.endConnections);
  const webSockets = serveMqttOverWebSocket(app.server, {
    maxPacketBytes: config.maxPacketBytes,
    open: rules.open,
    receive: door.receive,
  });
  undo.push(webSockets.close);
  const mqttUrl = await listenMqtt(door.server, config.mqtt, tls.source === null ? 'mqtt' : 'mqtts');
  mqttListens = true;
  undo.push(door.close);
  return { httpUrl, mqttUrl, alive: operating.alive };
}

/** Whoever got past the role of a route is someone. */
function callerOfRequest({ caller }: FastifyRequest): Caller {
  return caller ?? { kind: 'local', name: '', role: 'reader', eventTypes: [] };
}

/** Of an external broker, without what may stand in its address besides the place. */
function addressOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

function listenMqtt(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  scheme: 'mqtt' | 'mqtts',
): Promise<string> {
  return new Promise((resolve, reject) => {
    server.on('error', (thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'EADDRINUSE') return reject(thrown);
      reject(
        kernelErrors.fault('PORT_BUSY', `port ${port} on ${host} is in use`, {
          place: `${host}:${port}`,
          cause: thrown,
        }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve(`${scheme}://${name}:${address.port}`);
    });
  });
}

/** Without any token a plain port serves its own machine only, and takes everyone there. */
function isOpen({ stationTokens, subscriberTokens }: GatewayConfig['mqtt']): boolean {
  return Object.keys(stationTokens).length === 0 && Object.keys(subscriberTokens).length === 0;
}

function assertGuarded(config: GatewayConfig): void {
  const { host } = config.mqtt;
  if (tlsModeOf(config) !== 'off' || isLoopback(host) || !isOpen(config.mqtt)) return;
  throw kernelErrors.fault(
    'CONFIG_INVALID',
    `mqtt.host is ${host}, which others can reach, and no token is configured`,
    {
      place: 'mqtt.stationTokens',
    },
  );
}
