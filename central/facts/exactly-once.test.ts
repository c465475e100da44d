import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FactEvent } from '../../protocols/wire/event.ts';
import { createApp } from '../app.ts';
import { onPostgres } from '../database/test-database.ts';
import { testContext } from '../test-context.ts';
import { orderBody, post, stockUp } from '../test-goods.ts';
import { TestStation } from './test-facts.ts';

/** What happens at a station: units confirmed or undone, a parcel closed, and in the end all that was packed dispatched. */
type Move = { readonly kind: 'confirm'; readonly units: number } | { readonly kind: 'undo' | 'seal' };

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('confirm' as const), units: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.constant<Move>({ kind: 'undo' }) },
  { weight: 1, arbitrary: fc.constant<Move>({ kind: 'seal' }) },
);

/** Works off an order of 10 units as an honest station does. */
function work(order: string, moves: readonly Move[]): { events: FactEvent[]; units: number } {
  const station = new TestStation('s1', `pack-${order}`);
  const line = { line: 1, sku: 'TEA' };
  const sealed: string[] = [];
  let open: { units: number; pickSeq: number; packSeq: number }[] = [];
  let shippable = 0;
  const seal = () => {
    const units = open.reduce((sum, item) => sum + item.units, 0);
    if (units === 0) return;
    sealed.push(station.sealParcel(order, [{ ...line, units }], sealed.length + 1));
    shippable += units;
    open = [];
  };
  station.start(order);
  for (const step of moves) {
    const parcel = sealed.length + 1;
    const done = shippable + open.reduce((sum, item) => sum + item.units, 0);
    if (step.kind === 'confirm' && done + step.units <= 10) {
      open.push({ units: step.units, ...station.confirm(order, 1, 'TEA', step.units, parcel) });
    }
    if (step.kind === 'seal') seal();
    const last = step.kind === 'undo' ? open.pop() : undefined;
    if (last !== undefined) station.add({ type: 'item.undone', data: { order, ...line, parcel, ...last } });
  }
  seal();
  if (shippable > 0) station.dispatch(order, sealed, [{ ...line, units: shippable }]);
  return { events: station.takeEvents(), units: shippable };
}

/** What depends on the facts alone; times and the numbers of history lines are left out. */
async function outcome(uploads: readonly (readonly FactEvent[])[]) {
  const context = await testContext();
  const app = await createApp(context);
  await stockUp(app);
  await post(app, '/v1/orders', orderBody());
  for (const events of uploads) {
    if (events.length > 0) await post(app, '/v1/facts', { v: 1, site: 's1', events });
  }
  const { db } = context;
  const state = {
    facts: await db.selectFrom('facts').select(['seq', 'hash', 'set_aside']).orderBy('seq').execute(),
    misfits: await db.selectFrom('fact_exceptions').select(['seq', 'code']).execute(),
    orders: await db.selectFrom('orders').select(['status']).execute(),
    lines: await db.selectFrom('order_lines').select(['picked', 'packed', 'shipped']).execute(),
    stock: await db.selectFrom('stock').select(['on_hand', 'reserved']).execute(),
    invoices: await db.selectFrom('invoices').select(['number', 'gross_minor']).execute(),
    goods: await db.selectFrom('invoice_lines').select(['units']).where('kind', '=', 'goods').execute(),
    evidence: await db.selectFrom('invoice_line_evidence').select(['seq', 'units']).orderBy('seq').execute(),
    journal: await db
      .selectFrom('journal_lines')
      .select(['account', 'debit_minor', 'credit_minor'])
      .execute(),
    history: await db.selectFrom('order_events').select(['type']).orderBy('id').execute(),
  };
  await app.close();
  await db.destroy();
  return state;
}

const total = (rows: readonly { readonly units: number }[]) =>
  rows.reduce((sum, { units }) => sum + units, 0);

describe('facts that come late, twice, in other portions and with holes', () => {
  test('have the same effect as if they had come once, and what is billed is what was scanned', async () => {
    const moves = fc.array(move, { minLength: 1, maxLength: 12 });
    const slices = fc.array(fc.tuple(fc.nat(60), fc.nat(20)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(moves, slices, async (made, cuts) => {
        const { events, units } = work('A-1', made);
        const once = await outcome([events]);
        const wild = cuts.map(([start, length]) => events.slice(start, start + length));
        expect(await outcome([...wild, events])).toEqual(once);
        expect(once.misfits).toEqual([]);
        expect([total(once.goods), total(once.evidence)]).toEqual([units, units]);
        // What has not left may still leave, and stays the order's own.
        expect(once.stock).toEqual([{ on_hand: 100 - units, reserved: 10 - units }]);
      }),
      // Each run makes two databases, which takes PostgreSQL longer than all of the rest.
      { numRuns: onPostgres ? 10 : 25 },
    );
  });
});
