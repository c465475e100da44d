import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeEpc } from '../../../protocols/epc/epc-encode.ts';
import { factData } from '../../../protocols/wire/fact.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { screenOf } from '../screen.ts';
import type { StationState } from '../state.ts';
import { caseOf, eachOf, milk, TestStation, tea } from '../testing-station.ts';
import { unknownFloor } from '../work-view.ts';

function station(contents: readonly { sku: string; lot?: string; units: number }[] = []): TestStation {
  const at = new TestStation();
  at.locations.set('L-A-1', { location: 'L-A-1', walk: 1, contents: [...contents] });
  return at;
}

function epcOf(gtin: string, serial: string): string {
  const components = ['9521234', gtin.slice(0, 1) + gtin.slice(8, 13), serial];
  const encoded = encodeEpc({ kind: 'classic', scheme: 'SGTIN-96', filter: 1, components });
  if (!encoded.ok) throw new Error(JSON.stringify(encoded));
  return encoded.value.hex;
}

describe('a count', () => {
  test('counts scans, cases as their content and entered quantities, against what the books say', () => {
    const at = station([
      { sku: 'TEA', units: 20 },
      { sku: 'SALT', units: 5 },
    ]);
    expect(
      at.verdicts('PP:COUNT:L-A-1', eachOf(tea), caseOf(tea), 'PP:ENTER:3', eachOf(milk), 'PP:DONE'),
    ).toEqual([
      'count_started',
      'item_counted',
      'item_counted',
      'item_counted',
      'item_counted',
      'count_closed',
    ]);
    expect(at.facts('count.closed')).toEqual([
      {
        ...{ count: 'C-L-A-1-1', location: 'L-A-1' },
        results: [
          { sku: 'TEA', counted: 19, expected: 20 },
          { sku: 'SALT', counted: 0, expected: 5 },
          { sku: 'MILK', counted: 1, expected: null },
        ],
      },
    ]);
    expect(at.facts('count.scanned').map(({ units, by }) => [units, by])).toEqual([
      [1, 'scan'],
      [6, 'scan'],
      [18, 'entered'],
      [1, 'scan'],
    ]);
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('asks once more for packs that would be more than the books know, and says what it understood', () => {
    const at = station([{ sku: 'TEA', units: 95 }]);
    at.verdicts('PP:COUNT:L-A-1', caseOf(tea));
    const { reply, facts } = at.scan('PP:ENTER:95');
    expect(reply.verdict).toBe('refused_too_many');
    expect(reply.message).toContain('95 packs of 6 Green tea are 570 units.');
    expect(facts).toHaveLength(1);
    expect(at.verdicts('PP:UNDO', 'PP:UNDO', eachOf(tea), 'PP:ENTER:95', 'PP:DONE')).toEqual([
      ...['question_withdrawn', 'count_undone', 'item_counted', 'item_counted', 'count_closed'],
    ]);
    expect(at.facts('count.closed')[0]?.results).toEqual([{ sku: 'TEA', counted: 95, expected: 95 }]);
  });

  test('takes packs that were entered twice, and asks again after anything else', () => {
    const at = station([{ sku: 'TEA', units: 30 }]);
    at.verdicts('PP:COUNT:L-A-1', caseOf(tea));
    expect(at.verdicts('PP:ENTER:5', 'PP:ENTER:6', 'PP:ENTER:7', 'PP:ENTER:6', 'PP:ENTER:6')).toEqual([
      ...['item_counted', 'refused_too_many', 'refused_too_many', 'refused_too_many', 'item_counted'],
    ]);
    expect(at.verdicts('PP:ENTER:9', eachOf(milk), caseOf(tea), 'PP:ENTER:9')).toEqual([
      ...['refused_too_many', 'item_counted', 'item_counted', 'refused_too_many'],
    ]);
  });

  test('asks without telling the books where they are kept from the person, or know nothing', () => {
    for (const [rules, contents] of [
      [{ count: { blind: true } }, [{ sku: 'TEA', units: 12 }]],
      [{ count: { blind: false } }, []],
    ] as const) {
      const at = station(contents);
      at.rules = siteRules.parse(rules);
      at.verdicts('PP:COUNT:L-A-1', caseOf(tea));
      expect(at.verdicts('PP:ENTER:5')).toEqual(['item_counted']);
      const { reply } = at.scan('PP:ENTER:13');
      expect(reply.verdict).toBe('refused_too_many');
      expect(reply.message.match(/\d+/g)).toEqual(['13', '6', '78', '13', '13', '13']);
      expect(at.verdicts('PP:ENTER:13')).toEqual(['item_counted']);
    }
  });

  test('an empty location is a result, and an unknown one is refused by name', () => {
    const at = station([{ sku: 'TEA', units: 4 }]);
    expect(at.verdicts('PP:COUNT', 'L-X', 'L-A-1', 'PP:DONE')).toEqual([
      'count_started',
      'refused_count_unknown',
      'count_started',
      'count_closed',
    ]);
    expect(at.facts('count.closed')[0]?.results).toEqual([{ sku: 'TEA', counted: 0, expected: 4 }]);
  });

  test('the code of a location that waits for a count opens it, with the name that the gateway gave', () => {
    const at = station();
    const task = { count: 'CT-7', location: 'L-A-1', trigger: 'short' as const, since: at.at };
    at.floor = { ...unknownFloor, countTask: (location) => (location === 'L-A-1' ? task : undefined) };
    expect(at.verdicts('L-A-1', eachOf(tea), 'PP:BADGE:Ben', 'L-A-1')).toEqual([
      'count_started',
      'item_counted',
      'operator_signed_in',
      'count_started',
    ]);
    expect(at.facts('count.started')).toEqual([{ count: 'CT-7', location: 'L-A-1', trigger: 'short' }]);
  });

  test('a quantity is typed for what was scanned last, in the packs in which it was scanned, and never for one piece', () => {
    const at = station();
    const shown = () =>
      screenOf(at.state, at.work, {
        ...{ revision: 1, site: 'north', station: 'pick-1', queue: { total: 0, next: [] }, devices: [] },
        link: { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null },
      });
    const asked = () => shown().actions.find(({ code }) => code === 'PP:ENTER')?.asks;
    at.scan('PP:COUNT:L-A-1');
    expect(asked()).toBeUndefined();
    at.scan(eachOf(tea));
    expect(asked()).toBe('How many of Green tea are there?');
    at.scan(caseOf(tea));
    expect(asked()).toBe('How many packs of 6 of Green tea are there?');
    at.scan('PP:ENTER:4');
    expect(shown().undo).toEqual(['24 x Green tea', '1 x Green tea']);
    at.scan(`]C101${eachOf(milk)}21S1`);
    expect(asked()).toBeUndefined();
  });

  test('complaint 12: undo compensates each kind of step', () => {
    const at = station();
    at.verdicts('PP:COUNT:L-A-1', eachOf(tea), 'PP:ENTER:40', 'PP:UNDO');
    expect(at.facts('count.undone').map(({ units, scannedSeq }) => [units, scannedSeq])).toEqual([
      [1, 4],
      [40, 7],
    ]);
    expect(at.log[3]?.type).toBe('count.scanned');
    expect(at.log[6]?.type).toBe('count.scanned');
    expect(at.verdicts('PP:UNDO', 'PP:ENTER:4', 'PP:ENTER:x')).toEqual([
      'refused_nothing_to_undo',
      'refused_unknown_command',
      'refused_unknown_command',
    ]);
  });

  test('tags and serialised barcodes count the same piece once', () => {
    const at = station();
    at.scan('PP:COUNT:L-A-1');
    at.scan(`]C101${eachOf(tea)}21100`);
    const epcs = [epcOf(eachOf(tea), '100'), epcOf(eachOf(tea), '101'), epcOf(caseOf(tea), '7'), 'E280'];
    expect(at.sense({ kind: 'tags', device: 'r', epcs }).reply?.verdict).toBe('tags_counted');
    expect(at.sense({ kind: 'tags', device: 'r', epcs }).facts).toEqual([]);
    expect(at.facts('count.tags_read')).toMatchObject([
      { products: [{ sku: 'TEA', units: 7 }], unknown: ['E280'] },
    ]);
    expect(at.verdicts(`]C101${eachOf(tea)}21101`, 'PP:DONE')).toEqual([
      'refused_duplicate_serial',
      'count_closed',
    ]);
    expect(at.facts('count.closed')[0]?.results).toEqual([{ sku: 'TEA', counted: 8, expected: null }]);
  });

  test('shows what the books say only where the site does not count blind', () => {
    const at = station([{ sku: 'TEA', lot: 'L1', units: 4 }]);
    at.scan('PP:COUNT:L-A-1');
    const around = { revision: 1, site: 'H', station: 'S', queue: { total: 0, next: [] }, devices: [] };
    const link = { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null };
    const rows = () => screenOf(at.state, at.work, { ...around, link }).activity;
    expect(rows()).toMatchObject({ kind: 'count', rows: [] });
    at.rules = siteRules.parse({ count: { blind: false } });
    expect(rows()).toMatchObject({ rows: [{ name: 'Green tea', lot: 'L1', counted: 0, expected: 4 }] });
  });

  test('a product counted without its lot is compared as a whole', () => {
    const at = station([
      { sku: 'TEA', lot: 'A', units: 4 },
      { sku: 'TEA', lot: 'B', units: 5 },
      { sku: 'MILK', lot: 'C', units: 1 },
    ]);
    at.verdicts(
      'PP:COUNT:L-A-1',
      `]C101${eachOf(tea)}10A`,
      eachOf(tea),
      `]C101${eachOf(milk)}10C`,
      'PP:DONE',
    );
    expect(at.facts('count.closed')[0]?.results).toEqual([
      { sku: 'TEA', counted: 2, expected: 9 },
      { sku: 'MILK', lot: 'C', counted: 1, expected: 1 },
    ]);
  });

  test('complaint 18: other work waits until the count is finished, by name', () => {
    const at = station();
    at.locations.set('L-B', { location: 'L-B', walk: 2, contents: [] });
    expect(at.verdicts('PP:COUNT:L-A-1', 'PP:COUNT:L-B', 'PP:DONE', 'PP:COUNT:L-B')).toEqual([
      'count_started',
      'refused_count_open',
      'count_closed',
      'count_started',
    ]);
  });
});

test('any sequence of a count: the result is what its facts add up to', () => {
  const raws = fc.constantFrom(
    ...['PP:COUNT:L-A-1', eachOf(tea), caseOf(tea), eachOf(milk), `]C101${eachOf(tea)}10A`, 'tags'],
    ...['PP:ENTER:5', 'PP:ENTER:0', 'PP:UNDO', 'PP:UNDO', 'PP:DONE', `]C101${eachOf(milk)}21S1`],
  );
  let closed = 0;
  fc.assert(
    fc.property(fc.array(raws, { maxLength: 50, size: 'max' }), (sequence) => {
      const at = station([{ sku: 'TEA', units: 3 }]);
      for (const raw of ['PP:COUNT:L-A-1', ...sequence, 'PP:COUNT:L-A-1', 'PP:DONE']) {
        if (raw === 'tags') {
          at.sense({ kind: 'tags', device: 'r', epcs: [epcOf(eachOf(milk), '1'), epcOf(eachOf(tea), '2')] });
        } else at.scan(raw);
        expect(JSON.parse(JSON.stringify(at.state)) as StationState).toEqual(at.state);
      }
      const sums = new Map<string, number>();
      const add = (sku: string, units: number) => sums.set(sku, units + (sums.get(sku) ?? 0));
      for (const { type, data } of at.log) {
        factData[type].parse(data);
        if (type === 'count.scanned') add(data.sku, data.units);
        if (type === 'count.undone') add(data.sku, -data.units);
        if (type === 'count.tags_read') for (const { sku, units } of data.products) add(sku, units);
        if (type !== 'count.closed') continue;
        closed += 1;
        for (const sku of ['TEA', 'MILK', 'SALT']) {
          const rows = data.results.filter((row) => row.sku === sku);
          expect(rows.reduce((sum, { counted }) => sum + counted, 0)).toBe(sums.get(sku) ?? 0);
        }
        sums.clear();
      }
    }),
  );
  expect(closed).toBeGreaterThan(50);
});
