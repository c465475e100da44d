import { request } from 'node:http';
import { mutant } from '../mutate.ts';
import type { Attack } from './mqtt-attacks.ts';
import { after, rawClient, sayAndLeave } from './raw-client.ts';

/** An operation of the OpenAPI document. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly queries: readonly string[];
  /** The media types of its body, each with its schema. */
  readonly bodies: readonly Body[];
}

interface Body {
  readonly type: string;
  readonly schema: Schema;
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

export interface HttpTarget {
  readonly port: number;
  readonly operations: readonly Operation[];
  /** Names that the service knows, so that requests come further than to "not found". */
  readonly names: readonly string[];
  /** Good bodies by operation (`POST /v1/orders`): one sent with a change in it comes further than one made of the schema. */
  readonly good?: Readonly<Record<string, unknown>>;
  /** Good bodies that are no JSON, by media type: they are sent with changes. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Told of every answer that is a defect. */
  readonly onDefect: (what: string) => void;
  /** Told of every answer. */
  readonly onAnswer: (status: number) => void;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
}
interface DocumentOperation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}

/** Every operation that a service says to have. */
export function operationsOf(document: unknown): Operation[] {
  return Object.entries((document as Document).paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      queries: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
      bodies: Object.entries(requestBody?.content ?? {}).map(([type, { schema = {} }]) => ({ type, schema })),
    })),
  );
}

const below = (random: () => number, limit: number) => Math.floor(random() * limit);
const pick = <Item>(items: readonly Item[], random: () => number): Item | undefined =>
  items[below(random, items.length)];

const oddTexts = [
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  'null',
  'x'.repeat(5_000),
  '%00',
  '%ZZ',
  '../..',
  '__proto__',
  'é📦',
  'a\0b',
];
const oddValues: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  2 ** 53,
  '',
  'x',
  'x'.repeat(10_000),
  'a\0b',
  '\ud800',
  [],
  {},
  [[[[[]]]]],
  { v: 1 },
  { __proto__: { admin: true } },
];

interface Chance {
  readonly names: readonly string[];
  readonly random: () => number;
}

/** A value of a schema, with a mistake here and there. */
function sample(schema: Schema, { names, random }: Chance, depth = 0): unknown {
  const part = (of: Schema) => sample(of, { names, random }, depth + 1);
  if (random() < 0.08 || depth > 8) return pick(oddValues, random);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return pick(schema.enum, random);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return part(pick(either, random) ?? {});
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {})
        .filter(() => random() > 0.1)
        .map(([name, member]) => [name, part(member)]);
      return Object.fromEntries(random() < 0.1 ? [...members, ['smuggled', 1]] : members);
    }
    case 'array':
      return Array.from({ length: below(random, 4) }, () => part(schema.items ?? {}));
    case 'integer':
    case 'number':
      return below(random, 1_000) - 10;
    case 'boolean':
      return random() < 0.5;
    case 'string':
      return pick([...names, '2026-01-05T06:00:00.000Z', '2026-01-05', 'a'.repeat(64), 'x', '1'], random);
    default:
      return pick(oddValues, random);
  }
}

/** Another value of the same kind. */
function near(value: unknown, random: () => number): unknown {
  if (typeof value === 'number') return value + below(random, 30) - 5;
  return typeof value === 'string' ? `${value}${below(random, 100)}` : value;
}

/** The value with, mostly, something odd in the place of one of its parts. */
function changed(value: unknown, random: () => number): unknown {
  if (random() < 0.15) return pick(oddValues, random);
  if (Array.isArray(value)) {
    const at = below(random, value.length);
    return value.map((item: unknown, nth) => (nth === at ? changed(item, random) : item));
  }
  if (typeof value !== 'object' || value === null)
    return random() < 0.6 ? near(value, random) : pick(oddValues, random);
  const members = Object.entries(value);
  const at = below(random, members.length);
  return Object.fromEntries(
    members.map(([name, member], nth) => [name, nth === at ? changed(member, random) : member]),
  );
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
}

function textOf(
  operation: string,
  { type, schema }: Body,
  { names, good = {}, texts = {} }: HttpTarget,
  random: () => number,
): string {
  const text = texts[type];
  if (text !== undefined) return text;
  const whole = good[operation];
  const value =
    whole === undefined || random() < 0.3 ? sample(schema, { names, random }) : changed(whole, random);
  return JSON.stringify(value) ?? '';
}

