import type { FastifyInstance } from 'fastify';
import { addDocumentRoute } from '../../kernel/http/document-route.ts';
import { type DocumentedRoute, openApiDocument } from '../../kernel/http/open-api.ts';
import { asyncApiDocument } from './async-api.ts';

const about = {
  title: 'Packproof gateway',
  description:
    "A site's gateway: replay and live events, consumers, webhooks, EPCIS, enrolment, status. docs/integrate.md shows how.",
};

/** Serves what describes the gateway's interfaces, so that clients can be generated from the very gateway that they will talk to. */
export function addApiRoutes(app: FastifyInstance, routes: readonly DocumentedRoute[]): void {
  addDocumentRoute(app, '/v1/openapi.json', 'Describe the HTTP interface in OpenAPI 3.1', (pause) =>
    openApiDocument(about, routes, pause),
  );
  addDocumentRoute(app, '/v1/asyncapi.json', 'Describe the MQTT interface in AsyncAPI 3.0', asyncApiDocument);
}
