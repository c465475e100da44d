import fc from 'fast-check';
import type { FactDraft, KnownFact } from '../../protocols/wire/fact.ts';
import { type ChainHead, genesis, seal } from '../../protocols/wire/fact-chain.ts';
import type { StationId } from '../../protocols/wire/ids.ts';
import { testSite } from '../testing-gateway.ts';

const tea = { sku: 'TEA', gtin: '09520001000010' };

/** Stations that write chains of facts, one second apart. */
export function factWriters(startIso = '2026-01-05T06:00:00.000Z') {
  const heads = new Map<string, ChainHead>();
  let atMs = Date.parse(startIso);

  return (station: string, draft: FactDraft, at?: string): KnownFact => {
    atMs += 1_000;
    const fact = seal(heads.get(station) ?? genesis, {
      v: 1,
      site: testSite,
      station: station as StationId,
      at: at ?? new Date(atMs).toISOString(),
      operator: null,
      ...draft,
    });
    heads.set(station, { upTo: fact.seq, hash: fact.hash });
    return fact as KnownFact;
  };
}

export function pick(order: string, more: object = {}): FactDraft {
  const data = { order, line: 1, sku: tea.sku, units: 1, gtin: tea.gtin, scanSeq: 1, ...more };
  return { type: 'pick.confirmed', data } as FactDraft;
}

export function pack(order: string, more: object = {}): FactDraft {
  const data = { order, line: 1, sku: tea.sku, units: 1, parcel: 1, scanSeq: 1, ...more };
  return { type: 'pack.confirmed', data } as FactDraft;
}

/** What a floor may do in whatever order, sensible or not: it must be folded all the same. */
const station = fc.constantFrom('S1', 'S2', 'S3');
const order = fc.constantFrom('SO-1', 'SO-2', 'SO-3');
const line = fc.integer({ min: 1, max: 3 });
const units = fc.integer({ min: 1, max: 4 });
const tote = fc.option(fc.constantFrom('T-1', 'T-2'), { nil: undefined });
const seq = fc.integer({ min: 1, max: 30 });
const sscc = fc.constantFrom('340123450000000017', '340123450000000024');
const item = { order, line, sku: fc.constantFrom('TEA', 'CUP'), units };
const parcel = fc.integer({ min: 1, max: 3 });
const load = fc.constantFrom('L1', 'L2');

function fact(type: FactDraft['type'], data: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<FactDraft> {
  // What is undefined is left out, as it is on the wire.
  return fc.record(data).map((made) => ({ type, data: JSON.parse(JSON.stringify(made)) }) as FactDraft);
}

const proven = { gtin: fc.constant(tea.gtin), scanSeq: seq };
const serial = fc.option(fc.constantFrom('A1', 'A2', 'A3'), { nil: undefined });
const draft = fc.oneof(
  fact('order.started', { order, version: fc.constant(1) }),
  fact('pick.confirmed', { ...item, ...proven, tote, serial }),
  fact('pick.confirmed', { ...item, ...proven, tote, serial }),
  fact('pick.undone', { ...item, pickSeq: seq }),
  fact('pack.confirmed', { ...item, parcel, scanSeq: seq, tote }),
  fact('pack.undone', { ...item, parcel, packSeq: seq }),
  fact('item.undone', { ...item, parcel, pickSeq: seq, packSeq: seq }),
  fact('pick.shorted', {
    ...item,
    reason: fc.constant('stock_out'),
    location: fc.constantFrom('L-1', 'L-2'),
  }),
  fact('pick.short_undone', { ...item, shortSeq: seq }),
  fact('pick.skipped', item),
  fact('pick.skip_undone', { ...item, skipSeq: seq }),
  fact('task.reopened', { task: fc.constant('W1-1'), closedSeq: seq }),
  fact('tote.assigned', { tote: fc.constantFrom('T-1', 'T-2'), order: fc.option(order, { nil: undefined }) }),
  fact('tote.released', { tote: fc.constantFrom('T-1', 'T-2') }),
  fact('wall.put', { ...item, ...proven, wall: fc.constant('W'), slot: fc.constant('W-1') }),
  fact('wall.undone', { ...item, wall: fc.constant('W'), slot: fc.constant('W-1'), putSeq: seq }),
  fact('parcel.packaging_chosen', {
    order,
    parcel,
    packaging: fc.constant('BOX'),
    tareGrams: fc.constant(50),
  }),
  fact('parcel.weighed', {
    order,
    parcel,
    device: fc.constant('scale'),
    grams: fc.integer({ min: 1, max: 5_000 }),
    expectedGrams: fc.constant(null),
    toleranceGrams: fc.constant(null),
    outcome: fc.constantFrom('within', 'unknown', 'too_heavy'),
  }),
  fact('parcel.sealed', {
    order,
    parcel,
    sscc,
    items: fc.array(fc.record({ line, sku: item.sku, units }), { minLength: 1, maxLength: 2 }),
  }),
  fact('parcel.reopened', { order, parcel, sscc, reason: fc.constant('wrong label') }),
  fact('return.received', {
    ...item,
    ...proven,
    return: fc.constant('R-1'),
    condition: fc.constant('as_new'),
    disposition: fc.constant('restock'),
  }),
  fact('return.undone', { ...item, return: fc.constant('R-1'), receivedSeq: seq }),
  fact('load.opened', { load, carrier: fc.constant('DHL') }),
  fact('parcel.loaded', { load, order, sscc }),
  fact('parcel.unloaded', { load, order, sscc, reason: fc.constant('damaged') }),
  fact('load.closed', {
    load,
    carrier: fc.constant('DHL'),
    manifest: fc.constant('M1'),
    parcels: fc.constant(1),
  }),
  fact('count.closed', { count: fc.constant('C1'), location: fc.constant('L-1'), results: fc.constant([]) }),
  fact('shipment.dispatched', {
    order,
    shipment: fc.constantFrom('SO-1/1', 'SO-2/1'),
    parcels: fc.array(sscc, { minLength: 1, maxLength: 2 }),
    lines: fc.array(fc.record({ line, sku: item.sku, units }), { minLength: 1, maxLength: 2 }),
    scanSeq: seq,
  }),
);

/** Sequences of facts of three stations. */
export const anyFacts: fc.Arbitrary<KnownFact[]> = fc
  .array(fc.tuple(station, draft), { maxLength: 60 })
  .map((drafts) => {
    const write = factWriters();
    return drafts.map(([name, made]) => write(name, made));
  });
