import { describe, expect, test } from 'vitest';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { eachOf, milk, order, products, salt, TestStation, tea } from '../testing-station.ts';

const s = eachOf(salt);

/** Salt may go in place of tea, if a supervisor agrees. */
function station(): TestStation {
  const at = new TestStation().release(order('SO-1', [tea, 2], [milk, 1]));
  at.rules = siteRules.parse({ pick: { substitution: { item: 'approve' } } });
  at.products = products.map((one) => (one.sku === tea.sku ? { ...one, substitutes: ['SALT'] } : one));
  at.people.set('Anna', { badge: 'Anna', name: 'Anna', role: 'operator' });
  at.people.set('Boss', { badge: 'Boss', name: 'Boss', role: 'supervisor' });
  at.scan('SO-1');
  return at;
}

describe('something else in place of what was ordered, at the pack station', () => {
  test('waits for the badge of a supervisor, who signs nobody in by it', () => {
    const at = station();
    expect(at.verdicts(s, 'PP:BADGE:Anna', s)).toEqual([
      ...['refused_sign_in_first', 'operator_signed_in', 'approval_asked'],
    ]);
    const asked = at.log.length;
    expect(at.verdicts('PP:BADGE:Anna', 'PP:BADGE:Boss')).toEqual(['refused_same_person', 'item_confirmed']);
    expect(at.facts('pick.confirmed')).toMatchObject([
      {
        sku: 'TEA',
        gtin: s,
        scanSeq: asked,
        substitute: { sku: 'SALT', rule: 'approved', approvedBy: 'Boss' },
      },
    ]);
    expect(at.state.operator).toBe('Anna');
    expect(at.verdicts('PP:UNDO')).toEqual(['item_undone']);
    const [undone] = at.facts('item.undone');
    expect(at.log[(undone?.pickSeq ?? 0) - 1]?.type).toBe('pick.confirmed');
  });

  test('is named by what lies in the parcel, in the undo and on the slip', () => {
    const at = station();
    at.rules = siteRules.parse({ pick: { substitution: { item: 'allow' } }, pack: { slip: 'print' } });
    at.scan(s);
    expect(at.scan('PP:UNDO').reply.message).toBe('Take Sea salt out of the parcel again.');
    expect(at.verdicts(s, eachOf(tea), eachOf(milk)).at(-1)).toBe('parcel_sealed');
    const slip = at.state.prints.find(({ document }) => document === 'packing_slip')?.paper?.lines;
    expect(slip).toMatchObject([
      { sku: 'TEA', units: 1 },
      { sku: 'SALT', units: 1, insteadOf: 'TEA' },
      { sku: milk.sku, units: 1 },
    ]);
  });

  test('is forgotten when anything else is scanned', () => {
    const at = station();
    expect(at.verdicts('PP:BADGE:Anna', s, eachOf(tea), 'PP:BADGE:Boss')).toEqual([
      ...['operator_signed_in', 'approval_asked', 'item_confirmed', 'operator_signed_in'],
    ]);
    expect(at.facts('pick.confirmed')).toHaveLength(1);
  });
});
