import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FactEvent } from '../../protocols/wire/event.ts';
import { createApp } from '../app.ts';
import { onPostgres } from '../database/test-database.ts';
import { TestStation } from '../facts/test-facts.ts';
import { totalsOf } from '../orders/pricing.ts';
import { testContext } from '../test-context.ts';
import { get, orderBody, post, stockUp } from '../test-goods.ts';

const tea = { order: 'A-1', line: 1, sku: 'TEA' } as const;
const shipped = 10;

/** What a returns desk does: units come back, some of them with a serial number, and now and then the last was none. */
type Move = {
  readonly units: number;
  readonly serial: string | null;
  readonly restock: boolean;
  readonly undo: boolean;
  readonly close: boolean;
};

const move: fc.Arbitrary<Move> = fc
  .record({
    units: fc.integer({ min: 1, max: 5 }),
    serial: fc.option(fc.constantFrom('s-1', 's-2', 's-3'), { freq: 2 }),
    restock: fc.boolean(),
    undo: fc.nat(3).map((chance) => chance === 0),
    close: fc.boolean(),
  })
  .map((one) => (one.serial === null ? one : { ...one, units: 1 }));

class Desk extends TestStation {
  /** What it says came back and did not take back. */
  kept: Move[] = [];

  receive(move: Move): void {
    const { units, serial, restock, undo, close } = move;
    const { order, ...line } = tea;
    const its = { return: `R-${this.facts.length}`, order };
    const name = { ...its, ...line };
    const { seq } = this.add({
      type: 'return.received',
      data: {
        ...{
          ...name,
          units,
          gtin: '04012345000016',
          scanSeq: 1,
          condition: 'as_new',
          disposition: restock ? 'restock' : 'scrap',
        },
        ...(serial === null ? {} : { serial }),
      },
    });
    if (undo) this.add({ type: 'return.undone', data: { ...name, units, receivedSeq: seq } });
    else this.kept.push(move);
    if (close) this.add({ type: 'return.closed', data: its });
  }
}

function deal(stations: readonly TestStation[], choices: readonly number[]): FactEvent[] {
  const queues = stations.map((station) => station.takeEvents());
  const dealt: FactEvent[] = [];
  for (let nth = 0; queues.some((queue) => queue.length > 0); nth += 1) {
    const open = queues.filter((queue) => queue.length > 0);
    const event = open[(choices[nth % choices.length] ?? 0) % open.length]?.shift();
    if (event !== undefined) dealt.push(event);
  }
  return dealt;
}

async function outcome(events: readonly FactEvent[], portion: number) {
  const context = await testContext();
  const app = await createApp(context);
  await stockUp(app);
  await post(app, '/v1/orders', orderBody());
  for (let start = 0; start < events.length; start += portion) {
    const part = events.slice(start, start + portion);
    expect(await post(app, '/v1/facts', { v: 1, site: 's1', events: part })).toMatchObject({ status: 200 });
  }
  const { db } = context;
  const lines = await db.selectFrom('order_lines').select(['shipped', 'returned']).execute();
  const state = {
    ...(lines[0] ?? { shipped: 0, returned: 0 }),
    counted: await db
      .selectFrom('return_lines')
      .select(['station', 'seq', 'disposition', 'serial', 'counted as units', 'units as said'])
      .where('undone', '=', 0)
      .orderBy('station')
      .orderBy('seq')
      .execute(),
    misfits: await db
      .selectFrom('fact_exceptions')
      .select(['code', 'station', 'seq', 'message'])
      .orderBy('station')
      .orderBy('seq')
      .execute(),
    stock: (await db.selectFrom('stock').select('on_hand').execute())[0]?.on_hand,
    returns: ((await get(app, '/v1/returns')).body as { items: Credited[] }).items,
  };
  await app.close();
  await db.destroy();
  return state;
}

interface Credited {
  readonly toCreditMinor: number;
}

const sumOf = (returns: readonly Credited[]) =>
  returns.reduce((total, { toCreditMinor }) => total + toCreditMinor, 0);

