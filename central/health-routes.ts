import type { FastifyInstance } from 'fastify';
import { addHealthRoutes } from '../kernel/operate/health.ts';
import type { CentralContext } from './context.ts';
import type { Db } from './database/database.ts';

const probeEveryMs = 10_000;

/** `GET /v1/health`, and `GET /v1/ready`: central is ready while it can write to its database. */
export function healthRoutes(app: FastifyInstance, { db, clock }: CentralContext): void {
  let probedMs = Number.NEGATIVE_INFINITY;
  const databaseWritable = async () => {
    // Read each time: a server of databases can go away at any moment.
    await db.selectFrom('settings').select('key').limit(1).execute();
    // Each probe is a commit, and anyone may ask.
    if (clock.monotonicMs() - probedMs < probeEveryMs) return true;
    await writeProbe(db, String(clock.now()));
    probedMs = clock.monotonicMs();
    return true;
  };
  const checks = [{ name: 'database writable', holds: databaseWritable }];
  addHealthRoutes(app, { service: 'central', checks, clock });
}

async function writeProbe(db: Db, value: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ key: 'probed_at', value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}
