import { describe, expect, test } from 'vitest';
import { factData } from '../../protocols/wire/fact.ts';
import type { ProgressDocument } from '../../protocols/wire/floor.ts';
import { siteRules } from '../../protocols/wire/work/site-rules.ts';
import { screenOf } from './screen.ts';
import { caseOf, eachOf, order, TestStation, tea } from './testing-station.ts';
import { unknownFloor } from './work-view.ts';

const t = eachOf(tea);

function offered(at: TestStation): string[] {
  const { actions } = screenOf(at.state, at.work, {
    ...{ revision: 1, site: 'north', station: 'pack-1', queue: { total: 0, next: [] }, devices: [] },
    link: { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null },
  });
  return actions.map(({ code }) => code);
}

/** By its button, and what was recorded beside the scan. */
function leaves(at: TestStation): { readonly told: string; readonly recorded: readonly string[] } {
  expect(offered(at)).toContain('PP:GIVE_BACK');
  const { reply, facts } = at.scan('PP:GIVE_BACK');
  expect([reply.verdict, reply.tone]).toEqual(['work_given_back', 'ok']);
  expect(at.state.activity).toBeNull();
  for (const { type, data } of facts) factData[type].parse(data);
  return { told: reply.message, recorded: facts.slice(1).map(({ type }) => type) };
}

function stays(at: TestStation, verdict: string): void {
  expect(offered(at)).not.toContain('PP:GIVE_BACK');
  expect(at.verdicts('PP:GIVE_BACK')).toEqual([verdict]);
  expect(at.state.activity).not.toBeNull();
}

describe('PP:GIVE_BACK is a way out of work of which nothing was done', () => {
  test('of an order, which is no more in hand, so that its claim is given back', () => {
    const at = new TestStation().release(order('SO-1', [tea, 2]));
    at.scan('SO-1');
    expect(leaves(at)).toMatchObject({ told: expect.stringContaining('SO-1 is given back'), recorded: [] });
    at.verdicts('SO-1', t);
    stays(at, 'refused_order_open');
    at.scan('PP:UNDO');
    leaves(at);
  });

  test('of an order that is stopped, which waits for its release', () => {
    const at = new TestStation().release(order('SO-1', [tea, 2]));
    at.verdicts('SO-1', t);
    at.release({ ...order('SO-1', [tea, 2]), status: 'on_hold', holdReason: 'credit' });
    expect(leaves(at).told).toContain('laid aside');
    at.release(order('SO-1', [tea, 2]));
    expect(at.verdicts('SO-1', t)).toEqual(['order_opened', 'parcel_sealed']);
  });

  test('of a load, empty or not: it stays open, and is taken up by its carrier', () => {
    const at = new TestStation();
    at.rules = siteRules.parse({ ship: { by: 'load', carriers: [{ carrier: 'DHL', name: 'DHL' }] } });
    at.scan('PP:LOAD:DHL');
    expect(leaves(at)).toMatchObject({ told: expect.stringContaining('with 0 parcels'), recorded: [] });
    at.scan('PP:LOAD:DHL');
    expect(at.facts('load.opened')).toHaveLength(1);
  });

  test('of a return, which ends for the office, too', () => {
    const at = new TestStation().release(order('SO-1', [tea, 2]));
    const line = { line: 1, picked: 2, packed: 2, shipped: 2, shorted: 0 };
    const progress: ProgressDocument = {
      ...{ order: 'SO-1', stations: [], lines: [line], serials: [], nextParcel: 2 },
    };
    at.floor = { ...unknownFloor, progress: () => progress };
    at.verdicts('PP:RETURN:SO-1', 'PP:CONDITION:as_new', t);
    stays(at, 'refused_order_open');
    at.scan('PP:UNDO');
    expect(leaves(at)).toMatchObject({
      told: expect.stringContaining('nothing was received'),
      recorded: ['return.closed'],
    });
  });

  test('of a count, which still waits to be done: it is no empty location', () => {
    const at = new TestStation();
    at.locations.set('L-A', { location: 'L-A', walk: 1, contents: [{ sku: 'TEA', units: 4 }] });
    at.verdicts('PP:COUNT:L-A', caseOf(tea));
    stays(at, 'refused_count_open');
    at.scan('PP:UNDO');
    expect(leaves(at)).toMatchObject({ told: expect.stringContaining('nothing was counted'), recorded: [] });
    expect(at.facts('count.closed')).toEqual([]);
  });

  test('of a service that has not begun', () => {
    const at = new TestStation().release({ ...order('SV-1', [tea, 1]), kind: 'service' });
    at.verdicts('SV-1', 'PP:START');
    stays(at, 'refused_order_open');
    at.scan('PP:STOP');
    expect(leaves(at).recorded).toEqual([]);
  });

  test('of nothing, where nothing is in hand', () => {
    expect(new TestStation().verdicts('PP:GIVE_BACK')).toEqual(['refused_no_order_open']);
  });
});