/** 4.50 less 5 %, 19 %. */
function billedFor(units: number): number {
  const price = { unitPriceMinor: 450, discountBp: 500, taxCategory: 'S', taxRateBp: 1900 };
  return totalsOf([{ ...price, units }], 0).grossMinor;
}

const restocked = ({ disposition }: { readonly disposition: string }) => disposition === 'restock';
const sum = (rows: readonly { readonly units: number }[]) =>
  rows.reduce((total, { units }) => total + units, 0);

/** What an auditor would compare; what each return takes hangs on which was closed first, their sum does not. */
function books({ returns, ...rest }: Awaited<ReturnType<typeof outcome>>) {
  return { ...rest, credited: sumOf(returns) };
}

test('what came back within what left counts, no piece twice, and all beyond is an exception, in whatever order it is heard', async () => {
  const moves = fc.array(move, { maxLength: 6, size: 'max' });
  const order = fc.array(fc.nat(5), { minLength: 1, maxLength: 20 });
  const arrival = fc.record({ order, portion: fc.integer({ min: 1, max: 9 }) });
  await fc.assert(
    fc.asyncProperty(moves, moves, arrival, arrival, async (here, there, first, second) => {
      const heard = async ({ order: choices, portion }: typeof first) => {
        const packer = new TestStation('s1', 'pack-1');
        packer.fulfil('A-1', [{ line: 1, sku: 'TEA', units: shipped }]);
        const desks = [new Desk('s1', 'desk-1'), new Desk('s1', 'desk-2')] as const;
        for (const one of here) desks[0].receive(one);
        for (const one of there) desks[1].receive(one);
        const found = await outcome(deal([packer, ...desks], choices), portion);
        return { found, said: desks.flatMap(({ kept }) => kept) };
      };
      const { found, said } = await heard(first);
      const serials = said.flatMap(({ serial }) => serial ?? []);
      const pieces = new Set(serials).size;
      const singles = sum(said) - serials.length + pieces;

      expect(found.shipped).toBe(shipped);
      expect(found.returned).toBe(Math.min(shipped, singles));
      expect(sum(found.counted)).toBe(found.returned);
      expect(found.stock).toBe(100 - shipped + sum(found.counted.filter(restocked)));
      const counted = found.counted.flatMap(({ units, serial }) => (units > 0 ? (serial ?? []) : []));
      expect(new Set(counted).size).toBe(counted.length);
      // All was billed on one invoice: to the cent what it bills for these units, in however many returns they came.
      expect(sumOf(found.returns)).toBe(billedFor(found.returned));

      const beyond = found.counted.filter(({ units, said: all }) => units < all);
      expect(found.misfits.map(({ station, seq }) => `${station} ${seq}`)).toEqual(
        beyond.map(({ station, seq }) => `${station} ${seq}`),
      );
      const codes = found.misfits.map(({ code }) => code);
      expect(codes.filter((code) => code === 'RETURNED_TWICE')).toHaveLength(serials.length - pieces);
      for (const code of codes) expect(['RETURNED_TOO_MANY', 'RETURNED_TWICE']).toContain(code);

      expect(books((await heard(second)).found)).toEqual(books(found));
    }),
    { numRuns: onPostgres ? 5 : 25 },
  );
}, 180_000);

test('four units that come back one by one are credited what four were billed, and no cent more', async () => {
  const packer = new TestStation('s1', 'pack-1');
  packer.fulfil('A-1', [{ line: 1, sku: 'TEA', units: 4 }]);
  const desk = new Desk('s1', 'desk-1');
  for (let nth = 0; nth < 4; nth += 1)
    desk.receive({ units: 1, serial: null, restock: true, undo: false, close: nth % 2 === 0 });
  const { returns } = await outcome([...packer.takeEvents(), ...desk.takeEvents()], 100);
  // 17.10 + 3.25; each by itself would be 4.28 + 0.81, and 20.36 the four of them.
  expect(returns).toHaveLength(4);
  expect(sumOf(returns)).toBe(2035);
});
