import { describe, expect, test } from 'vitest';
import { encodeEpc } from '../../../protocols/epc/epc-encode.ts';
import { epcFromDigitalLink } from '../../../protocols/epc/epc-from-elements.ts';
import type { ParcelDocument, ProgressDocument, ToteDocument } from '../../../protocols/wire/floor.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { eachOf, milk, order, salt, TestStation, tea } from '../testing-station.ts';
import { type FloorView, unknownFloor } from '../work-view.ts';

const item = (product: ProductDocument) => `01${eachOf(product)}`;
const everything = { printer: true, scale: true, tagReader: true };

function station(rules: object, floor: Partial<FloorView> = {}): TestStation {
  const at = new TestStation().release(order('SO-1', [tea, 2], [milk, 1]));
  at.rules = siteRules.parse(rules);
  at.equipment = everything;
  at.floor = { ...unknownFloor, ...floor };
  at.people.set('B-2', { badge: 'B-2', name: 'Berta', role: 'supervisor' });
  return at;
}

/** The same products, each unit with a weight and a tag. */
function known(at: TestStation, grams = 200): TestStation {
  at.products = [tea, milk, salt].map((product) => ({
    ...product,
    tagged: true,
    packagings: product.packagings.map((one) => ({ ...one, grams: grams * one.units })),
  }));
  return at;
}

const weigh = (at: TestStation, grams: number) =>
  at.sense({ kind: 'weight', device: 'scale-1', grams }).reply?.verdict;
const packAll = (at: TestStation) => at.verdicts('SO-1', item(tea), item(tea), item(milk));
const labelOf = (at: TestStation, index = 0) => `00${at.facts('parcel.sealed')[index]?.sscc}`;

