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
const json = 'application/json; charset=utf-8';

/** Serves what describes the gateway's interfaces, so that clients can be generated from the very gateway that they will talk to. */
export function addApiRoutes(app: FastifyInstance, routes: readonly DocumentedRoute[]): void {
  const openApi = madeOnce(() => openApiDocument(about, routes));
  const asyncApi = madeOnce(() => asyncApiDocument());
  app.get(
    '/v1/openapi.json',
    {
      config: {
        role: 'public',
        doc: { summary: 'Describe the HTTP interface in OpenAPI 3.1', answer: document },
      },
    },
    async (_request, reply) => reply.type(json).send(openApi()),
  );
  app.get(
    '/v1/asyncapi.json',
    {
      config: {
        role: 'public',
        doc: { summary: 'Describe the MQTT interface in AsyncAPI 3.0', answer: document },
      },
    },
    async (_request, reply) => reply.type(json).send(asyncApi()),
  );
}

/** To make a document takes as long as many commits, and anyone may ask for it: it is made at the first request, as text. */
function madeOnce(make: () => object): () => string {
  let text: string | undefined;
  return () => {
    text ??= JSON.stringify(make());
    return text;
  };
}
