import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import type { Log } from '../../kernel/log.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { WorkReplica } from '../work/work-replica.ts';
import { startCapture } from './capture.ts';
import { addCaptureRoutes } from './capture-routes.ts';
import { addDiscoveryRoutes } from './discovery-routes.ts';
import type { EpcisConfig } from './epcis-config.ts';
import { epcisErrors } from './epcis-errors.ts';
import { addEventRoutes, createAnswer } from './event-routes.ts';
import { eventFile, openEventStore } from './event-store.ts';
import { exceptionOf } from './exceptions.ts';
import { createLiveQueries } from './live-queries.ts';
import { openNamedQueries } from './named-queries.ts';
import { assertAcceptable } from './negotiation.ts';
import { startProjection } from './projection.ts';
import { createQueryReader } from './query-reader.ts';
import { addQueryRoutes } from './query-routes.ts';
import { startRetention } from './retention.ts';
import { createSentReader } from './sent-document.ts';
import { startSubscriptions } from './subscriptions.ts';
import { queryLimits, startQueryDesk } from './thread/query-desk.ts';

/** The largest XML document takes some ten seconds and half of this memory. */
const documentLimits = { ...queryLimits, maxWaiting: 20, maxRunMs: 60_000, heapMegabytes: 768 };
/** Longer addresses are cut by proxies; a stored query says the same. */
const maxAddress = 8_000;

interface EpcisDeps {
  readonly dataDir: string;
  readonly config: EpcisConfig;
  readonly factLog: Pick<FactLog, 'cursor' | 'read'>;
  readonly work: Pick<WorkReplica, 'page' | 'served'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Epcis {
  /** Adds the routes of the repository below `/epcis`. */
  addRoutes(app: FastifyInstance): Promise<void>;
  /** There is something new in the fact log. */
  poke(): void;
  /** How far the fact log has been told as events. */
  cursor(): number;
  /** Ends what an identity that was revoked has open. */
  endConnections(owner: Pick<Caller, 'kind' | 'name'>): void;
  stop(): Promise<void>;
}

/**
 * The EPCIS 2.0 repository of a site: its facts as events, and what others capture here, to be queried and subscribed to.
 *
 * @throws DATABASE_UNUSABLE
 */
export function startEpcis({ dataDir, config, factLog, work, clock, log }: EpcisDeps): Epcis {
  const store = openEventStore(dataDir, clock);
  const deskDeps = { path: eventFile(dataDir), companyPrefixes: config.companyPrefixes, clock, log };
  const desk = startQueryDesk(deskDeps);
  // A document that is captured does not wait for somebody's heavy query.
  const documents = startQueryDesk({ ...deskDeps, limits: documentLimits });
  const reader = createQueryReader(store);
  const queries = openNamedQueries(store);
  const subscriptions = startSubscriptions({
    queries,
    desk,
    lastId: store.lastId,
    read: reader.ofDefinition,
    config,
    clock,
    log,
  });
  const live = createLiveQueries({ queries, subscriptions, clock });
  const onStored = subscriptions.poke;
  const capture = startCapture({ store, config, clock, log, onStored });
  const projection = startProjection({ store, factLog, work, config, clock, log, onStored });
  const retention = startRetention({ store, config, clock, log });

  function addAll(app: FastifyInstance): void {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      ['application/json', 'application/ld+json', 'application/xml', 'text/xml'],
      { parseAs: 'string' },
      (_request, body, done) => done(null, body),
    );
    app.addHook('onRequest', async (request) => {
      if (request.url.length > maxAddress) {
        throw epcisErrors.fault(
          'EPCIS_ADDRESS_TOO_LONG',
          `the address has ${request.url.length} characters, at most ${maxAddress} are read`,
        );
      }
      assertAcceptable(request);
    });
    app.addHook('preSerialization', async (_request, reply, payload) =>
      reply.statusCode < 400 ? payload : withException(payload, reply.statusCode),
    );
    const answer = createAnswer({ desk, clock });
    addCaptureRoutes(app, { capture, sentBy: createSentReader(documents, config), config });
    addEventRoutes(app, { desk, reader, clock });
    addQueryRoutes(app, { queries, subscriptions, live, reader, answer, clock });
    live.serve(app);
    addDiscoveryRoutes(app, config);
  }

  return {
    async addRoutes(app) {
      await app.register(async (scope) => addAll(scope), { prefix: '/epcis' });
    },
    poke: projection.poke,
    cursor: projection.cursor,
    endConnections: live.endOf,
    async stop() {
      retention.stop();
      projection.stop();
      await subscriptions.stop();
      await Promise.all([desk.stop(), documents.stop()]);
      await capture.stop();
      store.close();
    },
  };
}

/** A problem of ours with the type that EPCIS clients know it by. */
function withException(payload: unknown, status: number): unknown {
  if (typeof payload !== 'object' || payload === null) return payload;
  const { code } = payload as { code?: unknown };
  return { ...payload, type: exceptionOf(typeof code === 'string' ? code : '', status) };
}
