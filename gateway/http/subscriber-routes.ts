import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { instant } from '../../protocols/wire/ids.ts';
import type { SubscriberBroker } from '../broker/subscriber-broker.ts';
import type { DurableSubscriber, DurableSubscribers } from '../fan-out/durable-subscribers.ts';
import { subscriberErrors } from '../fan-out/subscriber-errors.ts';

export interface SubscriberRouteDeps {
  readonly durable: DurableSubscribers;
  readonly broker: Pick<SubscriberBroker, 'replaced' | 'disconnect'>;
  readonly logEnd: () => number;
}

const params = z.strictObject({ clientId: z.string().min(1).max(200) });
const place = z.strictObject({ v: z.literal(1), cursor: z.number().int().nonnegative() });
const subscriber = z.strictObject({
  clientId: z.string(),
  /** Who came with this client id; null until one has come. */
  owner: z.string().nullable(),
  connected: z.boolean(),
  cursor: z.number().int().nonnegative(),
  lag: z.number().int().nonnegative(),
  /** Topic filter to QoS. */
  subscriptions: z.record(z.string(), z.number().int()),
  lastSeenAt: instant,
});
const subscribers = z.strictObject({ v: z.literal(1), subscribers: z.array(subscriber) });

const docs = {
  list: { summary: 'List the durable MQTT subscribers and their places in the log', answer: subscribers },
  place: {
    summary: 'Set where in the log a durable MQTT subscriber goes on, or where a new one will begin',
    params,
    body: place,
    answer: subscriber,
  },
  forget: { summary: 'Forget a durable MQTT subscriber', params, status: 204 },
};

/** The durable MQTT subscribers as an operator sees and moves them. */
export function addSubscriberRoutes(app: FastifyInstance, deps: SubscriberRouteDeps): void {
  const view = ({ lastSeenMs, sentUpTo: _sent, ...kept }: DurableSubscriber) => ({
    ...kept,
    lag: deps.logEnd() - kept.cursor,
    lastSeenAt: isoInstant(lastSeenMs),
  });
  const known = (clientId: string): DurableSubscriber => {
    const found = deps.durable.find(clientId);
    if (found !== undefined) return found;
    throw subscriberErrors.fault('SUBSCRIBER_UNKNOWN', `${clientId} is no durable subscriber`, {
      place: 'path.clientId',
    });
  };

  app.get('/v1/subscribers', { config: { role: 'reader', doc: docs.list } }, async () => ({
    v: 1,
    subscribers: deps.durable.list().map(view),
  }));
  app.put('/v1/subscribers/:clientId', { config: { role: 'operator', doc: docs.place } }, async (request) => {
    const { clientId } = parseRequest(params, request.params, 'path');
    deps.durable.place(clientId, parseRequest(place, request.body).cursor);
    deps.broker.replaced(clientId);
    return view(known(clientId));
  });
  app.delete(
    '/v1/subscribers/:clientId',
    { config: { role: 'operator', doc: docs.forget } },
    async (request, reply) => {
      const { clientId } = known(parseRequest(params, request.params, 'path').clientId);
      deps.durable.forget(clientId);
      deps.broker.disconnect(clientId);
      return reply.code(204).send();
    },
  );
}
