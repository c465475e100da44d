import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type DocumentedRoute, openApiDocument } from '../../kernel/http/open-api.ts';
import { asyncApiDocument } from './async-api.ts';

const about = {
  title: 'Packproof gateway',
  description:
    "A site's gateway: replay and live events, consumers, webhooks, EPCIS, enrolment, status. docs/integrate.md shows how.",
};

const document = z.looseObject({});

/** Serves what describes the gateway's interfaces, so that clients can be generated from the very gateway that they will talk to. */
export function addApiRoutes(app: FastifyInstance, routes: readonly DocumentedRoute[]): void {
  app.get(
    '/v1/openapi.json',
    {
      config: {
        role: 'public',
        doc: { summary: 'Describe the HTTP interface in OpenAPI 3.1', answer: document },
      },
    },
    async () => openApiDocument(about, routes),
  );
  app.get(
    '/v1/asyncapi.json',
    {
      config: {
        role: 'public',
        doc: { summary: 'Describe the MQTT interface in AsyncAPI 3.0', answer: document },
      },
    },
    async () => asyncApiDocument(),
  );
}