function tagOf(product: ProductDocument, serial: number): string {
  const link = `https://id.gs1.org/01/${eachOf(product)}/21/${serial}`;
  const epc = epcFromDigitalLink(link, { scheme: 'SGTIN-96', filter: 1, companyPrefixLength: 7 });
  const encoded = epc.ok ? encodeEpc(epc.value) : epc;
  if (!encoded.ok) throw new Error(encoded.expected);
  return encoded.value.hex;
}

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
  test('missing, extra and foreign ones are named, and two people may answer for them', () => {
    const at = known(station({ pack: { tags: 'require', label: 'print' } }));
    at.products = at.products.filter(({ sku }) => sku !== 'SALT');
    at.people.set('B-1', { badge: 'B-1', name: 'Anna', role: 'supervisor' });
    at.scan('PP:BADGE:B-1');
    packAll(at);
    const epcs = [tagOf(tea, 1), tagOf(milk, 1), tagOf(milk, 2), tagOf(salt, 9), '3118E511C46E695AAAAAAAAA'];
    const { reply } = at.sense({ kind: 'tags', device: 'tunnel', epcs });
    expect(reply?.verdict).toBe('refused_tags');
    expect(reply?.message).toContain('Missing: 1 (1 x Green tea). Too many: 1. Of other goods: 1');
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

describe('packing what was picked', () => {
  const tote = (items: ToteDocument['items']): ToteDocument => ({
    tote: 'T-7',
    order: 'SO-1',
    status: 'picked',
    items,
  });
  const holds = tote([
    { line: 1, sku: 'TEA', units: 1 },
    { line: 2, sku: 'MILK', units: 1 },
  ]);

  test('a tote opens its order, never more is packed than it holds, and it is released when it is empty', () => {
    const at = station(
      { pack: { from: 'picked' } },
      { tote: (name) => (name === 'T-7' ? holds : undefined) },
    );
    expect(at.verdicts('T-7', item(tea), item(tea), item(milk), item(milk))).toEqual([
      'tote_opened',
      'item_confirmed',
      'refused_not_picked',
      'item_confirmed',
      'refused_line_complete',
    ]);
    expect(at.facts('pick.confirmed')).toEqual([]);
    expect(at.facts('pack.confirmed')).toMatchObject([{ tote: 'T-7' }, { tote: 'T-7' }]);
    expect(at.facts('tote.released')).toEqual([{ tote: 'T-7', order: 'SO-1' }]);
    expect(at.scan('T-7').reply.verdict).toBe('refused_not_picked');
    expect(at.verdicts('PP:UNDO', item(milk))).toEqual(['item_undone', 'item_confirmed']);
    expect(at.facts('pack.undone')).toMatchObject([{ line: 2, units: 1 }]);
  });

  test('goes on behind what other stations packed of the order', () => {
    const progress: ProgressDocument = {
      order: 'SO-1',
      stations: ['pack-9'] as unknown as ProgressDocument['stations'],
      lines: [{ line: 1, picked: 2, packed: 2, shipped: 0, shorted: 0 }],
      serials: [],
      nextParcel: 2,
    };
    const at = station({}, { progress: () => progress });
    expect(at.verdicts('SO-1', item(tea), item(milk))).toEqual([
      'order_opened',
      'refused_line_complete',
      'parcel_sealed',
    ]);
    expect(at.facts('parcel.sealed')).toMatchObject([{ parcel: 2 }]);
  });
});

describe('a sealed parcel', () => {
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

  test('whose label was not printed is shown until it is, and PP:REPRINT gives it to the printer again', () => {
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

describe('an order belongs to one station at a time', () => {
  const claim = (owner: string) =>
    ({
      subject: { kind: 'order', order: 'SO-1' },
      station: owner,
      operator: null,
      grantedAt: '2026-03-01T07:00:00.000Z',
      expiresAt: '2026-03-01T09:00:00.000Z',
    }) as unknown as ReturnType<FloorView['claim']>;
  const lease = { claims: { mode: 'lease' } };

  test('claimed elsewhere it is refused until the claim is over; without connection only what is held opens', () => {
    const at = station(lease, { claim: () => claim('pack-2') });
    expect(at.scan('SO-1').reply).toMatchObject({ verdict: 'refused_order_elsewhere' });
    at.at = '2026-03-01T09:00:00.000Z';
    at.online = false;
    expect(at.scan('SO-1').reply.verdict).toBe('refused_order_not_held_offline');
    at.online = true;
    expect(at.scan('SO-1').reply.verdict).toBe('order_opened');
    const own = station(lease, { claim: () => claim('pack-1') });
    own.online = false;
    expect(own.scan('SO-1').reply.verdict).toBe('order_opened');
  });

  test('opened at two stations before either heard of the other: the one without the claim stops at its next scan', () => {
    const at = station(lease);
    expect(at.verdicts('SO-1', item(tea))).toEqual(['order_opened', 'item_confirmed']);
    at.floor = { ...unknownFloor, claim: () => claim('pack-2') };
    expect(at.verdicts(item(tea))).toEqual(['refused_order_elsewhere']);
    expect(at.verdicts('PP:UNDO')).toEqual(['item_undone']);
  });

  test('two stations worked on it: the one that does not keep it stops at the next scan, and can go on with another', () => {
    const at = station(lease).release(order('SO-2', [tea, 1]));
    at.verdicts('SO-1', item(tea));
    const conflict = { keeper: 'pack-2', others: ['pack-1'], since: '2026-03-01T08:00:00.000Z' };
    at.floor = { ...unknownFloor, progress: () => ({ conflict, lines: [] }) as unknown as ProgressDocument };
    expect(at.scan(item(tea)).reply).toMatchObject({
      verdict: 'refused_order_elsewhere',
      message: expect.stringContaining('bring its goods and parcels to pack-2'),
    });
    at.floor = {
      ...unknownFloor,
      progress: (number) =>
        number === 'SO-1' ? ({ conflict, lines: [] } as unknown as ProgressDocument) : undefined,
    };
    expect(at.scan('SO-2').reply.verdict).toBe('order_opened');
  });
});
