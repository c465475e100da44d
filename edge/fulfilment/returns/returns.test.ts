import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildSscc } from '../../../protocols/gs1/sscc.ts';
import { factData } from '../../../protocols/wire/fact.ts';
import type { ClaimDocument, ParcelDocument, ProgressDocument } from '../../../protocols/wire/floor.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import type { StationState } from '../state.ts';
import { caseOf, eachOf, milk, order, salt, TestStation, tea } from '../testing-station.ts';
import { unknownFloor } from '../work-view.ts';

const sscc = buildSscc(3, '9521234', 1) ?? '';
const parcel: ParcelDocument = {
  ...{ sscc, order: 'SO-1', parcel: 1, station: 'pack-1' as ParcelDocument['station'], status: 'dispatched' },
  items: [{ line: 1, sku: 'TEA', units: 2 }],
};

function progress(...shipped: readonly number[]): ProgressDocument {
  const lines = shipped.map((units, index) => ({
    ...{ line: index + 1, picked: units, packed: units, shipped: units, shorted: 0 },
  }));
  return { order: 'SO-1', stations: [], lines, serials: [], nextParcel: 2 };
}

/** An order of 8 teas and 2 milks of which so much was shipped. */
function station(...shipped: readonly number[]): TestStation {
  const at = new TestStation().release(order('SO-1', [tea, 8], [milk, 2]));
  const known = shipped.length === 0 ? undefined : progress(...shipped);
  at.floor = {
    ...unknownFloor,
    progress: (number) => (number === 'SO-1' ? known : undefined),
    parcel: (label) => (label === sscc ? parcel : undefined),
  };
  return at;
}

