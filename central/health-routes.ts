import type { FastifyInstance } from 'fastify';
import { packageVersion } from '../kernel/package-root.ts';
import type { CentralContext } from './context.ts';

/** `GET /v1/health` answers 200 as soon as the service and its database can. */
export function healthRoutes(app: FastifyInstance, { db }: CentralContext): void {
  app.get('/v1/health', { config: { role: 'public' } }, async () => {
    await db.selectFrom('settings').select('key').limit(1).execute();
    return { v: 1, service: 'central', version: packageVersion };
  });
}
