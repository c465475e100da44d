import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FactDraft, factData } from '../../../protocols/wire/fact.ts';
import type { TaskDocument } from '../../../protocols/wire/floor.ts';
import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import { stopOfOrder } from '../order-stop.ts';
import type { StationState } from '../state.ts';
import { step } from '../step.ts';
import { caseOf, dataOf, eachOf, order, products } from '../testing-station.ts';
import { currentStop, type PickSession, stopAt } from './pick-session.ts';
import { PickStation, stop, task } from './testing-walk.ts';
import { confirmsPuts, orderWithoutTote, toteOf } from './walk-totes.ts';

type Action =
  | { readonly raw: string }
  /** The scan for which the station asks. */
  | { readonly asked: true }
  | { readonly hold: number; readonly status: OrderDocument['status'] };

const numbers = ['SO-1', 'SO-2', 'SO-3'];
const lots = [undefined, undefined, 'L1'];

const worlds = fc.record({
  mode: fc.constantFrom('cluster', 'batch', 'order') as fc.Arbitrary<TaskDocument['mode']>,
  confirm: fc.constantFrom('item', 'location', 'location_and_item'),
  orders: fc.array(
    fc.array(
      fc.tuple(fc.constantFrom(...products), fc.integer({ min: 1, max: 13 }), fc.constantFrom(...lots)),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    { minLength: 1, maxLength: 3 },
  ),
});
type World = typeof worlds extends fc.Arbitrary<infer Value> ? Value : never;

const raws = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('W1-1', 'W1-2', 'SO-9') },
  { weight: 12, arbitrary: fc.constantFrom(...products.map(eachOf)) },
  { weight: 8, arbitrary: fc.constantFrom(...products.map(caseOf)) },
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.constantFrom(...products), fc.constantFrom('L1', 'L2'), fc.constantFrom('A', 'B', ''))
      .map(([one, lot, serial]) => `]C101${eachOf(one)}10${lot}${serial === '' ? '' : `\x1d21${serial}`}`),
  },
  { weight: 10, arbitrary: fc.constantFrom('T-1', 'T-2', 'T-3', 'T-4') },
  { weight: 6, arbitrary: fc.constantFrom('L-TEA', 'L-MILK', 'L-SALT', 'L-NONE') },
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      ...[
        'PP:UNDO',
        'PP:UNDO',
        'PP:SKIP',
        'PP:SHORT:DAMAGED',
        'PP:DONE',
        'PP:HAND_OVER',
        'PP:GIVE_BACK',
        'PP:NO',
      ],
    ),
  },
  { weight: 1, arbitrary: fc.string() },
);

const actions = fc.array(
  fc.oneof(
    { weight: 15, arbitrary: fc.record({ raw: raws }) },
    { weight: 30, arbitrary: fc.constant({ asked: true }) },
    {
      weight: 1,
      arbitrary: fc.record({
        hold: fc.nat({ max: 2 }),
        status: fc.constantFrom('released', 'on_hold', 'cancelled'),
      }),
    },
  ),
  { minLength: 1, maxLength: 90, size: 'max' },
) as fc.Arbitrary<Action[]>;

/** A station and a gateway that hears each fact at once. */
class Walked extends PickStation {
  readonly documents: OrderDocument[];

  constructor({ mode, confirm, orders }: World) {
    super({ pick: { confirm: confirm as 'item' } });
    this.documents = orders.map((lines, at) =>
      order(
        numbers[at] ?? '',
        ...lines.map(([one, units, lot]) =>
          lot === undefined ? ([one, units] as const) : ([one, units, lot] as const),
        ),
      ),
    );
    for (const document of this.documents) this.release(document);
    const groups = mode === 'order' ? this.documents.map((one) => [one]) : [this.documents];
    for (const [at, group] of groups.entries()) this.give(task(`W1-${at + 1}`, mode, stopsOf(group)));
    this.floor = { ...this.floor, progress: (number) => this.#progress(number) };
  }

  #progress(number: string) {
    const totals = totalsOf(this.log);
    const lines = (this.orders.get(number)?.document.lines ?? []).map(({ line }) => {
      const { picked, shorted } = totals.get(`${number}:${line}`) ?? { picked: 0, shorted: 0 };
      return { line, picked, shorted, packed: 0, shipped: 0 };
    });
    return { order: number, stations: ['pack-1' as never], lines, serials: [], nextParcel: 1 };
  }

