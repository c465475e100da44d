import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { consumerCursor } from '../../protocols/wire/event.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import type { Cursors } from '../log/cursors.ts';

const consumerParams = z.strictObject({ name: stationId });

const docs = {
  read: {
    summary: 'Tell how far a consumer has processed the log',
    params: consumerParams,
    answer: consumerCursor,
  },
  move: {
    summary: 'Keep how far a consumer has processed the log',
    params: consumerParams,
    body: consumerCursor,
    answer: consumerCursor,
  },
};

/** The cursors of those who process the log and keep their place here. */
export function addConsumerRoutes(app: FastifyInstance, cursors: Cursors): void {
  app.get('/v1/consumers/:name', { config: { role: 'sync', doc: docs.read } }, async (request) => {
    const { name } = parseRequest(consumerParams, request.params, 'path');
    return { v: 1, cursor: cursors.consumer(name) ?? 0, rewind: false };
  });
  app.put('/v1/consumers/:name', { config: { role: 'sync', doc: docs.move } }, async (request) => {
    const { name } = parseRequest(consumerParams, request.params, 'path');
    const { cursor, rewind } = parseRequest(consumerCursor, request.body);
    return { v: 1, cursor: cursors.move(name, cursor, rewind), rewind: false };
  });
}
