import type { FastifyInstance } from 'fastify';
import { addDocumentRoute } from '../kernel/http/document-route.ts';
import { openApiDocument, recordRoutes } from '../kernel/http/open-api.ts';

const about = {
  title: 'Packproof central',
  description:
    'Order to cash: customers, products, stock, orders, how sites work, facts, shipments, returns, invoices, books, bank. Money is in minor units.',
};

/** Serves what describes central's interface; call it before any other route is added. */
export function addApiRoutes(app: FastifyInstance): void {
  const routes = recordRoutes(app);
  addDocumentRoute(app, '/v1/openapi.json', 'Describe the HTTP interface in OpenAPI 3.1', (pause) =>
    openApiDocument(about, routes, pause),
  );
}
