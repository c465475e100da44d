import { describe, expect, test } from 'vitest';
import type { FactDraft } from '../../wire/fact.ts';
import { gtinLink, sgtinLink, ssccLink } from '../digital-link.ts';
import type { EpcisEvent } from '../event.ts';
import { readEpcis } from '../reader/read-epcis.ts';
import { dayOf } from '../testing-day.ts';
import { eventsOfFacts } from './build-events.ts';
import { epcisDocument } from './document.ts';
import { bare, factsOf, pick, seal, settings, sscc } from './testing-events.ts';

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
