import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildSscc } from '../../protocols/gs1/sscc.ts';
import type { FactDraft } from '../../protocols/wire/fact.ts';
import type { ParcelDocument } from '../../protocols/wire/floor.ts';
import { siteRules } from '../../protocols/wire/work/site-rules.ts';
import { eachOf, milk, order, TestStation, tea } from './testing-station.ts';
import { unknownFloor } from './work-view.ts';

const t = eachOf(tea);
/** It begins like a GTIN with its AI. */
const sscc = buildSscc(0, '1952123', 4_711) ?? '';
const parcel: ParcelDocument = {
  ...{ sscc, order: 'SO-9', parcel: 1, station: 'pack-2' as ParcelDocument['station'], status: 'sealed' },
  items: [{ line: 1, sku: 'TEA', units: 1 }],
};

function station(rules: object = {}, told: ParcelDocument = parcel): TestStation {
  const at = new TestStation();
  at.rules = siteRules.parse(rules);
  at.floor = {
    ...unknownFloor,
    parcel: (one) => (one === told.sscc ? told : undefined),
    parcelsOf: (number) => (number === told.order ? [told] : []),
  };
  return at;
}

const load = { ship: { by: 'load', carriers: [{ carrier: 'DHL', name: 'DHL' }] } };

/** Everything but how the label was written. */
function told(log: readonly FactDraft[]) {
  return log.map(({ type, data }) => ({ type, data: 'raw' in data ? { ...data, raw: '' } : data }));
}

/** Each scan of a label, in one of the ways in which scanners send it, at all the places where one is expected. */
function everywhere(write: (digits: string) => string): TestStation[] {
  const dispatched = station().release(order('SO-1', [tea, 2]));
  dispatched.verdicts('SO-1', t, 'PP:SEAL', t);
  const labels = dispatched.facts('parcel.sealed').map((one) => one.sscc);
  dispatched.verdicts(write(sscc), ...labels.map(write));

  const reopened = station({ pack: { label: 'print' } }).release(order('SO-1', [tea, 2]));
  reopened.verdicts('SO-1', t, 'PP:SEAL', t, 'PP:REOPEN');
  const [first = ''] = reopened.facts('parcel.sealed').map((one) => one.sscc);
  reopened.verdicts(write(first), 'PP:SEAL', `PP:REOPEN:${first}`, write(first));

  const loaded = station(load);
  loaded.verdicts(
    'PP:LOAD:DHL',
    write(sscc),
    write(sscc),
    'PP:UNLOAD',
    write(sscc),
    write(sscc),
    'PP:CLOSE_LOAD',
  );

  const left: ParcelDocument = { ...parcel, status: 'dispatched' };
  const returned = station({}, left);
  returned.verdicts(write(sscc), 'PP:RETURN', write(sscc), 'PP:CONDITION:as_new', t, 'PP:DONE');

  const stopped = station({}, { ...parcel, stop: 'cancelled' });
  stopped.verdicts(write(sscc), 'PP:STOP');
  return [dispatched, reopened, loaded, returned, stopped];
}

