import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterEach, expect } from 'vitest';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import { createHttp, httpConfig, listenHttp } from '../../kernel/http/http.ts';
import { createLog } from '../../kernel/log.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import { isJsonObject, type JsonObject, memberOf } from '../../protocols/epcis/json.ts';
import type { KnownFact } from '../../protocols/wire/fact.ts';
import { seal } from '../../protocols/wire/fact-chain.ts';
import type { ProductDocument } from '../../protocols/wire/work/product-document.ts';
import type { WorkPage } from '../../protocols/wire/work.ts';
import { migrations } from '../database.ts';
import { openFactLog } from '../log/fact-log.ts';
import { openWorkReplica } from '../work/work-replica.ts';
import { startEpcis } from './epcis.ts';
import { epcisConfig } from './epcis-config.ts';

/** What the tests of the repository share: a real one behind real HTTP, over facts that they give it. */
const log = createLog('test', 'silent');
const site = 'north';

export interface TestRepository {
  readonly url: string;
  readonly dataDir: string;
  /** The codes of the troubles that last. */
  troubles(): readonly string[];
  isWell(): boolean;
  /** Adds facts to the log. */
  add(facts: readonly KnownFact[]): void;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** All events of a query, page by page. */
  events(path: string, headers?: Record<string, string>): Promise<JsonObject[]>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Captures events in a document, and waits until their job has ended. */
  capture(document: unknown, headers?: Record<string, string>): Promise<JsonObject>;
  stop(): Promise<void>;
}

interface Settings {
  readonly dataDir?: string;
  readonly config?: Record<string, unknown>;
  readonly facts?: readonly KnownFact[];
  readonly products?: readonly ProductDocument[];
  readonly clock?: Clock;
  readonly allowNetworks?: readonly string[];
}

/** Repositories of one test each, which are stopped behind it; one may be stopped before. */
export function startRepositories(): (settings?: Settings) => Promise<TestRepository> {
  const running: TestRepository[] = [];
  afterEach(async () => {
    for (const repository of running.splice(0)) await repository.stop();
  });
  return async (settings) => {
    const repository = await startTestRepository(settings);
    running.push(repository);
    return repository;
  };
}

/** What a refusal says to a program; to a person it says what to do, too. */
export async function problemOf(response: Response): Promise<unknown[]> {
  const { status, type, code, place, remedy } = (await response.json()) as Record<string, unknown>;
  expect(remedy).not.toBe('');
  return [status, type, code, place];
}

export async function startTestRepository(settings: Settings = {}): Promise<TestRepository> {
  const dataDir = settings.dataDir ?? mkdtempSync(join(tmpdir(), 'packproof-epcis-'));
  const { db, factLog, append } = openSite(dataDir, settings.products ?? []);
  append(settings.facts ?? []);
  const troubles = new Set<string>();
  let stopped = false;
  const clock = settings.clock ?? systemClock;
  const config = epcisConfig.parse(settings.config ?? {});
  const epcis = startEpcis({
    dataDir,
    site,
    archiveDir: join(dataDir, 'archive'),
    config,
    allowNetworks: settings.allowNetworks ?? ['127.0.0.1/32'],
    factLog,
    incidents: { report: (code) => void troubles.add(code), end: (code) => void troubles.delete(code) },
    clock,
    log,
  });
  const http = httpConfig.parse({ port: 0 });
  const app: FastifyInstance = await createHttp(http, log);
  await epcis.addRoutes(app);
  const url = `${await listenHttp(app, http)}/epcis`;
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(path.startsWith('http') ? path : url + path, { headers });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    url,
    dataDir,
    troubles: () => [...troubles],
    isWell: epcis.isWell,
    add(facts) {
      append(facts);
      epcis.poke();
    },
    get,
    post,
    async events(path, headers) {
      const events: JsonObject[] = [];
      for (let next: string | undefined = path; next !== undefined; ) {
        const response = await get(next, headers);
        const document = (await response.json()) as JsonObject;
        if (response.status !== 200) throw new Error(JSON.stringify(document));
        events.push(...eventsIn(document));
        next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
      }
      return events;
    },
    async capture(document, headers) {
      const response = await post('/capture', document, headers);
      if (response.status !== 202) throw new Error(await response.text());
      for (;;) {
        const job = (await (await get(response.headers.get('location') ?? '')).json()) as JsonObject;
        if (job.running === false) return job;
      }
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      await app.close();
      await epcis.stop();
      db.close();
    },
  };
}

export function eventsIn(document: JsonObject): JsonObject[] {
  let value: unknown = document;
  for (const name of ['epcisBody', 'queryResults', 'resultsBody', 'eventList']) {
    value = isJsonObject(value) ? memberOf(value, name) : undefined;
  }
  return value as JsonObject[];
}

/** The database of a gateway with its work, and a log to which facts are added, each in its station's chain. */
function openSite(dataDir: string, products: readonly ProductDocument[]) {
  const db = openSqlite(join(dataDir, 'gateway.sqlite'), migrations);
  const factLog = openFactLog(db, site);
  openWorkReplica(db, site).apply(workOf(products));
  const append = (facts: readonly KnownFact[]) => {
    for (const { seq, prev: _prev, hash: _hash, ...draft } of facts) {
      const { upTo, hash } = factLog.headOf(draft.station);
      if (seq <= upTo) continue;
      const fact = seal({ upTo, hash }, draft as Parameters<typeof seal>[1]);
      const batch = { kind: 'batch', station: draft.station, topic: 'facts', facts: [fact] } as const;
      factLog.commit([{ ...batch, payload: Buffer.from('') }], fact.at);
    }
  };
  return { db, factLog, append };
}

function workOf(products: readonly ProductDocument[]): WorkPage {
  return {
    v: 1,
    site: site as WorkPage['site'],
    epoch: 'e1',
    cursor: products.length + 1,
    asOf: '2026-03-01T00:00:00.000Z',
    more: false,
    documents: products.map((data, index) => ({
      kind: 'product',
      id: data.sku,
      version: 1,
      cursor: index + 1,
      data,
    })),
  };
}

const context = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

export function documentOf(events: readonly unknown[], more: Record<string, string> = {}) {
  return {
    '@context': Object.keys(more).length === 0 ? [context] : [context, more],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-03-01T00:00:00.000Z',
    epcisBody: { eventList: events },
  };
}

/** A small valid event. */
export function observed(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'ObjectEvent',
    eventTime: '2026-03-01T08:00:00.000Z',
    eventTimeZoneOffset: '+00:00',
    epcList: ['urn:epc:id:sgtin:4012345.011111.1'],
    action: 'OBSERVE',
    ...overrides,
  };
}
