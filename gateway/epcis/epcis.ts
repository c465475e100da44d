import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Incidents } from '../incidents/incident.ts';
import type { FactLog } from '../log/fact-log.ts';
import { createTargetPolicy } from '../webhooks/target-policy.ts';
import { createCapture } from './capture/capture.ts';
import { addCaptureRoutes } from './capture/capture-routes.ts';
import type { EpcisConfig } from './epcis-config.ts';
import { epcisErrors } from './epcis-errors.ts';
import { addDiscoveryRoutes } from './http/discovery-routes.ts';
import { exceptionOf } from './http/exceptions.ts';
import { assertAcceptable } from './http/negotiation.ts';
import { addEventRoutes, createAnswer } from './query/event-routes.ts';
import { createQueryReader } from './query/query-reader.ts';
import { openEventReader } from './store/event-reader.ts';
import { eventFile, openEventStore } from './store/event-store.ts';
import { createLiveQueries } from './subscriptions/live-queries.ts';
import { openNamedQueries } from './subscriptions/named-queries.ts';
import { addQueryRoutes } from './subscriptions/query-routes.ts';
import { startSubscriptions } from './subscriptions/subscriptions.ts';
import { queryLimits, startQueryDesk } from './thread/query-desk.ts';
import { startStoreDesk } from './thread/store-desk.ts';

/** The largest XML document takes some ten seconds and half of this memory. */
const documentLimits = { ...queryLimits, maxRunMs: 60_000, heapMegabytes: 768 };
const documentCodes = { busy: 'EPCIS_CAPTURE_BUSY', tooLong: 'EPCIS_CAPTURE_TOO_LARGE' } as const;
/** Longer addresses are cut by proxies; a stored query says the same. */
const maxAddress = 8_000;

interface EpcisDeps {
  readonly dataDir: string;
  readonly site: string;
  /** The folder of the archived log. */
  readonly archiveDir: string;
  readonly config: EpcisConfig;
  /** Networks that are not public and may be sent reports all the same, as with webhooks. */
  readonly allowNetworks: readonly string[];
  /** Whoever writes the fact log; it is read where it lies. */
  readonly factLog: Pick<FactLog, 'cursor'>;
  readonly incidents: Pick<Incidents, 'report' | 'end'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Epcis {
  /** Adds the routes of the repository below `/epcis`. */
  addRoutes(app: FastifyInstance): Promise<void>;
  /** There is something new in the fact log. */
  poke(): void;
  /** How many entries of the fact log were not told as events yet. */
  lag(): number;
  /** False while what writes has ended by itself and is begun anew. */
  isWell(): boolean;
  /** Ends what an identity that was revoked has open. */
  endConnections(owner: Pick<Caller, 'kind' | 'name'>): void;
  stop(): Promise<void>;
}

/**
 * The EPCIS 2.0 repository of a site: its facts as events, and what others capture here, to be queried and subscribed to.
 * Its work is done by threads of its own: one writes, one answers queries, one judges what is captured.
 *
 * @throws DATABASE_UNUSABLE
 */
export function startEpcis(deps: EpcisDeps): Epcis {
  const { dataDir, site, archiveDir, config, factLog, incidents, clock, log } = deps;
  const path = eventFile(dataDir);
  // Its schema is there before anybody reads, and a damaged file is told at the start.
  openEventStore(dataDir, clock).close();
  const reader = openEventReader(path);
  const lastId = reader.prepare('SELECT coalesce(max(id), 0) FROM events').pluck();
  let isWell = true;
  incidents.end('EPCIS_STORE_STOPPED', '');
  const store = startStoreDesk({
    data: { dataDir, site, archiveDir, config },
    onStored: () => subscriptions.poke(),
    onDamaged: (message) => incidents.report('ARCHIVE_SEGMENT_DAMAGED', '', message),
    onTrouble: (trouble) => {
      isWell = trouble === null;
      if (trouble === null) incidents.end('EPCIS_STORE_STOPPED', '');
      else incidents.report('EPCIS_STORE_STOPPED', '', trouble);
    },
    clock,
    log,
  });
  const deskDeps = { path, companyPrefixes: config.companyPrefixes, clock, log };
  const desk = startQueryDesk(deskDeps);
  // A document that is captured does not wait for somebody's heavy query.
  const documents = startQueryDesk({ ...deskDeps, limits: documentLimits, codes: documentCodes });
  const queryReader = createQueryReader(reader);
  const queries = openNamedQueries(reader, store);
  const subscriptions = startSubscriptions({
    queries,
    desk,
    lastId: () => lastId.get() as number,
    read: queryReader.ofDefinition,
    config,
    targets: createTargetPolicy(deps.allowNetworks),
    clock,
    log,
  });
  const live = createLiveQueries({ queries, subscriptions, clock });
  const capture = createCapture({ documents, store, reader, config });
  const toldBefore = reader.prepare('SELECT coalesce(max(cursor), 0) FROM projection').pluck();
  const lag = () => Math.max(0, factLog.cursor() - (store.told() ?? (toldBefore.get() as number)));
  // Events that are there are deleted after their time.
  if (lag() > 0 || capture.jobs.waiting() > 0 || (lastId.get() as number) > 0) store.poke();

  function addAll(app: FastifyInstance): void {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      ['application/json', 'application/ld+json', 'application/xml', 'text/xml'],
      { parseAs: 'buffer' },
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
    addCaptureRoutes(app, { capture, config });
    addEventRoutes(app, { desk, reader: queryReader, clock });
    addQueryRoutes(app, { queries, subscriptions, live, reader: queryReader, answer, clock });
    live.serve(app);
    addDiscoveryRoutes(app, config);
    // Of here, so that it is told as all refusals below this address are.
    app.setNotFoundHandler({ preHandler: app.rateLimit() }, ({ method, url }) => {
      throw kernelErrors.fault('NOT_FOUND', `${method} ${url} is not a route of the repository`);
    });
  }

  return {
    async addRoutes(app) {
      await app.register(async (scope) => addAll(scope), { prefix: '/epcis' });
    },
    poke: store.poke,
    lag,
    isWell: () => isWell,
    endConnections: live.endOf,
    async stop() {
      await subscriptions.stop();
      await Promise.all([desk.stop(), documents.stop()]);
      await store.stop();
      reader.close();
    },
  };
}

/** A problem of ours with the type that EPCIS clients know it by. */
function withException(payload: unknown, status: number): unknown {
  if (typeof payload !== 'object' || payload === null) return payload;
  const { code, place } = payload as { code?: unknown; place?: unknown };
  return { ...payload, type: exceptionOf(textOf(code), status, textOf(place)) };
}

function textOf(member: unknown): string {
  return typeof member === 'string' ? member : '';
}
