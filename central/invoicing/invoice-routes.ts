import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import type { CentralContext } from '../context.ts';
import { pageOf, pageQuery } from '../paging.ts';
import { invoicePdf } from './invoice-pdf.ts';
import { readInvoice } from './invoice-view.ts';

const numberParams = z.strictObject({ number: z.string().min(1).max(40) });
const listQuery = pageQuery.extend({
  status: z.enum(['open', 'paid']).optional(),
  customer: z.string().min(1).max(64).optional(),
});

/** `GET /v1/invoices`, `/v1/invoices/:number`, `/v1/invoices/:number/pdf`. */
export function invoiceRoutes(app: FastifyInstance, context: CentralContext): void {
  const reader = { config: { role: 'reader' as const } };
  app.get('/v1/invoices', reader, async (request) =>
    listInvoices(context, parseRequest(listQuery, request.query, 'query')),
  );
  app.get('/v1/invoices/:number', reader, async (request) => {
    const { number } = parseRequest(numberParams, request.params, 'path');
    return readInvoice(context.db, number);
  });
  app.get('/v1/invoices/:number/pdf', reader, async (request, reply) => {
    const { number } = parseRequest(numberParams, request.params, 'path');
    const pdf = await invoicePdf(await readInvoice(context.db, number));
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${number}.pdf"`)
      .send(pdf);
  });
}

async function listInvoices({ db }: CentralContext, query: z.output<typeof listQuery>) {
  const { limit, after, status, customer } = query;
  const rows = await db
    .selectFrom('invoices')
    .innerJoin('customers', 'customers.id', 'invoices.customer_id')
    .selectAll('invoices')
    .select('customers.name as customer_name')
    .$if(after !== undefined, (all) => all.where('invoices.number', '>', after ?? ''))
    .$if(status !== undefined, (all) => all.where('invoices.status', '=', status ?? ''))
    .$if(customer !== undefined, (all) => all.where('invoices.customer_id', '=', customer ?? ''))
    .orderBy('invoices.number')
    .limit(limit + 1)
    .execute();
  const items = rows.map((row) => ({
    number: row.number,
    order: row.order_number,
    customer: { id: row.customer_id, name: row.customer_name },
    status: row.status,
    issuedOn: row.issued_on,
    issuedAt: row.issued_at,
    dueOn: row.due_on,
    currency: row.currency,
    netMinor: row.net_minor,
    chargeMinor: row.charge_minor,
    taxMinor: row.tax_minor,
    grossMinor: row.gross_minor,
    paidMinor: row.paid_minor,
    openMinor: row.gross_minor - row.paid_minor,
    paymentReference: row.payment_reference,
  }));
  return pageOf(items, limit, ({ number }) => number);
}
