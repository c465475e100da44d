import { describe, expect, test } from 'vitest';
import { buildSscc } from '../../protocols/gs1/sscc.ts';
import { caseOf, eachOf, milk, order, salt, TestStation, tea } from './testing-station.ts';

const t = eachOf(tea);
const m = eachOf(milk);
const GS = '\x1d';

function station(
  ...lines: Parameters<typeof order> extends [string, ...infer Lines] ? Lines : never
): TestStation {
  const at = new TestStation().release(order('SO-1', ...lines));
  at.scan('SO-1');
  return at;
}

/** What users of other systems complain about, each as a promise of this one. */
describe('complaints of the floor', () => {
  test('1: ten fast scans of the same item count as ten', () => {
    const at = station([tea, 10], [milk, 1]);
    for (let scan = 0; scan < 10; scan++) at.scan(t);
    expect(at.picked(1)).toBe(10);
    expect(at.facts('scan.recorded')).toHaveLength(11);
  });

  test('5: digits that a keyboard layout garbled never become an item', () => {
    const at = station([tea, 1]);
    const azerty: Record<string, string> = { 0: 'à', 1: '&', 2: 'é', 3: '"', 4: "'", 5: '(', 9: 'ç' };
    const garbled = [...t].map((digit) => azerty[digit] ?? digit).join('');
    expect(at.verdicts(garbled)).toEqual(['refused_unknown_barcode']);
    expect(at.picked(1)).toBe(0);
    expect(at.facts('scan.recorded').at(-1)?.raw).toBe(garbled);
  });

  test('6: the same label means the same, however FNC1 arrives, and is refused where FNC1 was lost', () => {
    const marked = [
      ...[`]C101${t}10AB${GS}17271231`, `${GS}01${t}10AB${GS}17271231`, `01${t}10AB${GS}17271231`],
      // Its first characters say alone that these are element strings: no GTIN leads, and no separator follows.
      `]C11727123101${t}10AB`,
    ];
    for (const raw of marked) {
      const at = station([tea, 1]);
      at.scan(raw);
      expect(at.facts('pick.confirmed')[0]).toMatchObject({ gtin: t, lot: 'AB', expiry: '2027-12-31' });
    }
    expect(station([tea, 1]).verdicts(`01${t}10AB17271231`)).toEqual(['refused_unreadable']);
    expect(station([tea, 1]).verdicts(`01${t}10ABAlt02917271231`)).toEqual(['refused_unreadable']);
  });

  test('7: a lot belongs to the product of the same barcode, to no other', () => {
    const at = station([tea, 2, 'L1'], [milk, 1]);
    expect(at.verdicts(`]C101${m}10L1`, t, ']C110L1', t, `]C101${t}10L2`, `]C101${t}10L1`)).toEqual([
      'item_confirmed',
      'refused_wrong_lot',
      'refused_unknown_barcode',
      'refused_wrong_lot',
      'refused_wrong_lot',
      'item_confirmed',
    ]);
    expect(at.facts('pick.confirmed').map(({ sku, lot }) => [sku, lot])).toEqual([
      ['MILK', 'L1'],
      ['TEA', 'L1'],
    ]);
  });

  test('8: a case counts as its units, and only whole', () => {
    const at = station([tea, 8], [milk, 1]);
    expect(at.verdicts(caseOf(tea), caseOf(tea), t, t, t)).toEqual([
      'item_confirmed',
      'refused_too_many',
      'item_confirmed',
      'item_confirmed',
      'refused_line_complete',
    ]);
    expect(at.facts('pick.confirmed').map(({ units, gtin }) => [units, gtin])).toEqual([
      [6, caseOf(tea)],
      [1, t],
      [1, t],
    ]);
  });

  test('8: a barcode with a count of its own is refused rather than counted as one', () => {
    expect(station([tea, 8]).verdicts(`]C101${t}304`)).toEqual(['refused_unreadable']);
  });

  test('9: a wrong item never makes a line of its own', () => {
    const at = station([tea, 1]);
    const { facts, reply } = at.scan(eachOf(salt));
    expect(reply.verdict).toBe('refused_not_on_order');
    expect(facts.map(({ type }) => type)).toEqual(['scan.recorded']);
    expect(at.session?.order.lines).toHaveLength(1);
  });

  test('10: nothing of one scan leaks into the next', () => {
    const at = station([tea, 7], [milk, 1]);
    at.verdicts(`]C101${caseOf(tea)}10LOT${GS}17271231`, t);
    expect(at.facts('pick.confirmed')[1]).toEqual({
      ...{ order: 'SO-1', line: 1, sku: 'TEA', units: 1, gtin: t },
      scanSeq: 6,
    });
    at.scan(m);
    at.scan(`00${at.facts('parcel.sealed')[0]?.sscc}`);
    at.release(order('SO-2', [tea, 32]));
    at.verdicts('SO-2', t);
    expect(at.session?.lines).toEqual([{ done: 1, sealed: 0, shorted: 0 }]);
  });

  test('11: what was not scanned does not ship', () => {
    const at = station([tea, 2], [milk, 1]);
    at.verdicts(`]C101${t}21S1`, `]C101${t}21S2`, 'PP:UNDO', 'PP:SHORT');
    expect(at.facts('parcel.sealed')[0]?.items).toEqual([{ line: 1, sku: 'TEA', units: 1 }]);
    at.scan(`00${at.facts('parcel.sealed')[0]?.sscc}`);
    expect(at.facts('shipment.dispatched')[0]?.lines).toEqual([{ line: 1, sku: 'TEA', units: 1 }]);
    expect(at.facts('pick.confirmed').map(({ serial }) => serial)).toEqual(['S1', 'S2']);
    expect(at.facts('item.undone').map(({ units }) => units)).toEqual([1]);
    expect(at.picked(1)).toBe(1);
  });

  test('12: undo compensates the effect and keeps the record', () => {
    const at = station([tea, 3], [milk, 1]);
    at.verdicts(t, m);
    const recorded = at.log.slice();
    expect(at.verdicts('PP:UNDO')).toEqual(['item_undone']);
    expect(at.log.slice(0, recorded.length)).toEqual(recorded);
    expect([at.picked(1), at.picked(2)]).toEqual([1, 0]);
    expect(at.verdicts('PP:UNDO', 'PP:UNDO', m, t)).toEqual([
      'item_undone',
      'refused_nothing_to_undo',
      'item_confirmed',
      'item_confirmed',
    ]);
    expect([at.picked(1), at.picked(2)]).toEqual([1, 1]);
    at.verdicts('PP:SEAL');
    expect(at.verdicts('PP:UNDO')).toEqual(['refused_nothing_to_undo']);
  });

  test('15: a double tap does everything once', () => {
    const at = station([tea, 2]);
    at.verdicts('SO-1', t, 'PP:SEAL', 'PP:SEAL', 'PP:SHORT', 'PP:SHORT');
    const label = `00${at.facts('parcel.sealed')[0]?.sscc}`;
    at.verdicts(label, label, 'SO-1');
    const once = ['order.started', 'parcel.sealed', 'pick.shorted', 'shipment.dispatched'] as const;
    expect(once.map((type) => at.facts(type).length)).toEqual([1, 1, 1, 1]);
  });

  test('18: a refusal says which of the many kinds of "not found" it is, and what to do', () => {
    const at = station([tea, 1], [milk, 1, 'L1']);
    at.scan(t);
    const expected = {
      [eachOf(salt)]: 'refused_not_on_order',
      [t]: 'refused_line_complete',
      [`]C101${m}10L9`]: 'refused_wrong_lot',
      [`]C101${m}10L1${GS}17260228`]: 'refused_expired',
      '4006381333931': 'refused_unknown_barcode',
      '4006381333932': 'refused_check_digit',
      'SO-77': 'refused_unknown_barcode',
    };
    for (const [raw, verdict] of Object.entries(expected)) {
      const { reply, facts } = at.scan(raw);
      expect([raw, reply.verdict]).toEqual([raw, verdict]);
      expect(reply.tone).toBe('error');
      expect(reply.message).toMatch(/\. .+\.$/);
      expect(facts).toMatchObject([
        { type: 'scan.recorded', data: { raw, verdict, message: reply.message } },
      ]);
    }
    expect(new TestStation().verdicts(t, 'SO-77')).toEqual([
      'refused_no_order_open',
      'refused_order_unknown',
    ]);
  });

  test('18: goods may be used on the day of their expiry, not after it', () => {
    const at = station([tea, 2]);
    const raw = `]C101${t}17260301`;
    at.at = '2026-03-01T23:59:59.999Z';
    expect(at.verdicts(raw)).toEqual(['item_confirmed']);
    at.at = '2026-03-02T00:00:00.000Z';
    expect(at.verdicts(raw)).toEqual(['refused_expired']);
  });

  test('20: of all the codes that an imager reads on one label, only the one that names a product counts', () => {
    const at = station([tea, 2], [milk, 1]);
    expect(
      at.verdicts(']C110L1', `]C101${t}10L1`, `]C100${buildSscc(3, '9521234', 7)}`, 'https://example.com'),
    ).toEqual([
      'refused_unknown_barcode',
      'item_confirmed',
      'refused_wrong_parcel',
      'refused_unknown_barcode',
    ]);
    expect(at.picked(1)).toBe(1);
  });

  test('21: a repeated scan without expiry leaves the recorded expiry as it is', () => {
    const at = station([tea, 3]);
    at.verdicts(`]C101${t}1727123110L1`, t);
    expect(at.facts('pick.confirmed').map(({ lot, expiry }) => [lot, expiry])).toEqual([
      ['L1', '2027-12-31'],
      [undefined, undefined],
    ]);
  });

  test('22: the second unit counts, the second shot of one trigger does not', () => {
    const at = station([tea, 3], [milk, 1]);
    at.bounceMs = 200;
    at.scan(t);
    at.at = '2026-03-01T08:00:00.199Z';
    const before = at.state;
    const bounced = at.scan(t);
    expect(bounced.reply.verdict).toBe('ignored_bounce');
    expect(bounced.facts).toMatchObject([
      { type: 'scan.recorded', data: { verdict: 'ignored_bounce', raw: t } },
    ]);
    expect(at.state).toEqual(before);
    expect(at.scan(t, 'other gun').reply.verdict).toBe('item_confirmed');
    at.at = '2026-03-01T08:00:00.200Z';
    expect(at.scan(t).reply.verdict).toBe('item_confirmed');
    expect(at.picked(1)).toBe(3);
  });

  test('22: another code within the window counts, and a clock set back ignores nothing', () => {
    const at = station([tea, 3], [milk, 1]);
    at.bounceMs = 200;
    expect(at.verdicts(t, m, t)).toEqual(['item_confirmed', 'item_confirmed', 'item_confirmed']);
    at.at = '2026-03-01T07:59:59.999Z';
    expect(at.verdicts(t)).toEqual(['parcel_sealed']);
  });
});

describe('serial numbers', () => {
  const serial = (number: string) => `]C101${t}21${number}`;

  test('the same serial is never packed twice, in this order or the next, unless it was undone', () => {
    const at = station([tea, 2]);
    expect(at.verdicts(serial('A'), serial('A'), 'PP:UNDO', serial('A'), serial('B'))).toEqual([
      'item_confirmed',
      'refused_duplicate_serial',
      'item_undone',
      'item_confirmed',
      'parcel_sealed',
    ]);
    at.scan(`00${at.facts('parcel.sealed')[0]?.sscc}`);
    at.release(order('SO-2', [tea, 1]));
    expect(at.verdicts('SO-2', serial('B'), serial('C'))).toEqual([
      'order_opened',
      'refused_duplicate_serial',
      'parcel_sealed',
    ]);
  });
});
