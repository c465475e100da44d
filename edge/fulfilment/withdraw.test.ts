import { describe, expect, test } from 'vitest';
import { buildSscc } from '../../protocols/gs1/sscc.ts';
import type { ParcelDocument } from '../../protocols/wire/floor.ts';
import { siteRules } from '../../protocols/wire/work/site-rules.ts';
import { PickStation, stop, task } from './pick/testing-walk.ts';
import { screenOf } from './screen.ts';
import { eachOf, milk, order, TestStation, tea } from './testing-station.ts';
import { unknownFloor } from './work-view.ts';

const t = eachOf(tea);

function shown(at: TestStation) {
  return screenOf(at.state, at.work, {
    ...{ revision: 1, site: 'north', station: 'pack-1', queue: { total: 0, next: [] }, devices: [] },
    link: { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null },
  });
}

/** Scans UNDO, and looks that the question is all that goes: before, the list of what can be undone says so. */
function withdraws(at: TestStation, what: string): void {
  const { activity } = at.state;
  const before = shown(at);
  expect(before.undo[0]).toContain(what);
  expect(before.actions.map(({ code }) => code)).toContain('PP:UNDO');
  const { reply, facts } = at.scan('PP:UNDO');
  expect([reply.verdict, reply.tone]).toEqual(['question_withdrawn', 'ok']);
  expect(reply.message).toContain(what);
  expect(facts.map(({ type }) => type)).toEqual(['scan.recorded']);
  expect(shown(at).undo).toEqual(before.undo.slice(1));
  expect(at.state.activity?.kind).toBe(activity?.kind);
}

function people(at: TestStation): void {
  const pin = { iterations: 10_000, salt: 'A'.repeat(22), hash: 'A'.repeat(43) };
  at.people.set('Ben', { badge: 'Ben', name: 'Ben', role: 'operator', pin });
  at.people.set('Boss', { badge: 'Boss', name: 'Boss', role: 'supervisor' });
  at.pins.set('Ben', '1').set('Boss', '2');
}

