import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';

type Operation = {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>
  >;
};
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** The document is the same of every instance, and to compile its schemas takes a while. */
let paths: Promise<Paths> | undefined;
const validators = new Map<string, ValidateFunction | null>();

/** What the OpenAPI document says of an answer that central gave; an empty text if it is just so. */
export async function faultOfAnswer(
  app: FastifyInstance,
  asked: { readonly method: string; readonly url: string },
  answer: { readonly status: number; readonly body: unknown },
): Promise<string> {
  paths ??= app.inject('/v1/openapi.json').then((response) => response.json<{ paths: Paths }>().paths);
  const path = asked.url.replace(/\?.*/, '');
  const known = Object.keys(await paths).find((each) => templateOf(each).test(path));
  // What is no route is answered as such, which is not described.
  if (known === undefined) return '';
  const operation = (await paths)[known]?.[asked.method.toLowerCase()];
  const described = operation?.responses[String(answer.status)];
  if (answer.status >= 400) return '';
  if (described === undefined) return `${asked.method} ${known} is not described with ${answer.status}`;
  const key = `${asked.method} ${known} ${answer.status}`;
  const accepts = validators.get(key) ?? compile(described.content?.['application/json']?.schema);
  validators.set(key, accepts);
  if (accepts === null || accepts(answer.body)) return '';
  return `${key}: ${JSON.stringify(accepts.errors)}`;
}

function templateOf(path: string): RegExp {
  const literal = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/\{\w+\}/g, '[^/]+')}$`);
}

function compile(schema: object | undefined): ValidateFunction | null {
  if (schema === undefined) return null;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