describe('a return', () => {
  test('refuses the unit that exceeds what left, also where others took the rest back at another station', () => {
    const at = station(8, 2);
    const known = progress(8, 2);
    const lines = known.lines.map((line) => (line.line === 1 ? { ...line, returned: 7 as never } : line));
    at.floor = { ...at.floor, progress: () => ({ ...known, lines }) };
    expect(at.verdicts('PP:RETURN:SO-1', 'PP:CONDITION:as_new', caseOf(tea), eachOf(tea))).toEqual([
      ...['return_started', 'condition_set', 'refused_returned_too_many', 'return_received'],
    ]);
    const { reply, facts } = at.scan(eachOf(tea));
    expect(reply.verdict).toBe('refused_returned_too_many');
    expect(reply.message).toBe(
      'Of Green tea 8 left with this order, and all of them came back already. Put this one aside and tell a supervisor.',
    );
    expect(facts).toHaveLength(1);
    at.scan('PP:DONE');
    // Neither counted twice here, nor forgotten where the gateway has not heard of it yet.
    expect(
      at.verdicts('PP:RETURN:SO-1', 'PP:CONDITION:as_new', eachOf(milk), eachOf(milk), eachOf(milk)),
    ).toEqual([
      ...[
        'return_started',
        'condition_set',
        'return_received',
        'return_received',
        'refused_returned_too_many',
      ],
    ]);
  });

  test('is begun while another station packs the rest of the order', () => {
    const at = station(8, 2);
    at.rules = siteRules.parse({ claims: { mode: 'lease' } });
    const claim = {
      ...{ subject: { kind: 'order', order: 'SO-1' }, operator: null, station: 'pack-2' },
      ...{ grantedAt: '2026-03-01T07:59:00.000Z', expiresAt: '2026-03-01T08:30:00.000Z' },
    } as unknown as ClaimDocument;
    at.floor = { ...at.floor, claim: (id: string) => (id === 'order:SO-1' ? claim : undefined) };
    expect(at.verdicts('PP:RETURN:SO-1', 'PP:CONDITION:as_new', eachOf(tea))).toEqual([
      ...['return_started', 'condition_set', 'return_received'],
    ]);
  });

  test('is begun by one station at a time where the site works with claims, and the other is told who has it', () => {
    const at = station(8, 2);
    at.rules = siteRules.parse({ claims: { mode: 'lease' } });
    const claim = {
      ...{ subject: { kind: 'return', order: 'SO-1' }, operator: null, station: 'pack-2' },
      ...{ grantedAt: '2026-03-01T07:59:00.000Z', expiresAt: '2026-03-01T08:30:00.000Z' },
    } as unknown as ClaimDocument;
    const held = { ...at.floor, claim: (id: string) => (id === 'return:SO-1' ? claim : undefined) };
    const free = at.floor;
    at.floor = held;
    const { reply, facts } = at.scan('PP:RETURN:SO-1');
    expect(reply).toMatchObject({
      verdict: 'refused_order_elsewhere',
      message: expect.stringContaining('Station pack-2 takes back goods of order SO-1'),
    });
    expect(facts).toHaveLength(1);
    at.floor = free;
    at.verdicts('PP:RETURN:SO-1', 'PP:CONDITION:as_new', eachOf(tea));
    // Both began it at once, and the other one was given it.
    at.floor = held;
    expect(at.verdicts(eachOf(tea), 'PP:DONE')).toEqual(['refused_order_elsewhere', 'return_closed']);
  });

  test('counts what another station receives of the same order meanwhile, and what was undone here for nobody', () => {
    const at = station(2, 2);
    const returned = (units: number) => {
      const known = progress(2, 2);
      const lines = known.lines.map((line) =>
        line.line === 1 ? { ...line, returned: units as never } : line,
      );
      at.floor = { ...at.floor, progress: () => ({ ...known, lines }) };
    };
    at.verdicts('PP:RETURN:SO-1', 'PP:CONDITION:as_new', eachOf(tea));
    returned(1);
    at.online = false;
    expect(at.verdicts('PP:UNDO', eachOf(tea))).toEqual(['return_undone', 'return_received']);
    at.online = true;
    returned(3);
    expect(at.verdicts(eachOf(tea), eachOf(milk))).toEqual([
      ...['refused_returned_too_many', 'refused_condition_first'],
    ]);
  });

  test('receives what left, as it was found, and where the site wants it', () => {
    const at = station(8, 2);
    at.rules = siteRules.parse({ returns: { dispositions: { damaged: 'scrap' } } });
    expect(
      at.verdicts(
        ...['PP:RETURN', 'SO-1', 'PP:CONDITION:as_new', caseOf(tea), 'PP:CONDITION:DAMAGED'],
        ...[
          `]C101${eachOf(tea)}10L1`,
          'PP:CONDITION:opened',
          'PP:DISPOSITION:refurbish',
          eachOf(milk),
          'PP:DONE',
        ],
      ),
    ).toEqual([
      ...['return_started', 'return_started', 'condition_set', 'return_received', 'condition_set'],
      ...['return_received', 'condition_set', 'condition_set', 'return_received', 'return_closed'],
    ]);
    const received = at.facts('return.received');
    expect(
      received.map(({ line, units, condition, disposition }) => [line, units, condition, disposition]),
    ).toEqual([
      [1, 6, 'as_new', 'restock'],
      [1, 1, 'damaged', 'scrap'],
      [2, 1, 'opened', 'refurbish'],
    ]);
    expect(received[1]?.lot).toBe('L1');
    expect(at.facts('return.started')).toEqual([{ return: 'R-SO-1-2', order: 'SO-1' }]);
    expect(at.facts('return.closed')).toEqual([{ return: 'R-SO-1-2', order: 'SO-1' }]);
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('complaint 10: says where it was put, for the goods of one condition only', () => {
    const at = station(8, 2);
    at.locations.set('L-R-1', { location: 'L-R-1', walk: 1, contents: [] });
    expect(
      at.verdicts(
        ...['PP:RETURN', 'SO-1', 'L-R-1', 'PP:CONDITION:as_new', 'L-R-9', 'L-R-1', eachOf(tea)],
        ...['PP:CONDITION:opened', eachOf(tea)],
      ),
    ).toEqual([
      ...['return_started', 'return_started', 'refused_condition_first', 'condition_set'],
      ...['refused_wrong_location', 'location_confirmed', 'return_received'],
      ...['condition_set', 'return_received'],
    ]);
    expect(at.facts('return.received').map(({ location }) => location)).toEqual(['L-R-1', undefined]);
  });

  test('of an order that nobody has begun is refused, but for a station that may only not have heard of it', () => {
    const at = station();
    const { reply, facts } = at.scan('PP:RETURN:SO-1');
    expect(reply).toMatchObject({
      verdict: 'refused_not_shipped',
      message: 'Nothing of order SO-1 has left, or all of it came back already. Check the number.',
    });
    expect(facts).toHaveLength(1);
    at.online = false;
    expect(at.verdicts('PP:RETURN:SO-1')).toEqual(['return_started']);
    const sender = station();
    sender.dispatched.add('SO-1');
    expect(sender.verdicts('PP:RETURN:SO-1')).toEqual(['return_started']);
  });

  test('of a service is refused: nothing of it was sent', () => {
    const at = new TestStation().release({ ...order('SV-1', [tea, 1]), kind: 'service' });
    at.dispatched.add('SV-1');
    expect(at.verdicts('PP:RETURN:SV-1')).toEqual(['refused_not_shipped']);
  });

  test('complaint 15: the label of a parcel that has left, scanned once more, begins nothing by itself', () => {
    const at = station();
    expect(at.verdicts(`00${sscc}`)).toEqual(['refused_parcel_left']);
    expect(at.facts('return.started')).toEqual([]);
  });

  test('begins by the label of a parcel that has left, even if its order is known no more', () => {
    const at = station();
    at.orders.clear();
    expect(
      at.verdicts('PP:RETURN', `00${sscc}`, 'PP:CONDITION:as_new', eachOf(tea), eachOf(tea), eachOf(tea)),
    ).toEqual([
      'return_started',
      'return_started',
      'condition_set',
      'return_received',
      'return_received',
      'refused_returned_too_many',
    ]);
    expect(at.facts('return.started')[0]).toMatchObject({ order: 'SO-1', sscc });
  });

  test('begins by the number of an order that is known no more, with all its parcels that have left', () => {
    const at = station();
    at.orders.clear();
    const second: ParcelDocument = { ...parcel, parcel: 2, items: [{ line: 1, sku: 'TEA', units: 1 }] };
    const open: ParcelDocument = { ...second, parcel: 3, status: 'reopened' };
    at.floor = { ...at.floor, parcelsOf: (number) => (number === 'SO-1' ? [parcel, second, open] : []) };
    expect(at.verdicts('PP:RETURN', 'SO-2', 'SO-1', 'PP:CONDITION:as_new')).toEqual([
      ...['return_started', 'refused_return_unknown', 'return_started', 'condition_set'],
    ]);
    expect(at.verdicts(...Array.from({ length: 4 }, () => eachOf(tea)))).toEqual([
      ...['return_received', 'return_received', 'return_received', 'refused_returned_too_many'],
    ]);
  });

  test('complaint 10: the condition of one product never leaks into the next', () => {
    const at = station(8, 2);
    expect(
      at.verdicts('PP:RETURN:SO-1', eachOf(tea), 'PP:DISPOSITION:scrap', 'PP:CONDITION:damaged', eachOf(tea)),
    ).toEqual([
      'return_started',
      'refused_condition_first',
      'refused_condition_first',
      'condition_set',
      'return_received',
    ]);
    expect(at.verdicts(eachOf(tea), eachOf(milk), 'PP:CONDITION:nice')).toEqual([
      'return_received',
      'refused_condition_first',
      'refused_unknown_command',
    ]);
  });

  test('complaint 18: what cannot come back says why', () => {
    const at = station(8, 0);
    expect(at.verdicts('PP:RETURN:SO-9', 'PP:RETURN:SO-1', 'PP:CONDITION:as_new')).toEqual([
      'refused_return_unknown',
      'return_started',
      'condition_set',
    ]);
    expect(at.verdicts(eachOf(salt), eachOf(milk), caseOf(tea), caseOf(tea), '4006381333931')).toEqual([
      'refused_not_shipped',
      'refused_not_shipped',
      'return_received',
      'refused_returned_too_many',
      'refused_unknown_barcode',
    ]);
    expect(station(0, 0).verdicts('PP:RETURN:SO-1')).toEqual(['refused_not_shipped']);
  });

  test('a serial comes back once, and only if it left with this order', () => {
    const at = station();
    const known = { ...progress(8, 2), serials: [`${eachOf(tea)}/A`] };
    at.floor = { ...unknownFloor, progress: () => known };
    const serial = (number: string) => `]C101${eachOf(tea)}21${number}`;
    at.verdicts('PP:RETURN:SO-1', 'PP:CONDITION:as_new');
    expect(at.verdicts(serial('B'), serial('A'), serial('A'), 'PP:UNDO', serial('A'))).toEqual([
      'refused_not_shipped',
      'return_received',
      'refused_duplicate_serial',
      'return_undone',
      'return_received',
    ]);
  });

  test('complaint 15: what came back in one return does not come back in the next', () => {
    const at = station(1, 0);
    at.verdicts('PP:RETURN:SO-1', 'PP:CONDITION:as_new', eachOf(tea));
    expect(at.verdicts('PP:RETURN:SO-1', 'PP:DONE', 'PP:DONE', 'PP:RETURN:SO-1')).toEqual([
      'return_started',
      'return_closed',
      'refused_no_order_open',
      'refused_not_shipped',
    ]);
  });

  test('with goods received it is finished before other work, without it is left, which ends it for the office, too', () => {
    const at = station(8, 2).release(order('SO-2', [salt, 1]));
    expect(at.verdicts('PP:RETURN:SO-1', 'SO-2', 'PP:RETURN:SO-1')).toEqual([
      'return_started',
      'order_opened',
      'return_started',
    ]);
    expect(at.facts('return.closed')).toEqual([{ return: 'R-SO-1-1', order: 'SO-1' }]);
    at.verdicts('PP:RETURN', 'PP:RETURN:SO-1');
    expect(at.facts('return.closed')).toHaveLength(2);
    expect(at.verdicts('PP:CONDITION:as_new', eachOf(tea), 'SO-2')).toEqual([
      'condition_set',
      'return_received',
      'refused_order_open',
    ]);
  });
});

test('any sequence of returns: never more comes back than was shipped', () => {
  const raws = fc.constantFrom(
    ...['PP:RETURN:SO-1', 'PP:CONDITION:as_new', 'PP:CONDITION:damaged', 'PP:UNDO', 'PP:DONE', 'PP:RETURN'],
    ...[
      eachOf(tea),
      eachOf(tea),
      caseOf(tea),
      eachOf(milk),
      `]C101${eachOf(tea)}21A`,
      eachOf(salt),
      `00${sscc}`,
    ],
  );
  let received = 0;
  fc.assert(
    fc.property(
      fc.nat({ max: 8 }),
      fc.nat({ max: 2 }),
      fc.array(raws, { maxLength: 60, size: 'max' }),
      (teas, milks, sequence) => {
        const at = station(teas, milks);
        for (const raw of ['PP:RETURN:SO-1', 'PP:CONDITION:opened', ...sequence]) {
          at.scan(raw);
          expect(JSON.parse(JSON.stringify(at.state)) as StationState).toEqual(at.state);
          const back = (line: number) =>
            [
              ...at.facts('return.received'),
              ...at.facts('return.undone').map((one) => ({ ...one, units: -one.units })),
            ]
              .filter((one) => one.line === line)
              .reduce((sum, { units }) => sum + units, 0);
          expect(back(1)).toBeLessThanOrEqual(teas);
          expect(back(2)).toBeLessThanOrEqual(milks);
          expect(Math.min(back(1), back(2))).toBeGreaterThanOrEqual(0);
        }
        for (const { type, data } of at.log) factData[type].parse(data);
        received += at.facts('return.received').length;
      },
    ),
  );
  expect(received).toBeGreaterThan(50);
});
