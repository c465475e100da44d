import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { productInput, withGtins } from '../catalog/product.ts';
import { addProduct } from '../catalog/product-store.ts';
import type { CentralContext } from '../context.ts';
import { customerInput } from '../customers/customer.ts';
import { addCustomer } from '../customers/customer-store.ts';
import { withTransaction } from '../database/transaction.ts';
import { enterOrder } from '../orders/enter-order.ts';
import { orderInput } from '../orders/order.ts';
import { orderLinesOf, orderOf } from '../orders/order-store.ts';
import { receiveGoods } from '../release/receive-goods.ts';
import { releaseOrder } from '../release/release-order.ts';
import { testContext } from '../test-context.ts';
import { customerBody, productBody } from '../test-goods.ts';
import { consumeReservation, reserveOrder } from './reservation.ts';
import { stockLevel } from './stock-store.ts';

const at = '2026-03-02T08:00:00.000Z';
const skus = ['TEA', 'MATE'];
const entry = { currency: 'EUR', sites: ['s1'], site: 's1', at };

async function newHouse(): Promise<CentralContext> {
  const context = await testContext();
  await withTransaction(context, async (trx) => {
    await addCustomer(trx, customerInput.parse(customerBody({ creditLimitMinor: 1_000_000_000 })), entry);
    await addProduct(trx, withGtins(productInput.parse(productBody())), entry);
    const mate = productBody({
      sku: 'MATE',
      packagings: [{ gtin: '4012345000023', level: 'each', units: 1 }],
    });
    await addProduct(trx, withGtins(productInput.parse(mate)), entry);
  });
  return context;
}

async function enter(context: CentralContext, number: string, lines: readonly object[]): Promise<string> {
  const input = orderInput.parse({ number, customer: 'C1', lines });
  return withTransaction(context, async (trx) => {
    await enterOrder(trx, input, entry);
    return releaseOrder(trx, number, at);
  });
}

let moves = 0;
async function move(context: CentralContext, sku: string, units: number): Promise<void> {
  moves += 1;
  const reference = `m${moves}`;
  await withTransaction(context, (trx) =>
    receiveGoods(trx, { site: 's1', sku, units, reason: 'adjustment', reference, at }),
  );
}

/** Dispatches an order with what was packed of each line. */
async function dispatch(
  context: CentralContext,
  number: string,
  packed: (units: number) => number,
): Promise<void> {
  await withTransaction(context, async (trx) => {
    const { site } = await orderOf(trx, number);
    const lines = (await orderLinesOf(trx, number)).flatMap(({ line, sku, units }) => {
      const shipped = packed(units);
      return shipped > 0 ? [{ line, sku, units: shipped }] : [];
    });
    await consumeReservation(trx, { order: number, site, shipment: `${number}/1`, at, lines });
    await trx.updateTable('orders').set({ status: 'dispatched' }).where('number', '=', number).execute();
  });
}

