import { describe, expect, test } from 'vitest';
import { render } from '../message.ts';
import { milk, salt, tea } from '../testing-station.ts';
import { packPrompt } from './pack-prompt.ts';
import type { PackSession } from './pack-session.ts';
import { item, known, packAll, station, tagOf, weigh } from './testing-parcel.ts';

describe('the weight of a parcel', () => {
  const box = {
    packaging: 'BOX',
    name: 'Box',
    tareGrams: 100,
    lengthMm: 300,
    widthMm: 200,
    heightMm: 200,
    maxGrams: 9_000,
  };
  const pack = { weight: 'require', weightTolerance: { percent: 5, grams: 10 } };

  test('is compared with packaging and contents before the seal, and names what is wrong', () => {
    const at = known(station({ pack: { ...pack, packagings: [box] } }));
    expect(packAll(at).at(-1)).toBe('parcel_checks_asked');
    expect(at.scan('PP:SEAL').reply.verdict).toBe('refused_packaging_unknown');
    expect(at.scan('PP:PACKAGING:CRATE').reply.verdict).toBe('refused_packaging_unknown');
    expect(at.scan('PP:PACKAGING:BOX').reply.verdict).toBe('parcel_checks_asked');
    expect(at.scan('PP:SEAL').reply.verdict).toBe('refused_weigh_first');
    expect([weigh(at, 500), weigh(at, 900), weigh(at, 710)]).toEqual([
      'refused_weight',
      'refused_weight',
      'parcel_sealed',
    ]);
    expect(at.facts('parcel.weighed').map(({ outcome }) => outcome)).toEqual([
      'too_light',
      'too_heavy',
      'within',
    ]);
    expect(at.facts('parcel.sealed')).toMatchObject([{ packaging: 'BOX', grams: 710 }]);
    expect(at.facts('parcel.weighed')[0]).toMatchObject({ expectedGrams: 700, toleranceGrams: 35 });
  });

  test('of goods that were weighed often is tolerated by what they scatter, not by the percentage', () => {
    const learned = { meanGrams: 200, sdGrams: 2, samples: 100 };
    const at = known(station({ pack }, { itemWeight: (sku) => ({ sku, ...learned }) }), 500);
    packAll(at);
    expect(weigh(at, 575)).toBe('refused_weight');
    expect(at.facts('parcel.weighed')).toMatchObject([{ expectedGrams: 600, toleranceGrams: 10 }]);
    expect(weigh(at, 608)).toBe('parcel_sealed');
  });

  test('that nobody knows yet is recorded and seals, so that it can be learned', () => {
    const at = station({ pack });
    packAll(at);
    expect(weigh(at, 640)).toBe('parcel_sealed');
    expect(at.facts('parcel.weighed')).toMatchObject([{ expectedGrams: null, outcome: 'unknown' }]);
  });

  test('only warns where the site says so, and an undo takes the weighing back', () => {
    const at = known(station({ pack: { ...pack, weight: 'warn' } }));
    packAll(at);
    expect(at.scan('PP:UNDO').reply.verdict).toBe('item_undone');
    expect(weigh(at, 600)).toBeUndefined();
    at.scan(item(milk));
    const warned = at.sense({ kind: 'weight', device: 'scale-1', grams: 300 });
    expect(warned.reply?.message).toMatch(/^300 g too light.*is complete/);
    expect(at.facts('parcel.sealed')).toHaveLength(1);
  });
});

describe('the tags of a closed parcel', () => {
  test('only what deviates is said, in the language of the site, and the title says what to do', () => {
    const at = known(station({ language: 'de', pack: { tags: 'require' } }));
    packAll(at);
    const epcs = [tagOf(tea, 1), tagOf(tea, 2), tagOf(milk, 1), tagOf(salt, 9)];
    const { reply } = at.sense({ kind: 'tags', device: 'tunnel', epcs });
    expect(reply?.message).toBe(
      'Die Etiketten passen nicht: 1 von anderer Ware. Das Paket öffnen und prüfen.',
    );
    expect(render(packPrompt(at.state.activity as PackSession, at.work), 'de')).toBe(
      'Den Inhalt prüfen, dann die Etiketten neu lesen',
    );
    at.scan('PP:BADGE:B-1');
    const asked = at.scan('PP:OVERRIDE:checked by hand').reply.message;
    expect(asked).toMatch(/^Trotzdem verschließen \(„von Hand geprüft“\)\?/);
  });

  test('missing, extra and foreign ones are named, and two people may answer for them', () => {
    const at = known(station({ pack: { tags: 'require', label: 'print' } }));
    at.products = at.products.filter(({ sku }) => sku !== 'SALT');
    at.people.set('B-1', { badge: 'B-1', name: 'Anna', role: 'supervisor' });
    at.scan('PP:BADGE:B-1');
    packAll(at);
    const epcs = [tagOf(tea, 1), tagOf(milk, 1), tagOf(milk, 2), tagOf(salt, 9), '3118E511C46E695AAAAAAAAA'];
    const { reply } = at.sense({ kind: 'tags', device: 'tunnel', epcs });
    expect(reply?.verdict).toBe('refused_tags');
    expect(reply?.message).toBe(
      'The tags do not fit: missing 1 x Green tea; 1 too many; 1 of other goods. Open the parcel and check it.',
    );
    expect(at.facts('parcel.tags_checked')).toMatchObject([
      {
        missing: [{ sku: 'TEA', units: 1 }],
        extra: [tagOf(milk, 2)],
        foreign: [tagOf(salt, 9)],
        outcome: 'deviating',
      },
    ]);
    expect(at.state.prints).toEqual([]);
    expect(at.verdicts('PP:OVERRIDE:torn tag', 'PP:BADGE:B-1', 'PP:BADGE:B-2')).toEqual([
      'override_asked',
      'refused_same_person',
      'parcel_sealed',
    ]);
    expect(at.facts('parcel.overridden')).toMatchObject([{ exceptions: ['tags'], approvedBy: 'B-2' }]);
    expect(at.state.prints).toMatchObject([{ document: 'parcel_label', copy: 1 }]);
    expect(at.state.operator).toBe('B-1');
  });

  test('all there: the reader seals the parcel', () => {
    const at = known(station({ pack: { tags: 'require' } }));
    packAll(at);
    const epcs = [tagOf(tea, 1), tagOf(tea, 2), tagOf(milk, 1)];
    expect(at.sense({ kind: 'tags', device: 'tunnel', epcs }).reply?.verdict).toBe('parcel_sealed');
  });
});
