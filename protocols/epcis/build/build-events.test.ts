import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FactDraft, KnownFact } from '../../wire/fact.ts';
import { gtinLink, sgtinLink, ssccLink } from '../digital-link.ts';
import type { EpcisEvent } from '../event.ts';
import { hashEvents } from '../hash/event-hash-id.ts';
import type { JsonObject } from '../json.ts';
import { readEpcis } from '../reader/read-epcis.ts';
import { dayOf, deeds, products } from '../testing-day.ts';
import { eventsOfFacts, step } from './build-events.ts';
import { emptyState } from './builder-state.ts';
import { declareError } from './correction.ts';
import { epcisDocument } from './document.ts';
import { associated, unpacked } from './events.ts';
import { siteSettings } from './site-settings.ts';
import { zoneOffsets } from './zone-offset.ts';

const offsetAt = zoneOffsets('Europe/Berlin') ?? (() => '');
const settings = siteSettings({ gln: '4012345000115', stationReadPoints: true, offsetAt, products });
const bare = siteSettings({ stationReadPoints: false, offsetAt: () => '+00:00', products: [] });
const sscc = '340123450000000001';

/** Facts of one station from these drafts. */
function factsOf(...drafts: FactDraft[]): KnownFact[] {
  const chain = { prev: '0'.repeat(64), hash: '0'.repeat(64) };
  return drafts.map(
    (draft, index) =>
      ({
        v: 1,
        site: 'north',
        station: 'pack-1',
        seq: index + 1,
        at: '2026-03-01T08:00:00.000Z',
        operator: null,
        ...chain,
        ...draft,
      }) as KnownFact,
  );
}

const pick = (
  units: number,
  gtin: string,
  more: { lot?: string; serial?: string; tote?: string } = {},
): FactDraft => ({
  type: 'pick.confirmed',
  data: { order: 'SO-1', line: 1, sku: 'TEA', units, gtin, scanSeq: 1, ...more },
});
const pack = (units: number): FactDraft => ({
  type: 'pack.confirmed',
  data: { order: 'SO-1', line: 1, sku: 'TEA', units, parcel: 1, scanSeq: 1 },
});
const seal = (units: number): FactDraft => ({
  type: 'parcel.sealed',
  data: { order: 'SO-1', parcel: 1, sscc, items: [{ line: 1, sku: 'TEA', units }] },
});

