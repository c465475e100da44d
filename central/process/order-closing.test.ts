import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { camt053 } from '../bank/test-camt.ts';
import { onPostgres } from '../database/test-database.ts';
import { testFloor } from '../facts/test-floor.ts';
import { get, orderBody, post } from '../test-goods.ts';

const step = fc.oneof(
  fc.record({
    do: fc.constant('ship'),
    line: fc.integer({ min: 1, max: 2 }),
    units: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({
    do: fc.constant('short'),
    line: fc.integer({ min: 1, max: 2 }),
    units: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({ do: fc.constant('find'), short: fc.nat(3) }),
  fc.record({ do: fc.constant('pay'), invoice: fc.nat(3) }),
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const ordered = 6;

/** What a person with paper and pencil knows of an order of two lines. */
class Sheet {
  readonly left = new Map([
    [1, ordered],
    [2, ordered],
  ]);
  readonly shorts: { readonly line: number; readonly units: number; readonly seq: number }[] = [];
  shipments = 0;
  statements = 0;

  get rest(): number {
    return [...this.left.values()].reduce((sum, units) => sum + units, 0);
  }

  take(line: number, units: number): number {
    const taken = Math.min(units, this.left.get(line) ?? 0);
    this.left.set(line, (this.left.get(line) ?? 0) - taken);
    return taken;
  }
}

type Floor = Awaited<ReturnType<typeof testFloor>>;
interface InvoiceItem {
  readonly number: string;
  readonly status: string;
  readonly grossMinor: number;
}

async function invoicesOf(app: FastifyInstance): Promise<InvoiceItem[]> {
  return (await get(app, '/v1/invoices')).body.items as InvoiceItem[];
}

async function perform({ app, station, upload }: Floor, sheet: Sheet, one: Step): Promise<void> {
  switch (one.do) {
    case 'ship': {
      const units = sheet.take(one.line, one.units);
      if (units === 0) return;
      sheet.shipments += 1;
      const lines = [{ line: one.line, sku: 'TEA', units }];
      station.confirm('A-1', one.line, 'TEA', units, sheet.shipments);
      const sscc = station.sealParcel('A-1', lines, sheet.shipments);
      station.dispatch('A-1', [sscc], lines, sheet.shipments);
      return upload();
    }
    case 'short': {
      const units = sheet.take(one.line, one.units);
      if (units === 0) return;
      const data = { order: 'A-1', line: one.line, sku: 'TEA', units, reason: 'not_located' } as const;
      const { seq } = station.add({ type: 'pick.shorted', data });
      sheet.shorts.push({ line: one.line, units, seq });
      return upload();
    }
    case 'find': {
      const [short] = sheet.shorts.splice(one.short, 1);
      if (short === undefined) return;
      const { line, units, seq } = short;
      sheet.left.set(line, (sheet.left.get(line) ?? 0) + units);
      const data = { order: 'A-1', line, sku: 'TEA', units, shortSeq: seq };
      station.add({ type: 'pick.short_undone', data });
      return upload();
    }
    case 'pay': {
      const invoice = (await invoicesOf(app)).filter(({ status }) => status === 'open')[one.invoice];
      if (invoice === undefined) return;
      sheet.statements += 1;
      const amount = (invoice.grossMinor / 100).toFixed(2);
      const payload = camt053({ id: `S-${sheet.statements}`, entries: [{ amount, ustrd: invoice.number }] });
      const headers = { 'content-type': 'application/xml' };
      await app.inject({ method: 'POST', url: '/v1/bank/statements', headers, payload });
    }
  }
}

test('an order is closed exactly when nothing more of it will come and all of it is paid; until then the stations have it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16, size: 'max' }), async (steps) => {
      const floor = await testFloor();
      const { app, context, station, upload, stock, statuses, document, exceptions } = floor;
      const lines = [1, 2].map((line) => ({ line, sku: 'TEA', units: ordered }));
      await post(app, '/v1/orders', orderBody({ lines }));
      station.start('A-1');
      await upload();
      const sheet = new Sheet();
      for (const one of steps) {
        await perform(floor, sheet, one);
        const invoices = await invoicesOf(app);
        const paid = invoices.every(({ status }) => status === 'paid');
        const status =
          sheet.shipments === 0 ? 'in_fulfilment' : sheet.rest > 0 || !paid ? 'dispatched' : 'closed';
        expect(await statuses()).toEqual([`A-1 ${status}`]);
        const wanted = sheet.shipments === 0 || sheet.rest > 0;
        expect((await document('order', 'A-1')) != null, `${sheet.rest} may still leave`).toBe(wanted);
        const [level] = await stock();
        expect(level).toMatch(new RegExp(`/${sheet.rest}$`));
        const { uninvoiced_minor } = await context.db
          .selectFrom('orders')
          .select('uninvoiced_minor')
          .executeTakeFirstOrThrow();
        expect(uninvoiced_minor > 0).toBe(sheet.rest > 0);
      }
      expect(await exceptions()).toEqual([]);
      await app.close();
      await context.db.destroy();
    }),
    { numRuns: onPostgres ? 5 : 25 },
  );
}, 120_000);
