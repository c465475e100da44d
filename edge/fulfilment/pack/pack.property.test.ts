import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factData } from '../../../protocols/wire/fact.ts';
import type { ToteDocument } from '../../../protocols/wire/floor.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import type { StationState } from '../state.ts';
import { caseOf, eachOf, milk, order, salt, TestStation, tea } from '../testing-station.ts';
import { unknownFloor } from '../work-view.ts';

const weighed = [tea, milk].map((product) => ({
  ...product,
  packagings: product.packagings.map((one) => ({ ...one, grams: 200 * one.units })),
}));
const ordered = order('SO-1', [tea, 3], [milk, 1], [tea, 1]);
/** What lies in the tote when units are packed out of it: less tea than is ordered. */
const tote: ToteDocument = {
  tote: 'T-1',
  order: 'SO-1',
  status: 'picked',
  items: [
    { line: 1, sku: 'TEA', units: 2 },
    { line: 2, sku: 'MILK', units: 1 },
  ],
};

const action = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(tea, tea, milk).map((one) => ({ scan: `01${eachOf(one)}` })) },
  { weight: 1, arbitrary: fc.constantFrom(tea, salt).map((one) => ({ scan: `01${caseOf(one)}` })) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('PP:UNDO', 'PP:SEAL', 'PP:REOPEN', 'PP:REPRINT', 'PP:SHORT')
      .map((scan) => ({ scan })),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('SO-1', 'T-1', 'PP:OVERRIDE:by hand', 'PP:BADGE:B-2', 'PP:BADGE:B-1')
      .map((scan) => ({ scan })),
  },
  {
    weight: 5,
    arbitrary: fc.integer({ min: -300, max: 300 }).map((off) => ({ weigh: Math.abs(off) < 150 ? 0 : off })),
  },
  { weight: 3, arbitrary: fc.boolean().map((printed) => ({ printed })) },
  { weight: 2, arbitrary: fc.constant({ override: true as const }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 3 }).map((label) => ({ label })) },
);
type Action = typeof action extends fc.Arbitrary<infer One> ? One : never;
const setting = fc.record({
  from: fc.constantFrom('direct', 'picked'),
  weight: fc.constantFrom('off', 'warn', 'require'),
  sealWhenComplete: fc.boolean(),
  by: fc.constantFrom('station', 'load'),
});

function stationOf({
  from,
  weight,
  sealWhenComplete,
  by,
}: typeof setting extends fc.Arbitrary<infer One> ? One : never) {
  const station = new TestStation().release(ordered);
  station.products = [...weighed, salt];
  station.equipment = { printer: true, scale: true, tagReader: false };
  station.rules = siteRules.parse({
    pack: { from, weight, sealWhenComplete, label: 'print', weightTolerance: { percent: 0, grams: 20 } },
    ship: { by },
  });
  station.people.set('B-2', { badge: 'B-2', name: 'Berta', role: 'supervisor' });
  station.floor = { ...unknownFloor, tote: (name) => (name === 'T-1' ? tote : undefined) };
  station.scan('PP:BADGE:B-1');
  station.scan(from === 'picked' ? 'T-1' : 'SO-1');
  return station;
}

function perform(station: TestStation, one: Action): void {
  if ('scan' in one) station.scan(one.scan);
  if ('weigh' in one) {
    const expected = openUnits(station) * 200;
    station.sense({ kind: 'weight', device: 'scale', grams: Math.max(0, expected + one.weigh) });
  }
  if ('printed' in one) {
    const job = station.state.prints[0]?.job ?? 0;
    station.sense({ kind: 'printed', job, printer: 'p', outcome: one.printed ? 'printed' : 'failed' });
  }
  if ('override' in one) {
    for (const code of ['BADGE:B-1', 'SEAL', 'OVERRIDE:by hand', 'BADGE:B-2']) station.scan(`PP:${code}`);
  }
  if ('label' in one) {
    const sscc = station.facts('parcel.sealed').at(-1 - one.label)?.sscc;
    if (sscc !== undefined) station.scan(`00${sscc}`);
  }
}

const openUnits = ({ session }: TestStation) =>
  (session?.lines ?? []).reduce((sum, { done, sealed }) => sum + done - sealed, 0);
