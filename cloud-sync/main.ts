import { z } from 'zod';
import { type Clock, isoInstant } from '../kernel/clock.ts';
import { createHttp, httpConfig, listenHttp } from '../kernel/http/http.ts';
import type { Log } from '../kernel/log.ts';
import { addHealthRoutes } from '../kernel/operate/health.ts';
import { addMetricsRoute, createMetrics } from '../kernel/operate/metrics.ts';
import { packageVersion } from '../kernel/package-root.ts';
import { type ClientTls, followClientTls } from '../kernel/tls/tls-fetch.ts';
import { siteId } from '../protocols/wire/ids.ts';
import { type CloudSyncStatus, cloudSyncStatus } from '../protocols/wire/status.ts';
import { cloudSyncMetrics, collectCloudSync } from './cloud-sync-metrics.ts';
import { createWorkPull } from './down/work-pull.ts';
import { runLoop } from './loop.ts';
import { createCentralPeer } from './peers/central-peer.ts';
import { createGatewayPeer } from './peers/gateway-peer.ts';
import { createHttpPeer } from './peers/http-peer.ts';
import { startEventPoke } from './up/event-poke.ts';
import { createUpload } from './up/upload.ts';

export const cloudSyncConfig = z.strictObject({
  /** The site whose gateway this is. */
  site: siteId,
  gateway: z.strictObject({
    /** Base address of the gateway's HTTP service. */
    httpUrl: z.url({ protocol: /^https?$/ }),
    /** Address of the gateway's MQTT port. */
    mqttUrl: z.url({ protocol: /^mqtts?$/ }),
    /** HTTP token of the role `sync` at the gateway. */
    token: z.string().optional(),
    /** User name and token of a subscriber at the gateway (mqtt.subscriberTokens). */
    mqttUsername: z.string().optional(),
    mqttPassword: z.string().optional(),
    /** The authorities of its certificate, in PEM (identity/ca.crt of the gateway); without it those that the system knows. */
    caFile: z.string().min(1).optional(),
    /** A client certificate of the role sync and its key, instead of token and password. */
    certFile: z.string().min(1).optional(),
    keyFile: z.string().min(1).optional(),
  }),
  central: z.strictObject({
    /** Base address of central. */
    url: z.url({ protocol: /^https?$/ }),
    /** HTTP token of the role `sync` at central. */
    token: z.string().optional(),
    /** The authorities of its certificate, in PEM; without it those that the system knows. */
    caFile: z.string().min(1).optional(),
  }),
  /** HTTP: health and status. */
  http: httpConfig.extend({ port: httpConfig.shape.port.default(8083) }).prefault({}),
});
export type CloudSyncConfig = z.output<typeof cloudSyncConfig>;

export interface RunningCloudSync {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the two directions, which know nothing of each other: facts up, work down. It keeps nothing itself: both
 * cursors are at the gateway, so it may be killed and started anywhere at any time.
 *
 * @throws PORT_BUSY, CONFIG_INVALID. That a peer is not there yet is no fault of the start.
 */
export async function startCloudSync(
  config: CloudSyncConfig,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): Promise<RunningCloudSync> {
  const startedAt = isoInstant(clock.now());
  const tls = {
    gateway: followClientTls('cloudSync.gateway', config.gateway, clock),
    central: followClientTls('cloudSync.central', { caFile: config.central.caFile }, clock),
  };
  const up: CloudSyncStatus['up'] = {
    ...fresh,
    caughtUp: false,
    sent: 0,
  };
  const down: CloudSyncStatus['down'] = { ...fresh, documents: 0 };
  const app = await createHttp(config.http, log);
  const checks = [
    { name: 'facts go up', holds: () => works(up) },
    { name: 'work comes down', holds: () => works(down) },
  ];
  addHealthRoutes(app, { service: 'cloud-sync', checks, clock });
  const metrics = createMetrics(cloudSyncMetrics, (put) => collectCloudSync(put, { up, down }));
  addMetricsRoute(app, metrics);
  const doc = { summary: 'Read how far both directions are', answer: cloudSyncStatus };
  app.get('/v1/status', { config: { role: 'reader', doc } }, async (): Promise<CloudSyncStatus> => {
    const at = isoInstant(clock.now());
    return {
      v: 1,
      service: 'cloud-sync',
      version: packageVersion,
      site: config.site,
      at,
      startedAt,
      up,
      down,
    };
  });
  const url = await listenHttp(app, config.http).catch(async (thrown: unknown) => {
    metrics.stop();
    await app.close();
    throw thrown;
  });
  const stopLoops = startLoops(config, tls, { log, clock }, up, down);
  log.info({ event: 'cloud_sync.started', site: config.site, url }, 'cloud-sync is running');
  return {
    url,
    async stop() {
      await stopLoops();
      metrics.stop();
      await app.close();
    },
  };
}

/** How both directions begin. */
const fresh = { cursor: null, lastSuccessAt: null, lastError: null, failures: 0 } as const;

function works({
  lastSuccessAt,
  lastError,
}: Pick<CloudSyncStatus['up'], 'lastSuccessAt' | 'lastError'>): boolean {
  return lastSuccessAt !== null && lastError === null;
}

/** @returns ends what is under way and resolves when both loops have ended. */
function startLoops(
  config: CloudSyncConfig,
  tls: { readonly gateway: () => ClientTls | null; readonly central: () => ClientTls | null },
  { log, clock }: { readonly log: Log; readonly clock: Clock },
  up: CloudSyncStatus['up'],
  down: CloudSyncStatus['down'],
): () => Promise<void> {
  const aborting = new AbortController();
  const stopping = aborting.signal;
  const { httpUrl, mqttUrl, token, mqttUsername, mqttPassword } = config.gateway;
  const gateway = createGatewayPeer(
    createHttpPeer({ name: 'gateway', url: httpUrl, token, tls: tls.gateway }, clock, stopping),
  );
  const central = createCentralPeer(
    createHttpPeer({ name: 'central', ...config.central, tls: tls.central }, clock, stopping),
    config.site,
  );
  const credentials = { username: mqttUsername, password: mqttPassword, tls: tls.gateway };
  const pokeConfig = { site: config.site, url: mqttUrl, ...credentials };
  const poke = startEventPoke(pokeConfig, log, clock, stopping);
  const upload = createUpload({ gateway, central, clock, log, idle: poke.wait }, up);
  const workPull = createWorkPull({ gateway, central, clock, stopping }, down);
  const loops = [
    runLoop({ name: 'up', log, clock, stopping, round: upload }, up),
    runLoop({ name: 'down', log, clock, stopping, round: workPull }, down),
  ];
  return async () => {
    aborting.abort(new Error('cloud-sync stops'));
    await poke.stop();
    await Promise.all(loops);
  };
}
