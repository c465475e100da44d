import type { FastifyInstance } from 'fastify';
import { createHttp } from '../kernel/http/http.ts';
import { serveWebPage } from '../kernel/http/web-page.ts';
import { bankRoutes } from './bank/bank-routes.ts';
import { paymentRoutes } from './cash-application/payment-routes.ts';
import { productRoutes } from './catalog/product-routes.ts';
import type { CentralContext } from './context.ts';
import { customerRoutes } from './customers/customer-routes.ts';
import { factRoutes } from './facts/fact-routes.ts';
import { keyRoutes } from './facts/key-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { importRoutes } from './imports/import-routes.ts';
import { metricsRoutes } from './insight/central-metrics.ts';
import { exceptionRoutes } from './insight/exception-routes.ts';
import { journeyRoutes } from './insight/journey-routes.ts';
import { statusRoutes } from './insight/status-routes.ts';
import { invoiceRoutes } from './invoicing/invoice-routes.ts';
import { journalRoutes } from './ledger/journal-routes.ts';
import { liveRoutes } from './notifications/live-routes.ts';
import { orderRoutes } from './orders/order-routes.ts';
import { stockRoutes } from './stock/stock-routes.ts';
import { workFeedRoutes } from './work-feed/work-feed-routes.ts';

/** Central's HTTP service on a context, ready to listen or to be asked by `inject`. One line for each step of the business. */
export async function createApp(context: CentralContext): Promise<FastifyInstance> {
  const app = await createHttp(context.config.http, context.log);
  healthRoutes(app, context);
  statusRoutes(app, context);
  metricsRoutes(app, context);
  customerRoutes(app, context);
  productRoutes(app, context);
  stockRoutes(app, context);
  orderRoutes(app, context);
  importRoutes(app, context);
  workFeedRoutes(app, context);
  liveRoutes(app, context);
  factRoutes(app, context);
  keyRoutes(app, context);
  journeyRoutes(app, context);
  invoiceRoutes(app, context);
  journalRoutes(app, context);
  paymentRoutes(app, context);
  exceptionRoutes(app, context);
  await bankRoutes(app, context);
  await serveWebPage(app, 'journey');
  return app;
}
