import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSscc } from '../../protocols/gs1/sscc.ts';
import { type FactDraft, factData } from '../../protocols/wire/fact.ts';
import { isComplete, openItems, remainingOf } from './pack/pack-session.ts';
import type { StationState } from './state.ts';
import { step } from './step.ts';
import { caseOf, dataOf, eachOf, order, products, TestStation } from './testing-station.ts';

type Action =
  | { readonly raw: string }
  | { readonly label: number }
  /** The scan for which the station asks. */
  | { readonly asked: true }
  | { readonly hold: number; readonly held: boolean };

const numbers = ['SO-1', 'SO-2', 'SO-3'];
const lots = [undefined, undefined, 'L1'];

const orders = fc.tuple(
  ...numbers.map((number) =>
    fc
      .array(
        fc.tuple(fc.constantFrom(...products), fc.integer({ min: 1, max: 13 }), fc.constantFrom(...lots)),
        { minLength: 1, maxLength: 4 },
      )
      .map((lines) =>
        order(
          number,
          ...lines.map(([product, units, lot]) =>
            lot === undefined ? ([product, units] as const) : ([product, units, lot] as const),
          ),
        ),
      ),
  ),
);

const raws = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...numbers, 'SO-9') },
  { weight: 12, arbitrary: fc.constantFrom(...products.map(eachOf)) },
  { weight: 6, arbitrary: fc.constantFrom(...products.map(caseOf)) },
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.constantFrom(...products), fc.constantFrom('L1', 'L2'), fc.constantFrom('A', 'B', 'C', ''))
      .map(
        ([product, lot, serial]) =>
          `]C101${eachOf(product)}10${lot}${serial === '' ? '' : `\x1d21${serial}`}`,
      ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom('PP:SEAL', 'PP:SHORT', 'PP:UNDO', 'PP:UNDO', 'PP:BADGE:Anna', 'PP:NO'),
  },
  { weight: 1, arbitrary: fc.string() },
);

const actions = fc.array(
  fc.oneof(
    { weight: 15, arbitrary: fc.record({ raw: raws }) },
    { weight: 25, arbitrary: fc.constant({ asked: true }) },
    { weight: 5, arbitrary: fc.record({ label: fc.nat({ max: 5 }) }) },
    { weight: 1, arbitrary: fc.record({ hold: fc.nat({ max: 2 }), held: fc.boolean() }) },
  ),
  { minLength: 1, maxLength: 120, size: 'max' },
) as fc.Arbitrary<Action[]>;

function act(station: TestStation, action: Action): void {
  if ('raw' in action) return void station.scan(action.raw);
  if ('asked' in action) return void station.scan(askedFor(station));
  if ('hold' in action) {
    const known = station.orders.get(numbers[action.hold] ?? '');
    if (known !== undefined) {
      station.release({ ...known.document, status: action.held ? 'on_hold' : 'released' });
    }
    return;
  }
  const parcels = station.facts('parcel.sealed');
  station.scan(`00${parcels[parcels.length - 1 - action.label]?.sscc ?? '000000000000000000'}`);
}

/** Units per order and line, as any reader of the log derives them. */
interface Totals {
  picked: number;
  packed: number;
  sealed: number;
  shipped: number;
  shorted: number;
}

function totalsOf(log: readonly FactDraft[]): Map<string, Totals> {
  const totals = new Map<string, Totals>();
  const add = (number: string, line: number, counted: keyof Totals, units: number) => {
    const key = `${number}:${line}`;
    const of = totals.get(key) ?? { picked: 0, packed: 0, sealed: 0, shipped: 0, shorted: 0 };
    totals.set(key, { ...of, [counted]: of[counted] + units });
  };
  for (const { order, line, units } of dataOf(log, 'pick.confirmed')) add(order, line, 'picked', units);
  for (const { order, line, units } of dataOf(log, 'pack.confirmed')) add(order, line, 'packed', units);
  for (const { order, line, units } of dataOf(log, 'pick.shorted')) add(order, line, 'shorted', units);
  for (const { order, line, units } of dataOf(log, 'pick.short_undone')) add(order, line, 'shorted', -units);
  for (const { order, line, units } of dataOf(log, 'item.undone')) {
    add(order, line, 'picked', -units);
    add(order, line, 'packed', -units);
  }
  for (const { order, items } of dataOf(log, 'parcel.sealed'))
    for (const { line, units } of items) add(order, line, 'sealed', units);
  for (const { order, lines } of dataOf(log, 'shipment.dispatched'))
    for (const { line, units } of lines) add(order, line, 'shipped', units);
  return totals;
}

function checkSessions(state: StationState, totals: ReadonlyMap<string, Totals>): void {
  for (const session of [...state.parked, state.activity]) {
    if (session?.kind !== 'pack') continue;
    for (const [index, { line, units }] of session.order.lines.entries()) {
      const of = totals.get(`${session.order.order}:${line}`);
      const progress = { done: of?.picked ?? 0, sealed: of?.sealed ?? 0, shorted: of?.shorted ?? 0 };
      expect(session.lines[index]).toEqual(progress);
      expect(progress.done + progress.shorted).toBeLessThanOrEqual(units);
    }
    // A complete order holds nothing in an open parcel: it only waits for its labels.
    if (isComplete(session)) expect(openItems(session)).toEqual([]);
  }
}

