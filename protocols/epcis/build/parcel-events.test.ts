import { describe, expect, test } from 'vitest';
import type { FactDraft } from '../../wire/fact.ts';
import { gtinLink, sgtinLink, ssccLink } from '../digital-link.ts';
import { eventsOfFacts } from './build-events.ts';
import { bare, factsOf, pack, pick, seal, settings, sscc } from './testing-events.ts';

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
