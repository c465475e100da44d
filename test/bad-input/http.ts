import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { expect } from 'vitest';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Sent {
  readonly method?: string;
  /** Sent as it stands: no client tidies it up. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON unless it is text or bytes. */
  readonly body?: unknown;
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/** Sends a request byte for byte as a test wants it; an endless stream of events is left at its head. */
export function send(base: string, { method = 'GET', path, headers = {}, body }: Sent): Promise<Answer> {
  const { hostname, port } = new URL(base);
  const json = body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body);
  const content = json ? JSON.stringify(body) : (body as string | Buffer | undefined);
  const announced = {
    ...(json ? { 'content-type': 'application/json' } : {}),
    ...(content === undefined ? {} : { 'content-length': String(Buffer.byteLength(content)) }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const asking = request({ agent, hostname, port, method, path, headers: announced }, (answer) => {
      const status = answer.statusCode ?? 0;
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      const done = () => resolve({ status, headers: answer.headers, body: Buffer.concat(chunks).toString() });
      answer.on('end', done);
      if (answer.headers['content-type']?.startsWith('text/event-stream')) {
        done();
        asking.destroy();
      }
    });
    asking.on('error', reject);
    // What announces more than it sends never ends by itself.
    if (Number(announced['content-length'] ?? 0) > Buffer.byteLength(content ?? '')) {
      asking.on('response', (answer) => answer.on('end', () => asking.destroy()));
      asking.write(content ?? '');
    } else asking.end(content);
  });
}

export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly place?: string;
  readonly faults?: readonly { readonly place: string; readonly message: string }[];
}

/** Holds an answer to RFC 9457 and to what this project adds: what is wrong, and what a person can do. */
export function problemIn(answer: Answer, what: string): Problem {
  expect(answer.headers['content-type'], `${what}: ${answer.status} ${answer.body.slice(0, 200)}`).toMatch(
    /^application\/problem\+json/,
  );
  const problem: unknown = JSON.parse(answer.body);
  expect(problem, what).toMatchObject({
    status: answer.status,
    title: expect.stringMatching(/\S/),
    code: expect.stringMatching(/^[A-Z][A-Z0-9_]+$/),
    detail: expect.stringMatching(/\S/),
    remedy: expect.stringMatching(/\S/),
    requestId: expect.any(String),
  });
  return problem as Problem;
}

export async function getJson(base: string, path: string): Promise<Record<string, unknown>> {
  const answer = await send(base, { path });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as Record<string, unknown>;
}

/** What must work: throws with the words of the service if it does not. */
export async function mustSend(base: string, sent: Sent): Promise<Record<string, unknown>> {
  const answer = await send(base, sent);
  if (answer.status >= 300) throw new Error(`${sent.method} ${sent.path}: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as Record<string, unknown>;
}
