import { z } from 'zod';
import { createHttp, httpConfig, listenHttp, parseRequest } from '../kernel/http/http.ts';
import { createLog } from '../kernel/log.ts';
import type { Fact } from '../protocols/wire/fact.ts';
import { type ChainHead, genesis } from '../protocols/wire/fact-chain.ts';
import { factUpload } from '../protocols/wire/fact-delivery.ts';
import { receive } from '../protocols/wire/fact-receiver.ts';
import type { WorkDocument, WorkPage } from '../protocols/wire/work.ts';

/** A central of which a test owns the memory: it receives by the same contract and forgets or refuses when told to. */
export interface CentralStandIn {
  readonly url: string;
  /** station -> everything that was accepted, in order. */
  readonly facts: Map<string, (Fact | 'set-aside')[]>;
  /** How many uploads came. */
  readonly uploads: () => number;
  /** Answers every upload with this problem until told otherwise. */
  refuseWith(problem: { status: number; code: string } | null): void;
  /** Loses what a station sent behind a seq, as a restored copy does. */
  forgetAfter(station: string, upTo: number): void;
  /** Publishes documents as the next of the feed. */
  release(
    documents: readonly (Omit<WorkDocument, 'cursor' | 'kind'> & { kind: 'order' | 'product' | 'site' })[],
  ): void;
  /** Sets the feed up anew. */
  renew(epoch: string): void;
  stop(): Promise<void>;
}

const workParams = z.object({ site: z.string() });
const workQuery = z.object({
  after: z.coerce.number(),
  epoch: z.string().optional(),
  limit: z.coerce.number(),
  wait: z.coerce.number(),
});

export async function startCentralStandIn(site: string, port = 0): Promise<CentralStandIn> {
  const http = httpConfig.parse({ port });
  const app = await createHttp(http, createLog('central', 'silent'), { bodyLimitBytes: 4_194_304 });
  const facts = new Map<string, (Fact | 'set-aside')[]>();
  const heads = new Map<string, ChainHead>();
  let uploads = 0;
  let refusal: { status: number; code: string } | null = null;
  let epoch = 'first';
  let documents: WorkDocument[] = [];
  let wake: (() => void)[] = [];

  app.post('/v1/facts', { config: { role: 'sync' } }, async (request, reply) => {
    uploads += 1;
    if (refusal !== null)
      return reply.code(refusal.status).send({ code: refusal.code, detail: 'told to refuse' });
    const { events } = parseRequest(factUpload, request.body);
    const batches = new Map<string, unknown[]>();
    for (const { data } of events as { data: { station: string } }[]) {
      batches.set(data.station, [...(batches.get(data.station) ?? []), data]);
    }
    const stations = [...batches].map(([station, batch]) => accept(station, batch));
    return { v: 1, site, stations };
  });

  function accept(station: string, batch: readonly unknown[]) {
    const origin = { site, station, fromGateway: true };
    const reception = receive(heads.get(station) ?? genesis, origin, batch, () => undefined);
    const kept = reception.received.map((entry) =>
      entry.kind === 'fact' ? entry.fact : ('set-aside' as const),
    );
    facts.set(station, [...(facts.get(station) ?? []), ...kept]);
    heads.set(station, reception.head);
    return { v: 1, station, ...reception.head, gap: reception.gap };
  }

  app.get('/v1/status', { config: { role: 'reader' } }, async () => ({
    stations: [...heads].map(([station, { upTo }]) => ({
      site,
      station,
      upTo,
      lastReceivedAt: '2026-01-05T06:00:00.000Z',
      setAside: 0,
    })),
  }));

  app.get('/v1/sites/:site/work', { config: { role: 'sync' } }, async (request): Promise<WorkPage> => {
    parseRequest(workParams, request.params, 'path');
    const query = parseRequest(workQuery, request.query, 'query');
    const page = () => {
      const after = query.epoch === epoch ? query.after : 0;
      const found = documents.filter((document) => document.cursor > after);
      const chosen = found.slice(0, query.limit);
      const cursor = chosen.at(-1)?.cursor ?? after;
      return { found, page: pageOf(chosen, cursor, found.length > chosen.length) };
    };
    if (page().found.length === 0 && query.epoch === epoch) {
      await new Promise<void>((resolve) => {
        wake.push(resolve);
        setTimeout(resolve, query.wait * 1000).unref();
      });
    }
    return page().page;
  });

  const pageOf = (chosen: WorkDocument[], cursor: number, more: boolean): WorkPage => ({
    v: 1,
    site: site as WorkPage['site'],
    epoch,
    documents: chosen,
    cursor,
    more,
    asOf: new Date().toISOString(),
  });
  const wakeAll = () => {
    for (const resolve of wake.splice(0)) resolve();
    wake = [];
  };

  const url = await listenHttp(app, http);
  return {
    url,
    facts,
    uploads: () => uploads,
    refuseWith: (problem) => {
      refusal = problem;
    },
    forgetAfter: (station, upTo) => {
      const kept = (facts.get(station) ?? []).slice(0, upTo);
      const last = kept.at(-1);
      facts.set(station, kept);
      heads.set(station, last === undefined || last === 'set-aside' ? genesis : { upTo, hash: last.hash });
    },
    release: (released) => {
      for (const document of released)
        documents.push({ ...document, cursor: documents.length + 1 } as WorkDocument);
      wakeAll();
    },
    renew: (name) => {
      epoch = name;
      documents = [];
      wakeAll();
    },
    stop: async () => {
      wakeAll();
      await app.close();
    },
  };
}