  act(action: Action): void {
    const from = this.log.length;
    if ('hold' in action) {
      const document = this.documents[action.hold];
      if (document !== undefined) this.release({ ...document, status: action.status, holdReason: 'x' });
      return;
    }
    this.scan('raw' in action ? action.raw : this.asked());
    this.#hear(this.log.slice(from));
  }

  #hear(facts: readonly FactDraft[]): void {
    const change = (name: string, status: TaskDocument['status']) => {
      const before = this.tasks.get(name);
      if (before !== undefined) this.give({ ...before, status });
    };
    for (const { task: name } of dataOf(facts, 'task.started')) change(name, 'in_progress');
    for (const { task: name } of dataOf(facts, 'task.handed_over')) change(name, 'handed_over');
    for (const { task: name, outcome } of dataOf(facts, 'task.closed'))
      change(name, outcome === 'given_back' ? 'open' : 'closed');
    for (const { task: name } of dataOf(facts, 'task.reopened')) change(name, 'in_progress');
    for (const { tote, order: of, task: name } of dataOf(facts, 'tote.assigned')) {
      const before = this.tasks.get(name ?? '');
      const entry = { tote, ...(of === undefined ? {} : { order: of }) };
      if (before !== undefined) this.give({ ...before, totes: [...before.totes, entry] });
      this.totes.set(tote, { tote, order: of ?? null, task: name ?? '', status: 'filling', items: [] });
    }
    for (const { tote } of dataOf(facts, 'tote.released')) {
      const before = this.tasks.get(this.totes.get(tote)?.task ?? '');
      if (before !== undefined)
        this.give({ ...before, totes: before.totes.filter((one) => one.tote !== tote) });
      this.totes.delete(tote);
    }
  }

  /** What a person scans who follows the prompt. */
  asked(): string {
    const { walk } = this;
    if (walk === null)
      return [...this.tasks.values()].find(({ status }) => status !== 'closed')?.task ?? 'PP:NO';
    if (walk.hand !== null) {
      const of = stopAt(walk, walk.hand.stop).parts[walk.hand.shares[0]?.part ?? 0]?.order ?? '';
      return stopOfOrder(of, this.work) === undefined ? (toteOf(walk, of) ?? '') : 'PP:UNDO';
    }
    const index = currentStop(walk, this.work);
    if (index === -1) return 'PP:DONE';
    if (orderWithoutTote(walk, this.work) !== undefined) return `T-${this.totes.size + 5}`;
    const { location, sku, lot } = stopAt(walk, index);
    if (this.rules.pick.confirm !== 'item' && location !== undefined && walk.at !== location) return location;
    const gtin = eachOf(
      products.find((one) => one.sku === sku) ?? ({ ...products[0], packagings: [] } as never),
    );
    return lot === undefined ? gtin : `]C101${gtin}10${lot}`;
  }
}

/** A stop for each product and lot, for all orders that want it. */
function stopsOf(documents: readonly OrderDocument[]): TaskDocument['stops'] {
  const stops = new Map<string, TaskDocument['stops'][number]>();
  for (const { order: number, lines } of documents) {
    for (const { line, sku, units, lot } of lines) {
      const key = `${sku}/${lot}`;
      const product = products.find((one) => one.sku === sku);
      if (product === undefined) continue;
      const before = stops.get(key) ?? stop(`L-${sku}`, product, [], lot);
      stops.set(key, { ...before, parts: [...before.parts, { order: number, line, units }] });
    }
  }
  return [...stops.values()];
}

