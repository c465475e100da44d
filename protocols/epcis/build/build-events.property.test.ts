import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FactDraft } from '../../wire/fact.ts';
import { gtinLink, sgtinLink, ssccLink } from '../digital-link.ts';
import type { EpcisEvent } from '../event.ts';
import { hashEvents } from '../hash/event-hash-id.ts';
import type { JsonObject } from '../json.ts';
import { readEpcis } from '../reader/read-epcis.ts';
import { dayOf, deeds } from '../testing-day.ts';
import { eventsOfFacts, step } from './build-events.ts';
import { emptyState } from './builder-state.ts';
import { epcisDocument } from './document.ts';
import { bare, factsOf, settings } from './testing-events.ts';

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
