import { describe, expect, test } from 'vitest';
import { parseSscc } from '../../protocols/gs1/sscc.ts';
import { caseOf, eachOf, milk, order, salt, TestStation, tea } from './testing-station.ts';

const t = eachOf(tea);
const m = eachOf(milk);

function station(
  ...lines: Parameters<typeof order> extends [string, ...infer Lines] ? Lines : never
): TestStation {
  return new TestStation().release(order('SO-1', ...lines));
}

describe('an order from pick sheet to dispatch', () => {
  test('each item is picked and packed, the last one seals, the label dispatches', () => {
    const at = station([tea, 1], [milk, 2]);
    expect(at.verdicts('SO-1', t, m, m)).toEqual([
      'order_opened',
      'item_confirmed',
      'item_confirmed',
      'parcel_sealed',
    ]);
    const [sealed] = at.facts('parcel.sealed');
    expect(parseSscc(sealed?.sscc ?? '')).not.toBeNull();
    expect(sealed?.items).toEqual([
      { line: 1, sku: 'TEA', units: 1 },
      { line: 2, sku: 'MILK', units: 2 },
    ]);
    expect(at.verdicts(`00${sealed?.sscc}`)).toEqual(['shipment_dispatched']);
    expect(at.facts('shipment.dispatched')).toEqual([
      { order: 'SO-1', shipment: 'SO-1/1', parcels: [sealed?.sscc], lines: sealed?.items, scanSeq: 13 },
    ]);
    expect(at.log.map(({ type }) => type)).toEqual([
      ...['scan.recorded', 'order.started'],
      ...['scan.recorded', 'pick.confirmed', 'pack.confirmed'],
      ...['scan.recorded', 'pick.confirmed', 'pack.confirmed'],
      ...['scan.recorded', 'pick.confirmed', 'pack.confirmed', 'parcel.sealed'],
      ...['scan.recorded', 'shipment.dispatched'],
    ]);
    expect(at.verdicts('SO-1')).toEqual(['refused_order_done']);
  });

  test('facts name the seq of the scan that proves them', () => {
    const at = station([tea, 2]);
    at.verdicts('SO-1', t);
    expect(at.log[2]?.type).toBe('scan.recorded');
    expect(at.facts('pick.confirmed')[0]?.scanSeq).toBe(3);
    expect(at.facts('pack.confirmed')[0]?.scanSeq).toBe(3);
    at.verdicts('PP:UNDO');
    expect(at.facts('item.undone')[0]).toMatchObject({ pickSeq: 4, packSeq: 5, units: 1, parcel: 1 });
  });

  test('a parcel closed early is followed by another, and all labels are needed', () => {
    const at = station([tea, 2]);
    at.verdicts('SO-1', t, 'PP:SEAL', t);
    const [first, second] = at.facts('parcel.sealed').map(({ sscc }) => `00${sscc}`);
    expect(at.facts('parcel.sealed').map(({ parcel }) => parcel)).toEqual([1, 2]);
    expect(at.verdicts(first ?? '', first ?? '', second ?? '')).toEqual([
      'parcel_checked',
      'parcel_checked',
      'shipment_dispatched',
    ]);
    expect(at.facts('shipment.dispatched')[0]?.lines).toEqual([{ line: 1, sku: 'TEA', units: 2 }]);
  });

  test('a label before the order is complete dispatches nothing', () => {
    const at = station([tea, 2]);
    at.verdicts('SO-1', t, 'PP:SEAL');
    expect(at.verdicts(`00${at.facts('parcel.sealed')[0]?.sscc}`)).toEqual(['refused_order_incomplete']);
  });

  test('a short order goes with what is packed', () => {
    const at = station([tea, 3], [milk, 1]);
    expect(at.verdicts('SO-1', 'PP:SHORT', t, 'PP:SHORT:DAMAGED')).toEqual([
      'order_opened',
      'refused_nothing_packed',
      'item_confirmed',
      'line_shorted',
    ]);
    expect(at.facts('pick.shorted')).toEqual([
      { order: 'SO-1', line: 1, sku: 'TEA', units: 2, reason: 'damaged' },
      { order: 'SO-1', line: 2, sku: 'MILK', units: 1, reason: 'damaged' },
    ]);
    expect(at.verdicts(`00${at.facts('parcel.sealed')[0]?.sscc}`)).toEqual(['shipment_dispatched']);
    expect(at.facts('shipment.dispatched')[0]?.lines).toEqual([{ line: 1, sku: 'TEA', units: 1 }]);
  });

  test('one case may complete two lines of the same product', () => {
    const at = station([tea, 2], [tea, 4], [milk, 1]);
    expect(at.verdicts('SO-1', caseOf(tea))).toEqual(['order_opened', 'item_confirmed']);
    expect(at.facts('pick.confirmed').map(({ line, units }) => [line, units])).toEqual([
      [1, 2],
      [2, 4],
    ]);
    at.scan('PP:UNDO');
    expect([at.picked(1), at.picked(2)]).toEqual([0, 0]);
    expect(at.facts('item.undone').map(({ pickSeq, packSeq }) => [pickSeq, packSeq])).toEqual([
      [4, 5],
      [6, 7],
    ]);
  });

  test('a badge signs in and is a fact once', () => {
    const at = station([tea, 1]);
    expect(at.verdicts('PP:BADGE:Anna', 'PP:BADGE:Anna', 'PP:BADGE:', 'PP:DANCE')).toEqual([
      'operator_signed_in',
      'operator_signed_in',
      'refused_unknown_command',
      'refused_unknown_command',
    ]);
    expect(at.state.operator).toBe('Anna');
    expect(at.facts('operator.signed_in')).toEqual([{ operator: 'Anna' }]);
  });
});