function requestOf(
  { method, path, queries, bodies }: Operation,
  target: HttpTarget,
  random: () => number,
): Sent {
  const address = path.replace(/\{[^}]+\}/g, () =>
    encodeURIComponent(pick(random() < 0.7 ? target.names : oddTexts, random) ?? ''),
  );
  const query = queries
    .filter(() => random() < 0.5)
    .map(
      (name) =>
        `${name}=${random() < 0.5 ? below(random, 100) : encodeURIComponent(pick(oddTexts, random) ?? '')}`,
    )
    .join('&');
  const body = pick(bodies, random);
  const text = body === undefined ? undefined : textOf(`${method} ${path}`, body, target, random);
  const bytes =
    text === undefined ? undefined : random() < 0.2 ? Buffer.from(mutant([Buffer.from(text)], random)) : text;
  const type =
    random() < 0.9
      ? (body?.type ?? 'application/json')
      : (pick(['text/plain', 'nonsense', 'application/xml'], random) ?? '');
  return {
    method: random() < 0.95 ? method : (pick(['DELETE', 'PATCH', 'OPTIONS', 'POST'], random) ?? method),
    path: query === '' ? address : `${address}?${query}`,
    headers: bytes === undefined ? {} : { 'content-type': type },
    body: bytes,
  };
}

const answerLimitMs = 4_000;

function send(
  { port, onDefect, onAnswer }: HttpTarget,
  { method, path, headers, body }: Sent,
): Promise<void> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, localAddress: '127.0.0.2', method, path, headers };
    let asking: ReturnType<typeof request>;
    try {
      asking = request(options);
    } catch {
      // An address that no client would send.
      return resolve();
    }
    // Long polls and streams of events end with the patience of their reader.
    const limit = setTimeout(() => asking.destroy(), answerLimitMs);
    const end = () => {
      clearTimeout(limit);
      resolve();
    };
    asking.on('response', (answer) => {
      const status = answer.statusCode ?? 0;
      onAnswer(status);
      // 503 says "not now", as before there is any work; every other 5xx is a defect.
      if (status >= 500 && status !== 503)
        onDefect(`${method} ${path.slice(0, 200)} ${String(body).slice(0, 500)}: ${status}`);
      if (answer.headers['content-type']?.startsWith('text/event-stream')) asking.destroy();
      answer.resume();
      answer.on('close', end);
    });
    asking.on('error', end);
    asking.on('close', end);
    asking.end(body);
  });
}

export const httpAttacks: readonly Attack<HttpTarget>[] = [
  {
    name: 'requests from the OpenAPI document',
    run: async (target, random) => {
      const requests = Array.from({ length: 100 }, () => {
        const operation = pick(target.operations, random);
        return operation === undefined ? null : requestOf(operation, target, random);
      });
      for (let at = 0; at < requests.length; at += 10)
        await Promise.all(requests.slice(at, at + 10).map((each) => each && send(target, each)));
    },
  },
  {
    name: 'bytes that are no HTTP',
    run: async ({ port }, random) => {
      const seeds = [
        'GET /v1/status HTTP/1.1\r\nhost: x\r\n\r\n',
        'PUT /v1/consumers/x HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n{"v":1,"cursor":0}  ',
        'POST /v1/work HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
      ].map((text) => Buffer.from(text));
      await Promise.all(Array.from({ length: 20 }, () => sayAndLeave(port, [mutant(seeds, random)], 100)));
    },
  },
  {
    name: 'headers that never end',
    run: async ({ port }) => {
      const sockets = Array.from({ length: 20 }, () => rawClient(port));
      for (const socket of sockets) socket.write('GET /v1/status HTTP/1.1\r\nhost: x\r\n');
      for (let n = 0; n < 20; n += 1) {
        for (const socket of sockets) if (!socket.destroyed) socket.write(`x-${n}: ${'y'.repeat(500)}\r\n`);
        await after(20);
      }
      for (const socket of sockets) socket.destroy();
    },
  },
  {
    name: 'bodies that are announced and never come',
    run: async ({ port }) => {
      const head =
        'PUT /v1/work HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 30000000\r\n\r\n{';
      await Promise.all(Array.from({ length: 20 }, () => sayAndLeave(port, [Buffer.from(head)], 500)));
    },
  },
];
