import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factData } from '../../../protocols/wire/fact.ts';
import type { PersonDocument } from '../../../protocols/wire/work/person-document.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { screenOf } from '../screen.ts';
import type { StationState } from '../state.ts';
import { eachOf, milk, order, TestStation, tea } from '../testing-station.ts';
import { hexWithoutPin } from './pin-mask.ts';

const pin = { iterations: 10_000, salt: 'A'.repeat(22), hash: 'A'.repeat(43) };
const anna: PersonDocument = { badge: 'E1', name: 'Anna', role: 'supervisor', language: 'de', pin };
const ben: PersonDocument = { badge: 'E2', name: 'Ben', role: 'operator', pin };
const cleo: PersonDocument = { badge: 'E3', name: 'Cleo', role: 'operator' };

function station(people: Record<string, unknown> = {}): TestStation {
  const at = new TestStation().release(order('SO-1', [tea, 3], [milk, 1]));
  at.rules = siteRules.parse({ people });
  for (const person of [anna, ben, cleo]) at.people.set(person.badge, person);
  at.pins.set('E1', '4711').set('E2', '0815');
  return at;
}

function screen({ state, work }: TestStation) {
  const around = { revision: 1, site: 'HAM', station: 'S1', queue: { total: 0, next: [] }, devices: [] };
  const link = { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null };
  return screenOf(state, work, { ...around, link });
}

describe('signing in', () => {
  test('a badge alone is enough where the site asks for no PIN, and a known person is greeted in their language', () => {
    const at = station();
    expect(at.scan('PP:BADGE:E1').reply.message).toBe('Hallo Anna.');
    expect(at.facts('operator.signed_in')).toEqual([{ operator: 'E1', role: 'supervisor', by: 'badge' }]);
    expect(at.state.person).toEqual({ role: 'supervisor', language: 'de' });
  });

  test('only supervisors enter a PIN where the rule says so', () => {
    const at = station({ pin: 'supervisors' });
    expect(at.verdicts('PP:BADGE:E2', 'PP:BADGE:E1')).toEqual(['operator_signed_in', 'pin_asked']);
    expect(at.state.operator).toBeNull();
    expect(screen(at)).toMatchObject({ prompt: 'Enter the PIN of Anna', wants: { pin: true } });
    expect(at.verdicts('PP:PIN:4711')).toEqual(['operator_signed_in']);
    expect(at.facts('operator.signed_in').at(-1)).toMatchObject({ operator: 'E1', by: 'badge_and_pin' });
    expect(at.facts('operator.signed_out')).toEqual([{ operator: 'E2', reason: 'other_operator' }]);
  });

  test('three wrong PINs, and the badge is needed again', () => {
    const at = station({ pin: 'everybody' });
    expect(at.verdicts('PP:BADGE:E1', 'PP:PIN:1', 'PP:PIN:2', 'PP:PIN:3', 'PP:PIN:4711')).toEqual([
      'pin_asked',
      'refused_pin_wrong',
      'refused_pin_wrong',
      'refused_pin_wrong',
      'refused_sign_in_first',
    ]);
    expect(at.facts('operator.refused').map(({ operator }) => operator)).toEqual(['E1', 'E1', 'E1']);
    expect(at.verdicts('PP:BADGE:E1', 'PP:PIN:4711')).toEqual(['pin_asked', 'operator_signed_in']);
  });

  test("somebody else's PIN does not help, and a person without a PIN is told so", () => {
    const at = station({ pin: 'everybody' });
    expect(at.verdicts('PP:BADGE:E1', 'PP:PIN:0815', 'PP:BADGE:E3', 'PP:BADGE:E9')).toEqual([
      'pin_asked',
      'refused_pin_wrong',
      'refused_pin_wrong',
      'refused_pin_wrong',
    ]);
    expect(at.state.last?.message).toContain('has none');
    expect(at.state.operator).toBeNull();
  });

  test('a badge that is not in the list is refused where only known ones count', () => {
    const at = station({ badges: 'known' });
    expect(at.verdicts('PP:BADGE:E9', 'PP:BADGE:E2')).toEqual([
      'refused_badge_unknown',
      'operator_signed_in',
    ]);
    expect(at.facts('operator.refused')).toEqual([{ operator: 'E9', reason: 'badge unknown' }]);
  });

  test('a weight seals no parcel of nobody: it counts once somebody is signed in again', () => {
    const at = station();
    const pack = { weight: 'require' } as const;
    at.rules = siteRules.parse({ people: { signIn: 'required', idleMinutes: 10 }, pack });
    at.equipment = { ...at.equipment, scale: true };
    const item = eachOf(tea);
    at.verdicts('PP:BADGE:E2', 'SO-1', item, item, item, eachOf(milk));
    at.sense({ kind: 'idle', minutes: 10 });
    const weight = { kind: 'weight', device: 'scale', grams: 900 } as const;
    expect(at.sense(weight)).toMatchObject({ reply: null, facts: [] });
    expect(at.facts('parcel.sealed')).toEqual([]);
    at.scan('PP:BADGE:E2');
    expect(at.sense(weight).reply?.verdict).toBe('parcel_sealed');
  });

  test('whoever signs out or is idle for too long confirms nothing any more', () => {
    const at = station({ signIn: 'required', idleMinutes: 10 });
    at.verdicts('PP:BADGE:E2', 'SO-1', eachOf(tea));
    expect(at.sense({ kind: 'idle', minutes: 9 }).facts).toEqual([]);
    expect(at.sense({ kind: 'idle', minutes: 10 }).reply?.verdict).toBe('operator_signed_out');
    expect(at.sense({ kind: 'idle', minutes: 11 }).reply).toBeNull();
    const before = at.log.length;
    expect(at.verdicts(eachOf(tea), 'PP:UNDO', 'SO-1')).toEqual([
      'refused_sign_in_first',
      'refused_sign_in_first',
      'refused_sign_in_first',
    ]);
    expect(at.log.slice(before).map(({ type }) => type)).toEqual(Array(3).fill('scan.recorded'));
    expect(screen(at).prompt).toBe('Scan your badge');
    expect(at.verdicts('PP:BADGE:E3', 'PP:SIGN_OUT:SHIFT_END', 'PP:SIGN_OUT')).toEqual([
      'operator_signed_in',
      'operator_signed_out',
      'refused_sign_in_first',
    ]);
    expect(at.facts('operator.signed_out').map(({ reason }) => reason)).toEqual(['idle', 'shift_end']);
  });

  test('the work in hand stays when another person goes on with it', () => {
    const at = station({ signIn: 'required' });
    at.verdicts('PP:BADGE:E2', 'SO-1', eachOf(tea), 'PP:BADGE:E3');
    expect(at.state.operator).toBe('E3');
    expect(at.verdicts(eachOf(tea))).toEqual(['item_confirmed']);
    expect(at.picked(1)).toBe(2);
    expect(at.facts('order.started')).toHaveLength(1);
  });

  test('the code of a table binds its equipment, once', () => {
    const at = station({ signIn: 'required' });
    expect(at.verdicts('PP:STATION:table-2', 'PP:STATION:table-2', 'PP:STATION:')).toEqual([
      'station_bound',
      'station_bound',
      'refused_unknown_station_code',
    ]);
    expect([at.state.profile, at.facts('station.bound')]).toEqual(['table-2', [{ profile: 'table-2' }]]);
  });
});

