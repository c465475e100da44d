import { describe, expect, test } from 'vitest';
import { factData } from '../../../protocols/wire/fact.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { eachOf, milk, tea } from '../testing-station.ts';
import { PackStation, type ToteItems } from './testing-totes.ts';

const t = eachOf(tea);
const m = eachOf(milk);
const teas = (units: number, more: object = {}): ToteItems[number] => ({
  line: 1,
  sku: 'TEA',
  units,
  ...more,
});
const milks = (units: number): ToteItems[number] => ({ line: 2, sku: 'MILK', units });

describe('a tote that is scanned before all was told of it', () => {
  test('is refused while it is being filled, with what to do, and is taken when it is not', () => {
    const at = new PackStation().tell('T-1', 'filling', [teas(1)]);
    expect(at.scan('T-1').reply).toMatchObject({
      verdict: 'refused_tote_filling',
      message: expect.stringMatching(/SO-1 is not picked yet\. Pack another order, and scan T-1 again/),
    });
    expect(at.state.activity).toBeNull();
    at.tell('T-1', 'picked', [teas(3), milks(1)]);
    expect(at.verdicts('T-1', t, t, t, m)).toEqual([
      ...['tote_opened', 'item_confirmed', 'item_confirmed', 'item_confirmed', 'parcel_sealed'],
    ]);
  });

  test('grows in the hand: what the gateway tells late can be packed, and each pack says what was known', () => {
    const at = new PackStation();
    at.tell('T-1', 'filling', [teas(1)]).online = false;
    expect(at.verdicts('T-1', t, t)).toEqual(['tote_opened', 'item_confirmed', 'refused_not_picked']);
    // The pack of the first unit is not told back yet.
    at.tell('T-1', 'picked', [teas(3), milks(1)]).online = true;
    expect(at.verdicts(t, t, t, m)).toEqual([
      ...['item_confirmed', 'item_confirmed', 'refused_line_complete', 'parcel_sealed'],
    ]);
    expect(at.facts('pack.confirmed').map(({ told }) => told)).toEqual([
      { status: 'filling', units: 1 },
      { status: 'picked', units: 3 },
      { status: 'picked', units: 3 },
      { status: 'picked', units: 1 },
    ]);
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('holds no more for being told twice, whether its own packs are in what is told or not', () => {
    const at = new PackStation().tell('T-1', 'picked', [teas(2)]);
    at.verdicts('T-1', t);
    at.totes.set('T-1', {
      ...{ tote: 'T-1', order: 'SO-1', status: 'picked', items: [teas(1)] },
      packed: [{ line: 1, sku: 'TEA' as never, units: 1 }],
    });
    expect(at.verdicts(t, t)).toEqual(['item_confirmed', 'refused_not_picked']);
    at.totes.delete('T-1');
    expect(at.verdicts(t)).toEqual(['refused_not_picked']);
    at.tell('T-1', 'picked', [teas(2)]);
    expect(at.verdicts(t, 'PP:UNDO', t)).toEqual(['refused_not_picked', 'item_undone', 'item_confirmed']);
  });

  test('tells the lots that came late, too', () => {
    const at = new PackStation();
    at.tell('T-1', 'filling', [teas(1, { lot: 'A' })]).online = false;
    at.verdicts('T-1', `]C101${t}10A`);
    at.tell('T-1', 'picked', [teas(1, { lot: 'A' }), teas(1, { lot: 'B' })]);
    expect(at.verdicts(`]C101${t}10A`, `]C101${t}10B`)).toEqual(['refused_not_picked', 'item_confirmed']);
  });

  test('needs no unit that the picker has given up meanwhile', () => {
    const at = new PackStation();
    at.tell('T-1', 'filling', [teas(3)]).online = false;
    at.verdicts('T-1', t, t);
    at.tell('T-1', 'picked', [teas(3)])
      .tellLine(1, 3)
      .tellLine(2, 0, 1);
    expect(at.verdicts(t)).toEqual(['parcel_sealed']);
    expect(at.facts('pick.shorted')).toEqual([]);
  });

  test('is free only when nobody fills it any more', () => {
    const at = new PackStation();
    at.tell('T-1', 'filling', [teas(1)]).online = false;
    at.verdicts('T-1', t);
    expect(at.facts('tote.released')).toEqual([]);
    at.tell('T-1', 'picked', [teas(2)]);
    at.verdicts(t);
    expect(at.facts('tote.released')).toEqual([{ tote: 'T-1', order: 'SO-1' }]);
  });
});

describe('a tote without the network', () => {
  test('that was being filled is refused where the site wants that', () => {
    const at = new PackStation({ totesOffline: 'refuse' }).tell('T-1', 'filling', [teas(1)]);
    at.online = false;
    expect(at.scan('T-1').reply).toMatchObject({
      verdict: 'refused_tote_filling',
      message: expect.stringContaining('when the network was lost'),
    });
    expect(at.tell('T-1', 'picked', [teas(1)]).scan('T-1').reply.verdict).toBe('tote_opened');
  });

  test('gives all that its order asks for where the site lets people believe their eyes, and the facts say so', () => {
    const at = new PackStation({ totesOffline: 'ordered' }).tell('T-1', 'filling', [teas(1)]);
    at.online = false;
    expect(at.verdicts('T-1', t, t, t, t, m)).toEqual([
      ...['tote_opened', 'item_confirmed', 'item_confirmed', 'item_confirmed', 'refused_line_complete'],
      'parcel_sealed',
    ]);
    expect(at.facts('pack.confirmed').map(({ told }) => told?.units)).toEqual([1, 1, 1, 0]);
  });

  test('of which nothing was told follows its order, and the late word makes nothing of it twice', () => {
    const at = new PackStation({ totesOffline: 'ordered' });
    expect(at.verdicts('T-9')).toEqual(['refused_not_picked']);
    at.online = false;
    at.rules = siteRules.parse({ ...at.rules, waves: { mode: 'cluster' } });
    expect(at.verdicts('T-9', 'SO-1', 'T-9', t, t)).toEqual([
      ...['refused_not_picked', 'order_opened', 'tote_opened', 'item_confirmed', 'item_confirmed'],
    ]);
    expect(at.facts('pack.confirmed')[0]?.told).toEqual({ status: 'unknown', units: 0 });
    at.online = true;
    at.tell('T-9', 'picked', [teas(2)]);
    expect(at.verdicts(t)).toEqual(['refused_not_picked']);
    at.tell('T-9', 'picked', [teas(3)]);
    expect(at.verdicts(t, t)).toEqual(['item_confirmed', 'refused_line_complete']);
  });
});

describe('an order in several totes', () => {
  const two = () =>
    new PackStation().tell('T-1', 'picked', [teas(2)]).tell('T-2', 'picked', [teas(1), milks(1)]);

  test('names those that are missing, and goes together when all were brought', () => {
    const at = two();
    expect(at.scan('T-1').reply.message).toBe(
      'T-1 holds 2 units of order SO-1 for Corner shop. Bring T-2, too, and scan it.',
    );
    expect(at.verdicts(t, t)).toEqual(['item_confirmed', 'item_confirmed']);
    expect(at.prompt).toBe('Bring and scan T-2');
    expect(at.scan(t).reply.message).toContain('Bring T-2 and scan it');
    expect(at.verdicts('T-2', t, m)).toEqual(['tote_opened', 'item_confirmed', 'parcel_sealed']);
  });

  test('is not sealed and not shorted before, unless two people answer for it', () => {
    const at = two();
    at.people.set('B-2', { badge: 'B-2', name: 'Berta', role: 'supervisor' });
    at.verdicts('PP:BADGE:B-1', 'T-1', t, t);
    expect(at.verdicts('PP:SHORT', 'PP:SEAL', 'PP:SEAL')).toEqual([
      ...['refused_totes_missing', 'parcel_checks_asked', 'refused_totes_missing'],
    ]);
    expect(at.verdicts('PP:OVERRIDE:tote lost', 'PP:BADGE:B-2')).toEqual(['override_asked', 'parcel_sealed']);
    expect(at.prompt).toBe('Report the rest missing (PP:SHORT)');
    expect(at.facts('parcel.overridden')).toEqual([
      { order: 'SO-1', parcel: 1, exceptions: ['totes'], reason: 'tote lost', approvedBy: 'B-2' },
    ]);
    expect(at.verdicts('PP:SHORT')).toEqual(['line_shorted']);
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('can go on without a lost one when nothing else is left to be packed', () => {
    const at = two();
    at.people.set('B-2', { badge: 'B-2', name: 'Berta', role: 'supervisor' });
    at.verdicts('PP:BADGE:B-1', 'T-1', t);
    expect(at.verdicts('PP:OVERRIDE:tote lost', 'PP:BADGE:B-2')).toEqual([
      'override_asked',
      'override_given',
    ]);
    at.scan(t);
    expect(at.prompt).toBe('Seal the parcel (PP:SEAL), or report the rest missing (PP:SHORT)');
    expect(at.verdicts('PP:SHORT:NOT_LOCATED')).toEqual(['line_shorted']);
    expect(at.facts('pick.shorted').map(({ units }) => units)).toEqual([1, 1]);
  });

  test('needs no tote of another order, and no empty one', () => {
    const at = two().tell('T-2', 'picked', []);
    at.tell('T-1', 'picked', [teas(3), milks(1)]).tell('T-7', 'picked', [teas(1)], 'SO-2');
    expect(at.verdicts('T-1', t, t, t, m).at(-1)).toBe('parcel_sealed');
  });
});
