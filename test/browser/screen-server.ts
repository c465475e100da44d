import type { ScreenView } from '../../edge/fulfilment/screen-view.ts';
import { webPageFolder } from '../../kernel/package-root.ts';
import { type FixtureServer, fixtureServer } from './fixture-server.ts';

/** A picture or a signature, as the screen sent it. */
export interface Attachment {
  readonly kind: string;
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly bytes: Buffer;
}

/** The built screen before an agent that shows what a test wants, and keeps what it is sent. */
export interface ScreenServer {
  readonly server: FixtureServer;
  view: ScreenView;
  commands: string[];
  attachments: Attachment[];
  /** From now on commands are refused. */
  refuses: boolean;
}

export async function screenServer(first: ScreenView): Promise<ScreenServer> {
  const server = await fixtureServer(webPageFolder('screen'), {
    path: '/v1/screen/stream',
    first: () => ({ event: 'screen', data: agent.view }),
  });
  const agent: ScreenServer = { server, view: first, commands: [], attachments: [], refuses: false };
  const { app } = server;
  app.addContentTypeParser(/^image\//, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.get('/v1/screen', () => agent.view);
  app.post('/v1/commands', (request, reply) => {
    if (agent.refuses) return reply.code(503).send({ title: 'The log is full', remedy: 'Call your lead.' });
    agent.commands.push((request.body as { code: string }).code);
    return { v: 1 };
  });
  app.post('/v1/attachments', (request) => {
    const { kind, name } = request.query as { kind: string; name?: string };
    agent.attachments.push({
      kind,
      name,
      type: request.headers['content-type'],
      bytes: request.body as Buffer,
    });
    return { v: 1 };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return agent;
}
