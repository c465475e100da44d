import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { type StationReport, stationReport } from '../../protocols/wire/status.ts';
import type { ScreenFeed } from './screen-feed.ts';

const heartbeatMs = 15_000;
/** A screen that does not read so much is gone; it connects again if it is not. */
const maxUnreadBytes = 1_048_576;

const commandBody = z.strictObject({
  v: z.literal(1),
  /** What a barcode would have held: a command, an order number, an item. */
  code: z.string().min(1).max(4096),
});

export interface AgentPorts {
  readonly screen: ScreenFeed;
  readonly clock: Clock;
  status(): StationReport;
  /** A touch on the screen, exactly as if the code had been scanned. @throws STATION_STORAGE_FAILED and others */
  command(code: string): void;
}

export function addAgentRoutes(app: FastifyInstance, ports: AgentPorts): void {
  const { screen, clock } = ports;
  const doc = { summary: 'Read how the station stands.', answer: stationReport };
  app.get('/v1/status', { config: { role: 'reader', doc } }, async () => ports.status());
  app.get('/v1/screen', { config: { role: 'reader' } }, async (_request, reply) => sendView(reply, screen));
  // Without HEAD: an answer without a body would never end.
  app.get('/v1/screen/stream', { exposeHeadRoute: false, config: { role: 'reader' } }, (_request, reply) => {
    stream(reply, screen, clock);
  });
  app.post('/v1/commands', { config: { role: 'operator' } }, async (request, reply) => {
    ports.command(parseRequest(commandBody, request.body).code);
    return sendView(reply, screen);
  });
}

function sendView(reply: FastifyReply, screen: ScreenFeed): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(screen.current());
}

/** Server-sent events (WHATWG HTML 9.2): one event `screen` now and one at each change. */
function stream(reply: FastifyReply, screen: ScreenFeed, clock: Clock): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const send = (text: string) => {
    raw.write(text);
    if (raw.writableLength > maxUnreadBytes) raw.destroy();
  };
  let cancelHeartbeat = () => {};
  const beat = () => {
    send(':\n\n');
    cancelHeartbeat = clock.after(heartbeatMs, beat);
  };
  beat();
  const leave = screen.watch((json) => send(`event: screen\ndata: ${json}\n\n`));
  raw.on('error', () => {});
  raw.on('close', () => {
    cancelHeartbeat();
    leave();
  });
}
