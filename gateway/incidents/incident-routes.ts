import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { instant } from '../../protocols/wire/ids.ts';
import { incidentErrors } from './incident-errors.ts';
import type { IncidentStore } from './incident-store.ts';

const maxListed = 1_000;
const code = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/);
const subject = z.string().max(200);

const incidentQuery = z.strictObject({
  state: z.enum(['open', 'ended']).default('open'),
  limit: z.coerce.number().int().min(1).max(maxListed).default(100),
});
const incident = z.strictObject({
  code,
  subject,
  detail: z.string(),
  firstAt: instant,
  lastAt: instant,
  count: z.number().int().positive(),
  endedAt: instant.nullable(),
});
const incidentList = z.strictObject({ v: z.literal(1), incidents: z.array(incident) });
const settlement = z.strictObject({ v: z.literal(1), code, subject });

export function addIncidentRoutes(app: FastifyInstance, incidents: IncidentStore): void {
  app.get(
    '/v1/incidents',
    {
      config: {
        role: 'reader',
        doc: {
          summary: 'List the troubles that last, or those that have ended',
          query: incidentQuery,
          answer: incidentList,
        },
      },
    },
    async (request) => {
      const { state, limit } = parseRequest(incidentQuery, request.query, 'query');
      const found = state === 'open' ? incidents.open().slice(0, limit) : incidents.ended(limit);
      return { v: 1, incidents: found };
    },
  );
  app.post(
    '/v1/incidents/settle',
    {
      config: {
        role: 'operator',
        doc: {
          summary: 'Settle a trouble that a person has dealt with',
          body: settlement,
          answer: settlement,
        },
      },
    },
    async (request) => {
      const settled = parseRequest(settlement, request.body);
      if (!incidents.end(settled.code, settled.subject)) {
        throw incidentErrors.fault(
          'INCIDENT_UNKNOWN',
          `${settled.code} of "${settled.subject}" is not open`,
          {
            place: 'body',
          },
        );
      }
      return settled;
    },
  );
}
