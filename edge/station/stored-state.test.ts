import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { siteRules } from '../../protocols/wire/work/site-rules.ts';
import { m, single, t } from '../fulfilment/pick/testing-orders.ts';
import { initialState, type StationState } from '../fulfilment/state.ts';
import { eachOf, milk, order, TestStation, tea } from '../fulfilment/testing-station.ts';
import type { KeptState } from './commit.ts';
import { stateToStore, storedState, unitsAgain } from './stored-state.ts';

/** What a log keeps of the states of a station, and what a program that starts makes of it. */
class Kept {
  private state: string | null = null;
  memory: string | null = null;
  private before = initialState;

  store(state: StationState): KeptState {
    const changed = stateToStore(state, this.before, this);
    this.state = changed.state ?? this.state;
    this.memory = changed.memory ?? this.memory;
    this.before = state;
    return changed;
  }

  restart(at: TestStation): StationState {
    const facts = at.log.map((draft, index) => JSON.stringify({ ...draft, seq: index + 1 }));
    return unitsAgain(storedState({ state: this.state, memory: this.memory }), facts, at.work);
  }
}

function byLoad(): TestStation {
  const at = new TestStation();
  at.rules = siteRules.parse({ ship: { by: 'load', carriers: [{ carrier: 'DHL', name: 'DHL' }] } });
  for (const number of ['SO-1', 'SO-2']) at.release(order(number, [tea, 2], [milk, 1]));
  return at;
}

describe('the state of a station that starts again', () => {
  test('is the one that it had, with what was done of open orders out of the facts', () => {
    const codes = [
      'SO-1',
      'SO-2',
      t,
      t,
      m,
      'PP:UNDO',
      'PP:NEW_PARCEL',
      'PP:GIVE_BACK',
      'PP:LOAD:DHL',
      'nonsense',
    ];
    const more = ['seal', 'PP:CLOSE_LOAD', 'T-9'];
    let remembered = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...codes, ...more), { maxLength: 25 }), (scans) => {
        const at = byLoad();
        const kept = new Kept();
        at.online = false;
        for (const raw of scans) {
          const sealed = at.facts('parcel.sealed').at(-1)?.sscc;
          at.scan(raw === 'seal' ? `00${sealed}` : raw);
          kept.store(at.state);
          expect(kept.restart(at)).toEqual(at.state);
        }
        remembered += at.state.own.length;
      }),
      { numRuns: 200 },
    );
    expect(remembered).toBeGreaterThan(100);
  });

  test('knows what was picked on a walk that was given back without the network', () => {
    const at = single();
    const kept = new Kept();
    at.online = false;
    at.verdicts('W1-1', 'T-1', t, t, 'PP:GIVE_BACK');
    kept.store(at.state);
    at.state = kept.restart(at);
    at.verdicts('W1-1');
    expect(at.walk?.stops.flatMap(({ parts }) => parts.map(({ units, done }) => units - done))).toEqual([
      1, 1,
    ]);
  });

  test('is read as an earlier version wrote it, in one piece', () => {
    const at = byLoad();
    at.verdicts('SO-1', t);
    const one = storedState({ state: JSON.stringify(at.state), memory: null });
    expect({ ...one, own: at.state.own }).toEqual(at.state);
    expect(stateToStore({ ...one, door: 'D1' }, one, { memory: null })).toHaveProperty('memory');
  });

  test('is refused by a version that does not know it', () => {
    const state = JSON.stringify({ ...initialState, v: 3 });
    expect(() => storedState({ state, memory: null })).toThrow('newer version');
  });
});

test('what may be long is written when it changes, and not with every scan', () => {
  const at = byLoad();
  const kept = new Kept();
  const written = (raw: string) => {
    at.scan(raw);
    return 'memory' in kept.store(at.state);
  };
  expect(written('SO-1')).toBe(true);
  expect([t, t].map(written)).toEqual([false, false]);
  expect(written(eachOf(milk))).toBe(true);
  expect(at.state.parcels.sealed).toHaveLength(1);
  const left = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(18, '0'));
  at.state = { ...at.state, parcels: { ...at.state.parcels, left } };
  kept.store(at.state);
  expect(written('SO-2')).toBe(false);
  expect(kept.store({ ...at.state, door: 'D2' }).state?.length).toBeLessThan(10_000);
});
