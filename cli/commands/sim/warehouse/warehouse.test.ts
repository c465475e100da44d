import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownFact } from '../../../../protocols/wire/fact.ts';
import { genesis, seal } from '../../../../protocols/wire/fact-chain.ts';
import type { SiteId, StationId } from '../../../../protocols/wire/ids.ts';
import { createHistogram, merge, note, quantileMs } from './histogram.ts';
import { ageOfLotMs, factsPerHappening, happening } from './simulated-work.ts';
import { planWarehouse } from './warehouse-plan.ts';

describe('the histogram', () => {
  test('gives quantiles that are at most one bucket above those of the samples, also when merged from parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.9, 0.99, 1),
        (samples, share) => {
          const parts = [createHistogram(), createHistogram()];
          samples.forEach((ms, index) => {
            const part = parts[index % 2];
            if (part !== undefined) note(part, ms);
          });
          const whole = createHistogram();
          for (const part of parts) merge(whole, JSON.parse(JSON.stringify(part)));
          const sorted = [...samples].sort((a, b) => a - b);
          const exact = sorted[Math.max(0, Math.ceil(samples.length * share) - 1)] ?? 0;
          const found = quantileMs(whole, share);
          expect(found).toBeGreaterThanOrEqual(exact * 0.999);
          expect(found).toBeLessThanOrEqual(exact * 1.08);
        },
      ),
    );
  });

  test('has no quantile without samples', () => {
    expect(quantileMs(createHistogram(), 0.5)).toBeNaN();
  });
});

describe('the plan', () => {
  test('deals every station out once and shares the rate', () => {
    const parts = planWarehouse({ stations: 7, handhelds: 3, portals: 2, rate: 240, processes: 5 });
    expect(parts).toHaveLength(5);
    const all = parts.flat();
    expect(new Set(all.map(({ station }) => station)).size).toBe(12);
    expect(all.filter(({ kind }) => kind === 'portal')).toHaveLength(2);
    expect(all.map(({ rate }) => rate)).toEqual(Array(12).fill(20));
  });

  test('never makes a process without stations', () => {
    expect(planWarehouse({ stations: 2, handhelds: 0, portals: 0, rate: null, processes: 8 })).toHaveLength(
      2,
    );
  });
});

describe('what happens in the warehouse', () => {
  test.each(['station', 'portal'] as const)('makes facts at a %s that a gateway takes', (kind) => {
    const at = '2026-11-22T06:00:00.000Z';
    const drafts = happening({ station: 'SIM-S001', kind }, 3, 10, at);
    expect(drafts).toHaveLength(factsPerHappening[kind]);
    for (const draft of drafts) {
      const owner = { v: 1 as const, site: 'SIM' as SiteId, station: 'S1' as StationId };
      expect(knownFact(seal(genesis, { ...owner, at, operator: null, ...draft }))?.type).toBe(draft.type);
    }
  });

  test('tells by the lot how long ago it was, and takes no other lot for a time', () => {
    const [, pick] = happening({ station: 'SIM-S001', kind: 'station' }, 1, 1, '2026-11-22T06:00:00.000Z');
    const lot = pick?.type === 'pick.confirmed' ? pick.data.lot : undefined;
    expect(ageOfLotMs(lot)).toBeGreaterThanOrEqual(0);
    expect(ageOfLotMs(lot)).toBeLessThan(10_000);
    for (const other of ['L7', 't', 42, undefined]) expect(ageOfLotMs(other)).toBeNull();
  });
});