describe('the stock', () => {
  let context: CentralContext;
  const level = (sku = 'TEA') => stockLevel(context.db, 's1', sku);

  beforeEach(async () => {
    context = await newHouse();
    await move(context, 'TEA', 20);
  });

  test('goes down by what was shipped, and what was shorted is free again', async () => {
    await enter(context, 'A', [{ sku: 'TEA', units: 12 }]);
    expect(await level()).toEqual({ onHand: 20, reserved: 12 });
    await dispatch(context, 'A', () => 9);
    expect(await level()).toEqual({ onHand: 11, reserved: 0 });
    await dispatch(context, 'A', () => 9);
    expect(await level()).toEqual({ onHand: 11, reserved: 0 });
  });

  test('is not reserved twice for two lines of one product', async () => {
    const lines = [
      { sku: 'TEA', units: 12 },
      { sku: 'TEA', units: 9 },
    ];
    expect(await enter(context, 'A', lines)).toBe('back_ordered');
    expect(await level()).toEqual({ onHand: 20, reserved: 0 });
    await move(context, 'TEA', 1);
    expect(await level()).toEqual({ onHand: 21, reserved: 21 });
  });

  test('complaint 14: an order is never blocked by what is reserved for itself, and reserves nothing twice', async () => {
    await enter(context, 'A', [{ sku: 'TEA', units: 15 }]);
    const again = await withTransaction(context, async (trx) =>
      reserveOrder(trx, { number: 'A', site: 's1' }, await orderLinesOf(trx, 'A')),
    );
    expect(again).toEqual([]);
    expect(await level()).toEqual({ onHand: 20, reserved: 15 });
  });

  test('of another order is never taken away by an adjustment', async () => {
    await enter(context, 'A', [{ sku: 'TEA', units: 15 }]);
    await expect(move(context, 'TEA', -6)).rejects.toMatchObject({ code: 'STOCK_TOO_LOW' });
    await move(context, 'TEA', -5);
    expect(await level()).toEqual({ onHand: 15, reserved: 15 });
  });

  test('follows the facts where more left than the books had, and books the difference as found', async () => {
    await enter(context, 'A', [{ sku: 'TEA', units: 12 }]);
    await enter(context, 'B', [{ sku: 'TEA', units: 8 }]);
    await dispatch(context, 'A', () => 13);
    expect(await level()).toEqual({ onHand: 8, reserved: 8 });
    const found = await context.db
      .selectFrom('stock_movements')
      .select('units')
      .where('reason', '=', 'found')
      .execute();
    expect(found).toEqual([{ units: 1 }]);
    await dispatch(context, 'A', () => 13);
    expect(await level()).toEqual({ onHand: 8, reserved: 8 });
  });
});

type Step =
  | { readonly kind: 'move'; readonly sku: string; readonly units: number }
  | { readonly kind: 'order'; readonly lines: readonly { readonly sku: string; readonly units: number }[] }
  | { readonly kind: 'dispatch'; readonly pick: number; readonly percent: number };

const skuArb = fc.constantFrom(...skus);
const stepArb: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('move' as const), sku: skuArb, units: fc.integer({ min: -30, max: 60 }) }),
  fc.record({
    kind: fc.constant('order' as const),
    lines: fc.array(fc.record({ sku: skuArb, units: fc.integer({ min: 1, max: 25 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({
    kind: fc.constant('dispatch' as const),
    pick: fc.nat(),
    percent: fc.integer({ min: 0, max: 130 }),
  }),
);

async function perform(context: CentralContext, step: Step, nth: number): Promise<void> {
  if (step.kind === 'order') await enter(context, `O${nth}`, step.lines);
  else if (step.kind === 'move') {
    if (step.units === 0) return;
    await move(context, step.sku, step.units).catch((thrown: { code?: string }) => {
      if (thrown.code !== 'STOCK_TOO_LOW') throw thrown;
    });
  } else {
    const open = await context.db
      .selectFrom('orders')
      .select('number')
      .where('status', '=', 'released')
      .execute();
    const order = open[step.pick % Math.max(open.length, 1)];
    if (order === undefined) return;
    await dispatch(context, order.number, (units) => Math.floor((units * step.percent) / 100));
  }
}

async function assertSound({ db }: CentralContext): Promise<void> {
  for (const sku of skus) {
    const { onHand, reserved } = await stockLevel(db, 's1', sku);
    const moved = await db.selectFrom('stock_movements').select('units').where('sku', '=', sku).execute();
    expect(moved.reduce((sum, { units }) => sum + units, 0)).toBe(onHand);
    expect(reserved).toBeLessThanOrEqual(onHand);
    const lines = await db.selectFrom('order_lines').select('reserved').where('sku', '=', sku).execute();
    expect(lines.reduce((sum, line) => sum + line.reserved, 0)).toBe(reserved);
  }
}

test('whatever happens, on hand is the sum of its movements and covers what is reserved for the orders', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stepArb, { maxLength: 25 }), async (steps) => {
      const context = await newHouse();
      for (const [nth, step] of steps.entries()) await perform(context, step, nth);
      await assertSound(context);
      await context.db.destroy();
    }),
    { numRuns: 40 },
  );
});
