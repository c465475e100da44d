import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FactEvent } from '../../protocols/wire/event.ts';
import type { FactDraft } from '../../protocols/wire/fact.ts';
import { createApp } from '../app.ts';
import { onPostgres } from '../database/test-database.ts';
import { testContext } from '../test-context.ts';
import { get, orderBody, post, stockUp } from '../test-goods.ts';
import { TestStation } from './test-facts.ts';

const tea = { order: 'A-1', line: 1, sku: 'TEA' } as const;
const ten = [{ line: 1, sku: 'TEA', units: 10 }];

/** A picker, a packer and a dock that share one clock, as the goods go from one to the next. */
class Floor {
  readonly picker = new FloorStation('hand-1');
  readonly packer = new FloorStation('pack-1');
  readonly dock = new FloorStation('dock-1');

  get stations(): readonly FloorStation[] {
    return [this.picker, this.packer, this.dock];
  }

  /** Each station's facts, in its order, dealt to uploads of one fact by the numbers given. */
  deal(choices: readonly number[]): FactEvent[] {
    const queues = this.stations.map((station) => station.takeEvents());
    const dealt: FactEvent[] = [];
    for (let nth = 0; queues.some((queue) => queue.length > 0); nth += 1) {
      const open = queues.filter((queue) => queue.length > 0);
      const event = open[(choices[nth % Math.max(1, choices.length)] ?? 0) % open.length]?.shift();
      if (event !== undefined) dealt.push(event);
    }
    return dealt;
  }
}

class FloorStation extends TestStation {
  constructor(name: string) {
    super('s1', name);
    this.add({ type: 'station.started', data: { boot: 'b1', version: '1' } });
  }

  scan(gs1: { lot?: string; serial?: string } = {}): number {
    const scan = { device: 'scanner-1', boot: 'b1', seq: this.lastSeq + 1 };
    const told = { verdict: 'item_confirmed', message: 'ok', order: 'A-1', line: 1 } as const;
    const raw = '4012345000016';
    return this.add({ type: 'scan.recorded', data: { scan, raw, ...told, gs1 } }).seq;
  }

  pick(units: number, tote: string, lot?: string): number {
    const piece = lot === undefined ? {} : { lot };
    const scanSeq = this.scan(piece);
    const data = { ...tea, units, gtin: '04012345000016', scanSeq, tote, location: 'L-1', ...piece };
    return this.add({ type: 'pick.confirmed', data }).seq;
  }

  pack(units: number, tote: string, lot?: string, parcel = 1): number {
    const scanSeq = this.scan(lot === undefined ? {} : { lot });
    return this.add({ type: 'pack.confirmed', data: { ...tea, units, parcel, scanSeq, tote } }).seq;
  }
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
  const state = {
    misfits: await db.selectFrom('fact_exceptions').select(['station', 'seq', 'code']).execute(),
    order: await db.selectFrom('orders').select(['status']).execute(),
    lines: await db.selectFrom('order_lines').select(['picked', 'packed', 'shipped', 'shorted']).execute(),
    stock: await db.selectFrom('stock').select(['on_hand', 'reserved']).execute(),
    invoices: (await get(app, '/v1/invoices')).body.items,
    picks: await db
      .selectFrom('invoice_line_evidence')
      .select(['station', 'seq', 'scan_seq', 'units'])
      .orderBy('station')
      .orderBy('seq')
      .execute(),
    packs: await db
      .selectFrom('invoice_pack_evidence')
      .select(['station', 'seq', 'scan_seq', 'units'])
      .orderBy('station')
      .orderBy('seq')
      .execute(),
    parcels: await db
      .selectFrom('parcels')
      .select(['sscc', 'shipment_id', 'voided_at'])
      .orderBy('sscc')
      .execute(),
  };
  await app.close();
  await db.destroy();
  return state;
}

/** One way in which ten units go through the floor. */
type Walk = readonly {
  readonly units: number;
  readonly lot: 'L1' | 'L2';
  /** Picked, taken back and picked again. */
  readonly wrongPick: boolean;
  /** Packed, taken back and packed again. */
  readonly wrongPack: boolean;
}[];

