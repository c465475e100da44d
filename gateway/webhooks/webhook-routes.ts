import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { instant } from '../../protocols/wire/ids.ts';
import { eventType } from '../fan-out/event-filter.ts';
import type { Webhook } from './webhook-store.ts';
import type { Webhooks } from './webhooks.ts';

export interface WebhookRouteDeps {
  readonly webhooks: Webhooks;
  readonly logEnd: () => number;
}

const newWebhook = z.strictObject({
  v: z.literal(1),
  url: z.string().min(1).max(2_000),
  /** Without them: all. */
  types: z.array(eventType).min(1).max(50).optional(),
  /** Where in the log to begin; the end unless given. */
  after: z.number().int().nonnegative().optional(),
});
const webhookShape = {
  id: z.string(),
  url: z.string(),
  types: z.array(z.string()).nullable(),
  cursor: z.number().int().nonnegative(),
  lag: z.number().int().nonnegative(),
  deadLetters: z.number().int().nonnegative(),
  failingSince: instant.nullable(),
  /** Why it was disabled; null while it delivers. */
  disabled: z.string().nullable(),
  createdAt: instant,
};
const webhook = z.strictObject(webhookShape);
/** The only answers that show a secret: it cannot be asked for again. */
const webhookWithSecret = z.strictObject({ ...webhookShape, secret: z.string() });
const webhookList = z.strictObject({ v: z.literal(1), webhooks: z.array(webhook) });
const deadLetters = z.strictObject({
  v: z.literal(1),
  deadLetters: z.array(
    z.strictObject({
      cursor: z.number().int().positive(),
      attempts: z.number().int().positive(),
      error: z.string(),
      failedAt: instant,
    }),
  ),
});
const queued = z.strictObject({ v: z.literal(1), queued: z.number().int().nonnegative() });
const params = z.strictObject({ id: z.string().min(1).max(64) });
const letterParams = params.extend({ cursor: z.coerce.number().int().positive() });

const docs = {
  add: {
    summary: 'Add a webhook; the answer alone shows its secret',
    body: newWebhook,
    answer: webhookWithSecret,
    status: 201,
  },
  list: { summary: 'List the webhooks', answer: webhookList },
  get: { summary: 'Show a webhook', params, answer: webhook },
  remove: { summary: 'Delete a webhook and what was set aside for it', params, status: 204 },
  rotate: {
    summary: 'Give a webhook a new secret; the one before signs too for a while',
    params,
    answer: webhookWithSecret,
  },
  enable: { summary: 'Let a disabled webhook go on where it stood', params, answer: webhook },
  letters: { summary: 'List the events that an endpoint did not take', params, answer: deadLetters },
  sendAll: { summary: 'Send all events that were set aside once more', params, answer: queued, status: 202 },
  sendOne: {
    summary: 'Send an event that was set aside once more',
    params: letterParams,
    answer: queued,
    status: 202,
  },
  discard: { summary: 'Delete an event that was set aside', params: letterParams, status: 204 },
};

/** Webhooks as an operator manages them. */
export function addWebhookRoutes(app: FastifyInstance, deps: WebhookRouteDeps): void {
  const { webhooks } = deps;
  const operator = <Doc>(doc: Doc) => ({ config: { role: 'operator' as const, doc } });
  const idOf = (request: FastifyRequest) => parseRequest(params, request.params, 'path').id;
  const view = ({ id, url, types, cursor, failingSince, disabled, createdAt }: Webhook) => ({
    id,
    url,
    types,
    cursor,
    lag: deps.logEnd() - cursor,
    deadLetters: webhooks.letterCount(id),
    failingSince,
    disabled,
    createdAt,
  });

  app.post('/v1/webhooks', operator(docs.add), async (request, reply) => {
    const { url, types, after } = parseRequest(newWebhook, request.body);
    // Operators hear everything, so a webhook of theirs may.
    const added = webhooks.add({ url, types: types ?? null, after });
    return reply.code(201).send({ ...view(added), secret: added.secret });
  });
  app.get('/v1/webhooks', operator(docs.list), async () => ({ v: 1, webhooks: webhooks.all().map(view) }));
  app.get('/v1/webhooks/:id', operator(docs.get), async (request) => view(webhooks.known(idOf(request))));
  app.delete('/v1/webhooks/:id', operator(docs.remove), async (request, reply) => {
    await webhooks.remove(idOf(request));
    return reply.code(204).send();
  });
  app.post('/v1/webhooks/:id/rotate', operator(docs.rotate), async (request) => {
    const rotated = webhooks.rotate(idOf(request));
    return { ...view(rotated), secret: rotated.secret };
  });
  app.post('/v1/webhooks/:id/enable', operator(docs.enable), async (request) =>
    view(await webhooks.enable(idOf(request))),
  );

  app.get('/v1/webhooks/:id/dead-letters', operator(docs.letters), async (request) => ({
    v: 1,
    deadLetters: webhooks.letters(idOf(request)),
  }));
  app.post('/v1/webhooks/:id/dead-letters/retry', operator(docs.sendAll), async (request, reply) =>
    reply.code(202).send({ v: 1, queued: webhooks.sendAgain(idOf(request)) }),
  );
  app.post('/v1/webhooks/:id/dead-letters/:cursor/retry', operator(docs.sendOne), async (request, reply) => {
    const { id, cursor } = parseRequest(letterParams, request.params, 'path');
    return reply.code(202).send({ v: 1, queued: webhooks.sendAgain(id, cursor) });
  });
  app.delete('/v1/webhooks/:id/dead-letters/:cursor', operator(docs.discard), async (request, reply) => {
    const { id, cursor } = parseRequest(letterParams, request.params, 'path');
    webhooks.discard(id, cursor);
    return reply.code(204).send();
  });
}
