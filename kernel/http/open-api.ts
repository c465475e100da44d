import type { FastifyInstance, RouteOptions } from 'fastify';
import { z } from 'zod';
import { packageVersion } from '../package-root.ts';
import type { RouteDoc } from './api-doc.ts';
import type { Pause } from './document-route.ts';

/** A JSON value of a document. */
type Json = Readonly<Record<string, unknown>>;

/** A route as the document sees it. */
export interface DocumentedRoute {
  readonly method: string;
  /** In fastify's form: `/v1/consumers/:name`. */
  readonly url: string;
  readonly role: string | undefined;
  readonly doc: RouteDoc | undefined;
}

/** Notes each route of a service as it is added; call it before the first one. */
export function recordRoutes(app: FastifyInstance): readonly DocumentedRoute[] {
  const routes: DocumentedRoute[] = [];
  app.addHook('onRoute', (route) => {
    for (const method of methodsOf(route)) {
      routes.push({ method, url: route.url, role: route.config?.role, doc: route.config?.doc });
    }
  });
  return routes;
}

/** fastify adds HEAD to each GET by itself: it has nothing of its own to tell. */
function methodsOf({ method }: RouteOptions): string[] {
  return [method].flat().filter((each) => each !== 'HEAD');
}

/**
 * The OpenAPI 3.1 document of a service, from the schemas with which its routes parse. Routes without a description, which are those of web
 * pages, are left out.
 */
export async function openApiDocument(
  about: { readonly title: string; readonly description: string },
  routes: readonly DocumentedRoute[],
  pause: Pause,
): Promise<Json> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, url, role, doc } of byAddress(routes)) {
    if (doc === undefined) continue;
    await pause();
    const path = url.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(role, doc) };
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: { ...about, version: packageVersion, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: { securitySchemes, responses: { Problem: problemResponse } },
  };
}

function byAddress(routes: readonly DocumentedRoute[]): readonly DocumentedRoute[] {
  const keyOf = ({ url, method }: DocumentedRoute) => `${url} ${method}`;
  return [...routes].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', description: 'A token or client secret of a sufficient role.' },
  certificate: {
    type: 'mutualTLS',
    description: "A client certificate of the site's own certification authority.",
  },
};

const problemResponse = {
  description: 'A refusal, as problem details (RFC 9457); docs/errors.md lists the codes.',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        required: ['type', 'title', 'status', 'detail', 'code', 'retry', 'remedy', 'requestId'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          code: { type: 'string' },
          retry: { enum: ['safe', 'ambiguous', 'never'] },
          remedy: { type: 'string' },
          place: { type: 'string' },
          faults: { type: 'array', items: { type: 'object' } },
          requestId: { type: 'string' },
        },
      },
    },
  },
};

function operationOf(role: string | undefined, doc: RouteDoc): Json {
  const parameters = [
    ...parametersOf('path', doc.params),
    ...parametersOf('query', doc.query),
    ...parametersOf('header', doc.headers),
  ];
  return {
    summary: doc.summary,
    'x-role': role,
    security: role === 'public' ? [] : [{ token: [] }, { certificate: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBodyOf(doc),
    responses: {
      ...Object.fromEntries([doc.status ?? 200].flat().map((status) => [String(status), answerOf(doc)])),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

/** Each member of an object schema is a parameter; its type is that behind the conversion from text. */
function parametersOf(place: 'path' | 'query' | 'header', schema: z.ZodType | undefined): Json[] {
  if (schema === undefined) return [];
  const parsed = jsonSchemaOf(schema, 'output') as { properties?: Record<string, Json> };
  const given = jsonSchemaOf(schema, 'input') as { required?: readonly string[] };
  return Object.entries(parsed.properties ?? {}).map(([name, member]) => ({
    name,
    in: place,
    required: place === 'path' || (given.required ?? []).includes(name),
    schema: member,
  }));
}

function requestBodyOf({ body, bodyOptional, otherBodies = {} }: RouteDoc): Json {
  const bodies = { ...(body === undefined ? {} : { 'application/json': body }), ...otherBodies };
  const content = Object.entries(bodies).map(([type, schema]) => [
    type,
    { schema: jsonSchemaOf(schema, 'input') },
  ]);
  if (content.length === 0) return {};
  return { requestBody: { required: bodyOptional !== true, content: Object.fromEntries(content) } };
}

function answerOf({ answer, answerType, summary }: RouteDoc): Json {
  if (answer === undefined && answerType === undefined) return { description: summary };
  const content = answer === undefined ? {} : { schema: jsonSchemaOf(answer, 'output') };
  return { description: summary, content: { [answerType ?? 'application/json']: content } };
}

/** A schema of ours in JSON Schema 2020-12; what that cannot say (a refinement between members) is left to the text of the refusal. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  });
  return rest;
}
