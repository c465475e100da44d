import { describe, expect, test } from 'vitest';
import type { ParcelDocument } from '../../../protocols/wire/floor.ts';
import { milk, order, tea } from '../testing-station.ts';
import { item, labelOf, packAll, station } from './testing-parcel.ts';

describe('a sealed parcel', () => {
  test('that left from here is gone, however old the word of the gateway is: that it is sealed, or none', () => {
    const told = new Map<string, ParcelDocument>();
    const at = station(
      {},
      { parcel: (sscc) => told.get(sscc), parcelsOf: (of) => (of === 'SO-1' ? [...told.values()] : []) },
    );
    packAll(at);
    const label = labelOf(at);
    const sscc = label.slice(2);
    expect(at.scan(label).reply.verdict).toBe('shipment_dispatched');
    expect(at.scan(label).reply).toMatchObject({
      verdict: 'refused_parcel_left',
      message: expect.stringMatching(`Parcel ${sscc} has left from here`),
    });
    const items = at.facts('parcel.sealed')[0]?.items ?? [];
    const here = { station: 'pack-1' as ParcelDocument['station'], status: 'sealed' } as const;
    told.set(sscc, { sscc, order: 'SO-1', parcel: 1, items, ...here });
    expect(at.scan(label).reply).toMatchObject({
      verdict: 'refused_parcel_left',
      message: expect.stringMatching('has left with order SO-1'),
    });
    expect(at.scan('SO-1').reply).toMatchObject({
      verdict: 'refused_order_done',
      message: expect.stringMatching('already left'),
    });
  });

  test('of another station, not gone yet: the order is said to leave there', () => {
    const items = [
      { line: 1, sku: 'TEA', units: 2 },
      { line: 2, sku: 'MILK', units: 1 },
    ];
    const station2 = 'pack-2' as ParcelDocument['station'];
    const parcel: ParcelDocument = {
      ...{ sscc: '395212340000000016', order: 'SO-1', parcel: 1, items, status: 'sealed', station: station2 },
    };
    const lines = items.map(({ line, units }) => ({
      line,
      picked: units,
      packed: units,
      shorted: 0,
      shipped: 0,
    }));
    const progress = { order: 'SO-1', stations: [station2], serials: [], nextParcel: 2, totes: [], lines };
    const at = station({}, { parcelsOf: () => [parcel], progress: () => progress });
    expect(at.scan('SO-1').reply).toMatchObject({
      verdict: 'refused_order_done',
      message: expect.stringMatching('leaves where it was packed'),
    });
  });

  test('is reopened: its label is void, its units can be undone, and it gets a new one', () => {
    const at = station({ pack: { label: 'print' } });
    packAll(at);
    const old = labelOf(at);
    expect(at.verdicts('PP:REOPEN', old, 'PP:UNDO', item(milk), old)).toEqual([
      'parcel_reopened',
      'refused_wrong_parcel',
      'item_undone',
      'parcel_sealed',
      'refused_wrong_parcel',
    ]);
    expect(at.facts('parcel.reopened')).toMatchObject([{ parcel: 1, sscc: old.slice(2) }]);
    expect(at.state.prints.map(({ subject }) => subject)).toEqual([labelOf(at, 1).slice(2)]);
    expect(at.scan(labelOf(at, 1)).reply.verdict).toBe('shipment_dispatched');
    expect(at.facts('shipment.dispatched')).toMatchObject([{ parcels: [labelOf(at, 1).slice(2)] }]);
    expect(at.scan('PP:REOPEN').reply.verdict).toBe('refused_parcel_left');
  });

  test('a net weight is made gross by the tare of the scale or of the packaging, and is no weight without either', () => {
    const packagings = [
      {
        packaging: 'BOX',
        name: 'Box',
        tareGrams: 57,
        lengthMm: 300,
        widthMm: 200,
        heightMm: 100,
        maxGrams: 20_000,
      },
    ];
    const weighed = (rules: object, ...net: readonly [number, number?]) => {
      const at = station({
        pack: { weight: 'require', weightTolerance: { percent: 0, grams: 5 }, ...rules },
      });
      at.products = at.products.map((product) => ({
        ...product,
        packagings: product.packagings.map((one) => ({ ...one, grams: 150 * one.units })),
      }));
      at.equipment = { printer: false, scale: true, tagReader: false };
      at.verdicts('SO-1', 'PP:PACKAGING:BOX', item(tea), item(tea), item(milk));
      const [netGrams, tareGrams] = net;
      const more = tareGrams === undefined ? {} : { tareGrams };
      const grams = netGrams + (tareGrams ?? 0);
      const told = at.sense({ kind: 'weight', device: 'scale-1', grams, netGrams, ...more });
      return [
        told.reply?.verdict,
        told.reply?.message,
        at.facts('parcel.weighed')[0],
        at.facts('parcel.sealed')[0],
      ];
    };
    expect(weighed({ packagings }, 450)).toMatchObject([
      ...['parcel_sealed', expect.anything()],
      ...[
        { grams: 507, netGrams: 450, tareGrams: 57, expectedGrams: 507, outcome: 'within' },
        { grams: 507 },
      ],
    ]);
    expect(weighed({}, 393, 57)).toMatchObject([
      'parcel_sealed',
      expect.anything(),
      { grams: 450, netGrams: 393 },
      {},
    ]);
    const alone = weighed({}, 450);
    expect(alone).toMatchObject([
      'refused_weight',
      expect.stringContaining('clear the tare'),
      { netGrams: 450 },
      undefined,
    ]);
    expect(alone[2]).not.toHaveProperty('tareGrams');
  });

  test('what was shipped short is taken back before the parcel leaves, and goes into the next one', () => {
    const at = station({ pack: { label: 'print' } });
    expect(at.verdicts('SO-1', item(tea), 'PP:SHORT', 'PP:UNDO')).toEqual([
      ...['order_opened', 'item_confirmed', 'line_shorted', 'short_undone'],
    ]);
    const seqs = at.log.flatMap(({ type }, index) => (type === 'pick.shorted' ? [index + 1] : []));
    expect(at.facts('pick.short_undone')).toEqual([
      { order: 'SO-1', line: 1, sku: 'TEA', units: 1, shortSeq: seqs[0] },
      { order: 'SO-1', line: 2, sku: 'MILK', units: 1, shortSeq: seqs[1] },
    ]);
    expect(at.verdicts(item(tea), item(milk)).at(-1)).toBe('parcel_sealed');
    expect(at.facts('parcel.sealed').map(({ parcel, items }) => [parcel, items.length])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(at.verdicts(labelOf(at, 0), labelOf(at, 1)).at(-1)).toBe('shipment_dispatched');
  });

  test('leaves the station for its load, is reprinted, and can still be opened until it is loaded', () => {
    const parcels = new Map<string, ParcelDocument>();
    const at = station(
      { pack: { label: 'print' }, ship: { by: 'load' } },
      { parcel: (sscc) => parcels.get(sscc) },
    );
    expect(packAll(at).at(-1)).toBe('parcel_sealed');
    expect([at.state.activity, at.dispatched.has('SO-1')]).toEqual([null, true]);
    expect(at.verdicts('SO-1', 'PP:REPRINT')).toEqual(['refused_order_done', 'document_asked']);
    expect(at.state.prints.map(({ copy }) => copy)).toEqual([1, 2]);
    expect(at.verdicts('PP:REOPEN', 'PP:UNDO', item(milk))).toEqual([
      'parcel_reopened',
      'item_undone',
      'parcel_sealed',
    ]);
    expect(at.state.activity).toBeNull();
  });

  test('whose order was cancelled stays: its label is refused, and PP:STOP puts it aside', () => {
    const at = station({ pack: { label: 'print' } });
    packAll(at);
    at.release({ ...order('SO-1', [tea, 2], [milk, 1]), status: 'cancelled', holdReason: 'customer' });
    expect(at.scan('PP:STOP').reply.verdict).toBe('refused_parcel_unknown');
    expect(at.verdicts(labelOf(at), 'PP:STOP')).toEqual(['refused_order_cancelled', 'parcel_stopped']);
    expect(at.facts('parcel.stopped')).toEqual([
      { order: 'SO-1', sscc: labelOf(at).slice(2), reason: 'customer' },
    ]);
    expect(at.state.prints).toEqual([]);
  });

  test('complaint 16: whose label was not printed is shown until it is, and PP:REPRINT gives it to the printer again', () => {
    const at = station({ pack: { label: 'print' } });
    packAll(at);
    const failed = at.sense({
      kind: 'printed',
      job: 1,
      printer: 'p1',
      outcome: 'failed',
      detail: 'paper out',
    });
    expect(failed.reply?.message).toContain('paper out');
    expect(at.state.prints).toMatchObject([{ job: 1, failed: 'paper out' }]);
    expect(at.scan('PP:REPRINT').reply.verdict).toBe('document_asked');
    expect(at.state.prints).toMatchObject([{ job: 1, copy: 1, retries: 1 }]);
    expect(at.sense({ kind: 'printed', job: 1, printer: 'p1', outcome: 'printed' }).reply).toBeNull();
    expect(at.state.prints).toEqual([]);
    expect(at.facts('document.printed').map(({ outcome }) => outcome)).toEqual(['failed', 'printed']);
  });
});