function checkTotals(totals: ReadonlyMap<string, Totals>): void {
  for (const { picked, packed, sealed, shipped } of totals.values()) {
    expect(picked).toBeGreaterThanOrEqual(0);
    expect(packed).toBeLessThanOrEqual(picked);
    expect(sealed).toBeLessThanOrEqual(packed);
    expect(shipped).toBeLessThanOrEqual(sealed);
  }
}

function checkDispatches(station: TestStation, totals: ReadonlyMap<string, Totals>): void {
  const dispatched = station.facts('shipment.dispatched');
  expect(new Set(dispatched.map((fact) => fact.order)).size).toBe(dispatched.length);
  for (const { order: number, parcels } of dispatched) {
    for (const { line, units } of station.orders.get(number)?.document.lines ?? []) {
      const of = totals.get(`${number}:${line}`);
      expect((of?.picked ?? 0) + (of?.shorted ?? 0)).toBe(units);
      expect(of?.shipped ?? 0).toBe(of?.picked ?? 0);
    }
    const sealed = station.facts('parcel.sealed').filter((fact) => fact.order === number);
    expect(parcels).toEqual(sealed.map(({ sscc }) => sscc));
  }
}

function checkSerials(station: TestStation): void {
  const packed = new Set<string>();
  for (const [index, fact] of station.log.entries()) {
    if (fact.type === 'pick.confirmed' && fact.data.serial !== undefined) {
      const key = `${fact.data.gtin}/${fact.data.serial}`;
      expect(packed.has(key)).toBe(false);
      packed.add(key);
    }
    if (fact.type === 'item.undone') {
      const pick = station.log[fact.data.pickSeq - 1];
      expect(fact.data.pickSeq).toBeLessThan(index + 1);
      expect(pick).toMatchObject({
        type: 'pick.confirmed',
        data: { units: fact.data.units, line: fact.data.line },
      });
      expect(station.log[fact.data.packSeq - 1]?.type).toBe('pack.confirmed');
      if (pick?.type === 'pick.confirmed') packed.delete(`${pick.data.gtin}/${pick.data.serial}`);
    }
  }
}

function checkParcels(station: TestStation): void {
  const labels = station.facts('parcel.sealed').map(({ sscc }) => sscc);
  expect(new Set(labels).size).toBe(labels.length);
  for (const label of labels) expect(parseSscc(label)).toBe(label);
}

describe('any sequence of scans over any orders', () => {
  test('keeps the quantities of the state equal to those of the facts, and every rule of the floor', () => {
    let dispatches = 0;
    fc.assert(
      fc.property(orders, actions, (documents, sequence) => {
        const station = new TestStation();
        for (const document of documents) station.release(document);
        for (const action of sequence) {
          const from = station.log.length;
          const before = station.state;
          act(station, action);
          const emitted = station.log.slice(from);
          if ('hold' in action) continue;
          expect(dataOf(emitted, 'scan.recorded')).toHaveLength(1);
          expect(emitted[0]?.type).toBe('scan.recorded');
          if (station.state.last?.tone === 'error') {
            expect(emitted).toHaveLength(1);
            expect({ ...station.state, last: null }).toEqual({ ...before, last: null });
          }
          const totals = totalsOf(station.log);
          checkSessions(station.state, totals);
          checkTotals(totals);
        }
        checkDispatches(station, totalsOf(station.log));
        checkSerials(station);
        checkParcels(station);
        for (const { type, data } of station.log) factData[type].parse(data);
        dispatches += station.dispatched.size;
      }),
      { numRuns: 150 },
    );
    // Else the rules above were hardly tried.
    expect(dispatches).toBeGreaterThan(20);
  });

  test('a state that went through JSON behaves the same', () => {
    fc.assert(
      fc.property(orders, actions, raws, (documents, sequence, raw) => {
        const station = new TestStation();
        for (const document of documents) station.release(document);
        for (const action of sequence) act(station, action);
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

  test('whoever follows the prompt from there finishes every order without a refusal', () => {
    fc.assert(
      fc.property(orders, actions, (documents, sequence) => {
        const station = new TestStation();
        for (const document of documents) station.release(document);
        for (const action of sequence) act(station, action);
        for (const document of documents) station.release(document);
        for (let scans = 0; scans < 400 && station.dispatched.size < numbers.length; scans++) {
          expect(station.scan(askedFor(station)).reply.tone).not.toBe('error');
        }
        expect([...station.dispatched].sort()).toEqual(numbers);
        checkDispatches(station, totalsOf(station.log));
      }),
      { numRuns: 100 },
    );
  });
});

/** What a person scans who follows the prompt: an order, a missing unit or a label. */
function askedFor({ session, dispatched }: TestStation): string {
  if (session === null) return numbers.find((number) => !dispatched.has(number)) ?? '';
  for (const [index, line] of session.order.lines.entries()) {
    if (remainingOf(session, index) === 0) continue;
    const gtin = products.filter(({ sku }) => sku === line.sku).map(eachOf)[0] ?? '';
    return line.lot === undefined ? gtin : `]C101${gtin}10${line.lot}`;
  }
  return `00${session.sealed.find(({ scanned }) => !scanned)?.sscc ?? ''}`;
}