describe('orders', () => {
  test('a hold that arrives meanwhile refuses at the next scan, and its release lets it go on', () => {
    const at = station([tea, 2]).release(order('SO-2', [milk, 1]));
    at.verdicts('SO-1', t);
    at.release({ ...order('SO-1', [tea, 2]), status: 'on_hold', holdReason: 'credit limit' });
    const refused = at.scan(t).reply;
    expect(refused.verdict).toBe('refused_order_on_hold');
    expect(refused.message).toContain('credit limit');
    expect(at.picked(1)).toBe(1);

    expect(at.verdicts('SO-2', m, 'SO-1')).toEqual(['order_opened', 'parcel_sealed', 'refused_order_open']);
    at.verdicts(`00${at.facts('parcel.sealed')[0]?.sscc}`);
    expect(at.verdicts('SO-1')).toEqual(['refused_order_on_hold']);
    at.release(order('SO-1', [tea, 2]));
    expect(at.verdicts('SO-1', t)).toEqual(['order_opened', 'parcel_sealed']);
    expect(at.facts('order.started').map((fact) => fact.order)).toEqual(['SO-1', 'SO-2']);
    expect(at.facts('parcel.sealed')[1]?.items).toEqual([{ line: 1, sku: 'TEA', units: 2 }]);
  });

  test('the session keeps the order as it was when it was started', () => {
    const at = station([tea, 2]);
    at.verdicts('SO-1', t);
    at.release(order('SO-1', [tea, 50]));
    expect(at.verdicts(t)).toEqual(['parcel_sealed']);
    expect(at.facts('order.started')).toEqual([{ order: 'SO-1', version: 1 }]);
  });

  test('an untouched order is left by scanning another, a touched one is not', () => {
    const at = station([tea, 2]).release(order('SO-2', [milk, 2]));
    expect(at.verdicts('SO-1', 'SO-2', m, 'SO-1', 'PP:UNDO', 'SO-1')).toEqual([
      'order_opened',
      'order_opened',
      'item_confirmed',
      'refused_order_open',
      'item_undone',
      'order_opened',
    ]);
  });

  test('digits with a wrong check digit are refused as such, unless they are an order known here', () => {
    const at = station([tea, 1]).release(order('4006381333932', [tea, 1]));
    expect(at.verdicts('4006381333933', '4006381333932')).toEqual(['refused_check_digit', 'order_opened']);
  });
});

describe('parcel numbers', () => {
  test('a range used up is refused, nothing packed is lost, and a new range goes on', () => {
    const at = station([tea, 2], [milk, 1]);
    at.range = { extensionDigit: 0, firstSerial: 5, lastSerial: 5 };
    at.verdicts('SO-1', t, 'PP:SEAL', t);
    const before = at.session;
    const refused = at.scan(m);
    expect(refused.reply.verdict).toBe('refused_cannot_seal');
    expect(refused.facts.map(({ type }) => type)).toEqual(['scan.recorded']);
    expect(at.verdicts('PP:SEAL', 'PP:SHORT')).toEqual(['refused_cannot_seal', 'refused_cannot_seal']);
    expect(at.session).toEqual(before);
    at.range = { extensionDigit: 0, firstSerial: 10, lastSerial: 20 };
    expect(at.verdicts(m)).toEqual(['parcel_sealed']);
    expect(at.facts('parcel.sealed')[1]?.sscc.slice(8, 17)).toBe('000000010');
  });

  test('a station without the settings of its site says so', () => {
    const at = station([tea, 1]);
    at.hasSite = false;
    expect(at.verdicts('SO-1', t)).toEqual(['order_opened', 'refused_cannot_seal']);
    at.hasSite = true;
    expect(at.verdicts(t)).toEqual(['parcel_sealed']);
  });

  test('an order never has more parcels than a dispatch can name', () => {
    const at = station([salt, 600]);
    at.scan('SO-1');
    for (let parcel = 1; parcel < 500; parcel++) at.verdicts(eachOf(salt), 'PP:SEAL');
    expect(at.verdicts(eachOf(salt), 'PP:SHORT')).toEqual(['item_confirmed', 'line_shorted']);
    expect(at.session?.sealed).toHaveLength(500);

    const full = station([salt, 600]);
    full.scan('SO-1');
    for (let parcel = 1; parcel < 500; parcel++) full.verdicts(eachOf(salt), 'PP:SEAL');
    expect(full.verdicts(eachOf(salt), 'PP:SEAL', eachOf(salt), 'PP:SHORT')).toEqual([
      'item_confirmed',
      'refused_cannot_seal',
      'item_confirmed',
      'line_shorted',
    ]);
  });
});
