import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StationState } from '../state.ts';
import { eachOf, milk, order, tea } from '../testing-station.ts';
import { PackStation } from './testing-totes.ts';

const action = fc.oneof(
  { weight: 4, arbitrary: fc.constant('put' as const) },
  { weight: 4, arbitrary: fc.record({ fold: fc.nat({ max: 12 }) }) },
  { weight: 8, arbitrary: fc.constant('scan' as const) },
  { weight: 3, arbitrary: fc.constantFrom('undo', 'tote', 'restart') },
  { weight: 3, arbitrary: fc.constantFrom('online', 'offline') },
);
type Action = typeof action extends fc.Arbitrary<infer One> ? One : never;

/** A picker who fills T-1 with tea, a gateway that tells of it late, and a pack station that packs out of it. */
function chain(totesOffline: string) {
  const at = new PackStation({ totesOffline, sealWhenComplete: false }).release(
    order('SO-1', [tea, 8], [milk, 1]),
  );
  const station = at as PackStation;
  let put = 0;
  let told = 0;
  /** Units that are in the parcel after the first so many of the station's own facts. */
  const packedAfter = (facts: number) =>
    station.log.slice(0, facts).reduce((sum, fact) => {
      if (fact.type === 'pack.confirmed') return sum + fact.data.units;
      return fact.type === 'pack.undone' ? sum - fact.data.units : sum;
    }, 0);
  let folded = 0;

  function tell(facts: number): void {
    folded = Math.min(station.log.length, Math.max(folded, facts));
    told = put;
    const packed = packedAfter(folded);
    const units = put - packed;
    if (units < 0 || put === 0) return;
    const items = units === 0 ? [] : [{ line: 1 as never, sku: 'TEA' as never, units: units as never }];
    station.tell('T-1', put === 8 ? 'picked' : 'filling', items);
    const before = station.totes.get('T-1');
    if (before !== undefined && packed > 0)
      station.totes.set('T-1', {
        ...before,
        packed: [{ line: 1 as never, sku: 'TEA' as never, units: packed as never }],
      });
  }

  return {
    station,
    tell,
    told: () => told,
    put: () => put,
    packed: () => packedAfter(station.log.length),
    perform(one: Action): void {
      if (one === 'put') put = Math.min(8, put + 1);
      else if (one === 'scan') station.scan(eachOf(tea));
      else if (one === 'undo') station.scan('PP:UNDO');
      else if (one === 'tote') station.scan('T-1');
      else if (one === 'restart') station.state = JSON.parse(JSON.stringify(station.state)) as StationState;
      else if (one === 'online' || one === 'offline') station.online = one === 'online';
      else tell(folded + one.fold);
    },
  };
}

test('however late the gateway tells, never more is packed than it has told, and all of it in the end', () => {
  const seen = { late: 0, refused: 0 };
  fc.assert(
    fc.property(
      fc.constantFrom('refuse', 'told'),
      fc.array(action, { maxLength: 60, size: 'max' }),
      (rule, actions) => {
        const floor = chain(rule);
        const { station } = floor;
        for (const one of actions) {
          floor.perform(one);
          expect(floor.packed()).toBeLessThanOrEqual(floor.told());
        }
        seen.refused += station.log.filter(
          (fact) => fact.type === 'scan.recorded' && fact.data.verdict === 'refused_tote_filling',
        ).length;
        if (station.facts('pack.confirmed').some(({ told }) => told?.status === 'filling')) seen.late += 1;
        while (floor.put() < 8) floor.perform('put');
        station.online = true;
        floor.tell(station.log.length);
        if (floor.packed() < 8) floor.perform('tote');
        for (let scan = 0; scan < 8; scan += 1) floor.perform('scan');
        expect(floor.packed()).toBe(8);
        floor.perform('scan');
        expect(floor.packed()).toBe(8);
      },
    ),
    { numRuns: 300 },
  );
  for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
});

test('a site that packs without the network by its eyes packs no more than was ordered, and a state out of JSON decides alike', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const [one, other] = [chain('ordered'), chain('ordered')];
      for (const next of actions) {
        one.perform(next);
        other.perform('restart');
        other.perform(next);
        expect(one.packed()).toBeLessThanOrEqual(8);
      }
      expect(other.station.log).toEqual(one.station.log);
    }),
    { numRuns: 100 },
  );
});
