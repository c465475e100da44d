import { describe, expect, test } from 'vitest';
import { buildGtin } from '../../../protocols/gs1/gtin.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import { PickStation, stop, task } from '../pick/testing-walk.ts';
import { caseOf, eachOf, milk, order, products, salt, tea } from '../testing-station.ts';

const GS = '\x1d';
const t = eachOf(tea);
const m = eachOf(milk);

type Rules = ConstructorParameters<typeof PickStation>[0];

/** A walk for one order of tea, whose product is as given, with the tote scanned already. */
function teaWalk(more: Partial<ProductDocument>, rules: Rules = {}, units = 10): PickStation {
  const at = new PickStation(rules);
  at.products = products.map((one) => (one.sku === tea.sku ? { ...one, ...more } : one));
  at.release(order('SO-1', [tea, units], [milk, 1]));
  at.give(
    task('W1-1', 'order', [stop('L-A1', tea, [['SO-1', 1, units]]), stop('L-B2', milk, [['SO-1', 2, 1]])]),
  );
  at.verdicts('W1-1', 'T-1');
  return at;
}

describe('what a scan must tell', () => {
  test('lot, expiry and serial that must be captured are asked for by name', () => {
    const at = teaWalk({ capture: { lot: true, expiry: true, serial: true } });
    expect(
      at.verdicts(t, `]C101${t}10L1`, `]C101${t}1727123110L1`, `]C101${t}1727123110L1${GS}21S1`),
    ).toEqual(['refused_lot_missing', 'refused_expiry_missing', 'refused_serial_missing', 'item_put']);
    expect(at.facts('pick.confirmed')[0]).toMatchObject({ lot: 'L1', expiry: '2027-12-31', serial: 'S1' });
  });

  test('a case cannot stand for the serials of its units', () => {
    const at = teaWalk({ capture: { lot: false, expiry: false, serial: true } });
    expect(at.verdicts(`]C101${caseOf(tea)}21S1`)).toEqual(['refused_serial_missing']);
  });

  test('the same serial is never picked twice, unless it was taken back', () => {
    const at = teaWalk({});
    const serial = `]C101${t}21S1`;
    expect(at.verdicts(serial, serial, 'PP:UNDO', serial)).toEqual([
      ...['item_put', 'refused_duplicate_serial', 'item_undone', 'item_put'],
    ]);
  });

  test('a serial that another station has picked for the order is known here', () => {
    const at = teaWalk({});
    const progress = {
      order: 'SO-1',
      stations: ['pick-9' as never],
      lines: [],
      serials: [`${t}/S1`],
      nextParcel: 1,
    };
    at.floor = { ...at.floor, progress: () => progress };
    expect(at.verdicts(`]C101${t}21S1`)).toEqual(['refused_duplicate_serial']);
  });

  test('inner, case and pallet count their content', () => {
    const pallet = buildGtin('9521234', 1, 3);
    const packagings = [...tea.packagings, { gtin: pallet, level: 'pallet' as const, units: 48 }];
    const at = teaWalk({ packagings }, {}, 55);
    expect(at.verdicts(pallet, caseOf(tea), t, t)).toEqual([
      ...['item_put', 'item_put', 'item_put', 'refused_line_complete'],
    ]);
    expect(at.facts('pick.confirmed').map(({ units }) => units)).toEqual([48, 6, 1]);
  });
});

describe('goods that are sold by weight', () => {
  const catchWeight = { nominalGrams: 1000, tolerancePercent: 10 };

  test('each unit tells its own weight, within what the product may weigh', () => {
    const at = teaWalk({ catchWeight });
    expect(at.verdicts(t, `]C101${t}3103000899`, `]C101${t}3103001101`, `]C101${t}3103000900`)).toEqual([
      ...['refused_weight_missing', 'refused_weight_out_of_range', 'refused_weight_out_of_range', 'item_put'],
    ]);
    expect(at.facts('pick.confirmed')).toMatchObject([{ units: 1, grams: 900 }]);
  });

  test('the weight of a case that serves two orders is shared by its units', () => {
    const at = new PickStation();
    at.products = products.map((one) => (one.sku === tea.sku ? { ...one, catchWeight } : one));
    at.release(order('SO-1', [tea, 2])).release(order('SO-2', [tea, 4]));
    const parts = [
      ['SO-1', 1, 2],
      ['SO-2', 1, 4],
    ] as const;
    at.give(task('W1-1', 'batch', [stop('L-A1', tea, parts)]));
    at.verdicts('W1-1', 'T-1', `]C101${caseOf(tea)}3103006006`);
    expect(at.facts('pick.confirmed').map(({ units, grams }) => [units, grams])).toEqual([
      [2, 2002],
      [4, 4004],
    ]);
  });
});