function walkThrough(walk: Walk, reopen: boolean, missing: number): Floor {
  const floor = new Floor();
  const { picker, packer, dock } = floor;
  picker.start('A-1');
  const done = walk.map((item, nth) => ({ ...item, tote: `T-${nth % 2}` }));
  for (const { units, lot, tote, wrongPick } of done) {
    const pickSeq = picker.pick(units, tote, lot);
    if (!wrongPick) continue;
    const undone: FactDraft = { type: 'pick.undone', data: { ...tea, units, pickSeq, tote } };
    picker.add(undone);
    picker.pick(units, tote, lot);
  }
  if (missing > 0)
    picker.add({ type: 'pick.shorted', data: { ...tea, units: missing, reason: 'stock_out' } });
  for (const { units, lot, tote, wrongPack } of done) {
    const packSeq = packer.pack(units, tote, lot);
    if (!wrongPack) continue;
    packer.add({ type: 'pack.undone', data: { ...tea, units, parcel: 1, packSeq } });
    packer.pack(units, tote, lot);
  }
  const lines = [{ line: 1, sku: 'TEA', units: 10 - missing }];
  let sscc = packer.sealParcel('A-1', lines);
  if (reopen) {
    packer.add({ type: 'parcel.reopened', data: { order: 'A-1', parcel: 1, sscc, reason: 'wrong filling' } });
    sscc = packer.sealParcel('A-1', lines);
  }
  dock.dispatch('A-1', [sscc], lines);
  return floor;
}

const walks = fc
  .array(
    fc.record({
      units: fc.integer({ min: 1, max: 4 }),
      lot: fc.constantFrom('L1' as const, 'L2' as const),
      wrongPick: fc.boolean(),
      wrongPack: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .filter((walk) => walk.reduce((sum, { units }) => sum + units, 0) <= 10);

describe('an order that is picked by one, packed by another and sent off by a third', () => {
  test('ends the same in whatever order their facts come, with nothing left to a person', async () => {
    await fc.assert(
      fc.asyncProperty(
        walks,
        fc.boolean(),
        fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        async (walk, reopen, choices, portion) => {
          const units = walk.reduce((sum, item) => sum + item.units, 0);
          const inTurn = await outcome(walkThrough(walk, reopen, 10 - units).deal([0]), 500);
          const mixed = await outcome(walkThrough(walk, reopen, 10 - units).deal(choices), portion);
          expect(mixed).toEqual(inTurn);
          expect(inTurn.misfits).toEqual([]);
          expect(inTurn.lines).toEqual([
            { picked: units, packed: units, shipped: units, shorted: 10 - units },
          ]);
          const sum = (rows: readonly { readonly units: number }[]) =>
            rows.reduce((total, row) => total + row.units, 0);
          expect([sum(inTurn.picks), sum(inTurn.packs)]).toEqual([units, units]);
          expect(inTurn.stock).toEqual([{ on_hand: 100 - units, reserved: 0 }]);
          expect(inTurn.parcels).toHaveLength(reopen ? 2 : 1);
        },
      ),
      { numRuns: onPostgres ? 8 : 40 },
    );
  }, 180_000);

  test('names the pick of the picker and the pack of the packer on the invoice, by lot', async () => {
    const floor = new Floor();
    const { picker, packer, dock } = floor;
    picker.start('A-1');
    const first = picker.pick(4, 'T-1', 'L1');
    const second = picker.pick(6, 'T-1', 'L2');
    const sixth = packer.pack(6, 'T-1', 'L2');
    const fourth = packer.pack(4, 'T-1', 'L1', 2);
    const six = packer.sealParcel('A-1', [{ ...ten[0], units: 6 } as (typeof ten)[number]]);
    const four = packer.sealParcel('A-1', [{ ...ten[0], units: 4 } as (typeof ten)[number]], 2);
    dock.dispatch('A-1', [six], [{ line: 1, sku: 'TEA', units: 6 }]);
    dock.dispatch('A-1', [four], [{ line: 1, sku: 'TEA', units: 4 }], 2);
    // The dock's facts come first, then the packer's, then the picker's.
    const { invoices, picks, packs, misfits } = await outcome(floor.deal([2, 2, 1]), 1);
    expect(misfits).toEqual([]);
    expect(invoices).toHaveLength(2);
    expect(picks.map(({ seq, units }) => [seq, units])).toEqual([
      [first, 4],
      [second, 6],
    ]);
    expect(packs.map(({ seq, units }) => [seq, units])).toEqual([
      [sixth, 6],
      [fourth, 4],
    ]);
  });
});
