import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import type { CentralContext } from '../context.ts';
import { eitherWayQuery, pageAnswer, pageOf, towards } from '../paging.ts';
import { invoicePdf } from './invoice-pdf.ts';
import { invoiceView, readInvoice } from './invoice-view.ts';

const numberParams = z.strictObject({ number: z.string().min(1).max(40) });
const listQuery = eitherWayQuery.extend({
  status: z.enum(['open', 'paid']).optional(),
  customer: z.string().min(1).max(64).optional(),
});

const minor = z.number().int();
const listItem = z.strictObject({
  number: z.string(),
  order: z.string(),
  customer: z.strictObject({ id: z.string(), name: z.string() }),
  status: z.string(),
  issuedOn: z.string(),
  issuedAt: z.string(),
  dueOn: z.string(),
  currency: z.string(),
  netMinor: minor,
  chargeMinor: minor,
  taxMinor: minor,
  grossMinor: minor,
  paidMinor: minor,
  openMinor: minor,
  paymentReference: z.string(),
});

const docs = {
  list: { summary: 'List the invoices by number', query: listQuery, answer: pageAnswer(listItem) },
  one: {
    summary: 'Show an invoice with the scans that prove each of its lines',
    params: numberParams,
    answer: invoiceView,
  },
  pdf: { summary: 'Print an invoice', params: numberParams, answerType: 'application/pdf' },
};

/** `GET /v1/invoices`, `/v1/invoices/:number`, `/v1/invoices/:number/pdf`. */
export function invoiceRoutes(app: FastifyInstance, context: CentralContext): void {
  app.get('/v1/invoices', { config: { role: 'reader', doc: docs.list } }, async (request) =>
    listInvoices(context, parseRequest(listQuery, request.query, 'query')),
  );
  app.get('/v1/invoices/:number', { config: { role: 'reader', doc: docs.one } }, async (request) => {
    const { number } = parseRequest(numberParams, request.params, 'path');
    return readInvoice(context.db, number);
  });
  app.get(
    '/v1/invoices/:number/pdf',
    { config: { role: 'reader', doc: docs.pdf } },
    async (request, reply) => {
      const { number } = parseRequest(numberParams, request.params, 'path');
      const pdf = await invoicePdf(await readInvoice(context.db, number));
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="${number}.pdf"`)
        .send(pdf);
    },
  );
}

async function listInvoices({ db }: CentralContext, query: z.output<typeof listQuery>) {
  const { limit, after, status, customer } = query;
  const { beyond, sort } = towards(query.order);
  const rows = await db
    .selectFrom('invoices')
    .innerJoin('customers', 'customers.id', 'invoices.customer_id')
    .selectAll('invoices')
    .select('customers.name as customer_name')
    .$if(after !== undefined, (all) => all.where('invoices.number', beyond, after ?? ''))
    .$if(status !== undefined, (all) => all.where('invoices.status', '=', status ?? ''))
    .$if(customer !== undefined, (all) => all.where('invoices.customer_id', '=', customer ?? ''))
    .orderBy('invoices.number', sort)
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
