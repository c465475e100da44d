import { join } from 'node:path';
import type { Clock } from '../kernel/clock.ts';
import { createHttp, listenHttp } from '../kernel/http/http.ts';
import { serveWebPage } from '../kernel/http/web-page.ts';
import type { Log } from '../kernel/log.ts';
import { addHealthRoutes } from '../kernel/operate/health.ts';
import { addMetricsRoute, createMetrics } from '../kernel/operate/metrics.ts';
import { createTlsFetch, followClientTls } from '../kernel/tls/tls-fetch.ts';
import { Agent } from './agent/agent.ts';
import { addAttachmentRoutes } from './agent/attachment-routes.ts';
import { Attachments } from './agent/attachments.ts';
import { collectEdge, edgeMetrics } from './agent/edge-metrics.ts';
import { addAgentRoutes } from './agent/routes.ts';
import type { EdgeConfig } from './edge-config.ts';
import { FactLog } from './facts/fact-log.ts';
import { loadIdentity } from './identity/own-identity.ts';
import { startUpkeep } from './identity/upkeep.ts';
import { FloorReplica } from './work/floor-replica.ts';
import { WorkReplica } from './work/replica.ts';

export { edgeConfig } from './edge-config.ts';
export { edgeState } from './edge-state.ts';
export { enrolStation } from './identity/enrol.ts';

/** A station agent that runs. */
export interface RunningEdge {
  /** Where its screen is. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the agent of one station: its scanners, its screen, the delivery of its facts and the feed of its work.
 *
 * @throws PORT_BUSY, STATION_LOG_FOREIGN, STATION_LOG_DAMAGED, STATION_IDENTITY_FOREIGN, STATION_IDENTITY_DAMAGED, DATABASE_UNUSABLE; then nothing is left running.
 */
export async function startEdge(
  config: EdgeConfig,
  deps: { readonly log: Log; readonly clock: Clock },
): Promise<RunningEdge> {
  const { log, clock } = deps;
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { site, station, dataDir } = config;
    const facts = new FactLog({ path: join(dataDir, 'facts.sqlite'), site, station });
    undo.push(() => facts.close());
    const finished = new Set(facts.finishedOrders());
    const replica = new WorkReplica(join(dataDir, 'work.sqlite'), (order) => finished.has(order));
    undo.push(() => replica.close());
    const floor = new FloorReplica(join(dataDir, 'floor.sqlite'), clock);
    undo.push(() => floor.close());
    const metrics = createMetrics(edgeMetrics, (put) => {
      put('packproof_edge_store_failing', agent.storing ? 0 : 1);
      put('packproof_edge_readings_waiting', agent.waiting);
      collectEdge(put, agent.status());
    });
    undo.push(metrics.stop);
    const onDecided = (tookMs: number) => metrics.observe('packproof_edge_scan_seconds', tookMs / 1000);
    const identity = loadIdentity(dataDir, config);
    const trusted = followClientTls('edge.gateway', { caFile: config.gateway.caFile }, clock);
    const tls = () => identity?.tls ?? trusted();
    const parts = { config, facts, replica, floor, finished, clock, log, onDecided };
    const agent = new Agent({ ...parts, identity, tls });
    const app = await createHttp(config.http, log);
    undo.push(() => app.close());
    const checks = [
      { name: 'fact log writable', holds: () => agent.storing },
      { name: 'work replica present', holds: () => replica.position.epoch !== null },
    ];
    addHealthRoutes(app, { service: 'edge', checks, clock });
    addMetricsRoute(app, metrics);
    addAgentRoutes(app, agent);
    addAttachmentRoutes(app, new Attachments(join(dataDir, 'attachments')), agent);
    await serveWebPage(app, 'screen');
    const url = await listenHttp(app, config.http);
    undo.push(() => agent.stop());
    agent.start();
    const gatewayUrl = config.gateway.httpUrl;
    if (identity !== null && gatewayUrl.startsWith('https:')) {
      const upkeep = startUpkeep({ identity, gatewayUrl, fetch: createTlsFetch(tls), clock, log });
      undo.push(upkeep.stop);
    }
    log.info(
      { event: 'edge.started', site, station, url, lastSeq: facts.lastSeq },
      `station ${station} at ${url}`,
    );
    return { url, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
