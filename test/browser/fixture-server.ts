import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { pageHeaders } from '../../kernel/http/http.ts';

/** A small service that serves the built page in `folder` as the real ones do: at its root, under the same content security policy. */
export interface FixtureServer {
  readonly app: FastifyInstance;
  readonly url: () => string;
  /** Sends an event to every open stream. */
  readonly stream: (event: string, data: unknown) => void;
  /** Ends every open stream; new ones are refused until `recover`. */
  readonly breakStreams: () => void;
  readonly recover: () => void;
}

interface StreamRoute {
  readonly path: string;
  /** Sent to each stream as it opens. */
  readonly first: () => { event: string; data: unknown } | null;
}

export async function fixtureServer(folder: string, streamRoute: StreamRoute): Promise<FixtureServer> {
  const app = fastify({ forceCloseConnections: true });
  await app.register(helmet, pageHeaders);
  await app.register(fastifyStatic, { root: folder });
  const open = new Set<FastifyReply>();
  let broken = false;
  app.get(streamRoute.path, (_request, reply) => {
    if (broken) return reply.code(503).send({ title: 'down' });
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    open.add(reply);
    reply.raw.on('close', () => open.delete(reply));
    reply.raw.write(': open\n\n');
    const first = streamRoute.first();
    if (first !== null) reply.raw.write(message(first.event, first.data));
    return reply;
  });
  return {
    app,
    url: () => app.listeningOrigin,
    stream: (event, data) => {
      for (const reply of open) reply.raw.write(message(event, data));
    },
    breakStreams: () => {
      broken = true;
      for (const reply of open) reply.raw.end();
    },
    recover: () => {
      broken = false;
    },
  };
}

function message(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