describe('a PIN', () => {
  const readings = [
    'PP:PIN:4711',
    ']C0PP:PIN:4711',
    'pp:pin:4711',
    'PP:PIN4711',
    ']C1PP:PIN:4711',
    'xPP:PIN:\n4711',
  ];

  test.each(readings)('is in no fact, no state and nothing that is shown: %j', (raw) => {
    const at = station({ pin: 'everybody' });
    at.bounceMs = 200;
    at.scan('PP:BADGE:E1');
    at.scan(raw);
    at.scan(raw);
    expect(JSON.stringify([at.log, at.state])).not.toContain('4711');
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('is not in the bytes of a reading that broke off', () => {
    const hex = Buffer.from('x\x00PP:PIN:4711').toString('hex');
    expect(hexWithoutPin(hex)).toBe(Buffer.from('x\x00PP:PIN').toString('hex'));
    expect(hexWithoutPin('0050503a')).toBe('0050503a');
  });
});

test('any sequence of badges, PINs and scans: nothing is confirmed by nobody, and who works is in the facts', () => {
  const codes = ['PP:BADGE:E1', 'PP:BADGE:E2', 'PP:BADGE:E9', 'PP:PIN:4711', 'PP:PIN:0815', 'PP:PIN:x'];
  const raws = fc.constantFrom(...codes, 'PP:SIGN_OUT', 'SO-1', eachOf(tea), 'PP:UNDO', 'idle');
  const rules = fc.record({
    badges: fc.constantFrom('any', 'known'),
    pin: fc.constantFrom('nobody', 'supervisors', 'everybody'),
  });
  fc.assert(
    fc.property(rules, fc.array(raws, { maxLength: 40 }), (people, sequence) => {
      const at = station({ ...people, signIn: 'required', idleMinutes: 1 });
      let operator: string | null = null;
      for (const raw of sequence) {
        const before = at.log.length;
        if (raw === 'idle') at.sense({ kind: 'idle', minutes: 1 });
        else at.scan(raw);
        for (const fact of at.log.slice(before)) {
          factData[fact.type].parse(fact.data);
          if (fact.type === 'operator.signed_in') operator = fact.data.operator;
          if (fact.type === 'operator.signed_out') operator = null;
          if (fact.type === 'pick.confirmed' || fact.type === 'order.started')
            expect(operator).not.toBeNull();
        }
        expect(at.state.operator).toBe(operator);
        if (at.state.signing !== null) expect(at.state.signing.wrong).toBeLessThan(3);
        const restored = JSON.parse(JSON.stringify(at.state)) as StationState;
        expect(restored).toEqual(at.state);
      }
    }),
  );
});