describe('PP:UNDO while something is asked takes the question back, not what was done before', () => {
  test('while a supervisor is asked to agree to a short on a walk', () => {
    const at = new PickStation({ pick: { confirm: 'item', short: { approval: true } } });
    people(at);
    at.release(order('SO-1', [tea, 2]));
    at.give(task('W1-1', 'order', [stop('L-A1', tea, [['SO-1', 1, 2]])]));
    at.verdicts('PP:BADGE:Ben', 'W1-1', 'T-1', t, 'PP:SHORT:STOCK_OUT');
    withdraws(at, 'supervisor');
    expect(at.facts('pick.undone')).toEqual([]);
    expect(at.verdicts('PP:BADGE:Boss')).toEqual(['operator_signed_in']);
    expect(at.facts('pick.shorted')).toEqual([]);
    expect(at.verdicts('PP:UNDO')).toEqual(['item_undone']);
  });

  test('while a supervisor is asked for a substitute, and for their PIN', () => {
    const at = new TestStation();
    people(at);
    at.products = [{ ...tea, substitutes: ['MILK'] }, milk];
    at.rules = siteRules.parse({
      pick: { substitution: { item: 'approve' } },
      people: { pin: 'supervisors' },
    });
    at.release(order('SO-1', [tea, 3]));
    at.verdicts('PP:BADGE:Ben', 'SO-1', t, eachOf(milk), 'PP:BADGE:Boss');
    expect(at.state.last?.verdict).toBe('pin_asked');
    withdraws(at, 'supervisor');
    expect(at.facts('item.undone')).toEqual([]);
    expect(at.picked(1)).toBe(1);
  });

  test('while a supervisor is asked to override', () => {
    const at = new TestStation();
    people(at);
    at.equipment = { printer: false, scale: true, tagReader: false };
    at.rules = siteRules.parse({ pack: { weight: 'require' } });
    at.release(order('SO-1', [tea, 1]));
    at.verdicts('PP:BADGE:Ben', 'SO-1', t, 'PP:OVERRIDE:checked by hand');
    withdraws(at, 'supervisor');
    expect(at.session?.open.stage).toBe('checking');
    expect(at.facts('item.undone')).toEqual([]);
  });

  test('while the label of the parcel to reopen is asked for', () => {
    const at = new TestStation().release(order('SO-1', [tea, 3]));
    at.verdicts('SO-1', t, 'PP:SEAL', t, 'PP:SEAL', 'PP:REOPEN');
    withdraws(at, 'reopening');
    expect(at.session?.sealed).toHaveLength(2);
  });

  test('while the parcel to unload, or to put aside, is asked for', () => {
    const parcel = (sscc: string, number: string): ParcelDocument => ({
      ...{ sscc, order: number, parcel: 1, station: 'pack-2' as ParcelDocument['station'] },
      ...{ status: 'sealed', items: [{ line: 1, sku: 'TEA', units: 1 }] },
    });
    const good = parcel(buildSscc(3, '9521234', 1) ?? '', 'SO-1');
    const bad = { ...parcel(buildSscc(3, '9521234', 2) ?? '', 'SO-2'), stop: 'cancelled' };
    const at = new TestStation();
    at.rules = siteRules.parse({ ship: { by: 'load', carriers: [{ carrier: 'DHL', name: 'DHL' }] } });
    at.floor = { ...unknownFloor, parcel: (one) => [good, bad].find(({ sscc }) => sscc === one) };
    at.verdicts('PP:LOAD:DHL', `00${good.sscc}`, 'PP:UNLOAD');
    withdraws(at, 'unloading');
    expect(at.verdicts(`00${bad.sscc}`)).toEqual(['refused_parcel_stopped']);
    withdraws(at, bad.sscc);
    expect(at.facts('parcel.unloaded')).toEqual([]);
    expect(at.verdicts('PP:UNDO')).toEqual(['parcel_unloaded']);
  });

  test('while a customer is asked to sign; what else was done of a service is not undone', () => {
    const at = new TestStation().release({ ...order('SV-1', [tea, 1]), kind: 'service' });
    at.verdicts('SV-1', 'PP:START', 'PP:COMPLETE');
    withdraws(at, 'signature');
    expect(shown(at).wants.signature).toBeUndefined();
    expect(at.verdicts('PP:UNDO', 'PP:COMPLETE')).toEqual(['refused_nothing_to_undo', 'signature_asked']);
  });

  test('while a return or a count was asked for and nothing is named yet', () => {
    const at = new TestStation();
    expect(at.verdicts('PP:RETURN', 'PP:UNDO', 'PP:COUNT', 'PP:UNDO')).toEqual([
      ...['return_started', 'return_undone', 'count_started', 'count_undone'],
    ]);
    expect(at.log.every(({ type }) => type === 'scan.recorded')).toBe(true);
  });

  test('while the PIN of who signs in is asked for, also where nothing may be done before', () => {
    const at = new TestStation();
    people(at);
    at.rules = siteRules.parse({ people: { pin: 'everybody', signIn: 'required' } });
    at.scan('PP:BADGE:Ben');
    withdraws(at, 'PIN');
    expect(shown(at).prompt).toBe('Scan your badge');
    expect(at.verdicts('PP:UNDO', 'PP:PIN:1')).toEqual(['refused_sign_in_first', 'refused_sign_in_first']);
    expect(at.state.operator).toBeNull();
  });

  test('while a door waits for its load', () => {
    const at = new TestStation();
    at.rules = siteRules.parse({ ship: { by: 'load', carriers: [{ carrier: 'DHL', name: 'DHL' }] } });
    at.scan('D-1');
    withdraws(at, 'D-1');
    at.scan('PP:LOAD:DHL');
    expect(at.facts('load.opened')[0]).not.toHaveProperty('door');
  });
});