describe('the label of a parcel that an old printer made, without the AI 00', () => {
  test('is understood wherever a label is expected, in the same way as one with it', () => {
    const expected = everywhere((digits) => `]C100${digits}`);
    const types = expected.map((at) => new Set(at.log.map(({ type }) => type)));
    expect(types[0]).toContain('shipment.dispatched');
    expect(types[1]).toContain('parcel.reopened');
    expect(types[2]).toContain('parcel.unloaded');
    expect(types[3]).toContain('return.received');
    expect(types[4]).toContain('parcel.stopped');
    const ways = fc.constantFrom('', ']C0', ']I1', ']I0', ']A0', '00');
    fc.assert(
      fc.property(fc.array(ways, { minLength: 1 }), (some) => {
        let scans = 0;
        const found = everywhere((digits) => `${some[scans++ % some.length]}${digits}`);
        for (const [index, at] of found.entries()) {
          const reference = expected[index];
          expect(told(at.log)).toEqual(told(reference?.log ?? []));
          expect(at.state.parcels).toEqual(reference?.state.parcels);
          expect(at.state.activity).toEqual(reference?.state.activity);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('is recorded as what it was taken for', () => {
    const at = station(load);
    at.scan('PP:LOAD:DHL');
    expect(at.scan(sscc).facts[0]).toMatchObject({ data: { raw: sscc, gs1: { sscc } } });
  });

  test('with a wrong check digit is no label, and out of a QR Code neither', () => {
    const at = station(load);
    const damaged = `${sscc.slice(0, 17)}${(Number(sscc[17]) + 1) % 10}`;
    expect(at.verdicts('PP:LOAD:DHL', damaged, `]Q1${sscc}`, sscc)).toEqual([
      ...['load_opened', 'refused_check_digit', 'refused_check_digit', 'parcel_loaded'],
    ]);
  });
});

describe('eighteen digits that are a name of this site', () => {
  test('are that name, and no label: orders, totes and tasks come first', () => {
    const ordered = station().release(order(sscc, [tea, 1], [milk, 1]));
    expect(ordered.verdicts(sscc, t, sscc)).toEqual(['order_opened', 'item_confirmed', 'order_opened']);
    expect(ordered.verdicts(`00${sscc}`)).toEqual(['refused_wrong_parcel']);

    const asked = station().release(order(sscc, [tea, 1]));
    asked.floor = {
      ...asked.floor,
      progress: (number) => ({
        ...{ order: number, stations: [], serials: [], nextParcel: 2 },
        lines: [{ line: 1, picked: 1, packed: 1, shipped: number === sscc ? 1 : 0, shorted: 0 }],
      }),
    };
    asked.verdicts('PP:RETURN', sscc);
    expect(asked.facts('return.started')[0]).toMatchObject({ order: sscc });

    const tote = station({ pack: { from: 'picked' } }).release(order('SO-1', [tea, 1]));
    const items = [{ line: 1, sku: 'TEA', units: 1 }];
    const document = { tote: sscc, order: 'SO-1', status: 'picked' as const, items };
    tote.floor = { ...tote.floor, tote: (name) => (name === sscc ? document : undefined) };
    expect(tote.verdicts(sscc, t)).toEqual(['tote_opened', 'parcel_sealed']);
  });

  test('that nobody knows are told in the same words, with the AI and without', () => {
    for (const [rules, told] of [
      [{}, `${sscc} is the label of no parcel known here`],
      [load, 'No load is open here'],
    ] as const) {
      const answers = [sscc, `00${sscc}`, `]C100${sscc}`].map((raw) => {
        const at = new TestStation();
        at.rules = siteRules.parse(rules);
        return at.scan(raw).reply;
      });
      expect(new Set(answers.map(({ message }) => message)).size).toBe(1);
      expect(answers[0]?.message).toContain(told);
    }
    expect(station().verdicts(sscc, `00${sscc}`)).toEqual([
      ...['refused_no_order_open', 'refused_no_order_open'],
    ]);
  });
});

describe('a parcel that a command names', () => {
  /** As it stands on the label, as scanners send it, and as a person types it. */
  const ways = (digits: string) => [
    ...[digits, `00${digits}`, `]C100${digits}`, `\x1d00${digits}`, `]C1\x1d00${digits}`],
    ...[` 00 ${digits} `, `(00)${digits}`, `(00) ${digits.slice(0, 1)} ${digits.slice(1)}`],
  ];

  function sealedTwice(): { readonly at: TestStation; readonly first: string } {
    const at = station({ pack: { label: 'print' } }).release(order('SO-1', [tea, 3]));
    at.verdicts('SO-1', t, 'PP:SEAL', t, 'PP:SEAL');
    return { at, first: at.facts('parcel.sealed')[0]?.sscc ?? '' };
  }

  test('is found by PP:REOPEN and PP:REPRINT however its label is written', () => {
    for (const way of ways(sealedTwice().first)) {
      const reopened = sealedTwice();
      expect([way, ...reopened.at.verdicts(`PP:REOPEN:${way}`)]).toEqual([way, 'parcel_reopened']);
      expect(reopened.at.facts('parcel.reopened')).toMatchObject([{ sscc: reopened.first, parcel: 1 }]);
      const printed = sealedTwice();
      expect([way, ...printed.at.verdicts(`PP:REPRINT:${way}`)]).toEqual([way, 'document_asked']);
      expect(printed.at.state.prints.at(-1)).toMatchObject({ subject: printed.first, copy: 2 });
    }
  });

  test('is refused by its number where it is no parcel of the order', () => {
    const { at } = sealedTwice();
    const { reply } = at.scan(`PP:REOPEN:]C100${sscc}`);
    expect(reply).toMatchObject({
      verdict: 'refused_wrong_parcel',
      message: expect.stringContaining(`Parcel ${sscc} `),
    });
  });
});
