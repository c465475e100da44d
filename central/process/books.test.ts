import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { camt053 } from '../bank/test-camt.ts';
import type { Db } from '../database/database.ts';
import { onPostgres } from '../database/test-database.ts';
import { TestStation } from '../facts/test-facts.ts';
import { loadCredits } from '../returns/load-credits.ts';
import { testContext } from '../test-context.ts';
import { customerBody, get, orderBody, post, stockUp } from '../test-goods.ts';
import { groupBy } from './rows.ts';

/** What may happen to the books of a house, in any order. */
const step = fc.oneof(
  fc.record({
    do: fc.constant('order'),
    customer: fc.constantFrom('C1', 'C2'),
    units: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ do: fc.constant('ship'), order: fc.nat(7), units: fc.integer({ min: 1, max: 12 }) }),
  fc.record({
    do: fc.constant('pay'),
    invoice: fc.nat(9),
    how: fc.constantFrom('exactly', 'short', 'over', 'two at once', 'unnamed', 'sent back', 'in dollars'),
  }),
  fc.record({ do: fc.constant('give up'), order: fc.nat(7), units: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ do: fc.constant('cancel'), order: fc.nat(7) }),
  fc.record({ do: fc.constant('return'), order: fc.nat(7), units: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ do: fc.constant('repeat') }),
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const limits: Readonly<Record<string, number>> = { C1: 20_000, C2: 9_000 };
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
const inMajor = (minor: number) => (minor / 100).toFixed(2);

/** A company with two customers, a packer and a bank. */
class Company {
  private readonly packer = new TestStation('s1', 'pack-1');
  private readonly left = new Map<string, number>();
  private readonly shipments = new Map<string, number>();
  private statements = 0;
  private repeat: () => Promise<unknown> = async () => {};

  private readonly app: FastifyInstance;
  private readonly db: Db;

  constructor(app: FastifyInstance, db: Db) {
    this.app = app;
    this.db = db;
  }

  async take(one: Step): Promise<void> {
    switch (one.do) {
      case 'order': {
        const number = `A-${this.left.size + 1}`;
        this.left.set(number, one.units);
        const lines = [{ sku: 'TEA', units: one.units, discountBp: 500 }];
        return this.send('/v1/orders', orderBody({ number, customer: one.customer, lines }));
      }
      case 'ship':
        return this.ship(one.order, one.units);
      case 'pay':
        return this.pay(one.invoice, one.how);
      case 'give up':
        return this.giveUp(one.order, one.units);
      case 'cancel':
        // One that has left is refused; nothing may change then.
        return this.send(`/v1/orders/A-${one.order + 1}/cancel`, {});
      case 'return':
        return this.giveBack(one.order, one.units);
      case 'repeat':
        await this.repeat();
    }
  }

  private async send(path: string, body: object): Promise<void> {
    this.repeat = () => post(this.app, path, body);
    await this.repeat();
  }

  private async upload(): Promise<void> {
    await this.send('/v1/facts', { v: 1, site: 's1', events: this.packer.takeEvents() });
  }

  /** An order in work, and how many of the units are left to work on. */
  private async workOn(nth: number, wanted: number): Promise<{ order: string; units: number } | undefined> {
    const released = await this.db
      .selectFrom('orders')
      .select('number')
      .where('status', 'in', ['released', 'in_fulfilment', 'dispatched'])
      .orderBy('number')
      .execute();
    const order = released[nth]?.number;
    const units = Math.min(wanted, this.left.get(order ?? '') ?? 0);
    return order === undefined || units === 0 ? undefined : { order, units };
  }

  private async giveUp(nth: number, wanted: number): Promise<void> {
    const work = await this.workOn(nth, wanted);
    if (work === undefined) return;
    const { order, units } = work;
    this.left.set(order, (this.left.get(order) ?? 0) - units);
    const data = { order, line: 1, sku: 'TEA', units, reason: 'damaged' } as const;
    this.packer.add({ type: 'pick.shorted', data });
    await this.upload();
  }

  private async ship(nth: number, wanted: number): Promise<void> {
    const work = await this.workOn(nth, wanted);
    if (work === undefined) return;
    const { order, units } = work;
    const shipment = (this.shipments.get(order) ?? 0) + 1;
    this.shipments.set(order, shipment);
    this.left.set(order, (this.left.get(order) ?? 0) - units);
    const lines = [{ line: 1, sku: 'TEA', units }];
    this.packer.confirm(order, 1, 'TEA', units, shipment);
    const sscc = this.packer.sealParcel(order, lines, shipment);
    this.packer.dispatch(order, [sscc], lines, shipment);
    await this.upload();
  }

  private async giveBack(nth: number, units: number): Promise<void> {
    const order = [...this.shipments.keys()][nth];
    if (order === undefined) return;
    const its = { return: `R-${this.packer.lastSeq}`, order };
    this.packer.add({
      type: 'return.received',
      data: {
        ...{ ...its, line: 1, sku: 'TEA', units, gtin: '04012345000016', scanSeq: 1 },
        ...{ condition: 'as_new', disposition: 'restock' },
      },
    });
    this.packer.add({ type: 'return.closed', data: its });
    await this.upload();
  }

  private async pay(nth: number, how: string): Promise<void> {
    const invoices = await this.db
      .selectFrom('invoices')
      .select(['number', 'gross_minor'])
      .orderBy('number')
      .execute();
    const named = invoices.slice(nth, how === 'two at once' ? nth + 2 : nth + 1);
    if (named.length === 0) return;
    const off = how === 'short' ? -1 : how === 'over' ? 1 : 0;
    const amount = inMajor(sum(named.map(({ gross_minor }) => gross_minor)) + off);
    const ustrd = how === 'unnamed' ? 'thank you' : named.map(({ number }) => number).join(' ');
    const direction = how === 'sent back' ? 'DBIT' : 'CRDT';
    this.statements += 1;
    const euros = camt053({ id: `S-${this.statements}`, entries: [{ amount, ustrd, direction }] });
    const payload = how === 'in dollars' ? euros.replaceAll('EUR', 'USD') : euros;
    const headers = { 'content-type': 'application/xml' };
    this.repeat = () => this.app.inject({ method: 'POST', url: '/v1/bank/statements', headers, payload });
    await this.repeat();
  }
}

async function readBooks(db: Db) {
  return {
    entries: groupBy(await db.selectFrom('journal_lines').selectAll().execute(), ({ entry }) => entry),
    totals: await db.selectFrom('account_totals').selectAll().execute(),
    orders: await db.selectFrom('orders').selectAll().execute(),
    lines: await db.selectFrom('order_lines').selectAll().execute(),
    invoices: await db.selectFrom('invoices').selectAll().execute(),
    payments: await db.selectFrom('payments').selectAll().execute(),
    allocations: await db.selectFrom('payment_allocations').selectAll().execute(),
    decisions: await db.selectFrom('credit_decisions').selectAll().execute(),
    credits: await loadCredits(
      db,
      (await db.selectFrom('orders').select('number').execute()).map(({ number }) => number),
    ),
  };
}
type Books = Awaited<ReturnType<typeof readBooks>>;

/** Debits less credits. */
function balance({ entries }: Books, account: string, customer?: string): number {
  const lines = [...entries.values()].flat().filter((line) => line.account === account);
  const own = customer === undefined ? lines : lines.filter((line) => line.customer_id === customer);
  return sum(own.map(({ debit_minor, credit_minor }) => debit_minor - credit_minor));
}

function audit(books: Books): void {
  auditJournal(books);
  auditInvoices(books);
  auditCash(books);
  auditCredits(books);
  auditClosing(books);
  for (const customer of Object.keys(limits)) auditCredit(books, customer);
}

/** Each entry is balanced, so the journal is at every point in time; what is summed up beside it is what it comes to. */
function auditJournal(books: Books): void {
  for (const lines of books.entries.values())
    expect(sum(lines.map(({ debit_minor, credit_minor }) => debit_minor - credit_minor))).toBe(0);
  for (const { account, debit_minor, credit_minor } of books.totals)
    expect(debit_minor - credit_minor, account).toBe(balance(books, account));
}

/** Open items are invoices less payments, in the ledger as in the list, in all and of each customer. */
function auditInvoices(books: Books): void {
  const { invoices, allocations } = books;
  const open = (own: Books['invoices']) =>
    sum(own.map(({ gross_minor, paid_minor }) => gross_minor - paid_minor));
  expect(balance(books, '1200')).toBe(open(invoices));
  for (const customer of Object.keys(limits))
    expect(balance(books, '1200', customer)).toBe(
      open(invoices.filter(({ customer_id }) => customer_id === customer)),
    );
  for (const { number, gross_minor, paid_minor, status } of invoices) {
    const paid = allocations.filter(({ invoice_number }) => invoice_number === number);
    expect(sum(paid.map(({ amount_minor }) => amount_minor))).toBe(paid_minor);
    expect(paid_minor).toBeGreaterThanOrEqual(0);
    expect(paid_minor).toBeLessThanOrEqual(gross_minor);
    expect(status).toBe(paid_minor === gross_minor ? 'paid' : 'open');
  }
  const billed = (column: 'net_minor' | 'charge_minor' | 'tax_minor') =>
    sum(invoices.map((one) => one[column]));
  expect(balance(books, '4000') + billed('net_minor')).toBe(0);
  expect(balance(books, '4100') + billed('charge_minor')).toBe(0);
  expect(balance(books, '2200') + billed('tax_minor')).toBe(0);
}

/** No more is credited than was billed for the goods. */
function auditCredits({ invoices, credits }: Books): void {
  const all = [...credits.values()].flatMap((one) => one.credits);
  for (const { number, net_minor } of invoices) {
    const credited = sum(all.filter(({ invoice }) => invoice === number).map(({ netMinor }) => netMinor));
    expect(credited, number).toBeGreaterThanOrEqual(0);
    expect(credited, number).toBeLessThanOrEqual(net_minor);
  }
}

/** Of what left, an order is closed exactly when nothing more comes and all of it is paid. */
function auditClosing({ orders, lines, invoices }: Books): void {
  for (const { number, status } of orders.filter((order) =>
    ['dispatched', 'closed'].includes(order.status),
  )) {
    const own = lines.filter(({ order_number }) => order_number === number);
    const comes = own.some(({ units, shipped, shorted }) => shipped + shorted < units);
    const billed = invoices.filter(({ order_number }) => order_number === number);
    const paid = billed.every((invoice) => invoice.status === 'paid');
    expect(status, number).toBe(paid && !comes ? 'closed' : 'dispatched');
  }
}

/** What is in the bank pays invoices, or is owed to whoever sent it. */
function auditCash(books: Books): void {
  // What came in another currency waits for a person, and is in no account of the books.
  const came = books.payments.filter(
    ({ direction, currency }) => direction === 'credit' && currency === 'EUR',
  );
  const shared = sum(books.allocations.map(({ amount_minor }) => amount_minor));
  const all = sum(came.map(({ amount_minor }) => amount_minor));
  expect(balance(books, '1000')).toBe(all);
  expect(balance(books, '1250') + all - shared).toBe(0);
  for (const { id, amount_minor, status } of books.payments) {
    const own = books.allocations.filter(({ payment_id }) => payment_id === id);
    expect(sum(own.map((one) => one.amount_minor))).toBe(status === 'matched' ? amount_minor : 0);
  }
}

/** What an order comes to without what is short of it. */
function grossOf(line: Books['lines'][number], freightMinor: number): number {
  const net = Math.round(
    (line.units - line.shorted) * line.unit_price_minor * (1 - line.discount_bp / 10_000),
  );
  return Math.round((net + freightMinor) * (1 + line.tax_rate_bp / 10_000));
}

/** No customer owes more than the limit, in invoices and in goods that are on their way to become some. */
function auditCredit({ orders, lines, invoices, decisions }: Books, customer: string): void {
  const own = orders.filter(({ customer_id }) => customer_id === customer);
  const billed = invoices.filter(({ customer_id }) => customer_id === customer);
  const working = own.filter(({ status }) => ['released', 'in_fulfilment', 'dispatched'].includes(status));
  const toBill = working.flatMap((order) => {
    const [line] = lines.filter(({ order_number }) => order_number === order.number);
    return line === undefined || line.shipped + line.shorted >= line.units ? [] : [{ ...order, line }];
  });
  const invoiced = (number: string) =>
    sum(billed.filter(({ order_number }) => order_number === number).map(({ gross_minor }) => gross_minor));
  const exposure =
    sum(billed.map(({ gross_minor, paid_minor }) => gross_minor - paid_minor)) +
    sum(
      toBill.map(({ number, freight_minor, line }) =>
        Math.max(0, grossOf(line, freight_minor) - invoiced(number)),
      ),
    );
  // Net and tax are rounded on each invoice of an order.
  expect(exposure).toBeLessThanOrEqual((limits[customer] ?? 0) + 2 * billed.length);
  for (const one of decisions.filter(({ order_number }) => own.some(({ number }) => number === order_number)))
    expect(one.decision).toBe(one.exposure_minor + one.order_minor <= one.limit_minor ? 'approved' : 'held');
}

test('the books balance, open items are invoices less payments, and nobody owes more than the limit, after whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24, size: 'max' }), async (steps) => {
      const context = await testContext();
      const app = await createApp(context);
      await stockUp(app, 1_000);
      for (const [id, creditLimitMinor] of Object.entries(limits))
        await post(app, `/v1/customers/${id}`, customerBody({ id, creditLimitMinor }), 'PUT');
      const company = new Company(app, context.db);
      for (const one of steps) {
        await company.take(one);
        audit(await readBooks(context.db));
      }
      const { body } = await get(app, '/v1/journal?limit=1');
      const { debitMinor, creditMinor } = body.totals as { debitMinor: number; creditMinor: number };
      expect(debitMinor).toBe(creditMinor);
      await app.close();
      await context.db.destroy();
    }),
    { numRuns: onPostgres ? 4 : 15 },
  );
}, 180_000);
