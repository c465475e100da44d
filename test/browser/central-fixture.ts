import { type FixtureServer, fixtureServer } from './fixture-server.ts';
import { closedJourney, releasedJourney } from './journey-fixtures.ts';
import {
  exceptionItem,
  invoiceItems,
  invoiceTaxes,
  journalPage,
  orderItems,
  paymentItems,
  returnItems,
} from './journey-lists.ts';

/** Central with a handful of orders, on a free port. */
export async function startCentralFixture(folder: string): Promise<FixtureServer> {
  const server = await fixtureServer(folder, { path: '/v1/live', first: () => null });
  const { app } = server;
  app.get('/v1/orders', () => ({ v: 1, items: orderItems, next: null }));
  app.get('/v1/orders/:number/journey', (request, reply) => {
    const { number } = request.params as { number: string };
    const journey = [closedJourney, releasedJourney].find(({ order }) => order.number === number);
    if (journey !== undefined) return journey;
    return reply
      .code(404)
      .type('application/problem+json')
      .send({
        title: 'Unknown order',
        detail: `there is no order ${number}`,
        code: 'ORDER_UNKNOWN',
        remedy: 'Check the number.',
      });
  });
  app.get('/v1/invoices', () => ({ v: 1, items: invoiceItems, next: null }));
  app.get('/v1/invoices/:number', () => invoiceTaxes);
  app.get('/v1/payments', () => ({ v: 1, items: paymentItems, next: null }));
  app.get('/v1/returns-to-credit', () => ({ v: 1, items: returnItems, next: null }));
  const settled: object[] = [];
  app.get('/v1/exceptions', (request) => {
    const wanted = (request.query as { settled?: string }).settled === 'true';
    const open = settled.length > 0 ? [] : [exceptionItem];
    return { v: 1, items: wanted ? settled : open, next: null };
  });
  app.post('/v1/exceptions/:site/:station/:seq/:code/settle', (request) => {
    const { reason } = request.body as { reason: string };
    const settlement = { at: '2026-03-20T12:00:00.000Z', by: 'Eva Sommer', reason };
    settled.push({ ...exceptionItem, settled: settlement });
    return { v: 1, ...(request.params as object), settled: settlement };
  });
  app.get('/v1/journal', () => journalPage);
  await app.listen({ port: 0, host: '127.0.0.1' });
  return server;
}
