import type { FastifyInstance } from 'fastify';
import { isoInstant } from '../../kernel/clock.ts';
import { packageVersion } from '../../kernel/package-root.ts';
import { type CentralStatus, centralStatus } from '../../protocols/wire/status.ts';
import type { CentralContext } from '../context.ts';
import type { Db } from '../database/database.ts';
import { journalTotals } from '../ledger/journal-routes.ts';
import { countExceptions } from './irregular.ts';

/** `GET /v1/status`: how central stands, as status.ts `centralStatus`. */
export function statusRoutes(app: FastifyInstance, context: CentralContext): void {
  const startedAt = isoInstant(context.clock.now());
  const doc = { summary: 'Read how central and the stations stand', answer: centralStatus };
  app.get('/v1/status', { config: { role: 'reader', doc } }, async () => readStatus(context, startedAt));
}

async function readStatus({ db, clock }: CentralContext, startedAt: string): Promise<CentralStatus> {
  return centralStatus.parse({
    v: 1,
    service: 'central',
    version: packageVersion,
    at: isoInstant(clock.now()),
    startedAt,
    stations: await stations(db),
    exceptions: await countExceptions(db),
    orders: await countsByStatus(db, 'orders'),
    invoices: await countsByStatus(db, 'invoices'),
    journal: await journalTotals(db),
  });
}

async function stations(db: Db) {
  const heads = await db.selectFrom('fact_heads').selectAll().orderBy('site').orderBy('station').execute();
  const setAside = await db
    .selectFrom('facts')
    .select(['site', 'station'])
    .select(({ fn }) => fn.countAll<number>().as('count'))
    // By the index of facts, as set-aside ones are few among very many.
    .where('order_number', 'is', null)
    .where('type', '=', 'set_aside')
    .groupBy(['site', 'station'])
    .execute();
  const counts = new Map(setAside.map(({ site, station, count }) => [`${site}/${station}`, Number(count)]));
  return heads.map((head) => ({
    site: head.site,
    station: head.station,
    upTo: head.up_to,
    lastReceivedAt: head.received_at,
    setAside: counts.get(`${head.site}/${head.station}`) ?? 0,
  }));
}

export async function countsByStatus(db: Db, table: 'orders' | 'invoices'): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom(table)
    .select('status')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .groupBy('status')
    .execute();
  return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]));
}