describe('how long goods must last', () => {
  test('the strictest of product, order and site counts', () => {
    const rules: Rules = { pick: { minRemainingDays: 10 } };
    expect(teaWalk({}, rules).verdicts(`]C101${t}17260310`, `]C101${t}17260311`)).toEqual([
      ...['refused_expires_too_soon', 'item_put'],
    ]);
    const strict = teaWalk({ minRemainingDays: 20 }, rules);
    expect(strict.verdicts(`]C101${t}17260320`, `]C101${t}17260321`)).toEqual([
      ...['refused_expires_too_soon', 'item_put'],
    ]);
    const at = teaWalk({ minRemainingDays: 20 }, rules);
    at.release({ ...order('SO-1', [tea, 10], [milk, 1]), minRemainingDays: 30 });
    expect(at.verdicts(`]C101${t}17260330`, `]C101${t}15260330`, `]C101${t}17260331`)).toEqual([
      ...['refused_expires_too_soon', 'refused_expires_too_soon', 'item_put'],
    ]);
    expect(at.verdicts(`]C101${t}17260228`)).toEqual(['refused_expired']);
  });

  test('of two orders at a stop, the one that takes it gets it', () => {
    const at = new PickStation();
    at.release({ ...order('SO-1', [tea, 1]), minRemainingDays: 100 }).release(order('SO-2', [tea, 1]));
    const parts = [
      ['SO-1', 1, 1],
      ['SO-2', 1, 1],
    ] as const;
    at.give(task('W1-1', 'batch', [stop('L-A1', tea, parts)]));
    at.verdicts('W1-1', 'T-1', `]C101${t}17260401`);
    expect(at.facts('pick.confirmed')[0]?.order).toBe('SO-2');
    expect(at.verdicts(`]C101${t}17260401`)).toEqual(['refused_expires_too_soon']);
  });
});

describe('first expired, first out', () => {
  const shelf = (at: PickStation) =>
    at.locations.set('L-A1', {
      ...{ location: 'L-A1', walk: 1 },
      contents: [
        { sku: 'TEA', lot: 'DEAD', expiry: '2026-02-01', units: 5 },
        { sku: 'TEA', lot: 'OLD', expiry: '2026-06-30', units: 1 },
        { sku: 'TEA', lot: 'NEW', expiry: '2026-12-31', units: 9 },
        { sku: 'MILK', lot: 'OLDER', expiry: '2026-04-01', units: 9 },
      ],
    });
  const fresh = `]C101${t}1726123110NEW`;
  const old = `]C101${t}1726063010OLD`;

  test('an older lot that is known to lie there comes first, until it is taken', () => {
    const at = teaWalk({}, { pick: { fefo: 'enforce' } });
    shelf(at);
    expect(at.verdicts(fresh, old, fresh)).toEqual(['refused_older_first', 'item_put', 'item_put']);
  });

  test('a site that only warns says so and goes on, one that does not mind says nothing', () => {
    const warned = teaWalk({}, { pick: { fefo: 'warn' } });
    shelf(warned);
    expect(warned.verdicts(fresh)).toEqual(['item_put']);
    expect(warned.state.last?.message).toContain('OLD');
    const silent = teaWalk({});
    shelf(silent);
    silent.scan(fresh);
    expect(silent.state.last?.message).not.toContain('OLD');
  });
});

describe('substitution', () => {
  /** Salt may go in place of tea. */
  const substitutes = ['SALT'];
  const s = eachOf(salt);
  const stance = (item: 'refuse' | 'approve' | 'allow'): Rules => ({ pick: { substitution: { item } } });

  test('by the rule of the site: refused, allowed, or with a supervisor', () => {
    expect(teaWalk({ substitutes }).verdicts(s)).toEqual(['refused_substitute']);

    const allowed = teaWalk({ substitutes }, stance('allow'));
    expect(allowed.verdicts(s)).toEqual(['item_put']);
    expect(allowed.facts('pick.confirmed')[0]).toMatchObject({
      ...{ sku: 'TEA', gtin: s, substitute: { sku: 'SALT', rule: 'policy' } },
    });

    const asked = teaWalk({ substitutes }, stance('approve'));
    asked.signIn(['Anna', 'operator'], ['Boss', 'supervisor']);
    const before = asked.log.length;
    expect(asked.verdicts(s, 'PP:BADGE:Boss')).toEqual(['approval_asked', 'item_put']);
    expect(asked.facts('pick.confirmed')).toMatchObject([
      { scanSeq: before + 1, substitute: { sku: 'SALT', rule: 'approved', approvedBy: 'Boss' } },
    ]);
  });

  test('the word of the customer comes first', () => {
    const at = teaWalk({ substitutes }, stance('allow'));
    const refusing = order('SO-1', [tea, 10], [milk, 1]);
    const lines = refusing.lines.map((line) => ({ ...line, substitution: 'refused' as const }));
    at.release({ ...refusing, lines });
    expect(at.verdicts(s)).toEqual(['refused_substitute']);
  });

  test('what is no substitute stays a wrong item', () => {
    expect(teaWalk({ substitutes }, stance('allow')).verdicts(m)).toEqual(['refused_not_on_order']);
  });

  test('another lot goes only where the site lets it', () => {
    const walk = (rules: Rules) => {
      const at = new PickStation(rules).release(order('SO-1', [tea, 2, 'L1'])) as PickStation;
      at.give(task('W1-1', 'order', [stop('L-A1', tea, [['SO-1', 1, 2]], 'L1')]));
      at.verdicts('W1-1', 'T-1');
      return at;
    };
    expect(walk({}).verdicts(`]C101${t}10L2`, t, `]C101${t}10L1`)).toEqual([
      ...['refused_wrong_lot', 'refused_wrong_lot', 'item_put'],
    ]);
    const lenient = walk({ pick: { substitution: { lot: 'allow' } } });
    expect(lenient.verdicts(`]C101${t}10L2`, t)).toEqual(['item_put', 'refused_wrong_lot']);
    expect(lenient.facts('pick.confirmed')[0]).toMatchObject({
      ...{ lot: 'L2', substitute: { sku: 'TEA', rule: 'policy' } },
    });
  });
});
