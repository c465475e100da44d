import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/clock.ts';
import { createHttp, type HttpConfig, isLoopback, listenHttp } from '../kernel/http.ts';
import { kernelErrors } from '../kernel/kernel-errors.ts';
import type { Log } from '../kernel/log.ts';
import { recordRoutes } from '../kernel/open-api.ts';
import { openSqlite } from '../kernel/sqlite.ts';
import { serveWebPage } from '../kernel/web-page.ts';
import type { FactAck } from '../protocols/wire/fact-delivery.ts';
import type { StationId } from '../protocols/wire/ids.ts';
import { addApiRoutes } from './api/api-routes.ts';
import { admit, isOpen } from './broker/admission.ts';
import { createDoor } from './broker/door.ts';
import { startStationBroker } from './broker/station-broker.ts';
import { migrations } from './database.ts';
import { startSubscribing } from './fan-out/subscribing.ts';
import type { GatewayConfig } from './gateway-config.ts';
import { createArrivalBell } from './http/arrival-bell.ts';
import { addRoutes } from './http/routes.ts';
import { createGroupCommit, type GroupCommit } from './ingest/group-commit.ts';
import { createRefusals } from './ingest/refusals.ts';
import { openCursors } from './log/cursors.ts';
import { openFactLog } from './log/fact-log.ts';
import { startOperating } from './operate/operating.ts';
import { openWorkReplica } from './work/work-replica.ts';

export { gatewayConfig } from './gateway-config.ts';
export { gatewayState } from './operate/gateway-state.ts';

export interface RunningGateway {
  readonly httpUrl: string;
  readonly mqttUrl: string;
  /** Whether it is as well as a restart could make it; asked before each sign to a watchdog. */
  alive(): boolean;
  stop(): Promise<void>;
}

const anyone: Caller = { kind: 'local', name: '', role: 'reader', eventTypes: '*' };
/** A page of work may hold a thousand orders. */
const bodyLimitBytes = 32 * 1024 * 1024;

/**
 * Starts a site's gateway. What was started is stopped again, in reverse order, at a stop or if the start fails.
 *
 * @throws CONFIG_INVALID, PORT_BUSY, DATABASE_UNUSABLE, FACT_LOG_OF_OTHER_SITE
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
  const factLog = openFactLog(db, site);
  const cursors = openCursors(db, factLog.cursor);
  const work = openWorkReplica(db, site);
  const refusals = createRefusals(log, clock);
  const bell = createArrivalBell(clock);
  const operating = startOperating({ db, factLog, clock });
  undo.push(operating.stop);

  const incidents = { report: () => {}, end: () => {} };
  const subscribing = await startSubscribing({
    db,
    site,
    factLog,
    clock,
    log,
    refusals,
    incidents,
    config: config.subscribers,
  });
  undo.push(subscribing.close);

  const ingest: GroupCommit = createGroupCommit({
    factLog: operating.factLog,
    refusals,
    log,
    clock,
    acknowledge: (station, ack) => stations.acknowledge(station, ack),
    onCommitted: () => {
      bell.ring();
      subscribing.poke();
    },
  });
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
  const stations = await startStationBroker({
    site,
    log,
    clock,
    refusals,
    submit: ingest.submit,
    ackOf,
    workPoke,
  });
  undo.push(stations.close);

  const app = await createHttp(httpSettings(config), log, { bodyLimitBytes });
  addApiRoutes(app, recordRoutes(app));
  addRoutes(app, {
    factLog,
    cursors,
    work,
    bell,
    clock,
    onWorkChanged: () => {
      const poke = workPoke();
      if (poke !== null) stations.pokeWork(poke);
    },
  });
  let mqttListens = false;
  operating.addRoutes(app, {
    site,
    clock,
    factLog,
    cursors,
    work,
    refusals,
    stations,
    siteMap: config.siteMap,
    dataDir: config.dataDir,
    incidents: null,
    subscribers: subscribing.status,
    logFailing: ingest.failing,
    brokerListening: () => mqttListens,
  });
  await serveWebPage(app, 'site');
  undo.push(() => app.close());
  undo.push(bell.close);
  const httpUrl = await listenHttp(app, config.http);

  const rules = { site, ...config.mqtt };
  const door = createDoor({
    maxPacketBytes: config.maxPacketBytes,
    clock,
    refusals,
    admit: (connect) => admit(connect, rules),
    handOver: {
      station: stations.handOver,
      subscriber: (socket) => subscribing.broker.handOver(socket, anyone),
    },
  });
  const mqttUrl = await listenMqtt(door.server, config.mqtt);
  mqttListens = true;
  undo.push(ingest.flush);
  undo.push(door.close);
  return { httpUrl, mqttUrl, alive: operating.alive };
}

/** A station pulls its work with the token that it connects to the broker with. */
function httpSettings({ http, mqtt }: GatewayConfig): HttpConfig {
  const ofStations = Object.values(mqtt.stationTokens).map(
    (stationToken) => [stationToken, 'reader'] as const,
  );
  return { ...http, tokens: { ...Object.fromEntries(ofStations), ...http.tokens } };
}

function listenMqtt(server: Server, { host, port }: { host: string; port: number }): Promise<string> {
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
      resolve(`mqtt://${name}:${address.port}`);
    });
  });
}

function assertGuarded(config: GatewayConfig): void {
  const { host } = config.mqtt;
  if (isLoopback(host) || !isOpen(config.mqtt)) return;
  throw kernelErrors.fault(
    'CONFIG_INVALID',
    `mqtt.host is ${host}, which others can reach, and no token is configured`,
    {
      place: 'mqtt.stationTokens',
    },
  );
}
