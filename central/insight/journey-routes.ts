import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { orderNumber } from '../../protocols/wire/ids.ts';
import type { CentralContext } from '../context.ts';
import { readJourney } from './journey.ts';
import { journeyView } from './journey-view.ts';

const orderParams = z.strictObject({ number: orderNumber });

const docs = {
  journey: {
    summary: 'Show the whole way of an order, from its entry to its payment, with all that proves it',
    params: orderParams,
    answer: journeyView,
  },
};

/** `GET /v1/orders/:number/journey`: the whole way of an order as one JourneyView. */
export function journeyRoutes(app: FastifyInstance, context: CentralContext): void {
  app.get(
    '/v1/orders/:number/journey',
    { config: { role: 'reader', doc: docs.journey } },
    async (request) => {
      const { number } = parseRequest(orderParams, request.params, 'path');
      return readJourney(context.db, number, isoInstant(context.clock.now()).slice(0, 10));
    },
  );
}
