import { describe, expect, test } from 'vitest';
import { buildSscc } from '../../protocols/gs1/sscc.ts';
import type { ParcelDocument, ProgressDocument } from '../../protocols/wire/floor.ts';
import { siteRules } from '../../protocols/wire/work/site-rules.ts';
import { PackStation } from './pack/testing-totes.ts';
import { screenOf } from './screen.ts';
import { eachOf, milk, order, TestStation, tea } from './testing-station.ts';
import { unknownFloor } from './work-view.ts';

const t = eachOf(tea);
const sscc = buildSscc(3, '9521234', 1) ?? '';

function buttons(at: TestStation): string[] {
  const { actions } = screenOf(at.state, at.work, {
    ...{ revision: 1, site: 'north', station: 'pack-1', queue: { total: 0, next: [] }, devices: [] },
    link: { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null },
  });
  return actions.map(({ code }) => code);
}

const byLoad = { ship: { by: 'load', carriers: [{ carrier: 'DHL', name: 'DHL' }] } };

describe('what the person is told to do is a button, too', () => {
  test('a stopped parcel is put aside behind its label, whatever is in hand', () => {
    const parcel: ParcelDocument = {
      ...{ sscc, order: 'SO-9', parcel: 1, station: 'pack-2' as ParcelDocument['station'] },
      ...{ status: 'sealed', stop: 'cancelled', items: [{ line: 1, sku: 'TEA', units: 1 }] },
    };
    const at = new TestStation();
    at.floor = { ...unknownFloor, parcel: (one) => (one === sscc ? parcel : undefined) };
    expect(buttons(at)).not.toContain('PP:STOP');
    at.scan(`00${sscc}`);
    expect(buttons(at)[0]).toBe('PP:STOP');
    at.scan('PP:STOP');
    expect(at.facts('parcel.stopped')).toHaveLength(1);
    expect(buttons(at)).not.toContain('PP:STOP');
  });

  test('the order that was packed last is opened again, and its label printed, while its parcels are here', () => {
    const at = new TestStation().release(order('SO-1', [tea, 1]));
    at.rules = siteRules.parse({ ...byLoad, pack: { label: 'print' } });
    at.verdicts('SO-1', t);
    expect(at.state.activity).toBeNull();
    expect(buttons(at)).toEqual(expect.arrayContaining(['PP:REOPEN', 'PP:REPRINT']));
    expect(at.verdicts('PP:REOPEN')).toEqual(['parcel_reopened']);
    const gone = new TestStation().release(order('SO-1', [tea, 1]));
    gone.verdicts('SO-1', t);
    gone.scan(`00${gone.facts('parcel.sealed')[0]?.sscc}`);
    expect(gone.facts('shipment.dispatched')).toHaveLength(1);
    expect(buttons(gone)).not.toContain('PP:REOPEN');
  });

  test('of goods that came back it is said where they go, once it is known how they were found', () => {
    const line = { line: 1, picked: 2, packed: 2, shipped: 2, shorted: 0 };
    const progress: ProgressDocument = {
      ...{ order: 'SO-1', stations: [], lines: [line], serials: [], nextParcel: 2 },
    };
    const at = new TestStation().release(order('SO-1', [tea, 2]));
    at.floor = { ...unknownFloor, progress: () => progress };
    at.scan('PP:RETURN:SO-1');
    expect(buttons(at)).not.toContain('PP:DISPOSITION:scrap');
    at.scan('PP:CONDITION:damaged');
    expect(buttons(at)).toContain('PP:DISPOSITION:scrap');
    at.verdicts('PP:DISPOSITION:scrap', t);
    expect(at.facts('return.received')).toMatchObject([{ condition: 'damaged', disposition: 'scrap' }]);
    expect(at.scan('PP:UNDO').reply.message).toBe(
      '1 x Green tea is not received any more. Go on with the next item.',
    );
  });
});

describe('a code that is not wanted now', () => {
  test('is called what it is: a place or a tote, no item to be put aside', () => {
    const at = new TestStation().release(order('SO-1', [tea, 2]));
    at.locations.set('A-17', { location: 'A-17', walk: 1, contents: [] });
    expect(at.scan('A-17').reply).toMatchObject({
      verdict: 'refused_not_here',
      message: 'A-17 is a place or a tote, and none is wanted now. Scan what the top line asks for.',
    });
    expect(at.verdicts('SO-1', 'A-17', 'L-B-2', 'T-9', 'SO-77')).toEqual([
      ...['order_opened', 'refused_not_here', 'refused_not_here', 'refused_not_here'],
      'refused_unknown_barcode',
    ]);
    expect(at.state.last?.message).toContain('SO-77 is no product, order, task or tote known here');
    expect(at.facts('pick.confirmed')).toEqual([]);
  });
});

test('an order that is packed out of totes asks for its tote as soon as it is opened, as its prompt does', () => {
  const at = new PackStation();
  at.rules = siteRules.parse({ pack: { from: 'picked' }, waves: { mode: 'cluster' } });
  expect(at.scan('SO-1').reply.message).toBe('Order SO-1 for Corner shop. Scan the tote with its goods.');
  expect(at.prompt).toBe('Not picked yet: scan its tote once it is here');
  at.online = false;
  expect(at.prompt).toBe('Scan the next tote');
  at.tell('T-1', 'picked', [{ line: 2, sku: 'MILK', units: 1 }]);
  expect(at.prompt).toBe('Bring and scan T-1');
  expect(at.verdicts('T-1', eachOf(milk))).toEqual(['tote_opened', 'item_confirmed']);
});

test('a short after the last parcel is sealed says what is next: the labels, or the load', () => {
  const told = (rules: object) => {
    const at = new TestStation().release(order('SO-1', [tea, 2]));
    at.rules = siteRules.parse(rules);
    at.verdicts('SO-1', t, 'PP:SEAL');
    return at.scan('PP:SHORT').reply.message;
  };
  expect(told({})).toContain('Scan the label of each parcel.');
  expect(told(byLoad)).toContain('Its parcels go to the load; scan the next order.');
});