describe('the events of a parcel', () => {
  test('are its commissioning and what was packed into it', () => {
    const facts = factsOf(
      pick(1, '04012345000016', { serial: 'A/1' }),
      pack(1),
      pick(12, '14012345000013', { lot: 'L 1' }),
      pack(12),
      seal(13),
    );
    const { events, notes } = eventsOfFacts(facts, settings);
    expect(notes).toEqual([]);
    expect(events).toMatchObject([
      {
        type: 'ObjectEvent',
        action: 'ADD',
        bizStep: 'commissioning',
        epcList: ['https://id.gs1.org/00/340123450000000001'],
      },
      {
        type: 'AggregationEvent',
        eventTime: '2026-03-01T08:00:00.000Z',
        eventTimeZoneOffset: '+01:00',
        parentID: 'https://id.gs1.org/00/340123450000000001',
        childEPCs: ['https://id.gs1.org/01/04012345000016/21/A%2F1'],
        childQuantityList: [{ epcClass: 'https://id.gs1.org/01/14012345000013/10/L%201', quantity: 1 }],
        action: 'ADD',
        bizStep: 'packing',
        disposition: 'in_progress',
        readPoint: { id: 'https://id.gs1.org/414/4012345000115/254/pack-1' },
        bizLocation: { id: 'https://id.gs1.org/414/4012345000115' },
        bizTransactionList: [{ type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:4012345000115:SO-1' }],
      },
    ]);
  });

  test('do not know what was undone before', () => {
    const undone: FactDraft = {
      type: 'item.undone',
      data: { order: 'SO-1', line: 1, sku: 'TEA', units: 1, parcel: 1, pickSeq: 1, packSeq: 2 },
    };
    const facts = factsOf(
      pick(1, '04012345000016', { serial: 'A' }),
      pack(1),
      undone,
      pick(1, '04012345000016', { serial: 'B' }),
      pack(1),
      seal(1),
    );
    const packed = eventsOfFacts(facts, settings).events[1];
    expect(packed).toMatchObject({ childEPCs: ['https://id.gs1.org/01/04012345000016/21/B'] });
    expect(packed).not.toHaveProperty('childQuantityList');
  });

  test('take out what was undone after the sealing', () => {
    const undone: FactDraft = {
      type: 'item.undone',
      data: { order: 'SO-1', line: 1, sku: 'TEA', units: 1, parcel: 1, pickSeq: 1, packSeq: 2 },
    };
    const { events } = eventsOfFacts(factsOf(pick(1, '04012345000016'), pack(1), seal(1), undone), settings);
    expect(events[2]).toMatchObject({
      action: 'DELETE',
      bizStep: 'unpacking',
      parentID: ssccLink(sscc),
      childQuantityList: [{ epcClass: gtinLink('04012345000016'), quantity: 1 }],
    });
  });

  test('count a packaging that nobody knows in units, and a broken one in single units', () => {
    const facts = factsOf(pick(7, '14012345000013'), pack(7), seal(7));
    expect(eventsOfFacts(facts, settings).events[1]).toMatchObject({
      childQuantityList: [{ epcClass: gtinLink('04012345000016'), quantity: 7 }],
    });
    expect(eventsOfFacts(facts, bare).events[1]).toMatchObject({
      childQuantityList: [{ epcClass: gtinLink('14012345000013'), quantity: 7 }],
    });
  });

  test('hold what the seal names: units without a pick are single units, and said aloud', () => {
    const facts = factsOf(pick(1, '04012345000016', { serial: 'A' }), pack(1), seal(3));
    const { events, notes } = eventsOfFacts(facts, settings);
    expect(events[1]).toMatchObject({
      childEPCs: [sgtinLink('04012345000016', 'A')],
      childQuantityList: [{ epcClass: gtinLink('04012345000016'), quantity: 2 }],
    });
    expect(notes).toEqual([
      {
        site: 'north',
        station: 'pack-1',
        seq: 3,
        message: expect.stringContaining('2 units of TEA have no pick, they are counted as single units'),
      },
    ]);
    const without = eventsOfFacts(factsOf(seal(3)), bare);
    expect(without.events.map(({ bizStep }) => bizStep)).toEqual(['commissioning']);
    expect(without.notes[0]?.message).toContain('no GTIN: they are left out');
  });

  test('leave out what is packed beyond the seal', () => {
    const { events, notes } = eventsOfFacts(factsOf(pick(5, '04012345000016'), pack(5), seal(2)), settings);
    expect(events[1]).toMatchObject({ childQuantityList: [{ quantity: 2 }] });
    expect(notes[0]?.message).toContain('3 units more were packed than were sealed');
  });
});

describe('the rest of the floor', () => {
  const reads = (events: readonly EpcisEvent[]) =>
    readEpcis(JSON.stringify(epcisDocument([...events], '2026-03-02T00:00:00.000Z')));
  const pack = (over: object): FactDraft => ({
    type: 'pack.confirmed',
    data: { order: 'SO-1', line: 1, sku: 'TEA', units: 1, parcel: 1, scanSeq: 9, ...over },
  });

  test('a parcel that is opened again holds nothing, and what was in it lies in the next one', () => {
    const reopen: FactDraft = {
      type: 'parcel.reopened',
      data: { order: 'SO-1', parcel: 1, sscc, reason: 'wrong filling' },
    };
    const again = '340123450000000018';
    const { events, notes } = eventsOfFacts(
      factsOf(pick(1, '04012345000016', { serial: 'A' }), pack({ scanSeq: 1 }), seal(1), reopen, {
        type: 'parcel.sealed',
        data: { order: 'SO-1', parcel: 1, sscc: again, items: [{ line: 1, sku: 'TEA', units: 1 }] },
      }),
      settings,
    );
    expect(notes).toEqual([]);
    expect(events.slice(2)).toMatchObject([
      { type: 'AggregationEvent', action: 'DELETE', bizStep: 'unpacking', parentID: ssccLink(sscc) },
      { bizStep: 'commissioning', epcList: [ssccLink(again)] },
      { action: 'ADD', parentID: ssccLink(again), childEPCs: [sgtinLink('04012345000016', 'A')] },
    ]);
    expect(events[2]).not.toHaveProperty('childEPCs');
    expect(reads(events).ok).toBe(true);
  });

  test('what another station picked into a tote keeps its lot in the parcel that is packed from it', () => {
    const tote = { tote: 'T-1' };
    const picked = factsOf(pick(3, '04012345000016', { lot: 'L1', ...tote }));
    const packed = factsOf(pack({ units: 2, ...tote }), seal(2)).map((fact) => ({
      ...fact,
      station: 'pack-2' as typeof fact.station,
    }));
    const { events, notes } = eventsOfFacts([...picked, ...packed], settings);
    expect(notes).toEqual([]);
    expect(events[1]).toMatchObject({
      childQuantityList: [{ epcClass: gtinLink('04012345000016', 'L1'), quantity: 2 }],
    });
  });

  test('a pick or a pack that was undone is in no parcel', () => {
    const item = { order: 'SO-1', line: 1, sku: 'TEA', units: 1 };
    const { events } = eventsOfFacts(
      factsOf(
        pick(1, '04012345000016', { serial: 'A' }),
        { type: 'pick.undone', data: { ...item, pickSeq: 1 } },
        pick(1, '04012345000016', { serial: 'B', ...{ tote: 'T-1' } }),
        pack({ scanSeq: 1 }),
        { type: 'pack.undone', data: { ...item, parcel: 1, packSeq: 4 } },
        pack({ tote: 'T-1' }),
        seal(1),
      ),
      settings,
    );
    expect(events[1]).toMatchObject({ childEPCs: [sgtinLink('04012345000016', 'B')] });
  });

  test('loading and coming back are observed with their papers', () => {
    const back = { order: 'SO-1', line: 1, sku: 'TEA', units: 12, gtin: '14012345000013', scanSeq: 1 };
    const { events } = eventsOfFacts(
      factsOf(
        { type: 'parcel.loaded', data: { load: 'LD-1', order: 'SO-1', sscc } },
        { type: 'parcel.unloaded', data: { load: 'LD-1', order: 'SO-1', sscc, reason: 'wrong load' } },
        {
          type: 'return.received',
          data: { ...back, return: 'R-1', lot: 'L1', condition: 'as_new', disposition: 'restock' },
        },
      ),
      settings,
    );
    expect(events).toMatchObject([
      {
        bizStep: 'loading',
        epcList: [ssccLink(sscc)],
        bizTransactionList: [{ type: 'po' }, { type: 'bol' }],
      },
      { bizStep: 'unloading' },
      {
        bizStep: 'receiving',
        disposition: 'returned',
        quantityList: [{ epcClass: gtinLink('14012345000013', 'L1'), quantity: 1 }],
        bizTransactionList: [{ type: 'po' }, { type: 'rma' }],
      },
    ]);
    expect(reads(events).ok).toBe(true);
  });
});

describe('a dispatch', () => {
  test('is a shipping of the parcels, bound to order and despatch advice', () => {
    const facts = factsOf({
      type: 'shipment.dispatched',
      data: {
        order: 'SO/1',
        shipment: 'SO/1/1',
        parcels: [sscc],
        lines: [{ line: 1, sku: 'TEA', units: 1 }],
        scanSeq: 1,
      },
    });
    const transactions = [
      { type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:4012345000115:SO%2F1' },
      { type: 'desadv', bizTransaction: 'urn:epcglobal:cbv:bt:4012345000115:SO%2F1%2F1' },
    ];
    expect(eventsOfFacts(facts, settings).events).toMatchObject([
      {
        type: 'ObjectEvent',
        action: 'OBSERVE',
        bizStep: 'shipping',
        disposition: 'in_transit',
        bizTransactionList: transactions,
        sourceList: [{ type: 'possessing_party', source: 'https://id.gs1.org/417/4012345000115' }],
      },
      {
        type: 'TransactionEvent',
        action: 'ADD',
        bizTransactionList: transactions,
        epcList: [ssccLink(sscc)],
      },
    ]);
  });

  test('names its papers by a name of ours where there is no GLN', () => {
    const { events } = eventsOfFacts(
      dayOf([{ do: 'pick', packaging: 0, mark: 'none', split: false }, { do: 'dispatch' }]).facts,
      bare,
    );
    expect(events.at(-1)).toMatchObject({
      bizTransactionList: [
        { bizTransaction: 'urn:packproof:order:SO%2F1' },
        { bizTransaction: 'urn:packproof:shipment:SO%2F1%2F1' },
      ],
    });
    expect(events.at(-1)).not.toHaveProperty('readPoint');
  });
});

describe('whatever is done at a station', () => {
  const parcelsOf = (events: readonly EpcisEvent[]) =>
    events.flatMap((event) =>
      event.type === 'AggregationEvent'
        ? [
            {
              sscc: event.parentID,
              serials: [...(event.childEPCs ?? [])].sort(),
              counts: Object.fromEntries(
                (event.childQuantityList ?? []).map((one) => [one.epcClass, one.quantity]),
              ),
            },
          ]
        : [],
    );

  test('each parcel is told exactly as the person saw it', () => {
    fc.assert(
      fc.property(deeds, (what) => {
        const day = dayOf(what);
        const { events, notes } = eventsOfFacts(day.facts, settings);
        expect(notes).toEqual([]);
        const seen = day.parcels.map(({ sscc, serials, counts }) => ({
          sscc: ssccLink(sscc),
          serials: serials.map((key) => sgtinLink(...(key.split(' ') as [string, string]))).sort(),
          counts: Object.fromEntries(
            Object.entries(counts).map(([key, count]) => {
              const [gtin = '', lot] = key.split(' ');
              return [gtinLink(gtin, lot === '' ? undefined : lot), count];
            }),
          ),
        }));
        expect(parcelsOf(events)).toEqual(seen);
        const shippings = events.filter(
          (event) => event.type === 'ObjectEvent' && event.bizStep === 'shipping',
        );
        expect(shippings.map((event) => event.type === 'ObjectEvent' && event.epcList)).toEqual(
          day.dispatched.map((parcels) => parcels.map(ssccLink)),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('the document reads back without a fault, and its ids are the hashes of its events', () => {
    fc.assert(
      fc.property(deeds, fc.constantFrom(settings, bare), (what, given) => {
        const { events } = eventsOfFacts(dayOf(what).facts, given);
        const document = epcisDocument(events, '2026-03-02T00:00:00.000Z');
        const reading = readEpcis(JSON.stringify(document));
        expect(reading).toMatchObject({ ok: true, events: events.length });
        const hashed = hashEvents(document as unknown as JsonObject);
        expect(hashed.map(({ hashId }) => hashId)).toEqual(events.map(({ eventID }) => eventID));
      }),
    );
  });

  test('facts that come twice are told once, and two stations do not mix', () => {
    fc.assert(
      fc.property(deeds, deeds, (left, right) => {
        const a = dayOf(left, 'pack-1').facts;
        const b = dayOf(right, 'pack-2').facts;
        const alone = eventsOfFacts(a, settings).events.concat(eventsOfFacts(b, settings).events);
        const mixed = a.flatMap((fact, index) => [fact, ...b.slice(index, index + 1), fact]);
        const both = eventsOfFacts([...mixed, ...b.slice(a.length)], settings).events;
        const byId = (events: EpcisEvent[]) => events.map(({ eventID }) => eventID).sort();
        expect(byId(both)).toEqual(byId(alone));
      }),
    );
  });

  test('a state can be kept between two facts', () => {
    const { facts } = dayOf([{ do: 'pick', packaging: 0, mark: 'lot', split: false }, { do: 'seal' }]);
    let state = emptyState;
    const before = structuredClone(state);
    for (const fact of facts) state = step(state, fact, settings).state;
    expect(emptyState).toEqual(before);
    expect(state.orders.size).toBe(1);
  });

  test('orders that are never dispatched do not pile up', () => {
    const facts = factsOf(
      ...Array.from({ length: 2100 }, (_, index): FactDraft => {
        const item = { order: `SO-${index}`, line: 1, sku: 'TEA', units: 1, gtin: '04012345000016' };
        return { type: 'pick.confirmed', data: { ...item, scanSeq: 1 } };
      }),
    );
    let state = emptyState;
    for (const fact of facts) state = step(state, fact, settings).state;
    expect(state.orders.size).toBe(2000);
    expect(state.orders.has('north pack-1 SO-0')).toBe(false);
  });
});

describe('corrections and other events', () => {
  const occasion = { at: '2026-03-01T08:00:00.000Z', place: { offsetAt: () => '+01:00' } };
  const contents = { childEPCs: ['https://id.gs1.org/8003/04012345000016A1'], childQuantityList: [] };

  test('an error declaration keeps the id of the event and names what is right', () => {
    const wrong = associated('ADD', ssccLink(sscc), contents, occasion);
    const right = associated('ADD', ssccLink('340123450000000018'), contents, occasion);
    const declared = declareError(wrong, '2026-03-02T00:00:00.000Z', 'incorrect_data', [right]);
    expect(declared).toEqual({
      ...wrong,
      errorDeclaration: {
        declarationTime: '2026-03-02T00:00:00.000Z',
        reason: 'incorrect_data',
        correctiveEventIDs: [right.eventID],
      },
    });
    const never = declareError(wrong, '2026-03-02T00:00:00.000Z', 'did_not_occur');
    const document = epcisDocument([declared, never, right], '2026-03-02T00:00:00.000Z');
    expect(readEpcis(JSON.stringify(document)).ok).toBe(true);
    expect(hashEvents(document as unknown as JsonObject)[0]?.hashId).toBe(wrong.eventID);
  });

  test('a parcel that is opened loses all at once, and an association ends', () => {
    const nothing = { childEPCs: [], childQuantityList: [] };
    const events = [
      unpacked(sscc, nothing, occasion),
      associated('DELETE', ssccLink(sscc), contents, occasion),
    ];
    expect(events).toMatchObject([
      { action: 'DELETE', bizStep: 'unpacking' },
      { type: 'AssociationEvent', bizStep: 'removing' },
    ]);
    expect(readEpcis(JSON.stringify(epcisDocument(events, occasion.at))).ok).toBe(true);
  });

  test('the offset follows summer time; a zone that does not exist is refused', () => {
    expect([offsetAt('2026-01-01T00:00:00.000Z'), offsetAt('2026-07-01T00:00:00.000Z')]).toEqual([
      '+01:00',
      '+02:00',
    ]);
    expect(zoneOffsets('UTC')?.('2026-01-01T00:00:00.000Z')).toBe('+00:00');
    expect(zoneOffsets('Mars/Olympus')).toBeNull();
  });
});