const sum = (facts: readonly { readonly line: number; readonly units: number }[], line: number) =>
  facts.filter((fact) => fact.line === line).reduce((units, fact) => units + fact.units, 0);

/** Quantities out of the facts alone. */
function quantities(station: TestStation, line: number) {
  const voided = new Set(station.facts('parcel.reopened').map(({ sscc }) => sscc));
  const sealed = station.facts('parcel.sealed').filter(({ sscc }) => !voided.has(sscc));
  const undone = sum(station.facts('item.undone'), line);
  return {
    picked: sum(station.facts('pick.confirmed'), line) - undone,
    packed: sum(station.facts('pack.confirmed'), line) - undone - sum(station.facts('pack.undone'), line),
    sealed: sum(
      sealed.flatMap(({ items }) => items),
      line,
    ),
    shipped: sum(
      station.facts('shipment.dispatched').flatMap(({ lines }) => lines),
      line,
    ),
  };
}

const changes: ReadonlySet<string> = new Set([
  'pack.confirmed',
  'item.undone',
  'pack.undone',
  'parcel.reopened',
]);

/** Every seal had its checks passed, or two people answered for it. */
function proven(station: TestStation): boolean {
  let answered = false;
  for (const fact of station.log) {
    if (fact.type === 'parcel.weighed') answered = ['within', 'unknown'].includes(fact.data.outcome);
    if (fact.type === 'parcel.overridden') answered = true;
    if (changes.has(fact.type)) answered = false;
    if (fact.type === 'parcel.sealed' && !answered) return false;
    if (fact.type === 'parcel.sealed') answered = false;
  }
  return true;
}

test('whatever is scanned, weighed, undone, sealed, reopened and printed: nothing is sealed that was not packed, or packed that was not picked', () => {
  const seen = { sealed: 0, reopened: 0, overridden: 0, dispatched: 0, fromTote: 0 };
  fc.assert(
    fc.property(setting, fc.array(action, { maxLength: 60, size: 'max' }), (rules, actions) => {
      const station = stationOf(rules);
      for (const one of actions) {
        perform(station, one);
        for (const { line } of ordered.lines) {
          const { picked, packed, sealed, shipped } = quantities(station, line);
          const brought = sum(tote.items, line);
          expect(packed).toBeLessThanOrEqual(rules.from === 'picked' ? brought : picked);
          expect(sealed).toBeLessThanOrEqual(packed);
          expect(shipped).toBeLessThanOrEqual(sealed);
          expect(shipped).toBeGreaterThanOrEqual(0);
          const progress = station.session?.lines[line - 1];
          if (progress !== undefined) expect([progress.done, progress.sealed]).toEqual([packed, sealed]);
        }
        const sealed = new Set(station.facts('parcel.sealed').map(({ sscc }) => sscc));
        for (const { subject } of station.state.prints) expect(sealed.has(subject)).toBe(true);
      }
      if (rules.weight === 'require') expect(proven(station)).toBe(true);
      const numbers = station.facts('parcel.sealed').map(({ parcel }) => parcel);
      expect(new Set(numbers).size).toBe(numbers.length);
      for (const { type, data } of station.log) expect(() => factData[type].parse(data)).not.toThrow();
      seen.sealed += numbers.length;
      seen.reopened += station.facts('parcel.reopened').length;
      seen.overridden += station.facts('parcel.overridden').length;
      seen.dispatched += station.facts('shipment.dispatched').length;
      seen.fromTote += station.facts('pack.confirmed').filter(({ tote }) => tote !== undefined).length;
    }),
    { numRuns: 300 },
  );
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
});

test('a state that went through JSON decides the same', () => {
  fc.assert(
    fc.property(setting, fc.array(action, { maxLength: 40 }), (rules, actions) => {
      const [one, other] = [stationOf(rules), stationOf(rules)];
      for (const next of actions) {
        perform(one, next);
        other.state = JSON.parse(JSON.stringify(other.state)) as StationState;
        perform(other, next);
      }
      expect(other.log).toEqual(one.log);
    }),
    { numRuns: 60 },
  );
});