/** Units per order and line, as any reader of the log derives them. */
function totalsOf(log: readonly FactDraft[]): Map<string, { picked: number; shorted: number }> {
  const totals = new Map<string, { picked: number; shorted: number }>();
  const add = (key: string, counted: 'picked' | 'shorted', units: number) => {
    const of = totals.get(key) ?? { picked: 0, shorted: 0 };
    totals.set(key, { ...of, [counted]: of[counted] + units });
  };
  for (const { order: of, line, units } of dataOf(log, 'pick.confirmed'))
    add(`${of}:${line}`, 'picked', units);
  for (const { order: of, line, units } of dataOf(log, 'pick.undone')) add(`${of}:${line}`, 'picked', -units);
  for (const { order: of, line, units } of dataOf(log, 'pick.shorted'))
    add(`${of}:${line}`, 'shorted', units);
  for (const { order: of, line, units } of dataOf(log, 'pick.short_undone'))
    add(`${of}:${line}`, 'shorted', -units);
  return totals;
}

/** Units per tote and order. */
function contentsOf(log: readonly FactDraft[]): Map<string, number> {
  const contents = new Map<string, number>();
  const add = (key: string, units: number) => contents.set(key, (contents.get(key) ?? 0) + units);
  for (const { tote, order: of, units } of dataOf(log, 'pick.confirmed')) add(`${tote}:${of}`, units);
  for (const { tote, order: of, units } of dataOf(log, 'pick.undone')) add(`${tote}:${of}`, -units);
  return new Map([...contents].filter(([, units]) => units !== 0));
}

function checkTotals(station: Walked): void {
  const totals = totalsOf(station.log);
  const left = new Map<string, number>();
  for (const { parts } of station.walk?.stops ?? []) {
    for (const { order: of, line, units, done, shorted } of parts) {
      expect(done + shorted).toBeLessThanOrEqual(units);
      left.set(`${of}:${line}`, (left.get(`${of}:${line}`) ?? 0) + units - done - shorted);
    }
  }
  for (const { order: of, lines } of station.documents) {
    for (const { line, units } of lines) {
      const { picked, shorted } = totals.get(`${of}:${line}`) ?? { picked: 0, shorted: 0 };
      expect(picked).toBeGreaterThanOrEqual(0);
      expect(picked + shorted).toBeLessThanOrEqual(units);
      if (station.walk?.orders.includes(of))
        expect(left.get(`${of}:${line}`) ?? 0).toBe(units - picked - shorted);
    }
  }
}

/** What the state believes to be in its totes is what the facts since its beginning say. */
function checkTotes(station: Walked, walk: PickSession): void {
  const began = station.log.findLastIndex(({ type }) => type === 'task.started');
  const believed = new Map<string, number>();
  for (const entry of walk.undoable) {
    if (entry.kind !== 'put') continue;
    for (const { part, units } of entry.parts) {
      const key = `${entry.tote}:${stopAt(walk, entry.stop).parts[part]?.order ?? ''}`;
      believed.set(key, (believed.get(key) ?? 0) + units);
    }
  }
  expect(believed).toEqual(contentsOf(station.log.slice(began)));
}

/** A tote never holds units of two orders, unless it is one of a batch. */
function checkOwners(station: Walked): void {
  const owners = new Map<string, string | undefined>();
  for (const { type, data } of station.log) {
    if (type === 'tote.assigned') owners.set(data.tote, data.order);
    if (type === 'tote.released') owners.delete(data.tote);
    if (type !== 'pick.confirmed') continue;
    expect(owners.has(data.tote ?? '')).toBe(true);
    expect([undefined, data.order]).toContain(owners.get(data.tote ?? ''));
  }
}

