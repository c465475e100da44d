import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../central/app.ts';
import { testContext } from '../central/test-context.ts';
import { factEventOf } from '../protocols/wire/event.ts';
import { genesis, seal } from '../protocols/wire/fact-chain.ts';
import type { SiteId, StationId } from '../protocols/wire/ids.ts';
import { collectRoutes, type Route } from './bad-input/routes-of.ts';
import { apiDocuments, documentFile } from './docs/api-documents.ts';

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly summary: string;
  readonly 'x-role': string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema?: object }>> }>
  >;
}
interface AsyncApi {
  readonly channels: Readonly<Record<string, { readonly address: string }>>;
  readonly components: { readonly messages: Readonly<Record<string, { readonly payload: object }>> };
}

let documents: Awaited<ReturnType<typeof apiDocuments>>;
beforeAll(async () => {
  documents = await apiDocuments();
});

/** Every object with a $ref, wherever it stands. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = (value as { $ref?: unknown }).$ref;
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(value).flatMap(references)];
}

function resolve(document: unknown, reference: string): unknown {
  const path = reference.slice(2).split('/');
  return path.reduce<unknown>(
    (at, step) => (at as Record<string, unknown>)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')],
    document,
  );
}

function validators(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  return ajv;
}

describe.each(['gateway.openapi.json', 'events.asyncapi.json', 'central.openapi.json'] as const)(
  'docs/api/%s',
  (name) => {
    test('is what the service serves ("npm run docs:api" writes it)', () => {
      expect(readFileSync(documentFile(name), 'utf8')).toBe(documents[name]);
    });

    test('refers only to what it holds', () => {
      const document: unknown = JSON.parse(documents[name]);
      const local = references(document).filter((reference) => reference.startsWith('#/'));
      for (const reference of local) expect(resolve(document, reference), reference).toBeDefined();
    });
  },
);

describe.each(['gateway.openapi.json', 'central.openapi.json'] as const)('%s', (name) => {
  test('has a summary, a role and schemas that compile for each operation', () => {
    const { paths } = JSON.parse(documents[name]) as OpenApi;
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    expect(operations.length).toBeGreaterThan(8);
    for (const { summary, 'x-role': role, requestBody, responses } of operations) {
      expect(summary).toMatch(/^[A-Z].*[^.]$/);
      expect(role).toMatch(/^(public|reader|operator|sync|station)$/);
      const contents = [requestBody, ...Object.values(responses)].flatMap((part) =>
        Object.values(part?.content ?? {}),
      );
      for (const { schema } of contents) if (schema !== undefined) validators().compile(schema);
    }
  });
});

test('the document of central describes every route that it has, each in words of its own', async () => {
  const routes: Route[] = [];
  const app = await collectRoutes('central', routes, async () => createApp(await testContext()));
  await app.close();
  const { paths } = JSON.parse(documents['central.openapi.json']) as OpenApi;
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const declared = routes
    .filter(({ method, url }) => method !== 'HEAD' && !/^\/\*?$/.test(url))
    .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`);
  expect(described.sort()).toEqual(declared.sort());
  const summaries = Object.values(paths).flatMap((path) => Object.values(path).map(({ summary }) => summary));
  expect(new Set(summaries).size).toBe(summaries.length);
});

describe('the AsyncAPI document', () => {
  test('describes the events that subscribers really get', () => {
    const { components, channels } = JSON.parse(documents['events.asyncapi.json']) as AsyncApi;
    expect(channels['events/parcel.sealed']?.address).toBe('packproof/v1/{site}/events/parcel.sealed');
    const fact = seal(genesis, {
      v: 1,
      site: 'HAM' as SiteId,
      station: 'S1' as StationId,
      at: '2026-11-22T06:00:00.000Z',
      operator: 'anna',
      type: 'order.started',
      data: { order: 'SO-1', version: 1 },
    });
    const accepts = validators().compile(components.messages['order.started']?.payload ?? {});
    expect(accepts(factEventOf(7, fact)), JSON.stringify(accepts.errors)).toBe(true);
    expect(accepts({ ...factEventOf(7, fact), data: { ...fact, data: { order: 'SO-1' } } })).toBe(false);
  });
});