function checkSerials(station: Walked): void {
  const taken = new Set<string>();
  for (const fact of station.log) {
    if (fact.type === 'pick.confirmed' && fact.data.serial !== undefined) {
      const key = `${fact.data.gtin}/${fact.data.serial}`;
      expect(taken.has(key)).toBe(false);
      taken.add(key);
    }
    if (fact.type === 'pick.undone') {
      const pick = station.log[fact.data.pickSeq - 1];
      const { units, line, order: of, tote } = fact.data;
      expect(pick).toMatchObject({ type: 'pick.confirmed', data: { units, line, order: of, tote } });
      if (pick?.type === 'pick.confirmed') taken.delete(`${pick.data.gtin}/${pick.data.serial}`);
    }
  }
}

describe('any sequence of scans on any walk', () => {
  test('keeps quantities, totes and serials equal to those of the facts, and refusals without a trace', () => {
    let closed = 0;
    fc.assert(
      fc.property(worlds, actions, (world, sequence) => {
        const station = new Walked(world);
        for (const action of sequence) {
          const from = station.log.length;
          const before = station.state;
          station.act(action);
          if ('hold' in action) continue;
          const emitted = station.log.slice(from);
          expect(emitted[0]?.type).toBe('scan.recorded');
          if (station.state.last?.tone === 'error') {
            expect(emitted).toHaveLength(1);
            expect({ ...station.state, last: null }).toEqual({ ...before, last: null });
          }
          checkTotals(station);
          if (station.walk !== null) checkTotes(station, station.walk);
        }
        checkOwners(station);
        checkSerials(station);
        for (const { type, data } of station.log) factData[type].parse(data);
        closed += station.facts('task.closed').filter(({ outcome }) => outcome !== 'given_back').length;
      }),
      { numRuns: 150 },
    );
    // Else the rules above were hardly tried.
    expect(closed).toBeGreaterThan(20);
  });

  test('a state that went through JSON behaves the same', () => {
    fc.assert(
      fc.property(worlds, actions, raws, (world, sequence, raw) => {
        const station = new Walked(world);
        for (const action of sequence) station.act(action);
        const input = {
          ...{
            kind: 'scan' as const,
            scan: { device: 'gun', boot: 'b', seq: 1 },
            raw,
            at: station.at,
            bounceMs: 0,
          },
          nextSeq: station.log.length + 1,
        };
        const restored = JSON.parse(JSON.stringify(station.state)) as StationState;
        expect(restored).toEqual(station.state);
        expect(step(restored, input, station.work)).toEqual(step(station.state, input, station.work));
      }),
      { numRuns: 100 },
    );
  });

  test('whoever follows the prompt from there finishes every walk without a refusal', () => {
    fc.assert(
      fc.property(worlds, actions, (world, sequence) => {
        const station = new Walked(world);
        for (const action of sequence) station.act(action);
        for (const document of station.documents) station.release(document);
        const isOpen = () => [...station.tasks.values()].some(({ status }) => status !== 'closed');
        for (let scans = 0; scans < 400 && isOpen(); scans++) {
          station.act({ asked: true });
          expect([
            station.state.last?.raw,
            station.state.last?.message,
            station.state.last?.tone,
          ]).not.toContain('error');
        }
        expect(isOpen()).toBe(false);
        // A walk that ended while an order was cancelled has left it out.
        if (sequence.some((action) => 'hold' in action && action.status === 'cancelled')) return;
        for (const [key, { picked, shorted }] of totalsOf(station.log)) {
          const [of = '', line = ''] = key.split(':');
          const wanted = station.documents.find((one) => one.order === of)?.lines[Number(line) - 1]?.units;
          expect([key, picked + shorted]).toEqual([key, wanted]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('puts of several orders are confirmed by a tote each, those of one are not', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const station = new Walked(world);
        station.act({ asked: true });
        const { walk } = station;
        if (walk !== null) expect(confirmsPuts(walk)).toBe(walk.mode === 'cluster' && walk.orders.length > 1);
      }),
      { numRuns: 30 },
    );
  });
});
